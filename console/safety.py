"""What keeps a browser safe: headers on every answer, and the checks of a request that changes something."""

from __future__ import annotations

import secrets
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_FORM = 1024 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_FOR_EVER = "public, max-age=31536000, immutable"


class SafeHeaders:
    """ASGI middleware: the headers above on every answer; nothing is cached but static files named by their digest."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and add the headers when the answer starts."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        cache = _caching(scope)

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers["Cache-Control"] = cache
            await send(message)

        await self._app(scope, receive, add)


def _caching(scope: Scope) -> str:
    if not scope["path"].startswith("/static/"):
        return "no-store"
    return _FOR_EVER if scope["query_string"].startswith(b"v=") else "no-cache"


async def checked_form(request: Request, token: str) -> dict[str, str]:
    """The fields of a form (first values) that this very site sent; HTTPException 403, 413 or 415 otherwise.

    Bytes that are no UTF-8 become U+FFFD.
    """
    if not same_origin(request.headers):
        raise HTTPException(403, "这个请求不是从本页发出的")
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise HTTPException(415, "只收表单")
    body = await _body(request)
    fields = {k: v[0] for k, v in parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True).items()}
    if not secrets.compare_digest(fields.get("token", "").encode(), token.encode()):
        raise HTTPException(403, "页面已过期，请刷新后再发")
    return fields


def same_origin(headers: Headers) -> bool:
    """Whether the Origin header is there and names the host that was asked."""
    return urlsplit(headers.get("origin", "")).netloc.lower() == headers.get("host", "-").lower()


async def _body(request: Request) -> bytes:
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > LARGEST_FORM:
            raise HTTPException(413, "太长了，发不出去")
    return bytes(found)
