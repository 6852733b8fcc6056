"""Forwards: the date that one bears, whether it is over, and whether a notice says the same."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from factories import a_district, a_feed_item
from hypothesis import given
from hypothesis import strategies as st

from models.areas import Member
from models.notice import Clarification
from models.store import Store
from models.words import Service
from notices import wording_claims as wording
from notices.claims import claim_of, expired, known, written_on
from notices.take import take_item

TZ = ZoneInfo("Asia/Shanghai")
DISTRICT = a_district()
NOW = datetime(2025, 6, 10, 10)  # noqa: DTZ001 (local)
OLD = "【停电通知】因线路检修，6月5日8:00至17:00云亭新村停电，敬请谅解。润州供电 2025年6月1日"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (OLD, "2025-06-01"),
        ("【停水通知】因检修，7月5日8:00至17:00云亭新村停水。润州供水 2024年7月3日", "2024-07-03"),
        ("因检修，6月12日8:00至17:00云亭新村停水。", None),
        ("因检修，6月12日8:00至17:00云亭新村停水。润州供水 2025年6月10日", None),
    ],
)
def test_the_date_that_a_forward_bears(text: str, day: str | None) -> None:
    found = written_on(text, NOW)
    assert (f"{found:%Y-%m-%d}" if found else None) == day


@pytest.mark.parametrize(
    ("text", "over"),
    [
        (OLD, True),
        ("因检修，6月5日8:00至17:00云亭新村停水。", True),
        ("因检修，6月10日8:00至17:00云亭新村停水。", False),
        ("因检修，6月12日8:00至17:00云亭新村停水。", False),
        ("因检修，7月5日8:00至17:00云亭新村停水。润州供水 2024年7月3日", True),
        ("云亭新村停水，正在抢修，恢复时间待定。", False),
        ("云亭新村停水，正在抢修，恢复时间待定。润州供水 2025年5月3日", True),
        ("云亭新村已恢复供水。润州供水 2025年6月1日", True),
        ("云亭新村已恢复供水。", False),
    ],
)
def test_what_is_over_is_known_by_its_own_days(text: str, over: bool) -> None:
    assert expired(claim_of(text, NOW, DISTRICT), NOW) is over


def test_hearsay_is_read_like_an_announcement() -> None:
    claim = claim_of("内部消息：6月12日起云亭新村停水三天，速转！", NOW, DISTRICT)
    assert (claim.said.is_notice, claim.said.service) == (True, Service.WATER)
    assert not claim_of("小区团购桶装水，停水也不怕，接龙下单", NOW, DISTRICT).said.is_notice


def test_the_same_is_known_by_its_words_or_by_its_facts(store: Store) -> None:
    text = "因线路检修，6月12日8:00至17:00，云亭新村1-5栋停电，敬请谅解。"
    notice = store.call(
        take_item, item=a_feed_item(text=text), district=DISTRICT, trusted=True, now=NOW.replace(tzinfo=TZ), tz=TZ
    )
    assert notice is not None
    for same in (f"转发：{text}大家注意", "云亭新村1-5栋 6月12日 8:00-17:00 停电检修，请做好准备"):
        assert known(claim_of(same, NOW, DISTRICT), [notice]) == notice
    for other in (text.replace("12日", "13日"), text.replace("云亭新村1-5栋", "清荷苑"), text.replace("停电", "停水")):
        assert known(claim_of(other, NOW, DISTRICT), [notice]) is None


def test_a_room_hears_whose_line_counts_and_never_that_something_is_untrue() -> None:
    member = Member("water", "润州供水", ("water",), "0511-1")
    said = Clarification(1, Service.WATER, "本周没有停水安排。", "water", "wx", NOW, NOW)
    texts = [
        wording.unverified(Service.WATER, member),
        wording.unverified(None, None),
        wording.old(Service.POWER, NOW, (), NOW, "润州供电"),
        wording.clarified(said, DISTRICT, NOW, NOW),
    ]
    assert "未见官方公告，以润州供水热线 0511-1 为准" in texts[0]
    assert texts[3] == "【说明】润州供水 10:00：本周没有停水安排。电话 0511-85550100"
    assert not any(word in text for text in texts for word in ("谣", "假消息", "不实", "造谣"))


@given(st.text(max_size=80))
def test_any_forward_is_read_without_a_fault(text: str) -> None:
    claim = claim_of(text, NOW, DISTRICT)
    expired(claim, NOW)
