"""Announcements at the rim: whose word publishes, who is asked, and what is done once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from factories import NOW, a_district, a_feed_item, a_message

from bot.around import Around, Outcome
from bot.door import Admitted, admit
from bot.flow import take_line
from bot.notice_desk import at_desk, draft
from bot.notice_flow import take_announcement
from bot.obey import obey
from dispatch.clocks import Clocks
from keywords.scrub import Scrubber
from models.areas import District, Room
from models.capture import Capture
from models.message import Message
from models.notice import FeedItem, Notice
from models.privacy import Vault
from models.store import Store
from models.ticket import Command
from models.words import Act, RoomKind, Service

TZ = ZoneInfo("Asia/Shanghai")
VAULT = Vault(b"k" * 32)
CUT = "因线路检修，6月12日8:00至17:00，云亭新村1-5栋停电。"
STAFF_ROOM = Room("room-s", "工作群", ("321111",), RoomKind.STAFF)


def _around(district: District | None = None, hours: float = 0) -> Around:
    return Around(district or a_district(), Clocks(), TZ, VAULT, NOW + timedelta(hours=hours))


def _take(store: Store, item: FeedItem, district: District | None = None, *, trusted: bool = True) -> Notice | None:
    return store.call(take_announcement, item=item, trusted=trusted, around=_around(district))


def _seen(message: Message, around: Around) -> Admitted:
    return admit(message, around.district, VAULT)


def _say(store: Store, text: str, *, sender: str, room: str = "room-01", **changes: Any) -> Outcome:
    """Somebody posts an announcement in a room."""
    around = _around(hours=changes.pop("hours", 0))
    message = a_message(text, sender=sender, room=room, at=around.now, **changes)
    capture = Capture(True, Service.POWER, "E10", Act.NOTICE)
    return store.call(take_line, seen=_seen(message, around), capture=capture, around=around, speak=True)


def _rows(store: Store) -> list[tuple[str, str]]:
    """What was decided to be said: (to whom, text)."""
    return [(r.room or r.person, r.text) for r in reversed(store.call(lambda tx: tx.outbox.recent(50)))]


# ---- feeds


def test_an_untrusted_feed_asks_the_member_and_the_dispatcher_once(store: Store) -> None:
    for _ in range(2):
        _take(store, a_feed_item(feed="网页", text=CUT), trusted=False)
    rows = _rows(store)
    assert [to for to, _ in rows] == ["wx-power", "wx-dispatcher"]
    assert all("来源“网页”，等您确认" in text and "发布 1" in text for _, text in rows)


def test_of_many_that_wait_of_one_source_people_hear_together(store: Store) -> None:
    for number in range(9):
        item = a_feed_item(ref=f"n-{number}", text=CUT.replace("12日", f"{12 + number}日"))
        assert _take(store, item, trusted=False)
    texts = [text for _, text in _rows(store)]
    people = 2
    assert len([t for t in texts if "待确认" in t]) == 5 * people
    assert [t for t in texts if "还有多条" in t] == [
        "来源“power-web”还有多条公告等您确认，发“待核实”看是哪些。"
    ] * people


def test_a_utilitys_own_word_is_taken_without_place_and_hour(store: Store) -> None:
    assert _take(store, a_feed_item(ref="n-1", text="因故障，云亭新村1-5栋即时起停电，正在抢修。润州供电"))
    back = _take(store, a_feed_item(ref="n-2", text="停电抢修完毕，现已恢复供电。润州供电"))
    assert back is not None
    assert (back.id, back.version, back.state, back.over) == (1, 2, "published", True)
    assert _take(store, a_feed_item(ref="n-3", text="停电不用愁，我司现已恢复供电宝特价，欢迎下单！")) is None


def test_a_feed_that_a_member_does_not_publish_by_waits(store: Store) -> None:
    members = tuple(replace(m, feeds=("官网",)) if m.code == "power" else m for m in a_district().members)
    district = a_district(members=members)
    other = _take(store, a_feed_item(feed="别处", text=CUT, member="power"), district)
    own = _take(store, a_feed_item(feed="官网", text=CUT.replace("12日", "14日"), member=""), district)
    assert other is not None
    assert own is not None
    assert (other.state, own.state, own.member) == ("review", "published", "power")


# ---- rooms


def test_staff_publish_their_own_service_by_posting_it(store: Store) -> None:
    outcome = _say(store, CUT, sender="wx-power")
    assert outcome.notice is not None
    assert outcome.notice.state == "published"
    keys = store.call(lambda tx: [r.key for r in tx.outbox.recent(9) if r.status == "waiting"])
    assert "notice 1 v1 publish → room-01" not in keys, "the room has it already"


def test_a_grid_workers_forward_waits_and_nobody_contradicts_it(store: Store) -> None:
    outcome = _say(store, CUT, sender="wx-worker")
    assert outcome.notice is not None
    assert outcome.notice.state == "review"
    assert {to for to, _ in _rows(store)} == {"wx-power", "wx-dispatcher"}


def test_anothers_service_waits_for_its_member(store: Store) -> None:
    outcome = _say(store, CUT, sender="wx-water")
    assert outcome.notice is not None
    assert outcome.notice.state == "review"
    assert "wx-power" in {to for to, _ in _rows(store)}


def test_a_residents_forward_in_two_rooms_is_one_question_to_the_member(store: Store) -> None:
    first = _say(store, CUT, sender="h-1")
    second = _say(store, CUT, sender="h-2", room="room-02", hours=1)
    assert first.notice is not None
    assert second.notice is not None
    assert first.notice.id == second.notice.id
    rows = _rows(store)
    assert [to for to, _ in rows] == ["wx-power", "wx-dispatcher", "room-01", "room-02"]
    assert all("待核实" in text and "未见官方公告" in text for to, text in rows if to.startswith("room"))


def test_nothing_is_said_while_staff_are_answering(store: Store) -> None:
    around = _around()
    seen = _seen(a_message(CUT), around)
    capture = Capture(True, Service.POWER, "E10", Act.NOTICE)
    store.call(take_line, seen=seen, capture=capture, around=around, speak=False)
    assert {to for to, _ in _rows(store)} == {"wx-power", "wx-dispatcher"}


def test_a_forward_of_what_is_published_says_nothing(store: Store) -> None:
    _take(store, a_feed_item(text=CUT))
    before = _rows(store)
    assert _say(store, CUT, sender="h-1").kind == "known"
    assert _rows(store) == before


def test_a_phone_number_in_a_forward_is_masked_before_it_is_kept(store: Store) -> None:
    _say(store, CUT + "有事打13812345678找老王。", sender="h-1")
    notice = store.call(lambda tx: tx.notices.latest(1))
    assert "13812345678" not in notice.text
    assert not any("13812345678" in text for _, text in _rows(store))


# ---- the desk


def _command(store: Store, message: Message, verb: str, **parts: Any) -> Outcome:
    around = _around()
    return store.call(
        obey,
        seen=_seen(message, around),
        command=Command(verb, **parts),
        around=around,
        scrubber=Scrubber(around.district),
    )


def test_a_redelivered_draft_and_command_are_done_once(store: Store) -> None:
    around = _around()
    seen = _seen(a_message(CUT, sender="wx-power", room=""), around)
    kinds = [store.call(draft, seen=seen, around=around).kind for _ in range(2)]
    publish = a_message("发布 1", sender="wx-power", room="")
    kinds += [_command(store, publish, "notice_publish", number=1).kind for _ in range(2)]
    assert kinds == ["command", "known", "command", "known"]
    assert len([r for r in store.call(lambda tx: tx.outbox.recent(50)) if r.key.startswith("desk ")]) == 2


def test_a_draft_of_anothers_service_goes_to_them(store: Store) -> None:
    around = _around()
    seen = _seen(a_message(CUT, sender="wx-water", room=""), around)
    store.call(draft, seen=seen, around=around)
    rows = dict(_rows(store))
    assert "已转给他们确认" in rows["wx-water"]
    assert "供水老耿发来，等您确认" in rows["wx-power"]


def test_a_number_that_does_not_exist_and_a_missing_one_are_answered(store: Store) -> None:
    _command(store, a_message("发布 9", sender="wx-power", room=""), "notice_publish", number=9)
    _command(store, a_message("发布", sender="wx-power", room=""), "notice_publish")
    assert [text for _, text in _rows(store)] == [
        "没有这条公告：9",
        "请带上公告号，如：发布 12。发“待核实”看有哪些在等。",
    ]


def test_residents_and_grid_workers_decide_nothing(store: Store) -> None:
    _take(store, a_feed_item(text=CUT), trusted=False)
    for sender in ("h-1", "wx-worker"):
        assert _command(store, a_message("发布 1", sender=sender), "notice_publish", number=1).kind == "refused"
    assert store.call(lambda tx: tx.notices.latest(1).state) == "review"


def test_the_desk_is_in_private_and_in_rooms_of_the_staff() -> None:
    district = a_district(rooms=(*a_district().rooms, STAFF_ROOM))
    places = [at_desk(a_message(room=room), district) for room in ("", "room-s", "room-01", "nowhere")]
    assert places == [True, True, False, False]
