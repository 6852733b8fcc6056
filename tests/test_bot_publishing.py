from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from quarter_stage import AFTER, MAY, a_desk, branch, work

from bot.publishing import Desk, as_published, correct, correct_mark, publish
from dispatch.quarter import keep_mark
from models.errors import NotFound, Refused, StoreFailed
from models.figures import Rate
from models.quarter import Correction, Mark
from models.spans import read_span
from models.store import Store, Tx
from models.ticket import Audit
from models.words import Action, Rating, Status

Q2 = read_span("2025Q2")


def mark(points: float = 3) -> Mark:
    return Mark("2025Q2", "yt-xc", "power", "B1", points, "6月1日 22:00", "wx-branch", AFTER)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    work(store)
    return a_desk(tmp_path)


def finish(tx: Tx, desk: Desk) -> None:
    """The last ticket is done two days after the quarter was published."""
    ticket = tx.tickets.get(4)
    tx.tickets.save(
        ticket.evolve(
            status=Status.VERIFYING,
            resolved_at=desk.now + timedelta(days=2),
            asked_at=desk.now + timedelta(days=2),
            rating=Rating.UNSATISFIED,
        )
    )
    tx.audit.add(Audit("ticket 4", Action.RESOLVE, "wx-power", desk.now + timedelta(days=2)))


def test_a_published_period_is_frozen_with_its_scores(store: Store, desk: Desk) -> None:
    store.call(keep_mark, mark(), source="test")
    what = store.call(publish, span=Q2, desk=desk)
    store.call(finish, desk)
    found = store.call(as_published, "2025Q2")
    assert found is not None
    assert found[0] == what
    assert found[0].figures.solution == Rate(3, 4)
    assert found[0].figures.cuts["member"]["power"].response == Rate(3, 5)
    assert [(s.member, s.earned) for s in found[0].scores if s.earned] == [("power", 15.5)]


def test_it_is_published_once_and_only_when_it_is_over(store: Store, desk: Desk) -> None:
    with pytest.raises(Refused, match="2025Q3 还没过完"):
        store.call(publish, span=read_span("2025Q3"), desk=desk)
    store.call(publish, span=Q2, desk=desk)
    with pytest.raises(Refused, match="已经公布过"):
        store.call(publish, span=Q2, desk=desk)
    twice = store.call(as_published, "2025Q2")
    assert twice is not None
    with pytest.raises(StoreFailed):
        store.call(lambda tx: tx.quarters.publish(twice[0]))


def test_what_changes_afterwards_is_a_correction_with_what_changed_it_and_who(store: Store, desk: Desk) -> None:
    store.call(publish, span=Q2, desk=desk)
    assert store.call(correct, period="2025Q2", desk=desk) == []
    store.call(finish, desk)
    later = replace(desk, now=desk.now + timedelta(days=3), by="bot")
    made = {c.figure: c for c in store.call(correct, period="2025Q2", desk=later)}
    solution = made["三率 解决率"]
    assert (solution.before, solution.after, solution.by) == ("75.0%（3/4）", "100.0%（4/4）", "bot")
    assert solution.why == "公布后又有变动：工单 4 完成（供电小马）"
    assert made["润州供电 解决率"].after == "100.0%（4/4）"
    assert "三率 满意率" not in made  # asked in the next quarter
    assert store.call(correct, period="2025Q2", desk=later) == []


def test_a_correction_starts_from_the_last_one(store: Store, desk: Desk) -> None:
    store.call(publish, span=Q2, desk=desk)
    store.call(finish, desk)
    store.call(correct, period="2025Q2", desk=desk, why="补录")
    store.call(lambda tx: tx.tickets.save(tx.tickets.get(4).evolve(resolved_at=None, status=Status.REWORK, reworks=1)))
    again = {c.figure: c for c in store.call(correct, period="2025Q2", desk=desk, why="返工")}
    assert (again["三率 解决率"].before, again["三率 解决率"].after) == ("100.0%（4/4）", "75.0%（3/4）")
    told = store.call(lambda tx: tx.quarters.corrections("2025Q2"))
    assert [c.why for c in told if c.figure == "三率 解决率"] == ["补录", "返工"]


def test_a_score_changed_after_publication_needs_a_reason_and_leaves_both_figures(store: Store, desk: Desk) -> None:
    store.call(keep_mark, mark(), source="test")
    store.call(publish, span=Q2, desk=desk)
    theirs = replace(desk, by=branch().id)
    with pytest.raises(Refused, match="更正要写原因"):
        store.call(correct_mark, mark=mark(1), why=" ", desk=theirs, source="test")
    made: list[Correction] = store.call(correct_mark, mark=mark(1), why="数错了", desk=theirs, source="test")
    assert [(c.figure, c.before, c.after) for c in made] == [
        ("问效 云亭新村 润州供电 B1", "3", "1"),
        ("问效 润州供电", "15.5/19", "13.5/19"),
    ]
    assert {c.by for c in made} == {"wx-branch"}
    found = store.call(as_published, "2025Q2")
    assert found is not None
    assert next(s for s in found[0].scores if s.member == "power").earned == 15.5


def test_a_week_is_frozen_without_scores(store: Store, desk: Desk) -> None:
    week = store.call(publish, span=read_span("2025-W21"), desk=desk)
    assert (week.scores, week.figures.tickets) == ((), 5)
    assert week.figures.first <= MAY.date() <= week.figures.last


def test_what_was_not_published_cannot_be_corrected(store: Store, desk: Desk) -> None:
    with pytest.raises(NotFound):
        store.call(correct, period="2025Q1", desk=desk)
    with pytest.raises(NotFound):
        store.call(correct_mark, mark=mark(), why="x", desk=desk, source="test")
