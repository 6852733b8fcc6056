"""The made-up city: the same at each run, whole, and lively enough to be a bench."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from factories import a_message, a_ticket, an_outgoing
from sqlalchemy import event

from bot.city.day import Day
from bot.city.past import write_past
from bot.city.places import RESIDENTS, city, main_of
from bot.city.play import City, Played, lost
from bot.city.staff import Staff
from bot.city.talk import STORMS, TROUBLES, ordinary
from bot.cli.bench_city import tables
from bot.cli.bench_city_child import _figures
from bot.settings import Settings
from dispatch.route import route
from keywords.lexicon import default_lexicon
from keywords.reader import Reader
from models.areas import District
from models.store import Store
from models.words import Role, Service, Status

BEGINS = datetime(2026, 3, 3, 16, tzinfo=UTC)
SMALL = city(60, 20)


def a_day(messages: int = 2_000, district: District = SMALL, number: int = 0) -> Day:
    return Day(district, BEGINS + timedelta(days=number), number, messages)


def test_a_city_has_its_estates_rooms_and_somebody_for_each_of_them() -> None:
    district = city(500, 180)
    assert (len(district.estates), len(district.rooms)) == (500, 180)
    assert len({e.name for e in district.estates}) == 500
    assert {e for room in district.rooms for e in room.areas} == {e.code for e in district.estates}
    at = datetime.fromisoformat("2026-03-04T03:00+08:00")
    for estate in district.estates[::97]:
        found = route(district, Service.POWER, "E01", estate.code, "3", at)
        assert found.person and found.person.id.endswith("-night")
        assert found.worker and found.worker.role is Role.GRID_WORKER


def test_facts_of_the_estates_lead_to_their_property_companies() -> None:
    at = datetime.fromisoformat("2026-03-04T10:00+08:00")
    found = route(city(60, 20), Service.WATER, "W11", "e31", "3", at)
    assert found.member.code == "property-1"
    assert route(city(60, 20), Service.POWER, "E11", "e33", "3", at).member.code == "power"


def test_a_main_feeds_the_estates_of_a_hundred_and_fifty_rooms() -> None:
    district = city()
    struck = [room for room in district.rooms if any(main_of(int(e[1:])) == main_of(0) for e in room.areas)]
    assert 150 <= len(struck) <= 152
    assert len(district.rooms) * RESIDENTS == 700_000


def test_a_day_is_the_same_at_each_run_and_in_order() -> None:
    lines = list(a_day().lines())
    assert lines == list(a_day().lines())
    assert len(lines) == 2_000
    times = [line.message.at for line in lines]
    assert times == sorted(times)
    assert times[0] >= BEGINS
    assert times[-1] < BEGINS + timedelta(days=1)
    assert len({line.message.id for line in lines}) == 2_000
    assert [line.message.text for line in a_day(number=1).lines()] != [line.message.text for line in lines]


def test_a_whole_day_has_fourteen_hundred_lines_that_matter_beside_two_storms_of_four_thousand() -> None:
    day = Day(city(), BEGINS, 0)
    found = day.troubles()
    assert len(found) == 1_400 + 2 * 4_000
    storms = found[1_400:]
    for storm in (storms[:4_000], storms[4_000:]):
        assert max(line.at for line in storm) - min(line.at for line in storm) <= timedelta(minutes=10)
        assert len({line.room for line in storm}) == 150


def test_ordinary_talk_is_not_caught_and_every_first_word_of_a_trouble_is() -> None:
    chance = Random(3)
    alone = Reader(default_lexicon(), SMALL)
    said = [a_message(ordinary(chance), id=f"m-{n}", room=f"room-{n % 20}") for n in range(1_500)]
    assert [m.text for m in said if alone.read_alone(m).captured] == []
    for trouble in (*TROUBLES, *STORMS):
        for n, text in enumerate(trouble.first):
            read = alone.read_alone(a_message(text.format(b=5, o=6), id=f"t-{n}", room="room-3"))
            assert (read.captured, read.topic) == (True, trouble.topic), text


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Played]]:
    """A small day through the whole bot."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('city')}/city.db")
    yield store, asyncio.run(City(store, SMALL, Settings(), BEGINS).play(a_day()))
    store.close()


def test_nothing_of_a_day_is_lost_and_the_staff_mend_what_they_are_told(played: tuple[Store, Played]) -> None:
    store, day = played
    assert day.messages == 2_000 + day.staff
    assert len(day.caught) >= 0.97 * len(day.wanted) > 30
    found = store.call(lost, day.caught, BEGINS + timedelta(days=1))
    assert (found["lines"], found["matters"], found["dead"], found["waits"]) == (0, 0, 0, 0.0)
    tickets = store.call(lambda tx: tx.tickets.recent(500))
    done = [t for t in tickets if t.status in (Status.VERIFYING, Status.CLOSED)]
    assert len(done) >= len(tickets) // 2 > 1


def test_of_the_results_that_a_room_hears_one_in_four_is_rated_by_who_reported() -> None:
    staff, said = Staff(), a_message("停水了", room="room-1", sender="room-1 5", at=BEGINS)
    staff.reported(said)
    for number in (3, 4):
        staff.told(an_outgoing(ticket=number, room="room-1", person="", why="result", text="处理结果"), BEGINS)
    [rating] = staff.until(BEGINS + timedelta(hours=2))
    assert (rating.text, rating.sender, rating.room, rating.quotes) == ("满意", "room-1 5", "room-1", "处理结果")


def test_what_is_missing_is_told(played: tuple[Store, Played]) -> None:
    store, day = played
    assert store.call(lost, {*day.caught, "never said"}, BEGINS)["lines"] == 1


def test_the_figures_of_days_stand_beside_what_was_asked_for(played: tuple[Store, Played]) -> None:
    store, day = played
    lost_ = store.call(lost, day.caught, BEGINS + timedelta(days=1))
    figures = _figures(day, 1.0) | lost_ | {"grown": 1.0, "past": {"tickets": 200_020, "lines": 1_022_000}}
    big, verdicts = tables([figures, figures], [figures | {"cpu": 2.0}], 20)
    assert [c.header for c in big.columns] == ["项目", "第 1 天", "第 2 天", "库里有过去", "要求"]
    cells = [list(column.cells) for column in verdicts.columns]
    assert "2.00 倍" in cells[1]
    assert "≤ 1.3 倍" in cells[2]


# ---- the past

BIG = ("reports", "inbox", "tickets", "matters", "audit", "outbox", "samples")
"""Tables that grow with every day."""


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with a hundred days behind it."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('past')}/past.db")
    write_past(store, SMALL, BEGINS, days=100, share=0.02)
    yield store
    store.close()


def test_the_past_is_what_the_bot_leaves_behind(old: Store) -> None:
    counts = old.call(lambda tx: tx.tickets.counts())
    assert sum(counts.values()) == 500
    assert counts["archived"] == 200
    assert counts["verifying"] == 15
    assert 2_000 < old.call(lambda tx: tx.inbox.count()) < 3_500
    assert old.call(lambda tx: tx.tickets.add(a_ticket(matter="m-new"))).number == 501
    with pytest.raises(ValueError, match="the next ticket is 502"):
        old.call(lambda tx: tx.tickets.add_all([a_ticket(number=700, matter="m-other")]))


ASKED = (
    lambda tx: tx.tickets.mine("wx-power-0-day"),
    lambda tx: tx.tickets.open_of("h-1"),
    lambda tx: tx.tickets.verifying_of("h-1"),
    lambda tx: tx.tickets.reported_by("h-1"),
    lambda tx: tx.tickets.outside("95598 1"),
    lambda tx: tx.tickets.waiting(),
    lambda tx: tx.approvals.open(),
    lambda tx: tx.matters.last_of("h-1", "room-1", since=BEGINS, until=BEGINS),
)


def test_nothing_that_happens_in_a_day_looks_through_the_past(old: Store) -> None:
    slow: dict[str, list[str]] = {}

    def explain(conn: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if statement in slow or statement.startswith(("INSERT", "BEGIN", "PRAGMA")):
            return
        raw = conn.connection.driver_connection.cursor()
        plan = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", values[0] if many else values)]
        slow[statement] = [step for step in plan if _scans(step, statement)]

    event.listen(old._engine, "before_cursor_execute", explain)
    try:
        asyncio.run(City(old, SMALL, Settings(), BEGINS).play(a_day(1_000)))
        for ask in ASKED:
            old.call(ask)
    finally:
        event.remove(old._engine, "before_cursor_execute", explain)
    assert len(slow) > 50, "a day asks many questions"
    assert {s: steps for s, steps in slow.items() if steps} == {}


def _scans(step: str, statement: str) -> bool:
    """Whether a step reads a whole big table: not where a partial index or the newest few are enough."""
    whole = any(step.split(" USING ")[0] == f"SCAN {table}" for table in BIG)
    return whole and "ix_reports_sealed" not in step and "ix_reports_named" not in step and " LIMIT " not in statement
