"""How an account stands, and how often the log hears of it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from structlog.testing import capture_logs

from bot.channel import ChannelState
from bot.wechat_standing import DETAILS, Standing, Trouble

START = datetime(2026, 7, 3, tzinfo=UTC)


class Watch:
    """A clock that is moved by hand."""

    now = START

    def __call__(self) -> datetime:
        return self.now


def _standing(watch: Watch, counts: Counter[str] | None = None) -> Standing:
    return Standing("wechat", "a-1", watch, counts if counts is not None else Counter())


def test_every_trouble_has_its_words() -> None:
    assert set(DETAILS) == set(Trouble)


def test_it_is_told_once_when_it_goes_and_once_when_it_is_back() -> None:
    watch, counts = Watch(), Counter[str]()
    standing = _standing(watch, counts)
    with capture_logs() as logs:
        standing.up()
        standing.up()
        standing.down(Trouble.ENDED)
        watch.now += timedelta(seconds=90)
        standing.down(Trouble.UNREACHABLE)
        standing.up()
    assert [(log["event"], log.get("reason"), log.get("away")) for log in logs] == [
        ("channel_up", None, 0.0),
        ("channel_down", "ended", None),
        ("channel_up", None, 90.0),
    ]
    assert counts["connects"] == 2


def test_one_that_never_came_up_is_told_of_once() -> None:
    standing = _standing(Watch())
    standing.rest(Trouble.STARTING)
    with capture_logs() as logs:
        for _ in range(5):
            standing.down(Trouble.REFUSED)
    assert [log["reason"] for log in logs] == ["refused"]


def test_the_state_keeps_since_when_and_gives_the_newest_reason() -> None:
    watch = Watch()
    standing = _standing(watch)
    standing.up()
    watch.now += timedelta(minutes=1)
    standing.down(Trouble.ENDED)
    watch.now += timedelta(minutes=1)
    standing.down(Trouble.SCAN)
    assert standing.state == ChannelState("wechat", False, START + timedelta(minutes=1), "账号等待扫码登录")


def test_at_rest_it_has_no_since() -> None:
    standing = _standing(Watch())
    standing.up()
    standing.rest(Trouble.STOPPED)
    assert standing.state == ChannelState("wechat", False, None, "已停止")
