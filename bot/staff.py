"""The staff's own ways (WeCom, DingTalk, Feishu, mail, SMS, any JSON receiver): the only module that knows apprise.

``Poster`` blocks and is called in a thread of its own; importing this module costs 0.1 s and 25 MB, so it is imported
when the first text leaves. apprise writes addresses, with their keys, to its log: that log is closed.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import apprise

from bot.webhooks import DINGTALK, FEISHU, WECOM, Service, Webhook, check_status, post
from models.errors import ChannelFailed

_TITLE = "网格服务机器人"
_STATUS = re.compile(r"\berror=(\d{3})\b")
_ASSET = apprise.AppriseAsset(app_id="GridBot", app_desc=_TITLE, app_url="", async_mode=False)

_logger = logging.getLogger("apprise")
_logger.propagate = False
_logger.setLevel(logging.WARNING)
_logger.addHandler(logging.NullHandler())
logging.getLogger("urllib3").setLevel(logging.ERROR)


class Poster:
    """Sends one text to one apprise address. ``bases`` replaces the public host of a service by its schema
    ("wecombot": "https://wecom.example.gov.cn"), for services that a city runs itself."""

    def __init__(self, bases: Mapping[str, str] = MappingProxyType({})) -> None:
        self._bases = bases

    def __call__(self, url: str, text: str, seconds: float) -> None:
        """Send; ChannelFailed says whether, and after how long, it may be tried again. ``seconds`` bounds each step."""
        plugin = _plugin(url)
        schema = url.partition("://")[0].lower()
        made = _WEBHOOKS.get(schema)
        if made is None:
            _notify(plugin, _title(text) if schema in _MAIL else "", text, seconds)
            return
        service, host, request = made
        address, payload = request(plugin, text)
        post(Webhook(service, address.replace(host, self._bases.get(schema, host), 1), payload), seconds)


def _plugin(url: str) -> Any:
    plugin = apprise.Apprise.instantiate(url, asset=_ASSET)
    if plugin is None:
        raise ChannelFailed("环境变量里的地址看不懂", retry=False)
    return plugin


def _wecom(plugin: Any, text: str) -> tuple[str, dict[str, Any]]:
    return plugin.api_url, {"msgtype": "text", "text": {"content": text}}


def _dingtalk(plugin: Any, text: str) -> tuple[str, dict[str, Any]]:
    url = plugin.notify_url.format(token=plugin.token)
    if plugin.secret:
        url += "&timestamp={}&sign={}".format(*plugin.get_signature())
    at = {"atMobiles": plugin.targets, "isAtAll": False}
    return url, {"msgtype": "text", "at": at, "text": {"content": text}}


def _feishu(plugin: Any, text: str) -> tuple[str, dict[str, Any]]:
    return plugin.notify_url.format(token=plugin.token), {"msg_type": "text", "content": {"text": text}}


def _lark(plugin: Any, text: str) -> tuple[str, dict[str, Any]]:
    return plugin.webhook_url, {"msg_type": "text", "content": {"text": text}}


_Request = Callable[[Any, str], tuple[str, dict[str, Any]]]
_WEBHOOKS: dict[str, tuple[Service, str, _Request]] = {
    "wecombot": (WECOM, "https://qyapi.weixin.qq.com", _wecom),
    "dingtalk": (DINGTALK, "https://oapi.dingtalk.com", _dingtalk),
    "feishu": (FEISHU, "https://open.feishu.cn", _feishu),
    "lark": (FEISHU, "https://open.larksuite.com", _lark),
}


_MAIL = frozenset({"mailto", "mailtos"})


def _title(text: str) -> str:
    """A mail has a subject: the first words."""
    return f"{_TITLE}：{text.strip().partition(chr(10))[0][:30]}"


def _notify(plugin: Any, title: str, text: str, seconds: float) -> None:
    """By the plugin's own means. It answers yes or no; the HTTP status stands only in its log."""
    plugin.notify_format = apprise.NotifyFormat.TEXT
    plugin.socket_connect_timeout = plugin.socket_read_timeout = seconds
    with _Ear() as ear:
        taken = plugin.notify(body=text, title=title, notify_type=apprise.NotifyType.INFO)
    if not taken:
        name = str(plugin.service_name)
        if ear.status:
            check_status(name, ear.status)
        raise ChannelFailed(f"{name}：没有送达")


class _Ear(logging.Handler):
    """Hears what apprise logs in this thread, and keeps of it nothing but an HTTP status (0 = none)."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._thread = threading.get_ident()
        self.status = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Look for ``error=429``."""
        found = _STATUS.search(record.getMessage()) if record.thread == self._thread else None
        self.status = int(found[1]) if found else self.status

    def __enter__(self) -> _Ear:
        _logger.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        _logger.removeHandler(self)
