"""How an account stands: connected or not, since when, why. The log hears it once when it goes, once when it is back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

import structlog

from bot.channel import ChannelState

_log = structlog.get_logger("bot.wechat")


class Trouble(StrEnum):
    """Why an account neither hears nor speaks; the value is for logs and metrics."""

    STARTING = "starting"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    BUSY = "busy"
    SILENT = "silent"
    ENDED = "ended"
    FAILED = "failed"
    LOGGED_OUT = "logged_out"
    SCAN = "scan"
    STOPPED = "stopped"


DETAILS = {
    Trouble.STARTING: "正在连接网关",
    Trouble.UNREACHABLE: "连不上网关",
    Trouble.REFUSED: "网关不认这个口令（token）",
    Trouble.BUSY: "网关正被另一个程序占用",
    Trouble.SILENT: "网关没有回应",
    Trouble.ENDED: "网关断开了连接",
    Trouble.FAILED: "网关出错",
    Trouble.LOGGED_OUT: "账号已退出登录",
    Trouble.SCAN: "账号等待扫码登录",
    Trouble.STOPPED: "已停止",
}


class Standing:
    """The state of one account; ``counts["connects"]`` counts how often it came up. ``clock`` gives aware UTC."""

    def __init__(self, name: str, account: str, clock: Callable[[], datetime], counts: Counter[str]) -> None:
        self._name, self._account, self._clock, self._counts = name, account, clock, counts
        self.rest(Trouble.STOPPED)

    def rest(self, trouble: Trouble) -> None:
        """Neither gone nor back: not yet started, or stopped. The log does not hear of it."""
        self.state = ChannelState(self._name, connected=False, since=None, detail=DETAILS[trouble])

    def up(self) -> None:
        """The account hears and speaks."""
        away = self._away()
        if self._turn(True, "已连接"):
            self._counts["connects"] += 1
            _log.info("channel_up", channel=self._name, account=self._account, away=away)

    def down(self, trouble: Trouble, error: str = "") -> None:
        """It does not, or still does not; ``error`` is the name of what was raised, for the log."""
        if self._turn(False, DETAILS[trouble]):
            who = {"channel": self._name, "account": self._account}
            _log.warning("channel_down", **who, reason=trouble.value, error=error)

    def _turn(self, connected: bool, detail: str) -> bool:
        before = self.state
        turned = before.since is None or connected != before.connected
        since = self._clock() if turned else before.since
        self.state = ChannelState(self._name, connected, since, detail)
        return turned

    def _away(self) -> float:
        """Seconds since it went."""
        since = self.state.since
        return round((self._clock() - since).total_seconds(), 1) if since else 0.0
