"""What /readyz and /metrics know of the accounts and of danger that was not said."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from factories import a_feed_state
from outbox_bench import NOON, TZ, Bench

from bot.accounts import Account
from bot.health import RimHealth
from bot.live import IN_CLEAR
from bot.poller import Source
from bot.schedule import Interval
from bot.settings import Budget, Settings
from bot.switchboard import Switchboard
from console.ports import Part, PartKind, Readiness
from models.areas import Roster
from models.store import Store
from models.words import Priority
from notices.feeds.json import JsonFeed

TIGHT = Budget(per_minute=5, reserve_per_minute=1, per_hour=50, reserve_per_hour=5, same_target_seconds=0)


class Watch:
    """The health of a bench."""

    def __init__(self, store: Store, sources: Sequence[Source] = (), **changes: Any) -> None:
        self.sources = sources
        self.bench = Bench(store, Settings(budget=TIGHT), accounts=("one", "two"), **changes)

    def look(self, **of_one: Any) -> Readiness:
        """How all stands at noon; ``of_one`` is told of the account one."""
        accounts = [Account(n, c, learns=True, **of_one if n == "one" else {}) for n, c in self.bench.channels.items()]
        health = RimHealth(
            store=self.bench.store,
            board=Switchboard(accounts, store=self.bench.store, district=lambda: self.bench.district),
            purses=self.bench.sender.purses,
            sources=self.sources,
            pipeline=SimpleNamespace(trouble="", district=self.bench.district),  # type: ignore[arg-type]
            tz=TZ,
            patience=timedelta(seconds=30),
        )
        return asyncio.run(health.readiness(NOON))

    def part(self, name: str, **of_one: Any) -> Part:
        """One part."""
        return next(part for part in self.look(**of_one).parts if part.name == name)


@pytest.fixture
def watch(store: Store) -> Watch:
    return Watch(store)


def test_an_account_shows_what_it_may_still_send_and_what_it_has_counted(watch: Watch) -> None:
    watch.bench.heard("one", "room-01")
    watch.bench.put("a")
    watch.bench.step()
    part = watch.part("one", counts={"taken": 3})
    assert part.left == {"minute": 3, "hour": 44, "day": 3899}
    assert part.counts == {"taken": 3}
    assert "还能发 3 / 44 / 3899" in part.detail


def test_a_gateway_in_clear_beyond_this_machine_is_shown(watch: Watch) -> None:
    assert IN_CLEAR in watch.part("one", remark=IN_CLEAR).detail
    assert IN_CLEAR not in watch.part("two", remark=IN_CLEAR).detail


def test_the_first_silence_of_an_account_is_shown(store: Store) -> None:
    watch = Watch(store, warm_up=timedelta(hours=6))
    watch.bench.step()
    assert "静默到 18:00" in watch.part("one").detail


def test_it_is_ready_while_one_account_is_connected(watch: Watch) -> None:
    watch.bench.channels["one"].connected = False
    found = watch.look()
    assert found.ready
    assert [part.ok for part in found.parts if part.kind is PartKind.CHANNEL] == [False, True]
    watch.bench.channels["two"].connected = False
    assert not watch.look().ready


@pytest.mark.parametrize(("seconds", "shown"), [(29, False), (30, True)])
def test_danger_that_was_not_said_in_time_is_shown(watch: Watch, seconds: int, shown: bool) -> None:
    watch.bench.put("danger", priority=Priority.EMERGENCY, due_at=NOON - timedelta(seconds=seconds))
    part = watch.part("发件箱")
    assert (not part.ok, "1 条危急的话没有发出去" in part.detail) == (shown, shown)


@pytest.mark.parametrize(
    ("minutes", "changes", "ok", "detail"),
    [
        (10, {"changed_at": NOON - timedelta(hours=3)}, True, "10 分钟前看过；内容 3 小时前变过"),
        (45, {"changed_at": NOON - timedelta(days=3)}, False, "45 分钟前看过；内容 3 天前变过；该看了还没看"),
        (1, {"ok": False, "failures": 4, "error": "连不上"}, False, "失败 4 次：连不上"),
    ],
)
def test_a_feed_shows_its_age(store: Store, minutes: int, changes: dict[str, Any], ok: bool, detail: str) -> None:
    source = Source(JsonFeed("公告", "http://127.0.0.1/"), Interval(timedelta(minutes=30)))
    watch = Watch(store, [source])
    state = a_feed_state(feed="公告", checked_at=NOON - timedelta(minutes=minutes), **changes)
    store.call(lambda tx: tx.notices.save_feed_state(state))
    (part,) = [p for p in watch.look().parts if p.kind is PartKind.FEED]
    assert (part.ok, part.detail, part.vital) == (ok, detail, False)


def test_the_rosters_of_the_coming_week_are_shown_where_there_are_any(watch: Watch) -> None:
    assert not any(p.name == "值班" for p in watch.look().parts)
    watch.bench.district = replace(watch.bench.district, rosters=(Roster("power", "nobody"),))
    part = watch.part("值班")
    assert not part.ok
    assert "未来七天空档 1 处，最早：润州供电：今天 12:00" in part.detail
