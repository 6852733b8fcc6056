"""From reports to a card: who is asked, who is asked after them, and what makes another one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from dispatch_stage import TZ, Stage
from factories import a_card, a_district, a_message
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.cause import Suspecting
from dispatch.clocks import Clocks
from dispatch.scene import Scene
from dispatch.suspect import levels, may_not_answer, suspect
from dispatch.suspect_chase import chase_cards
from dispatch.suspect_decide import settle_card
from models.areas import District, Person, Roster
from models.capture import Capture
from models.store import Store, Tx
from models.suspicion import Suspicion, Verdict
from models.words import Act, Role, Service, Status, Urgency

FEW = Suspecting(households=3)


def one_line() -> District:
    """The small district; 清荷苑 hangs on the feeder of 云亭新村."""
    base = a_district()
    return replace(
        base, areas=tuple(replace(a, lines=("10kV云亭线",)) if a.code == "qh-yuan" else a for a in base.areas)
    )


@pytest.fixture
def stage(store: Store) -> Stage:
    return Stage(store, one_line())


def scene_of(tx: Tx, stage: Stage, actor: str = "bot") -> Scene:
    return Scene(tx, stage.district, Clocks(), stage.now, TZ, "test", actor)


def say(stage: Stage, who: str, *, limits: Suspecting = FEW, **reading: object) -> Suspicion | None:
    """A captured line, and the card that it makes."""
    words: dict[str, object] = {"matter": f"m-{reading.get('estate', 'yt-xc')}", **reading}
    stage.hear(who, **words)
    capture = Capture(True, Service.POWER, "E01", Act.REPORT, Urgency.P2, "yt-xc", "3")
    capture = capture.evolve(**{k: v for k, v in words.items() if k in ("topic", "act", "estate", "building")})
    message = a_message(sender=who, at=stage.now, role=Role.GRID_WORKER if who.startswith("wx") else None)
    return stage.store.call(lambda tx: suspect(scene_of(tx, stage), capture, message, limits))


def card(stage: Stage, number: int = 1) -> Suspicion:
    return stage.store.call(lambda tx: tx.suspicions.get(number))


def settle(stage: Stage, verdict: Verdict, actor: str = "wx-power", **how: object) -> Suspicion:
    limits = FEW
    return stage.store.call(
        lambda tx: settle_card(scene_of(tx, stage, actor), tx.suspicions.get(1), verdict, limits, **how)  # type: ignore[arg-type]
    )


def test_enough_households_of_one_line_ask_the_one_on_duty_once(stage: Stage) -> None:
    assert say(stage, "h-1", building="3") is None
    stage.later(minutes=4)
    assert say(stage, "h-1", building="3") is None
    assert say(stage, "h-2", building="5") is None
    made = say(stage, "h-3", estate="qh-yuan", building="2", room="room-02")
    assert made is not None
    assert (made.cause, made.households, made.estates) == ("E01 10kV云亭线", 3, ("yt-xc", "qh-yuan"))
    assert made.since == stage.now - timedelta(minutes=4)
    assert say(stage, "h-4", building="7") is None
    text = next(t.text for t in stage.texts("wx-power") if t.key == "suspicion 1 card → wx-power")
    assert "云亭新村 2 户，3, 5 栋；清荷苑 1 户，2 栋" in text
    assert "h-1" not in text


def test_a_community_and_its_estate_have_one_card_between_them(stage: Stage) -> None:
    for who in ("h-1", "h-2", "h-3"):
        say(stage, who, estate="321111900001", building=None)
    assert card(stage).estates == ("321111900001",)
    assert [say(stage, f"h-{n}", estate="yt-xc") for n in range(4, 9)] == [None] * 5
    over = card(stage).evolve(state=Verdict.LAPSED)
    stage.store.call(lambda tx: tx.suspicions.save(over))
    stage.later(hours=1)
    assert [say(stage, f"h-{n}", estate="yt-xc") is None for n in range(4, 7)] == [True, True, False]
    assert [say(stage, f"h-{n}", estate="321111900001", building=None) for n in range(10, 15)] == [None] * 5


def test_what_is_too_far_apart_makes_no_card(stage: Stage) -> None:
    for who in ("h-1", "h-2", "h-3"):
        assert say(stage, who) is None
        stage.later(minutes=8)


@pytest.mark.parametrize(
    "reading",
    [{"topic": "E02"}, {"act": Act.RESTORED}, {"act": Act.THANKS}, {"estate": None}, {"topic": "W02"}],
)
def test_other_lines_count_for_nothing(stage: Stage, reading: dict[str, object]) -> None:
    for who in ("h-1", "h-2", "h-3", "h-4"):
        assert say(stage, who, **reading) is None


def test_the_staff_are_no_households(stage: Stage) -> None:
    for who in ("wx-worker", "wx-worker2", "wx-power", "wx-water"):
        assert say(stage, who) is None


def test_the_roster_says_who_is_asked_and_the_chain_who_comes_after(stage: Stage) -> None:
    chief = Person("wx-chief", "供电班长", Role.MEMBER_STAFF, ("321111",), member="power")
    night = Person("wx-night", "供电小夜", Role.MEMBER_STAFF, ("321111",), member="power", chief="wx-chief")
    stage.district = replace(
        stage.district,
        people=(*stage.district.people, chief, night),
        rosters=(Roster("power", "wx-night", start="08:00", end="20:00"),),
    )
    found = stage.store.call(lambda tx: levels(scene_of(tx, stage), a_card(number=1)))
    assert found == [("wx-night",), ("wx-chief",), ("wx-power",), ("wx-dispatcher",), ("wx-admin",)]


def test_without_anybody_of_the_member_the_dispatchers_are_asked(stage: Stage) -> None:
    people = tuple(p for p in stage.district.people if p.id != "wx-power")
    stage.district = replace(stage.district, people=people)
    for who in ("h-1", "h-2", "h-3"):
        say(stage, who)
    assert card(stage).asked == ("wx-dispatcher",)


def test_nobody_answers_and_the_next_is_asked_until_it_lapses(stage: Stage) -> None:
    for who in ("h-1", "h-2", "h-3"):
        say(stage, who)
    for minutes, asked in ((10, 2), (10, 3)):
        stage.later(minutes=minutes)
        assert stage.store.call(lambda tx: chase_cards(scene_of(tx, stage), FEW)) == 1
        assert len(card(stage).asked) == asked
        assert stage.store.call(lambda tx: chase_cards(scene_of(tx, stage), FEW)) == 0
    assert "还没有人答复" in stage.texts("wx-admin")[-1].text
    stage.later(minutes=100)
    stage.store.call(lambda tx: chase_cards(scene_of(tx, stage), FEW))
    assert (card(stage).state, card(stage).chase_at) == (Verdict.LAPSED, None)


def test_after_no_only_twice_as_many_ask_again(stage: Stage) -> None:
    for who in ("h-1", "h-2", "h-3"):
        say(stage, who)
    assert settle(stage, Verdict.DENIED).households == 3
    assert [say(stage, who) for who in ("h-4", "h-5")] == [None, None]
    again = say(stage, "h-6")
    assert again is not None
    assert (again.number, again.households, again.since) == (2, 6, card(stage).since)


def test_a_no_is_forgotten_after_its_quiet_time(stage: Stage) -> None:
    for who in ("h-1", "h-2", "h-3"):
        say(stage, who)
    settle(stage, Verdict.DENIED)
    stage.later(hours=2)
    assert [say(stage, who) for who in ("h-1", "h-2")] == [None, None]
    assert say(stage, "h-3") is not None


def test_a_yes_holds_for_its_estates_and_not_for_others_on_the_line(stage: Stage) -> None:
    for who in ("h-1", "h-2", "h-3"):
        say(stage, who)
    settle(stage, Verdict.CONFIRMED, notice=7)
    assert [say(stage, f"h-{n}") for n in range(4, 9)] == [None] * 5
    others = [say(stage, f"h-{n}", estate="qh-yuan", room="room-02") for n in range(10, 13)]
    assert others[-1] is not None
    assert others[-1].estates == ("qh-yuan",)


def test_reports_join_the_notice_and_the_one_with_most_households_is_the_main_one(stage: Stage) -> None:
    for who in ("h-1", "h-2"):
        say(stage, who, matter="m-1")
    say(stage, "h-3", matter="m-2", building="9", room="room-02")
    done = settle(stage, Verdict.CONFIRMED, notice=7)
    main, other = stage.ticket(1), stage.ticket(2)
    assert (done.ticket, main.status, main.notice, main.person) == (1, Status.SIGNED, 7, "wx-power")
    assert (other.status, other.parent, main.households) == (Status.MERGED, 1, 3)
    assert stage.names("wx-worker")[-1] == "suspicion workers"


def test_dangers_stay_alone(stage: Stage) -> None:
    for who in ("h-1", "h-2"):
        say(stage, who, matter="m-1")
    say(stage, "h-3", matter="m-2", urgency=Urgency.P0)
    settle(stage, Verdict.CONFIRMED, notice=7)
    danger = stage.ticket(2)
    assert (danger.urgency, danger.parent, danger.notice) == (Urgency.P0, None, None)


def test_known_without_a_notice_tells_the_rooms_what_the_member_says(stage: Stage) -> None:
    for who in ("h-1", "h-2", "h-3"):
        say(stage, who, matter="m-1")
    until = stage.now + timedelta(hours=2)
    settle(stage, Verdict.KNOWN, until=until)
    told = stage.texts("room-01")[-1]
    assert "润州供电 10:00 告知：已知道，正在处理，预计 今天 12:00 恢复" in told.text
    assert told.due_at == stage.now + Clocks().take_back
    assert stage.ticket(1).expected_at == until


@pytest.mark.parametrize(
    ("person", "may"),
    [("wx-power", True), ("wx-water", False), ("wx-dispatcher", True), ("wx-worker", False), ("wx-admin", True)],
)
def test_who_may_answer(person: str, may: bool) -> None:
    district = a_district()
    assert (may_not_answer(district, district.person[person], a_card()) == "") is may


@pytest.fixture(scope="module")
def fresh(_template: Path) -> Iterator[Callable[[], Store]]:
    """Empty stores, one after the other."""
    with TemporaryDirectory() as folder:
        opened: list[Store] = []

        def make() -> Store:
            if opened:
                opened.pop().close()
            file = Path(folder) / "store.db"
            for old in Path(folder).glob("store.db*"):
                old.unlink()
            shutil.copyfile(_template, file)
            opened.append(Store.open(f"sqlite:///{file}"))
            return opened[0]

        yield make
        for store in opened:
            store.close()


LINES = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(["h-1", "h-2", "h-3", "h-4"]), st.sampled_from(["yt-xc", "qh-yuan"])),
    min_size=2, max_size=8, unique=True,
)  # fmt: skip


def heard_in(fresh: Callable[[], Store], lines: list[tuple[int, str, str]]) -> list[Suspicion]:
    """The cards that the lines make in this order, each with the minute at which it was said."""
    stage = Stage(fresh(), one_line())
    start = stage.now
    for minute, who, estate in lines:
        stage.now = start + timedelta(minutes=minute)
        say(stage, who, estate=estate, building=None)
    return stage.store.call(lambda tx: tx.suspicions.recent(9))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, order=st.randoms())
def test_one_cause_has_one_card_in_whatever_order_its_lines_come(
    fresh: Callable[[], Store], lines: list[tuple[int, str, str]], order: object
) -> None:
    mixed = list(lines)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = heard_in(fresh, sorted(lines)), heard_in(fresh, mixed)
    assert len(one) == len(other) <= 1
    homes = [{h for m, h, _ in lines if s <= m <= s + 15} for s, *_ in lines]
    assert bool(one) is any(len(found) >= FEW.households for found in homes)
