"""Group webhooks of WeCom, DingTalk and Feishu: posted here, since what they refuse they refuse with HTTP 200.

apprise takes every 200 for a delivery and would lose a text without a word when the service answers "too fast" (errcode
45009) or "no such robot". So it reads the addresses, and this module sends. Limits and codes are from the services' own
pages: developer.work.weixin.qq.com/document/path/91770 and 90313, open.dingtalk.com/document/robots/custom-robot-access,
open.feishu.cn/document/client-docs/bot-v3/add-custom-bot.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from json import JSONDecodeError
from typing import Any

import httpx

from models.errors import ChannelFailed

_MINUTE, _TEN_MINUTES = 60.0, 600.0
_LOOK = 65_536

logging.getLogger("httpx").setLevel(logging.WARNING)  # at INFO it writes addresses with their keys
logging.getLogger("httpcore").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Service:
    """How a service answers: ``code`` is its field (0 = taken), ``fast`` codes with the seconds to wait, ``busy`` ones."""

    name: str
    code: tuple[str, ...]
    fast: Mapping[int, float]
    busy: frozenset[int]


WECOM = Service("企业微信", ("errcode",), {45009: _MINUTE, 45033: 5.0}, frozenset({-1}))
DINGTALK = Service("钉钉", ("errcode",), {130101: _TEN_MINUTES, 410100: _TEN_MINUTES}, frozenset({-1}))
FEISHU = Service("飞书", ("code", "StatusCode"), {11232: _MINUTE, 99991400: _MINUTE}, frozenset({11233, 99991663}))


@dataclass(frozen=True, slots=True)
class Webhook:
    """One post: where, what, and whose answer it is. The address holds a key: it is never shown."""

    service: Service
    url: str = field(repr=False)
    payload: Mapping[str, Any] = field(repr=False)


def post(hook: Webhook, seconds: float) -> None:
    """Post it, waiting ``seconds`` at most for each step; ChannelFailed says whether, and after how long, to try again."""
    try:
        with (
            httpx.Client(timeout=seconds, follow_redirects=False) as client,
            client.stream("POST", hook.url, json=hook.payload) as answer,
        ):
            status, after = answer.status_code, answer.headers.get("retry-after", "")
            body = _head(answer) if status == httpx.codes.OK else b""
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ChannelFailed(f"{hook.service.name}：{type(error).__name__}") from None
    check_status(hook.service.name, status, after)
    _check_code(hook.service, body)


def check_status(name: str, status: int, retry_after: str = "") -> None:
    """ChannelFailed for every HTTP status but 2xx: 429, 408 and 5xx may be tried again."""
    if 200 <= status < 300:
        return
    if status == httpx.codes.TOO_MANY_REQUESTS:
        wait = float(retry_after) if retry_after.isdigit() else _MINUTE
        raise ChannelFailed(f"{name}：发得太快（HTTP 429）", wait=min(wait, _TEN_MINUTES))
    again = status >= 500 or status == httpx.codes.REQUEST_TIMEOUT
    raise ChannelFailed(f"{name}：HTTP {status}", retry=again)


def _head(answer: httpx.Response) -> bytes:
    """The beginning of an answer; more than that no service says."""
    read = b""
    for part in answer.iter_bytes():
        read += part
        if len(read) > _LOOK:
            break
    return read


def _check_code(service: Service, body: bytes) -> None:
    code = _code(service, body)
    if code == 0:
        return
    if code is None:
        raise ChannelFailed(f"{service.name}：答复看不懂")
    wait = service.fast.get(code, 0.0)
    why = "发得太快" if wait else "忙" if code in service.busy else "拒绝"
    raise ChannelFailed(f"{service.name}：{why}（代码 {code}）", retry=bool(wait) or code in service.busy, wait=wait)


def _code(service: Service, body: bytes) -> int | None:
    try:
        said = httpx.Response(httpx.codes.OK, content=body).json()
    except (JSONDecodeError, UnicodeDecodeError):
        return None
    found = next((said[name] for name in service.code if name in said), None) if isinstance(said, dict) else None
    return found if isinstance(found, int) else None
