"""What a line says by itself: captured or not, topic, act, urgency."""

from __future__ import annotations

import pytest

from keywords.lexicon import default_lexicon
from keywords.normalise import normalise
from keywords.rules import Verdict, judge
from keywords.sieve import Sieve
from models.words import Act, Urgency

LEXICON = default_lexicon()
SIEVE = Sieve(LEXICON)


def verdict(raw: str) -> Verdict:
    text = normalise(raw).text
    return judge(SIEVE.find(text), text, LEXICON)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("停電了嗎", "E01"),
        ("我们这栋又停水了", "W01"),
        ("莫得电了", "E01"),
        ("家里跳匝了 推不上去", "E02"),
        ("小区门口路灯坏了好几天", "R03"),
        ("楼上漏水漏到我家", "W05"),
        ("家里暖气不热", "H01"),
    ],
)
def test_a_trouble_is_captured(text: str, topic: str) -> None:
    made = verdict(text)
    assert (made.captured, made.topic) == (True, topic)


@pytest.mark.parametrize(
    "text",
    [
        "早上好",
        "手机没电了",
        "明天吃水果",
        "停电停水不停业，全场优惠，需要的私聊我",
        "我们公司昨天停电",
        "要是停电就完了",
        "小时候一停电大家都出来乘凉",
        "我看新闻说那边停水了",
        "今天天气真好",
    ],
)
def test_talk_is_not(text: str) -> None:
    assert not verdict(text).captured


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("楼道里一股煤气味", "G01"),
        ("电表箱冒烟了", "E05"),
        ("电线掉地上了", "E05"),
        ("配电房进水了", "E05"),
        ("电梯里有人被困", "X01"),
        ("挖机把燃气管挖断了", "G07"),
        ("路口井盖没了", "R05"),
        ("门口路面塌陷了", "R01"),
        ("停电了 我妈用制氧机的", "E01"),
        ("我妈洗澡晕倒了 用的热水器", "G10"),
        ("充电桩起火了", "E05"),
        ("涵洞有人困在水里", "W09"),
        ("热水器漏电 手麻", "E05"),
    ],
)
def test_danger_to_life_is_p0(text: str, topic: str) -> None:
    made = verdict(text)
    assert (made.captured, made.topic, made.urgency) == (True, topic, Urgency.P0)


def test_an_advert_cannot_hide_a_danger() -> None:
    assert verdict("团购优惠的各位 楼道里一股煤气味").urgency is Urgency.P0


def test_what_was_decided_says_why() -> None:
    assert "停电" in verdict("我家停电了").because[0]
    assert verdict("早上好").because == ("没有水电气路的词",)
    assert "易混词" in verdict("没有电话").because[0]


def test_a_restoration_has_no_urgency() -> None:
    made = verdict("我们小区停的水来水了 恢复正常")
    assert (made.act, made.urgency) == (Act.RESTORED, None)
