"""What every feed on the web shares: conditional requests, limits, change by content, and a name for what went wrong."""

from __future__ import annotations

import asyncio
import hashlib
import re
import ssl
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import httpx

from models.errors import BadFeed, Place
from models.notice import FeedItem, FeedState
from notices.feeds.decoding import decode
from notices.feeds.port import Fetched, Source, failed, succeeded, unchanged

SHANGHAI = ZoneInfo("Asia/Shanghai")
_DAY = re.compile(r"\{today(?:\+(?P<days>\d{1,3}))?\}")
_PAGE = re.compile(r"\{page(0?)\}")
_ALWAYS_NEW = re.compile(
    rb"<lastBuildDate>[^<]*</lastBuildDate>|<ttl>[^<]*</ttl>"
    rb'|"(?:nowTime|timestamp|serverTime|requestId|traceId)"\s*:\s*(?:"[^"]*"|\d+)'
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one request: seconds from the first byte sent to the last one read, bytes of the answer, redirects. Of one
    look: how many pages of a list, or files that an index names, are read at most."""

    seconds: float = 15.0
    size: int = 5_000_000
    redirects: int = 3
    pages: int = 20


@dataclass(frozen=True, slots=True)
class Where:
    """What is asked: ``form`` makes it a POST; ``{today}`` and ``{today+7}`` are days, as ``2025-06-12``; ``{page}`` is
    the number of the page, from 1 (``{page0}``: from 0)."""

    url: str
    form: Mapping[str, str] | None = None

    def on(self, day: datetime) -> Where:
        """With the days filled in; ``day`` is local."""
        return self._with(lambda text: _filled(text, day))

    @property
    def paged(self) -> bool:
        """Whether it asks for one page of several."""
        return any(_PAGE.search(text) for text in (self.url, *(self.form or {}).values()))

    def page(self, number: int) -> Where:
        """With the number of the page filled in, from 1."""
        return self._with(lambda text: _PAGE.sub(lambda m: str(number - (m[1] == "0")), text))

    def _with(self, change: Callable[[str], str]) -> Where:
        form = {key: change(value) for key, value in self.form.items()} if self.form else None
        return Where(change(self.url), form)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave, from which address; ``next`` is where it says in its head that the list goes on ("" = nowhere)."""

    url: str
    status: int
    body: bytes
    charset: str
    etag: str
    modified: str
    next: str = ""

    @property
    def digest(self) -> str:
        """Of what it says, without the hour at which it was said."""
        return hashlib.blake2b(_ALWAYS_NEW.sub(b"", self.body), digest_size=16).hexdigest()


Ask = Callable[[Where, Mapping[str, str]], Awaitable[Answer]]
"""Asks once, with these headers; raises one of ``TROUBLES``."""
TROUBLES = (BadFeed, TimeoutError, httpx.HTTPError, httpx.InvalidURL)


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
            async with self._client() as client:
                return await self._look(partial(self._ask, client), state, now)
        except TROUBLES as error:
            return Fetched((), failed(self.name, state, now, self._said(error)))

    async def _look(self, ask: Ask, state: FeedState | None, now: datetime) -> Fetched:
        answer = await ask(self._where.on(now.astimezone(self._tz)).page(1), conditions(state))
        if answer.status == httpx.codes.NOT_MODIFIED or (state and state.ok and state.digest == answer.digest):
            return Fetched((), unchanged(self.name, state, now))
        items = tuple(self.items(self._text(answer), self._source(now)))
        return Fetched(items, self._seen(state, now, answer))

    def _text(self, answer: Answer) -> str:
        return decode(answer.body, self.name, answer.charset)

    def _source(self, now: datetime) -> Source:
        return Source(self.name, self.member, self._tz, now)

    def _seen(self, state: FeedState | None, now: datetime, answer: Answer) -> FeedState:
        return succeeded(self.name, state, now, digest=answer.digest, etag=answer.etag, modified=answer.modified)

    def _said(self, error: Exception) -> str:
        return str(error) if isinstance(error, BadFeed) else f"{self.name}: {said_of(error)}"

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            timeout=self._limits.seconds,
            follow_redirects=True,
            max_redirects=self._limits.redirects,
            trust_env=False,
            verify=_tls(),
        )

    async def _ask(self, client: httpx.AsyncClient, where: Where, headers: Mapping[str, str]) -> Answer:
        method, form = ("GET", {}) if where.form is None else ("POST", dict(where.form))
        async with (
            asyncio.timeout(self._limits.seconds),
            client.stream(method, where.url, headers={"accept": self.accept, **headers}, data=form) as response,
        ):
            if response.status_code != httpx.codes.NOT_MODIFIED and not response.is_success:
                raise BadFeed([(Place(self.name), f"服务器答 {response.status_code}")])
            return _answer(response, await self._body(response))

    async def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self._limits.size:
                raise BadFeed([(Place(self.name), f"太大，超过 {self._limits.size} 字节")])
        return bytes(body)


def _answer(response: httpx.Response, body: bytes) -> Answer:
    headers, further = response.headers, response.links.get("next", {}).get("url", "")
    return Answer(
        str(response.url),
        response.status_code,
        body,
        response.charset_encoding or "",
        headers.get("etag", ""),
        headers.get("last-modified", ""),
        urljoin(str(response.url), further) if further else "",
    )


@cache
def _tls() -> ssl.SSLContext:
    """Made once: reading the certificates takes longer than a look."""
    return ssl.create_default_context()


def _filled(text: str, day: datetime) -> str:
    return _DAY.sub(lambda m: f"{day + timedelta(days=int(m['days'] or 0)):%Y-%m-%d}", text)


def conditions(state: FeedState | None) -> dict[str, str]:
    """The headers that spare an answer which has not changed."""
    headers = {}
    if state and state.ok and state.etag:
        headers["if-none-match"] = state.etag
    if state and state.ok and state.modified:
        headers["if-modified-since"] = state.modified
    return headers


def said_of(error: Exception) -> str:
    """What went wrong on the way, for a person."""
    match error:
        case httpx.TimeoutException() | TimeoutError():
            return "超时没有答完"
        case httpx.TooManyRedirects():
            return "跳转太多"
        case httpx.RemoteProtocolError():
            return "答到一半断了"
        case httpx.ConnectError():
            return "连不上"
    return f"{type(error).__name__} {error}".strip()
