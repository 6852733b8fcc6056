"""The accounts of the settings: where their gateways are, what is wrong with that, and what must be said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

from bot.accounts import Account
from bot.channel import Channel
from bot.settings import Account as AccountSettings
from bot.settings import Settings, secret
from models.errors import BadConfig, Place

CHANNEL = "wechat"
"""The channel of all WeChat rooms and messages, whatever the account."""

IN_CLEAR = "网关不在本机，而这条连接是明文（没有 TLS）：只应走专用网络"
_PLACE = Place("config.yaml", path="wechat.accounts")


@dataclass(frozen=True, slots=True)
class LiveGateway:
    """One account of the settings with the secrets of its gateway; ``endpoint`` is ``host:port``."""

    name: str
    endpoint: str
    token: str

    @property
    def local(self) -> bool:
        """Whether nothing of it leaves this machine."""
        return _is_loopback(_split(self.endpoint).hostname or "")


class WechatLike(Channel, Protocol):
    """What of a WechatChannel is known here."""

    counts: Mapping[str, int]
    self_id: str


Make = Callable[..., WechatLike]


def live_gateways(settings: Settings) -> list[LiveGateway]:
    """The gateways of all accounts, [] unless ``live``; BadConfig names everything that is missing or wrong."""
    if not settings.live:
        return []
    if not settings.wechat.accounts:
        raise BadConfig([(_PLACE, "live: true 至少要有一个账号")])
    found, problems = _read(settings.wechat.accounts)
    problems += _problems(found)
    if problems:
        raise BadConfig(problems)
    return found


def as_account(gateway: LiveGateway, make: Make, settings: Settings, clock: Callable[[], datetime]) -> Account:
    """The account with a channel of its own, not yet running."""
    channel = make(CHANNEL, gateway.endpoint, gateway.token, clock=clock, account=gateway.name)
    return Account(
        name=gateway.name,
        channel=channel,
        warm_up=timedelta(hours=settings.budget.warm_up_hours),
        learns=True,
        remark="" if gateway.local else IN_CLEAR,
        self_id=lambda: channel.self_id,
        counts=channel.counts,
    )


def _read(accounts: Sequence[AccountSettings]) -> tuple[list[LiveGateway], list[tuple[Place, str]]]:
    """What can be read, and every variable that is not set."""
    found: list[LiveGateway] = []
    problems: list[tuple[Place, str]] = []
    for account in accounts:
        values = []
        for name in (account.endpoint, account.token):
            try:
                values.append(secret(name))
            except BadConfig as error:
                problems += error.problems
        if len(values) == 2:
            found.append(LiveGateway(account.name, *values))
    return found, problems


def _problems(gateways: Sequence[LiveGateway]) -> list[tuple[Place, str]]:
    return [(_PLACE, f"账号 {gateway.name}：{why}") for gateway, why in _faults(gateways)]


def _faults(gateways: Sequence[LiveGateway]) -> Iterator[tuple[LiveGateway, str]]:
    """Never with the value: an address may hold a token."""
    taken: dict[str, str] = {}
    for gateway in gateways:
        if not _is_endpoint(gateway.endpoint):
            yield gateway, "网关地址要写成 主机:端口"
        elif other := taken.get(gateway.endpoint):
            yield gateway, f"网关和账号 {other} 是同一个，会互相挤掉"
        taken.setdefault(gateway.endpoint, gateway.name)


def _is_endpoint(endpoint: str) -> bool:
    try:
        parts = _split(endpoint)
        return bool(parts.hostname and parts.port) and parts.netloc == endpoint and "@" not in endpoint
    except ValueError:
        return False


def _split(endpoint: str) -> SplitResult:
    return urlsplit(f"//{endpoint}")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
