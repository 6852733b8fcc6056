"""Seven days of an emergency state with half a day offline, lived through by moving the clock; shifts, points, rights."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from rehearsal import TZ, Rehearsal, demo_district, rehearse

from bot.engine import advance
from models.areas import District, Person
from models.outgoing import Outgoing
from models.store import Store
from models.ticket import Audit, Ticket
from models.words import Delivery, Role, Status

AREA, ROOMS = "桐坞社区", ("room-05", "room-06", "room-07")
_REMINDS = ("respond", "contact", "arrive", "resolve", "confirm", "review 2", "rating", "urged", "supervise")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A local hour of July 2026."""
    return datetime(2026, 7, day, hour, minute, tzinfo=TZ)


def with_two_electricians() -> District:
    """The demo district with somebody more at the power station."""
    district = demo_district()
    second = Person("wx-16", "供电小李", Role.MEMBER_STAFF, ("321111",), member="power")
    return replace(district, people=(*district.people, second))


class Life:
    """One bot over days, stopped and started again on the same store."""

    def __init__(self, store: Store) -> None:
        self.store, self.district = store, with_two_electricians()

    async def until(self, stage: Rehearsal, when: datetime) -> None:
        await advance(stage.parts.engine, stage.clock, when)
        await stage.parts.engine.tick(stage.clock.now())

    async def say(self, stage: Rehearsal, when: datetime, who: str, text: str, room: str = "") -> None:
        await self.until(stage, when)
        person = self.district.person.get(who)
        await stage.stage.play(room=room, sender=who, nick=person.name if person else who, text=text)
        await stage.parts.engine.tick(stage.clock.now())

    def rows(self) -> list[Outgoing]:
        return sorted(self.store.call(lambda tx: tx.outbox.recent(100_000)), key=lambda o: o.id)

    def ticket(self, number: int) -> Ticket:
        return self.store.call(lambda tx: tx.tickets.get(number))

    def audit(self, subject: str) -> list[Audit]:
        return self.store.call(lambda tx: tx.audit.of(subject))


async def seven_days(life: Life) -> None:
    """From the 3rd at 9:00 to the 10th at 9:00; the bot is down on the 6th from 6:30 to 18:30."""
    async with rehearse(life.store, start=at(3, 8, 50), district=life.district) as stage:
        await life.say(stage, at(3, 8, 50), "8栋-芒果", "家里停电了", "room-05")
        await life.say(stage, at(3, 9), "wx-15", f"应急 开始 {AREA} 到后天8点 台风")
        await life.say(stage, at(3, 9, 1), "wx-13", "应急 取水点 桐坞小学南门")
        await life.say(stage, at(4, 3), "4栋小吴", "我家停电了", "room-07")
        await life.say(stage, at(4, 10), "5栋老周", "楼道里好大的煤气味，漏气了", "room-07")
        await life.say(stage, at(5, 8, 10), "wx-15", "应急 续 到7月6日8点")
        await life.until(stage, at(6, 6, 30))
    async with rehearse(life.store, start=at(6, 18, 30), district=life.district) as stage:
        await life.until(stage, at(6, 18, 40))
        await life.say(stage, at(6, 18, 45), "wx-15", "应急 续 到7月9日8点")
        await life.say(stage, at(9, 8, 30), "wx-13", "应急 续 到7月10日12点")
        await life.say(stage, at(10, 9), "wx-15", "应急 结束")
        await life.until(stage, at(10, 12))


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    with _opened(f"sqlite:///{tmp_path_factory.mktemp('emergency') / 'store.db'}") as store:
        life = Life(store)
        asyncio.run(seven_days(life))
        yield life


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """What is asked here does not depend on the kind of database; the shelf itself is tried on both."""
    with _opened(f"sqlite:///{tmp_path / 'store.db'}") as store:
        yield store


@contextmanager
def _opened(url: str) -> Iterator[Store]:
    store = Store.open(url)
    yield store
    store.close()


def bulletins(life: Life, room: str) -> list[Outgoing]:
    return [o for o in life.rows() if o.room == room and o.why == "emergency bulletin" and o.status is Delivery.SENT]


def test_each_room_hears_a_bulletin_at_each_fixed_hour_but_while_the_bot_was_down(lived: Life) -> None:
    for room in ROOMS:
        heard = [o.sent_at.astimezone(TZ) for o in bulletins(lived, room) if o.sent_at]
        a_day = Counter(moment.day for moment in heard)
        assert [a_day[day] for day in range(3, 11)] == [3, 3, 3, 1, 3, 3, 3, 2]
        fixed = [m for m in heard if (m.hour, m.minute) in ((8, 0), (12, 0), (18, 0))]
        assert len(fixed) == len(heard) - 3  # the first, the one after the return, the last


def test_what_was_missed_is_folded_into_one(lived: Life) -> None:
    (folded,) = [o for o in bulletins(lived, "room-05") if o.sent_at and o.sent_at.astimezone(TZ).day == 6]
    assert folded.sent_at and at(6, 18, 30) <= folded.sent_at <= at(6, 18, 40)
    assert "漏掉的 3 次通报" in folded.text and "取水点：桐坞小学南门" in folded.text
    assert sum("漏掉的" in o.text for o in bulletins(lived, "room-05")) == 1


def test_the_duty_has_a_report_every_few_hours_and_one_for_the_time_away(lived: Life) -> None:
    reports = [o for o in lived.rows() if o.person == "wx-15" and o.why.startswith("emergency flash")]
    times = [o.due_at for o in reports]
    apart = [b - a for a, b in pairwise(times)]
    assert max(apart) < timedelta(hours=14) and sorted(apart)[-2] <= timedelta(hours=4)
    assert sum(at(6, 18, 30) <= t <= at(6, 18, 40) for t in times) == 1
    assert all(o.status is Delivery.SENT for o in reports)


def test_nothing_is_said_late_that_is_over(lived: Life) -> None:
    for row in (o for o in lived.rows() if o.status is Delivery.SENT):
        assert row.sent_at is not None
        assert row.expires_at is None or row.sent_at <= row.expires_at
        if row.why.startswith("emergency"):
            assert row.sent_at - row.due_at <= timedelta(minutes=2)


def test_nobody_is_reminded_of_what_is_no_danger_until_it_is_over(lived: Life) -> None:
    standing = [o for o in lived.rows() if o.ticket in (1, 2) and at(3, 9) <= o.due_at < at(10, 9)]
    assert not [o.why for o in standing if o.why.startswith(_REMINDS)]
    dangers = [o.why for o in lived.rows() if o.ticket == 3]
    assert any(w.startswith("respond due") for w in dangers) and any("again" in w for w in dangers)


def test_the_clocks_go_on_where_they_stood_still(lived: Life) -> None:
    first, second = lived.ticket(1), lived.ticket(2)
    stood = at(10, 9) - at(3, 9)
    assert first.respond_by == at(3, 9, 50) + stood
    assert second.respond_by is not None and second.held_at is None
    assert second.respond_by - at(10, 9) == timedelta(hours=1) + (at(4, 8) - at(4, 3)) - timedelta(0)
    assert first.emergency == second.emergency == 1 and lived.ticket(3).emergency is None


def test_the_reminder_comes_when_the_clock_has_run_out_after_all(lived: Life) -> None:
    due = [o for o in lived.rows() if o.ticket == 1 and o.why.startswith("respond due")]
    assert {o.due_at for o in due} == {at(10, 9, 50)}


def test_the_review_is_asked_for_and_written_down(lived: Life) -> None:
    asked = [o.due_at for o in lived.rows() if o.person == "wx-15" and o.why.startswith("emergency review")]
    assert asked == [at(5, 8), at(6, 18, 30), at(9, 8)]
    said = [a.action for a in lived.audit("emergency 1")]
    assert [a for a in said if a != "point"] == [
        *("declare", "review", "prolong", "review", "prolong", "review", "prolong", "end")
    ]


def test_the_nights_are_the_second_electricians(lived: Life) -> None:
    assert lived.ticket(1).person == "wx-08"
    assert lived.ticket(2).person == "wx-16"


def test_an_emergency_is_ended_by_itself_when_nobody_reviews_it(store: Store) -> None:
    life = Life(store)

    async def days() -> None:
        async with rehearse(store, start=at(3, 9), district=life.district) as stage:
            await life.say(stage, at(3, 9), "wx-13", f"应急 开始 {AREA} 到今天12点")
            await life.until(stage, at(3, 13, 30))

    asyncio.run(days())
    (ended,) = store.call(lambda tx: tx.emergencies.all())
    assert (ended.ended_at, ended.ended_by, ended.settled) == (at(3, 13), "bot", True)
    told = [o for o in life.rows() if o.why == "emergency ended"]
    assert {"wx-13", "wx-15", "wx-03"} <= {o.person for o in told} and "没有人续" in told[0].text


def test_who_solves_something_meanwhile_is_asked_to_rate_afterwards(store: Store) -> None:
    life = Life(store)

    async def days() -> None:
        async with rehearse(store, start=at(3, 9), district=life.district) as stage:
            await life.say(stage, at(3, 9), "8栋-芒果", "家里停电了", "room-05")
            await life.say(stage, at(3, 9, 1), "wx-13", f"应急 开始 {AREA} 到今天18点")
            await life.say(stage, at(3, 9, 30), "wx-08", "完成 1 换了保险")
            await life.until(stage, at(3, 11))
            assert life.ticket(1).status is Status.RESOLVED
            await life.say(stage, at(3, 11), "wx-13", "应急 结束")
            await life.until(stage, at(3, 11, 5))
            assert life.ticket(1).status is Status.VERIFYING
            await life.until(stage, at(6, 10, 59))
            assert life.ticket(1).status is Status.VERIFYING
            await life.until(stage, at(6, 11, 1))

    asyncio.run(days())
    assert life.ticket(1).status is Status.CLOSED
    asked = [o for o in life.rows() if o.room == "room-05" and o.why.startswith("rate ")]
    assert len(asked) == 1 and "工单 1" in asked[0].text
