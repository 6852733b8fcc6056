from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from quarter_stage import AFTER, TZ, a_desk, a_judged_district, branch, work

from dispatch.quarter import (
    Inquiry,
    check_mark,
    judged_members,
    judging_areas,
    keep_mark,
    quarter_to_score,
    scores,
    scores_for,
    totals,
)
from models.errors import Refused
from models.figures import Figures
from models.quarter import Mark, Published, Score
from models.spans import read_span
from models.store import Store, Tx

Q2 = read_span("2025Q2")


def mark(standard: str = "B1", points: float = 3, member: str = "power", evidence: str = "6月1日 22:00") -> Mark:
    return Mark("2025Q2", "yt-xc", member, standard, points, evidence, "wx-branch", AFTER)


@pytest.fixture
def inquiry(tmp_path: Path) -> Inquiry:
    return a_desk(tmp_path).inquiry()


def score_of(store: Store, inquiry: Inquiry, member: str = "power") -> Score:
    return next(s for s in store.call(scores, Q2, inquiry) if s.member == member)


def test_what_has_a_formula_is_reckoned_from_the_figures_of_the_area_and_the_member(
    store: Store, inquiry: Inquiry
) -> None:
    work(store)
    items = {i.standard: i for i in score_of(store, inquiry).items}
    assert (items["A1"].points, items["A1"].how) == (7.5, "响应率 75.0%")
    assert (items["A2"].points, items["A2"].how) == (5, "评价 3，满意率 100.0%")
    assert (items["B1"].points, items["B1"].by_hand) == (None, True)
    assert "B3" not in items


def test_a_member_without_work_has_nothing_to_be_judged_by(store: Store, inquiry: Inquiry) -> None:
    work(store)
    water = score_of(store, inquiry, "water")
    assert [i.points for i in water.items] == [None, None, None, None]
    assert (water.share, water.possible, water.weight) == (None, 0, 22)


def test_only_what_was_scored_counts_and_the_weights_stand_beside_it(store: Store, inquiry: Inquiry) -> None:
    work(store)
    store.call(keep_mark, mark(points=3), source="test")
    found = score_of(store, inquiry)
    assert (found.earned, found.possible, found.weight, found.by_hand) == (15.5, 19, 22, (1, 2))
    assert found.share == pytest.approx(15.5 / 19)
    best, *rest = totals(store.call(scores, Q2, inquiry))
    assert (best.member, best.share) == ("power", found.share)
    assert all(s.share is None for s in rest)


def test_the_last_word_counts_and_both_are_in_the_audit(store: Store, inquiry: Inquiry) -> None:
    work(store)
    for points in (3.0, 1.5):
        store.call(check_mark, inquiry, mark(points=points))
        store.call(keep_mark, mark(points=points), source="test")
    assert {i.standard: i.points for i in score_of(store, inquiry).items}["B1"] == 1.5
    told = store.call(lambda tx: tx.audit.of("quarter 2025Q2 yt-xc power B1"))
    assert [(a.before, a.after, a.actor) for a in told] == [("", "3", "wx-branch"), ("3", "1.5", "wx-branch")]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (mark("A1", 5), "A1 按数算"),
        (mark("B1", 4.5), "满分 4"),
        (mark("B1", -1), "满分 4"),
        (mark("B1", 3, evidence=" "), "要写明依据：哪天几点"),
        (mark("B3", 1), "B3 不问润州供电"),
        (mark("Z9", 1), "没有 Z9"),
    ],
)
def test_what_cannot_be_scored_is_refused(store: Store, inquiry: Inquiry, given: Mark, why: str) -> None:
    with pytest.raises(Refused, match=why):
        store.call(check_mark, inquiry, given)


def test_a_published_quarter_takes_no_scores(store: Store, inquiry: Inquiry) -> None:
    frozen = Published("2025Q2", AFTER, "wx-admin", Figures(Q2.first, Q2.last))
    store.call(lambda tx: tx.quarters.publish(frozen))
    with pytest.raises(Refused, match="已经公布"):
        store.call(check_mark, inquiry, mark())


@pytest.mark.parametrize(
    ("today", "published", "expected"),
    [
        (datetime(2025, 7, 3, tzinfo=TZ), False, "2025Q2"),
        (datetime(2025, 7, 3, tzinfo=TZ), True, "2025Q3"),
        (datetime(2025, 7, 30, tzinfo=TZ), False, "2025Q2"),
        (datetime(2025, 7, 31, tzinfo=TZ), False, "2025Q3"),
    ],
)
def test_the_quarter_that_is_meant_is_the_last_one_until_it_is_published_or_long_ago(
    store: Store, tmp_path: Path, today: datetime, published: bool, expected: str
) -> None:
    def meant(tx: Tx) -> str:
        if published:
            tx.quarters.publish(Published("2025Q2", AFTER, "x", Figures(Q2.first, Q2.last)))
        return quarter_to_score(tx, a_desk(tmp_path, now=today + timedelta(hours=1)).inquiry()).name

    assert store.call(meant) == expected


def test_branches_and_secretaries_score_for_what_they_lead() -> None:
    district = a_judged_district()
    assert scores_for(district, branch()) == ("yt-xc",)
    assert scores_for(district, district.person["wx-worker"]) == ()
    assert scores_for(district, None) == ()
    assert judging_areas(district) == ("yt-xc",)
    assert [m.code for m in judged_members(district)] == ["power", "water", "gas", "municipal", "property"]
