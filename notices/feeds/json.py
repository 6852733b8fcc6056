"""A feed that answers with JSON over HTTP: conditional requests, limits, charsets, and a name for what went wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import httpx

from models.errors import BadFeed, Place
from models.notice import FeedItem, FeedState
from notices.feeds.decoding import decode
from notices.feeds.port import Fetched, failed, succeeded, unchanged
from notices.feeds.shapes import PLAIN, PRESETS, Record, Shape, Source, item

SHANGHAI = ZoneInfo("Asia/Shanghai")
LIMIT = 5_000_000
SECONDS = 15.0
REDIRECTS = 3


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    charset: str
    etag: str
    modified: str


class JsonFeed:
    """``preset`` names a shape of ``shapes.PRESETS``; ``form`` makes the request a POST. Limits in bytes and seconds.

    Proxies of the environment are not used.
    """

    def __init__(
        self,
        name: str,
        url: str,
        *,
        preset: str = "plain",
        member: str = "",
        trusted: bool = False,
        form: Mapping[str, str] | None = None,
        tz: ZoneInfo = SHANGHAI,
        seconds: float = SECONDS,
        limit: int = LIMIT,
    ) -> None:
        if preset not in PRESETS:
            raise BadFeed([(Place(name, path="preset", value=preset), f"没有这种格式，有 {'、'.join(PRESETS)}")])
        self.name, self.member, self.trusted = name, member, trusted
        self._url, self._shape, self._form = url, PRESETS[preset], form
        self._tz, self._seconds, self._limit = tz, seconds, limit

    async def fetch(self, state: FeedState | None, now: datetime) -> Fetched:
        """Look once; whatever goes wrong becomes the state's error."""
        try:
            answer = await self._ask(state)
            if answer.status == httpx.codes.NOT_MODIFIED:
                return Fetched((), unchanged(self.name, state, now))
            digest = hashlib.blake2b(answer.body, digest_size=16).hexdigest()
            if state and state.ok and state.digest == digest:
                return Fetched((), unchanged(self.name, state, now))
            items = tuple(self._items(answer, now))
        except BadFeed as error:
            return Fetched((), failed(self.name, state, now, str(error)))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Fetched((), failed(self.name, state, now, f"{self.name}: {_said(error)}"))
        done = succeeded(self.name, state, now, digest=digest, etag=answer.etag, modified=answer.modified)
        return Fetched(items, done)

    async def _ask(self, state: FeedState | None) -> _Answer:
        async with (
            httpx.AsyncClient(
                timeout=self._seconds, follow_redirects=True, max_redirects=REDIRECTS, trust_env=False
            ) as client,
            client.stream(
                "POST" if self._form else "GET", self._url, headers=_conditions(state), data=dict(self._form or {})
            ) as response,
        ):
            if response.status_code != httpx.codes.NOT_MODIFIED and not response.is_success:
                raise BadFeed([(Place(self.name), f"服务器答 {response.status_code}")])
            body = await self._body(response)
            headers = response.headers
            return _Answer(
                response.status_code,
                body,
                response.charset_encoding or "",
                headers.get("etag", ""),
                headers.get("last-modified", ""),
            )

    async def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self._limit:
                raise BadFeed([(Place(self.name), f"太大，超过 {self._limit} 字节")])
        return bytes(body)

    def _items(self, answer: _Answer, now: datetime) -> Iterator[FeedItem]:
        text = decode(answer.body, self.name, answer.charset)
        source = Source(self.name, self.member, self._tz, now)
        yield from items(text, self.name, self._shape, source)


def items(text: str, file: str, shape: Shape, source: Source) -> Iterator[FeedItem]:
    """The items of a JSON text: a list of records, or an object that holds one; BadFeed says where it is wrong."""
    if text.lstrip()[:1] == "<":
        raise BadFeed([(Place(file), "得到的是网页，不是 JSON")])
    try:
        payload = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadFeed([(Place(file, error.lineno), f"不是完整的 JSON：{error.msg}")]) from None
    except RecursionError:
        raise BadFeed([(Place(file), "JSON 嵌套太深")]) from None
    for number, record in enumerate(_records(payload, shape, file), start=1):
        yield item(record, shape, source, Place(file, path=f"[{number}]"))


def _records(payload: object, shape: Shape, file: str) -> Sequence[Record]:
    found = payload
    while isinstance(found, dict):
        inner = next((found[name] for name in (*shape.rows, *PLAIN.rows) if name in found), None)
        if inner is None and any(name in found for name in (*shape.ref, *shape.text, *shape.areas)):
            return [found]
        if inner is None:
            raise BadFeed([(Place(file), f"没有找到列表：有 {'、'.join(map(str, list(found)[:12])) or '空对象'}")])
        found = inner
    if not isinstance(found, list) or not all(isinstance(r, dict) for r in found):
        raise BadFeed([(Place(file), "列表里应是一条条对象")])
    return found


def _conditions(state: FeedState | None) -> dict[str, str]:
    headers = {"accept": "application/json"}
    if state and state.ok and state.etag:
        headers["if-none-match"] = state.etag
    if state and state.ok and state.modified:
        headers["if-modified-since"] = state.modified
    return headers


def _said(error: httpx.HTTPError | httpx.InvalidURL) -> str:
    match error:
        case httpx.TimeoutException():
            return "超时没有答"
        case httpx.TooManyRedirects():
            return "跳转太多"
        case httpx.RemoteProtocolError():
            return "答到一半断了"
        case httpx.ConnectError():
            return "连不上"
    return f"{type(error).__name__} {error}".strip()
