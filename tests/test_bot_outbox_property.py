"""The whole sender, driven at random: loads, priorities, accounts that go and come, failures, restarts, clocks.

Whatever happens, no window of any account is exceeded, the reserve is for danger alone, the gaps are kept, nothing is
sent twice and nothing is lost.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from outbox_bench import NOON, Bench

from bot.settings import Budget, Etiquette, Outbox, QuietHours, Settings
from models.outgoing import Outgoing
from models.store import Store
from models.words import Delivery, Priority

WINDOWS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
ROOMS = ("room-01", "room-02", "room-03")
ENDLESS = Etiquette(texts_a_matter=10_000, texts_a_room_a_day=10_000)
_runs = itertools.count()


@dataclass(frozen=True)
class Moment:
    """What happens, and then one step: the clock moves, texts come, an account goes or comes, a send fails, a restart."""

    seconds: float
    texts: tuple[tuple[Priority, int, float], ...]
    flip: int | None
    fail: int | None
    restart: bool


class Sent(NamedTuple):
    """One text as it went out: danger when one of its rows is."""

    at: datetime
    target: str
    danger: bool


texts = st.tuples(st.sampled_from(Priority), st.integers(0, 2), st.sampled_from([0, 0, 0, 90]))
moments = st.builds(
    Moment,
    seconds=st.one_of(st.floats(0, 8), st.floats(0, 90), st.floats(0, 4000), st.floats(-120, 0)),
    texts=st.lists(texts, max_size=6).map(tuple),
    flip=st.one_of(st.none(), st.none(), st.integers(0, 1)),
    fail=st.one_of(st.none(), st.none(), st.integers(0, 1)),
    restart=st.sampled_from([False, False, False, True]),
)
budgets = st.builds(
    Budget,
    per_minute=st.integers(3, 6),
    per_hour=st.integers(5, 12),
    per_day=st.integers(12, 30),
    reserve_per_minute=st.integers(0, 2),
    reserve_per_hour=st.integers(0, 4),
    reserve_per_day=st.integers(0, 8),
    same_target_seconds=st.floats(0, 2),
    other_target_seconds=st.floats(0, 5),
)


class Run:
    """One run on rows, accounts and days of its own."""

    def __init__(self, store: Store, budget: Budget) -> None:
        self.number = next(_runs)
        self.now = NOON + self.number * timedelta(days=30)
        self.latest = self.now
        always = QuietHours.model_validate({"start": "00:00", "end": "00:00"})
        stated = Settings(budget=budget, etiquette=ENDLESS, outbox=Outbox(attempts=1000), quiet_hours=always)
        self.names = (f"one-{self.number}", f"two-{self.number}")
        self.bench = Bench(store, stated, accounts=self.names, learns=True)
        for name, room in itertools.product(self.names, ROOMS):
            self.bench.heard(name, room, self.now)
        self.keys: list[str] = []

    def live(self, moment: Moment) -> None:
        """Let it happen."""
        self.now += timedelta(seconds=moment.seconds)
        self.latest = max(self.latest, self.now)
        channels = [self.bench.channels[name] for name in self.names]
        if moment.flip is not None:
            channels[moment.flip].connected = not channels[moment.flip].connected
        if moment.fail is not None:
            channels[moment.fail].fail()
        if moment.restart:
            self.bench.restart()
        for text in moment.texts:
            self._put(*text)
        self.bench.step(self.now)

    def drain(self) -> None:
        """Let time pass until nothing waits."""
        for channel in self.bench.channels.values():
            channel.connected = True
        self.now = self.latest
        for _ in range(2000):
            wake = self.bench.step(self.now)
            if wake is None:
                return
            self.now = max(wake, self.now + timedelta(milliseconds=1))
        raise AssertionError("something waits for ever")

    def rows(self) -> list[Outgoing]:
        """All rows as they stand."""
        return [self.bench.row(key) for key in self.keys]

    def sent(self, account: str) -> list[Sent]:
        """What an account sent, in order of time, as the store has it: rows that went together are one."""
        mine = [row for row in self.rows() if row.status is Delivery.SENT and row.account == account]
        mine.sort(key=lambda row: (row.sent_at, row.sent_id))
        together = itertools.groupby(mine, key=lambda row: (row.sent_at, row.sent_id, row.room))
        return [Sent(at, room, any(r.danger for r in rows)) for (at, _, room), rows in together if at]

    def _put(self, priority: Priority, room: int, lasts: float) -> None:
        key = f"<{self.number}.{len(self.keys)}>"
        self.keys.append(key)
        ends = self.now + timedelta(seconds=lasts) if lasts else None
        self.bench.put(key, room=ROOMS[room], priority=priority, due_at=self.now, expires_at=ends, topic="")


def _check_budget(sent: Sequence[Sent], budget: Budget) -> None:
    for span, window in WINDOWS.items():
        whole, reserve = getattr(budget, f"per_{span}"), getattr(budget, f"reserve_per_{span}")
        for i, text in enumerate(sent):
            within = sum(text.at - window < other.at for other in sent[: i + 1])
            assert within <= (whole if text.danger else whole - reserve)
    for first, second in pairwise(sent):
        gap = budget.same_target_seconds if first.target == second.target else budget.other_target_seconds
        assert second.at - first.at >= timedelta(seconds=gap)


@pytest.mark.slow
@given(st.lists(moments, min_size=3, max_size=16), budgets)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_account_ever_says_too_much_and_nothing_is_lost_or_said_twice(
    store: Store, life: list[Moment], budget: Budget
) -> None:
    run = Run(store, budget)
    for moment in life:
        run.live(moment)
    run.drain()
    said = Counter(key for c in run.bench.channels.values() for row in c.sent for key in row.text.split("\n\n"))
    rows = run.rows()
    assert {row.status for row in rows} <= {Delivery.SENT, Delivery.EXPIRED}
    assert said == Counter(row.key for row in rows if row.status is Delivery.SENT)
    for name in run.names:
        sent = run.sent(name)
        assert len(sent) == len(run.bench.channels[name].sent)
        _check_budget(sent, budget)
