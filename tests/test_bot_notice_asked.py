"""详情, 海报, and a member's word on its notice: who may, which notice is meant, what the rooms hear."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from factories import NOW, a_command, a_district, a_feed_item, a_message, after
from rehearsal import TZ

from bot.around import Around, Outcome
from bot.door import Admitted, admit
from bot.notice_asked import obey_asked
from dispatch.clocks import Clocks
from models.message import Message
from models.notice import Notice
from models.outgoing import Outgoing
from models.privacy import Vault
from models.store import Store, Tx
from models.words import Delivery, NoticeStatus
from notices.take import take_item

VAULT = Vault(b"k" * 32)
DISTRICT = a_district()
CUT = "因线路故障，云亭新村1-5栋6月10日9:00起停电抢修，预计17:00恢复。"


def _around(now: datetime = NOW, **changes: Any) -> Around:
    return Around(DISTRICT, Clocks(), TZ, VAULT, now, **changes)


def _publish(store: Store, text: str = CUT, **changes: Any) -> Notice:
    item = a_feed_item(text=text, **changes)
    made = store.call(take_item, item=item, district=DISTRICT, trusted=True, now=NOW, tz=TZ)
    assert made is not None
    return made


def _seen(message: Message) -> Admitted:
    return admit(message, DISTRICT, VAULT)


def _obey(store: Store, verb: str, message: Message, around: Around | None = None, **command: Any) -> Outcome:
    said = a_command(**({"verb": verb, "number": None} | command))
    return store.call(obey_asked, seen=_seen(message), command=said, around=around or _around(after(minutes=5)))


def _rows(store: Store) -> list[Outgoing]:
    return sorted(store.call(lambda tx: tx.outbox.recent(100)), key=lambda r: r.id)


def _answers(store: Store) -> list[Outgoing]:
    return [r for r in _rows(store) if r.why.startswith("reply")]


def _sent(tx: Tx, notice: Notice) -> None:
    """The first word has left."""
    row = tx.outbox.get(f"notice {notice.id} v1 publish → room-01")
    assert row is not None
    tx.outbox.save(row.evolve(status=Delivery.SENT, sent_at=after(minutes=1), account="practice"))


def test_the_last_notice_of_the_room_is_meant(store: Store) -> None:
    first = _publish(store)
    store.call(_sent, first)
    _publish(store, "计划停水：6月12日8:00至17:00云亭新村停水。", ref="n-2", member="water")
    assert _obey(store, "notice_detail", a_message("详情")).notice == first
    (answer,) = _answers(store)
    assert answer.text.startswith(f"【停电·详情】公告 {first.id}")
    assert (answer.room, answer.at_night) == ("room-01", True)


def test_without_a_post_the_newest_that_stands_for_its_estates_is(store: Store) -> None:
    _publish(store)
    newest = _publish(
        store, "计划停水：6月12日8:00至17:00云亭新村停水。", ref="n-2", member="water", published_at=after(minutes=1)
    )
    found = _obey(store, "notice_detail", a_message("详情")).notice
    assert found is not None
    assert found.id == newest.id


def test_a_group_without_notices_is_left_in_peace_unless_the_bot_is_spoken_to(store: Store) -> None:
    assert _obey(store, "notice_detail", a_message("详情")).kind == "refused"
    assert _answers(store) == []
    _obey(store, "notice_detail", a_message("详情", to_bot=True))
    assert [r.text for r in _answers(store)] == ["这里近三天没有公告。"]


def test_the_same_is_answered_once_an_hour(store: Store) -> None:
    _publish(store)
    for _ in range(3):
        _obey(store, "notice_detail", a_message("详情"))
    assert len(_answers(store)) == 1


def test_a_poster_is_a_picture_with_words_for_channels_without(store: Store) -> None:
    _publish(store)
    _obey(store, "notice_poster", a_message("海报"), _around(after(minutes=5), public_url="https://wg.example.cn"))
    (row,) = _answers(store)
    assert row.picture == "poster"
    assert row.text.endswith("海报：https://wg.example.cn/n/1.png")


def test_the_member_says_that_it_is_back_and_the_rooms_hear_it(store: Store) -> None:
    notice = _publish(store)
    store.call(_sent, notice)
    message = a_message("公告 1 已恢复", sender="wx-power", room="")
    made = _obey(store, "notice_back", message, number=notice.id).notice
    assert made is not None
    assert (made.version, made.said.status, made.state) == (2, NoticeStatus.RESTORED, "published")
    waiting = {r.key: r.text for r in _rows(store) if r.status is Delivery.WAITING}
    assert "10:05 已恢复" in waiting["notice 1 v2 restore → room-01"]
    assert not any(" v1 " in key for key in waiting)


def test_the_member_says_until_when_it_takes(store: Store) -> None:
    notice = _publish(store)
    message = a_message("公告 1 延到 20:00", sender="wx-power", room="")
    made = _obey(store, "notice_later", message, number=notice.id, until=after(hours=10)).notice
    assert made is not None
    assert made.said.status is NoticeStatus.EXTENDED
    (told,) = [r for r in _rows(store) if r.key == "notice 1 v2 extended → room-01"]
    assert "预计今天（10日）20:00 恢复" in told.text


@pytest.mark.parametrize(
    ("sender", "reason"),
    [("wx-water", "不是你们单位的"), ("wx-worker", "只有发布单位的人和调度员"), ("h-wang", "只有发布单位的人和调度员")],
)
def test_others_may_not(store: Store, sender: str, reason: str) -> None:
    notice = _publish(store)
    outcome = _obey(store, "notice_back", a_message("公告 1 已恢复", sender=sender, room=""), number=notice.id)
    assert outcome.kind == "refused"
    (answer,) = _answers(store)
    assert reason in answer.text
    assert store.call(lambda tx: tx.notices.latest(notice.id)).version == 1


def test_an_hour_that_has_passed_and_a_notice_that_is_over_are_refused(store: Store) -> None:
    notice = _publish(store)
    message = a_message("公告 1 延到 9:00", sender="wx-dispatcher", room="")
    assert _obey(store, "notice_later", message, number=notice.id, until=after(hours=-1)).kind == "refused"
    _obey(store, "notice_back", a_message(sender="wx-dispatcher", room=""), number=notice.id)
    outcome = _obey(store, "notice_back", a_message(sender="wx-dispatcher", room=""), number=notice.id)
    assert (outcome.kind, outcome.why) == ("refused", ("这条公告已经了结",))


def test_gas_that_is_back_at_night_waits_for_another_pair_of_eyes(store: Store) -> None:
    notice = _publish(store, "因管道抢修，云亭新村6月10日9:00起停气，恢复时间待定。", member="gas")
    night = _around(after(hours=13))
    made = _obey(store, "notice_back", a_message(sender="wx-gas", room=""), night, number=notice.id).notice
    assert made is not None
    assert made.state == "review"
    assert any("等人核对" in r.text for r in _answers(store))


def test_an_unknown_number_is_said_to_who_asks_in_private(store: Store) -> None:
    _obey(store, "notice_detail", a_message("公告 9 详情", sender="wx-power", room=""), number=9)
    assert [(r.person, r.text) for r in _answers(store)] == [("wx-power", "没有公告 9。")]
