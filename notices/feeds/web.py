"""What every feed on the web shares: conditional requests, limits, change by content, and a name for what went wrong."""

from __future__ import annotations

import asyncio
import hashlib
import re
import ssl
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import httpx

from models.errors import BadFeed, Place
from models.notice import FeedItem, FeedState
from notices.feeds.decoding import decode
from notices.feeds.port import Fetched, failed, succeeded, unchanged
from notices.feeds.shapes import Source

SHANGHAI = ZoneInfo("Asia/Shanghai")
_DAY = re.compile(r"\{today(?:\+(?P<days>\d{1,3}))?\}")
_ALWAYS_NEW = re.compile(
    rb"<lastBuildDate>[^<]*</lastBuildDate>|<ttl>[^<]*</ttl>"
    rb'|"(?:nowTime|timestamp|serverTime|requestId|traceId)"\s*:\s*(?:"[^"]*"|\d+)'
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one look: seconds from the first byte sent to the last one read, bytes of the answer, redirects."""

    seconds: float = 15.0
    size: int = 5_000_000
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class Where:
    """What is asked: ``form`` makes it a POST; ``{today}`` and ``{today+7}`` are days, as ``2025-06-12``."""

    url: str
    form: Mapping[str, str] | None = None

    def on(self, day: datetime) -> Where:
        """With the days filled in; ``day`` is local."""
        form = {key: _filled(value, day) for key, value in self.form.items()} if self.form else None
        return Where(_filled(self.url, day), form)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    charset: str
    etag: str
    modified: str


class WebFeed(ABC):
    """Asks an address; what it answers is read by ``items`` of the kind of feed. Proxies of the environment are not used."""

    accept = "*/*"

    def __init__(
        self,
        name: str,
        where: Where | str,
        *,
        member: str = "",
        trusted: bool = False,
        tz: ZoneInfo = SHANGHAI,
        limits: Limits | None = None,
    ) -> None:
        self.name, self.member, self.trusted = name, member, trusted
        self._where = where if isinstance(where, Where) else Where(where)
        self._tz, self._limits = tz, limits or Limits()

    @abstractmethod
    def items(self, text: str, source: Source) -> Iterator[FeedItem]:
        """What an answer holds; BadFeed says where it is wrong."""

    async def fetch(self, state: FeedState | None, now: datetime) -> Fetched:
        """Look once; whatever goes wrong becomes the state's error."""
        try:
            async with asyncio.timeout(self._limits.seconds):
                answer = await self._ask(state, now)
            return self._read(answer, state, now)
        except BadFeed as error:
            return Fetched((), failed(self.name, state, now, str(error)))
        except TimeoutError:
            return Fetched((), failed(self.name, state, now, f"{self.name}: 超时没有答完"))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Fetched((), failed(self.name, state, now, f"{self.name}: {_said(error)}"))

    def _read(self, answer: _Answer, state: FeedState | None, now: datetime) -> Fetched:
        if answer.status == httpx.codes.NOT_MODIFIED:
            return Fetched((), unchanged(self.name, state, now))
        digest = hashlib.blake2b(_ALWAYS_NEW.sub(b"", answer.body), digest_size=16).hexdigest()
        if state and state.ok and state.digest == digest:
            return Fetched((), unchanged(self.name, state, now))
        text = decode(answer.body, self.name, answer.charset)
        items = tuple(self.items(text, Source(self.name, self.member, self._tz, now)))
        return Fetched(
            items, succeeded(self.name, state, now, digest=digest, etag=answer.etag, modified=answer.modified)
        )

    async def _ask(self, state: FeedState | None, now: datetime) -> _Answer:
        where, limits = self._where.on(now.astimezone(self._tz)), self._limits
        async with (
            httpx.AsyncClient(
                timeout=limits.seconds,
                follow_redirects=True,
                max_redirects=limits.redirects,
                trust_env=False,
                verify=_tls(),
            ) as client,
            client.stream(
                "GET" if where.form is None else "POST",
                where.url,
                headers={"accept": self.accept, **_conditions(state)},
                data=dict(where.form or {}),
            ) as response,
        ):
            if response.status_code != httpx.codes.NOT_MODIFIED and not response.is_success:
                raise BadFeed([(Place(self.name), f"服务器答 {response.status_code}")])
            body, headers = await self._body(response), response.headers
            etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
            return _Answer(response.status_code, body, response.charset_encoding or "", etag, modified)

    async def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self._limits.size:
                raise BadFeed([(Place(self.name), f"太大，超过 {self._limits.size} 字节")])
        return bytes(body)


@cache
def _tls() -> ssl.SSLContext:
    """Made once: reading the certificates takes longer than a look."""
    return ssl.create_default_context()


def _filled(text: str, day: datetime) -> str:
    return _DAY.sub(lambda m: f"{day + timedelta(days=int(m['days'] or 0)):%Y-%m-%d}", text)


def _conditions(state: FeedState | None) -> dict[str, str]:
    headers = {}
    if state and state.ok and state.etag:
        headers["if-none-match"] = state.etag
    if state and state.ok and state.modified:
        headers["if-modified-since"] = state.modified
    return headers


def _said(error: httpx.HTTPError | httpx.InvalidURL) -> str:
    match error:
        case httpx.TimeoutException():
            return "超时没有答完"
        case httpx.TooManyRedirects():
            return "跳转太多"
        case httpx.RemoteProtocolError():
            return "答到一半断了"
        case httpx.ConnectError():
            return "连不上"
    return f"{type(error).__name__} {error}".strip()
