"""Random people do random things at random hours: what must hold, holds."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from dispatch_stage import TZ, Stage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.life import STEPS
from keywords.commands import parse_command
from models.store import Store
from models.ticket import DONE, Ticket
from models.words import Act, Delivery, Role, Service, Status, Urgency

PEOPLE = ["h-1", "h-2", "h-3", "wx-power", "wx-water", "wx-gas", "wx-worker", "wx-worker2", "wx-dispatcher", "wx-admin"]
STAFF_SAY = [
    "接单 {n}", "已联系 {n}", "到场 {n}", "进度 {n} 在修", "没人在家 {n}", "完成 {n} 换了零件", "退单 {n} 表后 开关烧了",
    "转派 {n} 供水", "转派 {n} 供电", "延期 {n} 明天下午 等配件", "延期 {n} 3小时后", "挂账 {n} 后天 等许可", "续办 {n}",
    "误报 {n}", "受理 {n}", "不予受理 {n} 不在本区", "并单 {n} 到 1", "并单 {n} 到 2", "重办 {n} 不行", "办结 {n}", "查 {n}",
    "我的工单", "接单", "完成 换好了", "撤销", "同意 {n}", "不同意 {n} 再想想", "转外部 {n} 95598 20260001", "协办 {n} 供水",
    "吹哨 {n} 要人", "督办 {n}", "解除督办 {n}", "拆单 {n}", "定责 {n} 供电 表前", "联合 {n} 明天9点", "2", "好", "[图片]",
    "电话回访 {n} 满意", "电话回访 {n} 不满意 还在漏", "回电 {n} 说了", "回电 {n} 没人接", "不归我们",
    "退单 {n} 产权 表前线烧了", "进度 {n} 已拨打 119", "收到 {n}",
    "应急 开始 云亭社区 到明天8点 台风", "应急 结束", "应急 续 到明天20点", "并 1 {n}", "拆开 1 {n}",
]  # fmt: skip
RESIDENTS_SAY = [
    "满意 {n}",
    "不满意 {n} 还是坏的",
    "基本满意 {n}",
    "1",
    "催 {n}",
    "撤单 {n}",
    "没修好 {n}",
    "又坏了 {n}",
    "还行",
    "查 {n}",
    "我的工单",
]
AFTER_OUTSIDE = frozenset({Status.RESOLVED, Status.VERIFYING, Status.REWORK})
WAITING = frozenset({Status.DISPATCHED, Status.SIGNED, Status.IN_PROGRESS, Status.REWORK})

HEARD = st.tuples(
    st.just("hear"),
    st.sampled_from(PEOPLE),
    st.fixed_dictionaries(
        {
            "matter": st.sampled_from(["m-1", "m-2", "m-3"]),
            "act": st.sampled_from(Act),
            "urgency": st.sampled_from([None, *Urgency]),
            "building": st.sampled_from([None, "3", "5-7"]),
            "estate": st.sampled_from([None, "yt-xc", "la-jy", "321111900001"]),
            "room": st.sampled_from(["room-01", "room-02", ""]),
        }
    ),
)
AT_WORK = ["wx-power", "wx-gas", "wx-worker", "wx-dispatcher", "wx-dispatcher"]
TOLD = st.tuples(st.just("tell"), st.sampled_from(PEOPLE + AT_WORK * 3), st.integers(0, 99), st.integers(1, 3))
TICKED = st.tuples(st.just("tick"), st.integers(1, 3000))
DEEDS = st.lists(st.one_of(HEARD, TOLD, TOLD, TOLD, TICKED), min_size=8, max_size=25)


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


def begun(store: Store) -> Stage:
    """A report, a lone question and a danger, each of another matter."""
    stage = Stage(store)
    stage.hear("h-1", matter="m-1")
    stage.ask("h-2", matter="m-2", topic="E05")
    stage.hear("h-3", matter="m-3", service=Service.GAS, topic="G01", urgency=Urgency.P0)
    return stage


def do(stage: Stage, deed: Any) -> None:
    match deed:
        case "hear", who, reading:
            service = {"m-1": Service.POWER, "m-2": Service.POWER, "m-3": Service.GAS}[reading["matter"]]
            topic = {"m-1": "E01", "m-2": "E05", "m-3": "G01"}[reading["matter"]]
            stage.hear(who, service=service, topic=topic, **reading)
        case "tell", who, which, number:
            words = STAFF_SAY if who.startswith("wx-") else RESIDENTS_SAY
            text = words[which % len(words)].format(n=number)
            stage.tell(who, text)
        case "tick", minutes:
            stage.run_until(stage.now + timedelta(minutes=minutes))


def all_tickets(stage: Stage) -> list[Ticket]:
    return stage.store.call(lambda tx: tx.tickets.recent(100))


def holds(stage: Stage) -> None:
    tickets = all_tickets(stage)
    mains = [t.matter for t in tickets if t.parent is None]
    assert len(mains) == len(set(mains)), "one main ticket a matter"
    for ticket in tickets:
        one_ticket_holds(stage, ticket)


def one_ticket_holds(stage: Stage, t: Ticket) -> None:
    assert (t.closed_at is not None) == (t.status in DONE), "an end has its hour"
    if t.status in WAITING:
        assert t.resolve_by, "who works has a deadline"
        assert t.respond_by or t.signed_at, "who must answer has a deadline"
        assert t.member in stage.district.member, "somebody is responsible"
    if t.status is Status.SUSPENDED:
        assert t.resolve_by, "what rests has its review"
    assert (t.status is Status.MERGED) == (t.parent is not None), "merged means that there is a main ticket"
    assert t.returns <= 1
    assert not (t.disputed_at and t.open) or t.member in stage.district.member
    assert t.status is Status.SUSPENDED or not t.outside or not t.open or t.status in AFTER_OUTSIDE
    assert t.urgency is Urgency.P2 or t.status is not Status.CAPTURED, "what is urgent does not wait"
    assert not t.held_at or (t.emergency and t.open and t.urgency is not Urgency.P0), "what stands still has its state"
    audit_is_complete(stage, t)
    opinions_can_be_believed(stage, t)
    p0_is_ended_by_people(stage, t)


def opinions_can_be_believed(stage: Stage, t: Ticket) -> None:
    said = stage.store.call(lambda tx: tx.opinions.of(t.number))
    people = [(o.round, o.kind, o.rater) for o in said if o.asked_at]
    assert len(people) == len(set(people)), "nobody is asked twice about one round"
    assert all((o.rating is None) == (o.answered_at is None) for o in said), "silence is silence"
    now_ = [o.rating for o in said if o.rating and o.kind == "result" and o.round == t.reworks]
    assert not now_ or t.rating is max(now_), "the worst word of the round is the ticket's"
    assert t.asked_at is None or t.status is not Status.VERIFYING or any(o.round == t.reworks for o in said)
    hands = [a for a in stage.audit(t.number) if a.action in ("sign", "arrive", "resolve")]
    rung = [o for o in said if o.by and o.answered_at]
    assert not any(a.actor == o.by and a.at < o.answered_at for a in hands for o in rung), "nobody rings about own work"
    owed = stage.store.call(lambda tx: tx.callbacks.open(t.number))
    assert len({call.kind for call in owed}) == len(owed), "one call of a kind is owed at once"


def beside(stage: Stage) -> list[Any]:
    """What hangs on tickets: opinions, and calls that are owed (their next hour aside)."""
    calls = stage.store.call(lambda tx: tx.callbacks.open())
    said = [o for t in all_tickets(stage) for o in stage.store.call(lambda tx, n=t.number: tx.opinions.of(n))]
    return [*(o.evolve(id=0) for o in said), *(c.evolve(chase_at=None, tries=0) for c in calls)]


def status_of(text: str) -> str:
    return text.partition("status=")[2].split(" ")[0]


def audit_is_complete(stage: Stage, t: Ticket) -> None:
    rows = [a for a in stage.audit(t.number) if "status=" in a.after]
    assert rows[0].action == "capture"
    chain = [status_of(rows[0].after)]
    for row in rows[1:]:
        before, after = status_of(row.before), status_of(row.after)
        assert before == chain[-1], "no step is missing"
        chain.append(after)
        if row.action == "undo":
            assert after in chain, "what is taken back leads to where it stood"
        elif before != after:
            assert STEPS[Status(before), row.action] == after, "every step stands in the table"  # type: ignore[index]
    assert chain[-1] == t.status
    assert all(a.actor and a.at for a in rows)


def p0_is_ended_by_people(stage: Stage, t: Ticket) -> None:
    if t.urgency is Urgency.P0:
        ends = [a for a in stage.audit(t.number) if a.action in ("close", "resolve")]
        assert all(a.actor != "bot" for a in ends if t.status in (Status.CLOSED, Status.VERIFYING) and a is ends[-1])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_any_sequence_of_deeds_keeps_every_invariant(fresh: Callable[[], Store], deeds: list[Any]) -> None:
    stage = begun(fresh())
    for deed in deeds:
        do(stage, deed)
        holds(stage)
    assert stage.tick() >= 0
    assert stage.tick() == 0, "a second round changes nothing"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_the_same_deeds_end_in_the_same_rows(fresh: Callable[[], Store], deeds: list[Any]) -> None:
    ends = []
    for _ in range(2):
        stage = begun(fresh())
        for deed in deeds:
            do(stage, deed)
        ends.append((all_tickets(stage), stage.everything()))
    assert ends[0] == ends[1]


NUMBERED = [t for t in [*STAFF_SAY, *RESIDENTS_SAY] if "{n}" in t]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS, who=st.sampled_from(PEOPLE), text=st.sampled_from(NUMBERED), number=st.integers(1, 3))
def test_a_command_given_twice_does_no_more_than_once(
    fresh: Callable[[], Store], deeds: list[Any], who: str, text: str, number: int
) -> None:
    stage = begun(fresh())
    for deed in deeds:
        do(stage, deed)
    role = Role.GRID_WORKER if who.startswith("wx-") else None
    if parse_command(text.format(n=number), now=stage.now, tz=TZ, to_bot=False, private=True, role=role):
        stage.tell(who, text.format(n=number))
        once = all_tickets(stage)
        stage.tell(who, text.format(n=number))
        assert all_tickets(stage) == once


SAID_BY_STAFF = [t for t in STAFF_SAY if t != "撤销" and not t.startswith("应急")]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS, who=st.sampled_from(AT_WORK), text=st.sampled_from(SAID_BY_STAFF), number=st.integers(1, 3))
def test_what_is_taken_back_at_once_never_was(
    fresh: Callable[[], Store], deeds: list[Any], who: str, text: str, number: int
) -> None:
    stage = begun(fresh())
    for deed in deeds:
        do(stage, deed)
    stage.later(minutes=3)
    before, said, hung = all_tickets(stage), waiting_in_rooms(stage), beside(stage)
    stage.tell(who, text.format(n=number))
    stage.tell(who, "撤销")
    assert all_tickets(stage) == before
    assert waiting_in_rooms(stage) == said
    assert beside(stage) == hung
    holds(stage)


def waiting_in_rooms(stage: Stage) -> set[str]:
    """What rooms would still hear, but for dangers and where a call is told: those leave at once."""
    return {o.key for o in stage.everything() if o.room and o.status is Delivery.WAITING and not o.danger}
