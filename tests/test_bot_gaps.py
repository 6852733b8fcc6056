"""Gaps are known: by account and room, across a restart, told once, and in the report."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, a_district, a_matter, a_ticket
from hypothesis import given
from hypothesis import strategies as st

from bot.channel import ChannelState
from bot.cli.report import figures_of
from bot.cli.report_text import as_text
from bot.gaps import Ear, GapKeeper, Silence, silence
from bot.settings import Settings
from bot.tell_gaps import Keepers
from models.areas import District, Room
from models.figures import Figures
from models.gap import Gap
from models.outgoing import Outgoing
from models.spans import Span
from models.store import Store, Tx
from models.words import Delivery, Role, Status

TZ = ZoneInfo("Asia/Shanghai")
NIGHT = datetime(2025, 6, 10, 15, tzinfo=UTC)
"""23:00 in Shanghai."""
MORNING = datetime(2025, 6, 10, 23, tzinfo=UTC)


def _at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


# ---- the pure part


def test_a_room_is_unheard_only_while_nobody_hears_it() -> None:
    down, back = Ear("a", _at(0)), Ear("a", _at(0), up_since=_at(10))
    assert silence([down]) == Silence(_at(0), None)
    assert silence([back]) == Silence(_at(0), _at(10))
    assert silence([down, Ear("b", _at(9), up_since=_at(-60))]) is None
    assert silence([down, Ear("b", _at(4))]) == Silence(_at(4), None)
    assert silence([back, Ear("b", _at(4))]) == Silence(_at(4), _at(10))
    assert silence([back, Ear("b", _at(4), up_since=_at(7))]) == Silence(_at(4), _at(7))


def test_who_never_heard_has_missed_nothing() -> None:
    assert silence([]) is None
    assert silence([Ear("a", None)]) is None
    assert silence([Ear("a", None, up_since=_at(0))]) is None


def test_less_than_a_second_is_no_gap() -> None:
    assert silence([Ear("a", NOW, up_since=NOW + timedelta(milliseconds=900))]) is None


@given(st.lists(st.tuples(st.integers(0, 50), st.none() | st.integers(0, 99)), min_size=1, max_size=4))
def test_the_gap_begins_when_the_last_one_went_and_ends_when_the_first_one_came(
    ears: list[tuple[int, int | None]],
) -> None:
    found = silence([Ear(str(n), _at(heard), None if up is None else _at(up)) for n, (heard, up) in enumerate(ears)])
    began = max(heard for heard, _ in ears)
    back = [up for _, up in ears if up is not None]
    if any(up <= began for up in back):
        assert found is None
    else:
        assert found == Silence(_at(began), _at(min(back)) if back else None)


# ---- the worker


@dataclass
class Watch:
    """A keeper over accounts that are cut and mended by hand; ``bound`` says which accounts hear a room (() = all)."""

    store: Store
    district: District = field(default_factory=a_district)
    settings: Settings = field(default_factory=Settings)
    states: dict[str, ChannelState] = field(default_factory=dict)
    bound: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A new process: nothing is connected, nothing remembered."""
        self.states = {name: ChannelState("wechat", False, None, "正在连接网关") for name in self.states or {"a": None}}
        self.keeper = GapKeeper(
            store=self.store,
            states=lambda: self.states,
            listeners=self._listeners,
            district=lambda: self.district,
            settings=self.settings,
        )

    def _listeners(self, room: Room) -> Iterable[str]:
        return self.bound.get(room.id, tuple(self.states))

    def turn(self, now: datetime, *, up: bool, account: str = "a") -> None:
        """The account comes up, or goes; then a look."""
        self.states[account] = ChannelState("wechat", up, now, "已连接" if up else "连不上网关")
        self.look(now)

    def look(self, now: datetime) -> None:
        """One look of the worker."""
        asyncio.run(self.keeper.step(now))

    def gaps(self) -> list[Gap]:
        """All gaps, by beginning and room."""
        return self.store.call(lambda tx: tx.gaps.between(NOW - timedelta(days=9), NOW + timedelta(days=9)))

    def said(self, target: str) -> list[Outgoing]:
        """The texts for a room or a person."""
        rows = self.store.call(lambda tx: tx.outbox.recent(1000))
        return [row for row in reversed(rows) if target in (row.room, row.person)]

    def gap(self, start: datetime, minutes: float) -> None:
        """Up before, down for so long."""
        if self.states["a"].connected:
            self.look(start - timedelta(minutes=1))
        else:
            self.turn(start - timedelta(minutes=1), up=True)
        self.turn(start, up=False)
        self.turn(start + timedelta(minutes=minutes), up=True)


@pytest.fixture
def watch(store: Store) -> Watch:
    return Watch(store)


def test_a_gap_is_kept_for_every_room_with_account_and_reason(watch: Watch) -> None:
    watch.gap(NOW, 10)
    gaps = watch.gaps()
    assert {gap.room for gap in gaps} == {room.id for room in watch.district.rooms}
    assert {(g.account, g.began, g.ended, g.reason, g.open) for g in gaps} == {("a", NOW, _at(10), "连不上网关", False)}


def test_a_gap_that_goes_on_stands_in_the_store_and_grows(watch: Watch) -> None:
    watch.turn(_at(-1), up=True)
    watch.turn(NOW, up=False)
    watch.look(_at(20))
    assert {(gap.ended, gap.open) for gap in watch.gaps()} == {(_at(20), True)}
    assert not watch.said("room-01")
    watch.turn(_at(30), up=True)
    assert {(gap.ended, gap.open) for gap in watch.gaps()} == {(_at(30), False)}


def test_a_gap_spans_a_restart_from_the_last_sign_of_life(watch: Watch) -> None:
    watch.turn(_at(-5), up=True)
    watch.look(NOW)
    watch.restart()
    watch.look(_at(29))
    watch.turn(_at(30), up=True)
    assert {(g.began, g.ended, g.reason, g.open) for g in watch.gaps()} == {(NOW, _at(30), "机器人没有运行", False)}


def test_an_outage_that_is_interrupted_by_a_restart_is_one_gap(watch: Watch) -> None:
    watch.turn(_at(-5), up=True)
    watch.turn(NOW, up=False)
    watch.restart()
    watch.look(_at(10))
    watch.turn(_at(30), up=True)
    assert {(gap.began, gap.ended, gap.open) for gap in watch.gaps()} == {(NOW, _at(30), False)}


def test_the_sign_of_life_is_written_at_least_every_half_minute(watch: Watch) -> None:
    watch.turn(NOW, up=True)
    for seconds in range(0, 100, 5):
        watch.look(NOW + timedelta(seconds=seconds))
        heard = watch.store.call(lambda tx: tx.gaps.heard())["a"]
        assert NOW + timedelta(seconds=seconds) - heard <= timedelta(seconds=30)


def test_a_reconnect_between_two_looks_is_seen(watch: Watch) -> None:
    watch.turn(NOW, up=True)
    watch.look(_at(1))
    watch.states["a"] = ChannelState("wechat", True, _at(1.1), "已连接")
    watch.look(_at(1.2))
    assert {(gap.began, gap.ended) for gap in watch.gaps()} == {(_at(1), _at(1.1))}


def test_a_first_start_is_no_gap(watch: Watch) -> None:
    watch.look(NOW)
    watch.turn(_at(60), up=True)
    watch.look(_at(90))
    assert watch.gaps() == []


def test_a_room_that_another_account_hears_has_no_gap(watch: Watch) -> None:
    watch.states = {"a": watch.states["a"], "b": watch.states["a"]}
    watch.bound = {"room-01": ("a",), "room-02": ("a", "b"), "room-03": ("b",), "room-staff": ()}
    watch.turn(_at(-2), up=True, account="b")
    watch.gap(NOW, 10)
    assert [(gap.room, gap.account) for gap in watch.gaps()] == [("room-01", "a")]
    watch.turn(_at(20), up=False, account="b")
    watch.turn(_at(21), up=False, account="a")
    watch.turn(_at(40), up=True, account="b")
    watch.look(_at(50))
    found = [(gap.room, gap.account, gap.minutes, gap.open) for gap in watch.gaps() if gap.began >= _at(20)]
    assert found == [("room-03", "b", 20, False), ("room-01", "a", 29, True), ("room-02", "a,b", 19, False)]


def test_a_gap_whose_room_has_gone_does_not_stay_open(watch: Watch) -> None:
    watch.turn(_at(-1), up=True)
    watch.turn(NOW, up=False)
    watch.district = replace(watch.district, rooms=())
    watch.turn(_at(10), up=True)
    assert not any(gap.open for gap in watch.gaps())
    assert not watch.said("room-01")


# ---- who is told


def test_the_staff_hear_once_which_of_their_rooms_went_unheard(watch: Watch) -> None:
    watch.gap(NOW, 39)
    (text,) = watch.said("wx-worker")
    assert "今天 10:00–10:39（39 分钟，连不上网关）：云亭新村便民群、清荷苑邻里群" in text.text
    assert "柳岸家园" not in text.text
    (other,) = watch.said("wx-worker2")
    assert "柳岸家园业主群" in other.text
    assert len(watch.said("wx-dispatcher")) == 1
    assert not watch.said("wx-power")


def test_a_room_without_grid_workers_is_told_to_those_above_them() -> None:
    district = a_district()
    people = tuple(p for p in district.people if p.role not in (Role.GRID_WORKER, Role.DISPATCHER))
    assert Keepers(replace(district, people=people)).of("room-01") == ["wx-admin"]
    assert Keepers(replace(district, people=())).of("room-01") == []


def test_by_day_the_rooms_are_told_what_to_do_and_whom_to_call(watch: Watch) -> None:
    watch.gap(NOW, 39)
    (row,) = watch.said("room-01")
    assert row.text.startswith("今天 10:00–10:39 机器人掉线")
    assert "请再说一句" in row.text
    assert row.text.endswith("12345。")
    assert not watch.said("room-staff")


def test_a_short_gap_is_only_counted(watch: Watch) -> None:
    watch.gap(NOW, 4.9)
    assert watch.said("room-01") == watch.said("wx-worker") == []
    assert watch.gaps()


def test_the_shortest_gap_that_is_told_is_a_setting(store: Store) -> None:
    watch = Watch(store, settings=Settings(gaps={"tell_minutes": 1}))
    watch.gap(NOW, 2)
    assert watch.said("room-01")


def test_a_room_is_told_once_a_day(watch: Watch) -> None:
    watch.gap(NOW, 10)
    watch.store.call(_sent, "room-01")
    watch.gap(_at(60), 10)
    assert len(watch.said("room-01")) == 1
    assert len(watch.said("wx-worker")) == 2
    watch.gap(NOW + timedelta(days=1), 10)
    assert len(watch.said("room-01")) == 2


def test_at_night_a_room_is_told_only_when_something_of_it_is_open(watch: Watch) -> None:
    watch.store.call(_open_ticket)
    watch.gap(NIGHT, 20)
    (at_once,) = watch.said("room-01")
    assert (at_once.due_at, at_once.at_night) == (NIGHT + timedelta(minutes=20), True)
    assert "工单 1）照常在办" in at_once.text
    (later,) = watch.said("room-02")
    assert (later.due_at, later.at_night) == (MORNING, False)
    assert later.text.startswith("昨天 23:00–23:20")


def test_two_gaps_of_a_night_are_told_in_one_text(watch: Watch) -> None:
    watch.gap(NIGHT, 20)
    watch.gap(NIGHT + timedelta(hours=2), 30)
    (row,) = watch.said("room-02")
    assert row.text.startswith("昨天 23:00–23:20、今天 01:00–01:30 机器人掉线")


@pytest.mark.parametrize("changes", [{"shadow": True}, {"paused": True}])
def test_a_room_in_which_the_bot_is_silent_is_not_told(store: Store, changes: dict[str, Any]) -> None:
    rooms = tuple(replace(room, **changes) if room.id == "room-01" else room for room in a_district().rooms)
    watch = Watch(store, a_district(rooms=rooms))
    watch.gap(NOW, 20)
    assert not watch.said("room-01")
    assert watch.said("wx-worker")


def test_a_long_list_of_rooms_is_cut_with_their_number(store: Store) -> None:
    rooms = tuple(Room(f"r-{n}", f"群{n}", ("yt-xc",)) for n in range(300))
    watch = Watch(store, a_district(rooms=rooms))
    watch.gap(NOW, 20)
    (row,) = watch.said("wx-worker")
    assert "等 300 个群" in row.text
    assert len(row.text) < 500


# ---- the report


def test_the_report_shows_the_minutes_unheard(watch: Watch) -> None:
    watch.gap(NOW, 10)
    watch.gap(_at(60), 4)
    figures = figures_of(watch.store, Span("day", "today", NOW.date(), NOW.date()), Settings())
    rooms = len(watch.district.rooms)
    assert (figures.unheard_minutes, figures.unheard_rooms, figures.unheard_room_minutes) == (14, rooms, 14 * rooms)
    text = as_text(figures, watch.district)
    assert "没听到" in text
    assert "14 分钟" in text
    assert f"{rooms} 个群，合计 {14 * rooms} 群·分钟" in text


def test_a_gap_over_midnight_counts_on_both_days(watch: Watch) -> None:
    midnight = datetime(2025, 6, 10, 16, tzinfo=UTC)
    watch.gap(midnight - timedelta(minutes=10), 30)
    days = [
        figures_of(watch.store, Span("day", "today", day, day), Settings())
        for day in (NOW.date(), NOW.date() + timedelta(days=1))
    ]
    assert [figures.unheard_minutes for figures in days] == [10, 20]


def test_rooms_that_are_unheard_at_the_same_time_count_once_in_the_minutes(store: Store) -> None:
    gaps = [Gap("r-1", "a", _at(0), _at(10)), Gap("r-2", "b", _at(5), _at(20)), Gap("r-3", "b", _at(30), _at(31))]
    store.call(lambda tx: tx.gaps.save(gaps))
    figures: Figures = store.call(lambda tx: tx.figures.of(NOW.date(), NOW.date(), TZ))
    assert (figures.unheard_minutes, figures.unheard_rooms, figures.unheard_room_minutes) == (21, 3, 26)


def test_old_gaps_go(store: Store) -> None:
    store.call(lambda tx: tx.gaps.save([Gap("r-1", "a", _at(0), _at(10)), Gap("r-2", "a", _at(0), _at(10), open=True)]))
    assert store.call(lambda tx: tx.gaps.forget(_at(11))) == 1
    assert [gap.room for gap in store.call(lambda tx: tx.gaps.lasting())] == ["r-2"]


def _sent(tx: Tx, room: str) -> None:
    for row in tx.outbox.of_room(room, 10):
        tx.outbox.save(row.evolve(status=Delivery.SENT, sent_at=row.due_at))


def _open_ticket(tx: Tx) -> None:
    tx.matters.save(a_matter(rooms=("room-01",), last_at=NIGHT))
    tx.tickets.add(a_ticket(status=Status.DISPATCHED))
