"""Decisions about a notice: corrections, dropping, names that are taught."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, a_district, a_feed_item, a_notice, a_reach, after

from models.areas import Area, District
from models.errors import NotFound, Refused
from models.notice import Notice
from models.store import Store
from models.words import AreaKind, Delivery, NoticeStatus
from notices import desk
from notices.calendar import CALENDAR
from notices.rights import may_not_publish
from notices.take import Hour, publish, take_item

TZ = ZoneInfo("Asia/Shanghai")
DISTRICT = a_district()
AT = Hour(NOW, TZ, CALENDAR)
CUT = "计划停电：因线路检修，6月12日8:00至17:00，云亭新村1-5栋停电。"
UNKNOWN = "计划停电：因线路检修，6月12日8:00至17:00，望江楼1-3幢停电。"


def _take(store: Store, text: str = CUT, *, trusted: bool = False, **changes: Any) -> Notice:
    item = a_feed_item(text=text, **changes)
    made = store.call(take_item, item=item, district=DISTRICT, trusted=trusted, now=NOW, tz=TZ)
    assert made is not None
    return made


def _amend(store: Store, part: str, words: str, id: int = 1) -> Notice:
    return store.call(desk.amend, id=id, part=part, words=words, actor="wx-power", district=DISTRICT, at=AT)


def _teach(store: Store, name: str, area: str, id: int = 1) -> desk.Taught:
    return store.call(desk.teach, id=id, name=name, area=area, actor="wx-dispatcher", district=DISTRICT, at=AT)


def _keys(store: Store) -> list[str]:
    return [r.key for r in store.call(lambda tx: tx.outbox.recent(99)) if r.status is Delivery.WAITING]


# ---- corrections


def test_hours_places_reason_and_number_are_corrected_in_place(store: Store) -> None:
    _take(store)
    _amend(store, "time", "6月13日9:00至11:00")
    _amend(store, "place", "清荷苑、云亭新村2幢")
    _amend(store, "reason", "换表")
    made = _amend(store, "phone", "0511-1")
    assert (made.version, made.state) == (1, "review")
    assert [str(b.start) for b in made.said.blocks] == ["2025-06-13 09:00:00"]
    assert [(r.estate, r.buildings) for r in made.reach] == [("qh-yuan", None), ("yt-xc", ("2",))]
    assert (made.said.reason, made.said.hotline) == ("换表", ("0511-1",))
    assert store.call(lambda tx: tx.notices.latest(1)) == made


def test_a_day_in_a_correction_counts_from_now(store: Store) -> None:
    _take(store)
    assert str(_amend(store, "time", "明天9:00至11:00").said.blocks[0].start) == "2025-06-11 09:00:00"


def test_a_correction_takes_its_doubt_away(store: Store) -> None:
    doubted = _take(store, "因检修，6月12日（星期一）8:00至17:00云亭新村停水。", trusted=True)
    assert doubted.state == "review"
    assert _amend(store, "time", "6月12日8:00至17:00").said.doubts == ()


def test_what_is_published_gets_a_further_version_that_waits(store: Store) -> None:
    _take(store, trusted=True)
    before = _keys(store)
    made = _amend(store, "time", "6月13日9:00至11:00")
    assert (made.version, made.state, _keys(store)) == (2, "review", before)
    store.call(publish, id=1, actor="wx-power", district=DISTRICT, now=NOW, tz=TZ)
    assert "notice 1 v2 change → room-01" in _keys(store)
    assert not any(" v1 " in key for key in _keys(store))


def test_a_whole_text_replaces_the_old_one(store: Store) -> None:
    _take(store)
    made = _amend(store, "", "因检修，6月14日8:00至9:00清荷苑停电。")
    assert (made.text, [r.estate for r in made.reach]) == ("因检修，6月14日8:00至9:00清荷苑停电。", ["qh-yuan"])


@pytest.mark.parametrize(
    ("part", "words"), [("time", "尽快"), ("time", "2025年6月12日17:00至2025年6月11日8:00"), ("", "早上好")]
)
def test_what_cannot_be_read_is_refused_and_changes_nothing(store: Store, part: str, words: str) -> None:
    notice = _take(store)
    with pytest.raises(Refused):
        _amend(store, part, words)
    assert store.call(lambda tx: tx.notices.latest(1)) == notice


# ---- dropping


def _drop(store: Store) -> Notice:
    return store.call(desk.drop, id=1, why="写错了", actor="wx-power", district=DISTRICT, at=AT)


def test_a_dropped_notice_counts_for_nothing_and_is_not_brought_again(store: Store) -> None:
    _take(store)
    assert _drop(store).state == "dropped"
    assert store.call(lambda tx: tx.notices.review()) == []
    item = a_feed_item(text=CUT)
    assert store.call(take_item, item=item, district=DISTRICT, trusted=True, now=NOW, tz=TZ) is None
    with pytest.raises(Refused):
        store.call(publish, id=1, actor="x", district=DISTRICT, now=NOW, tz=TZ)
    with pytest.raises(Refused):
        _amend(store, "reason", "x")


def test_a_source_that_changes_a_dropped_text_is_heard_again(store: Store) -> None:
    _take(store)
    _drop(store)
    again = _take(store, CUT.replace("8:00", "9:00"), trusted=True)
    assert (again.id, again.version, again.state) == (1, 2, "published")


def test_what_nobody_has_heard_is_withdrawn_without_a_word(store: Store) -> None:
    _take(store, trusted=True)
    _drop(store)
    assert _keys(store) == []
    assert store.call(lambda tx: tx.notices.open(AT.local)) == []


def test_rooms_that_have_heard_it_hear_that_it_is_off(store: Store) -> None:
    _take(store, trusted=True)
    row = store.call(lambda tx: tx.outbox.get("notice 1 v1 publish → room-01"))
    assert row is not None
    store.call(lambda tx: tx.outbox.save(row.evolve(status=Delivery.SENT, sent_at=NOW)))
    assert _drop(store).said.status is NoticeStatus.CANCELLED
    assert _keys(store) == ["notice 1 v2 cancel → room-01"]


def test_what_is_over_by_now_waits_no_longer(store: Store) -> None:
    _take(store)
    assert [n.id for n in store.call(desk.waiting, at=AT)] == [1]
    assert store.call(desk.waiting, at=Hour(after(days=3), TZ, CALENDAR)) == []
    assert store.call(lambda tx: tx.notices.latest(1).state) == "dropped"


def test_a_dropped_correction_leaves_what_was_published(store: Store) -> None:
    _take(store, trusted=True)
    _amend(store, "reason", "换表")
    assert _drop(store).version == 2
    assert _amend(store, "reason", "抢修").version == 3
    _drop(store)
    standing = store.call(lambda tx: tx.notices.standing(1))
    assert (standing.version, standing.state) == (1, "published")
    assert [n.version for n in store.call(lambda tx: tx.notices.recent(9))] == [1]


# ---- names


def test_a_taught_name_places_the_notice_and_publishes_it(store: Store) -> None:
    store.call(lambda tx: tx.district.save(DISTRICT, NOW))
    waiting = _take(store, UNKNOWN, trusted=True)
    assert (waiting.state, waiting.reach) == ("review", ())
    taught = _teach(store, "望江楼", "la-jy")
    assert taught.notice.state == "published"
    assert [(r.estate, r.buildings, r.sure) for r in taught.notice.reach] == [("la-jy", ("1", "2", "3"), True)]
    loaded = store.call(lambda tx: tx.district.load())
    assert "望江楼" in loaded.area["la-jy"].aliases
    assert [a.reason for a in store.call(lambda tx: tx.audit.of("district"))] == ["公告 1"]


def test_an_import_of_the_file_does_not_take_a_taught_name_away(store: Store) -> None:
    store.call(lambda tx: tx.district.save(DISTRICT, NOW))
    _take(store, UNKNOWN)
    _teach(store, "望江楼", "la-jy")
    store.call(lambda tx: tx.district.save(DISTRICT, after(days=1)))
    assert "望江楼" in store.call(lambda tx: tx.district.load()).area["la-jy"].aliases
    store.call(desk.forget, name="望江楼", actor="cli", at=AT)
    assert store.call(lambda tx: tx.district.load()) == DISTRICT
    with pytest.raises(NotFound):
        store.call(desk.forget, name="望江楼", actor="cli", at=AT)


def test_others_that_spoke_of_the_name_are_placed_too(store: Store) -> None:
    _take(store, UNKNOWN)
    _take(store, "计划停水：因检修，6月13日8:00至17:00，清荷苑、望江楼停水。", ref="b", member="water", trusted=True)
    store.call(lambda tx: [tx.outbox.save(r.evolve(status=Delivery.SENT)) for r in tx.outbox.recent(9)])
    taught = _teach(store, "望江楼", "la-jy")
    (other,) = taught.others
    assert (other.id, other.version, {r.estate for r in other.reach}) == (2, 2, {"qh-yuan", "la-jy"})
    told = {r.room for r in store.call(lambda tx: tx.outbox.of_notice(2)) if " v2 " in r.key and "publish" in r.key}
    assert told == {r.id for r in DISTRICT.rooms_by_estate["la-jy"]}, "only who has not heard it"


def test_a_notice_with_another_doubt_is_placed_but_waits(store: Store) -> None:
    _take(store, UNKNOWN.replace("12日", "12日（星期一）"))
    taught = _teach(store, "望江楼", "la-jy")
    assert (taught.notice.state, len(taught.notice.reach)) == ("review", 1)


@pytest.mark.parametrize(("name", "area"), [("望", "la-jy"), ("清荷苑", "la-jy"), ("望江楼", "nowhere")])
def test_a_name_that_would_mislead_is_refused(store: Store, name: str, area: str) -> None:
    _take(store, UNKNOWN)
    with pytest.raises((Refused, NotFound)):
        _teach(store, name, area)
    assert store.call(lambda tx: tx.district.aliases()) == []


def test_the_end_of_another_name_is_no_name_of_ours() -> None:
    ours = Area("x", "柳汀新村", AreaKind.ESTATE, aliases=("新村",))
    district = District(areas=(ours,))
    item = a_feed_item(text="6月12日8:00至17:00，金星新村停电检修。")
    from_text = desk.parse(item.text, AT.local)
    reach, unmatched = desk.match(from_text, district)
    assert reach == ()
    assert len(unmatched) == 1


# ---- who may


@pytest.mark.parametrize(
    ("person", "changes", "may"),
    [
        ("wx-power", {}, True),
        ("wx-water", {}, False),
        ("wx-dispatcher", {}, True),
        ("wx-admin", {}, True),
        ("wx-worker", {}, False),
        ("wx-property", {}, True),
        ("wx-property", {"reach": (a_reach(estate="qh-yuan"),)}, False),
        ("nobody", {}, False),
    ],
)
def test_staff_publish_for_their_own_services_and_places(person: str, changes: dict[str, Any], may: bool) -> None:
    refusal = may_not_publish(DISTRICT, DISTRICT.person.get(person), a_notice(**changes))
    assert (refusal == "") is may
