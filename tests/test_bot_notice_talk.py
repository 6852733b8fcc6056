"""Questions and reports around a notice: answered, shortly when asked again, taken when the end has passed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from factories import NOW, a_capture, a_district, a_feed_item, a_message, a_notice, a_reach, after, an_announcement
from hypothesis import given, settings
from hypothesis import strategies as st
from rehearsal import TZ

from bot.around import Around, Outcome
from bot.door import admit
from bot.flow import take_line
from bot.notice_talk import answer_question
from dispatch.clocks import Clocks
from keywords.questions import Question
from models.capture import Capture
from models.message import Message
from models.notice import Block, Notice
from models.outgoing import Outgoing
from models.privacy import Vault
from models.store import Store
from models.words import Act, Delivery, NoticeStatus, Service
from notices.answer import covering
from notices.take import take_item
from notices.wording_answers import answer_text, brief_text

VAULT = Vault(b"k" * 32)
DISTRICT = a_district()
CUT = "因线路故障，云亭新村1-5栋6月10日9:00起停电抢修，预计17:00恢复。"


def _around(now: datetime = NOW) -> Around:
    return Around(DISTRICT, Clocks(), TZ, VAULT, now)


def _publish(store: Store, text: str = CUT, now: datetime = NOW, **changes: Any) -> Notice:
    item = a_feed_item(text=text, published_at=now, **changes)
    made = store.call(take_item, item=item, district=DISTRICT, trusted=True, now=now, tz=TZ)
    assert made is not None
    return made


def _say(store: Store, message: Message, capture: Capture, now: datetime) -> Outcome:
    seen = admit(message.evolve(at=now), DISTRICT, VAULT)
    return store.call(take_line, seen=seen, capture=capture, around=_around(now), speak=True)


def _asking(n: int, **changes: Any) -> Capture:
    return a_capture(**({"act": Act.ASK_STATUS, "matter": f"m-{n}"} | changes))


def _answers(store: Store) -> list[Outgoing]:
    rows = sorted(store.call(lambda tx: tx.outbox.recent(100)), key=lambda r: r.id)
    return [r for r in rows if " answer " in r.key and r.notice]


def _row(store: Store, key: str) -> Outgoing:
    found = store.call(lambda tx: tx.outbox.get(key))
    assert found is not None
    return found


def test_asked_again_it_is_answered_shortly_and_wholly_when_something_new_was_said(store: Store) -> None:
    _publish(store)
    for n in (1, 2):
        assert _say(store, a_message("什么时候来电"), _asking(n), after(minutes=20 * n)).kind == "deflected"
    first, again = _answers(store)
    assert first.text == "润州供电 10:00 发布：云亭新村 1–5 号楼 停电，预计 17:00 来电。电话 95598"
    assert again.text == "停电，预计 17:00 来电（润州供电 10:00 发布，没有新的消息）。电话 95598"
    _publish(store, CUT.replace("17:00", "19:00"), now=after(hours=1))
    _say(store, a_message("什么时候来电"), _asking(3), after(minutes=70))
    assert _answers(store)[-1].text.startswith("润州供电 11:00 发布：云亭新村 1–5 号楼 停电，预计 19:00 来电")


def test_every_answer_counts_as_deflected(store: Store) -> None:
    notice = _publish(store)
    _say(store, a_message("什么时候来电"), _asking(1), after(minutes=20))
    audit = store.call(lambda tx: tx.audit.of(f"notice {notice.id}"))
    assert [a.source for a in audit if a.action == "deflect"] == ["room-01"]


def test_a_building_that_is_not_named_hears_that_it_is_not_named_and_nothing_else(store: Store) -> None:
    _publish(store)
    _say(store, a_message("我们6栋停不停"), _asking(1, act=Act.ASK_INFO, building="6"), after(minutes=5))
    (answer,) = _answers(store)
    assert "公告没有写到 6 号楼，以润州供电通知为准" in answer.text
    assert "不受影响" not in answer.text
    reported = _say(store, a_message("6栋停电了"), a_capture(building="6", matter="m-2"), after(minutes=30))
    assert reported.kind == "ticket"


def test_a_question_without_a_place_is_about_the_rooms_own(store: Store) -> None:
    _publish(store)
    asked = _asking(1, estate=None, building=None)
    assert _say(store, a_message("什么时候来电"), asked, after(minutes=5)).kind == "deflected"


def test_words_that_leave_the_service_open_are_about_whatever_is_announced(store: Store) -> None:
    _publish(store, "计划停水：6月12日8:00至17:00，云亭新村1-5栋停水。", member="water")
    asked = _asking(1, act=Act.ASK_INFO, building="5")
    assert _say(store, a_message("我们5栋停不停"), asked, after(minutes=5)).kind == "deflected"
    assert "停水" in _answers(store)[0].text


def test_after_the_stated_end_a_report_is_taken_and_belongs_to_the_notice(store: Store) -> None:
    notice = _publish(store)
    late = after(hours=8)
    outcome = _say(store, a_message("怎么还没来电"), _asking(1), late)
    assert outcome.kind == "ticket"
    assert outcome.ticket is not None
    assert outcome.ticket.notice == notice.id
    assert outcome.ticket.dispatched_at == late
    key = f"notice {notice.id} v1 overdue → room-01"
    assert _row(store, key).status is Delivery.WITHDRAWN


def test_a_room_that_said_it_is_back_is_not_asked(store: Store) -> None:
    notice = _publish(store)
    _say(store, a_message("来电了"), a_capture(act=Act.RESTORED, matter="m-9"), after(hours=7, minutes=10))
    assert _row(store, f"notice {notice.id} v1 overdue → room-01").status is Delivery.WITHDRAWN


def test_who_asks_at_night_brings_the_questions_forward(store: Store) -> None:
    notice = _publish(store, CUT.replace("17:00", "23:00"))
    ask, room = (f"notice {notice.id} v1 {to}" for to in ("ask → wx-power", "overdue → room-01"))
    assert _row(store, ask).due_at == after(hours=21)
    _say(store, a_message("什么时候来电"), _asking(1), after(hours=12, minutes=30))
    assert (_row(store, ask).due_at, _row(store, ask).at_night) == (after(hours=13, minutes=15), True)
    assert _row(store, room).due_at == after(hours=13, minutes=45)


def test_a_question_that_opens_no_matter_leaves_nothing_but_its_count(store: Store) -> None:
    notice = _publish(store)
    seen = admit(a_message("来电了吗", at=after(minutes=5)), DISTRICT, VAULT)
    bare = Capture(False, Service.POWER, estate="yt-xc", building="3")
    found = store.call(
        answer_question, seen=seen, capture=bare, question=Question(Service.POWER), around=_around(after(minutes=5)), speak=True
    )  # fmt: skip
    assert found is not None
    assert found.id == notice.id
    assert len(_answers(store)) == 1
    assert store.call(lambda tx: tx.matters.recent_reports(9)) == []


def test_without_a_notice_such_a_question_is_forgotten(store: Store) -> None:
    seen = admit(a_message("来电了吗"), DISTRICT, VAULT)
    bare = Capture(False, Service.POWER, estate="yt-xc")
    found = store.call(
        answer_question, seen=seen, capture=bare, question=Question(Service.POWER), around=_around(), speak=True
    )
    assert found is None
    assert store.call(lambda tx: tx.inbox.count()) == 0


_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_HOURS = st.integers(-20, 40)


@settings(max_examples=60)
@given(
    start=_HOURS,
    length=st.none() | st.integers(1, 30),
    published=st.integers(-30, 0),
    asked=st.integers(0, 47),
    status=st.sampled_from(list(NoticeStatus)),
    short=st.booleans(),
)
def test_no_hour_is_told_that_the_utility_did_not_state(
    start: int, length: int | None, published: int, asked: int, status: NoticeStatus, short: bool
) -> None:
    began = datetime(2025, 6, 10, 10, 7) + timedelta(hours=start)  # noqa: DTZ001 (local)
    end = began + timedelta(hours=length, minutes=13) if length else None
    notice = a_notice(
        said=an_announcement(status=status, blocks=(Block(began, end),)),
        published_at=after(hours=published, minutes=31),
        reach=(a_reach(),),
    )
    now = datetime(2025, 6, 10, 10) + timedelta(hours=asked)  # noqa: DTZ001
    cover = covering(
        [notice], estate="yt-xc", building="3", service=Service.POWER, at_local=now, district=DISTRICT, tz=TZ
    )
    if cover is None:
        return
    words = brief_text if short else answer_text
    text = words(cover, district=DISTRICT, at_local=now, tz=TZ)
    stated = [at for at in (began, end, notice.published_at.astimezone(TZ)) if at]
    known = {(at.hour, at.minute) for at in stated} | {(24, 0)}
    assert {(int(h), int(m)) for h, m in _CLOCK.findall(text)} <= known


@pytest.mark.parametrize("act", [Act.REPORT, Act.ME_TOO])
def test_a_notice_that_is_yet_to_come_explains_no_outage_of_now(store: Store, act: Act) -> None:
    _publish(store, "计划停电：6月12日8:00至17:00，云亭新村1-5栋停电。")
    assert _say(store, a_message("3栋停电了"), a_capture(act=act), after(minutes=5)).kind != "deflected"
