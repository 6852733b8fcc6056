"""Service, status, windows, publisher: the words that tell them."""

from __future__ import annotations

from datetime import datetime

import pytest

from models.words import NoticeStatus, Service
from notices.parse import parse
from notices.status import bare

AT = datetime(2025, 6, 8, 9)  # noqa: DTZ001 (local, naive)


def _blocks(text: str, at: datetime = AT) -> list[str]:
    """``start~end``; "" for what is not known."""
    found = parse(text, at).blocks
    return ["~".join(f"{t:%m-%dT%H:%M}" if t else "" for t in (b.start, b.end)) for b in found]


@pytest.mark.parametrize(
    ("text", "service", "also"),
    [
        ("6月10日8时至17时，清荷苑停电。", Service.POWER, ()),
        ("6月10日8时至17时，清荷苑停水。", Service.WATER, ()),
        ("6月10日8时至17时，清荷苑暂停供气。", Service.GAS, ()),
        ("6月10日8时至17时，云亭路封闭施工。", Service.ROAD, ()),
        ("6月10日8时至17时，清荷苑停暖。", Service.HEAT, ()),
        ("6月10日8时至17时，清荷苑停气，云亭路同期半幅封闭，请绕行。", Service.GAS, (Service.ROAD,)),
        ("6月10日8时至17时清荷苑停电，届时加压泵停转，六楼以上同时断水。", Service.POWER, (Service.WATER,)),
        ("因水厂专线停电检修，6月10日8时至17时清荷苑停水，恢复供水时间另行通知。", Service.WATER, ()),
    ],
)
def test_the_service_that_is_stopped(text: str, service: Service, also: tuple[Service, ...]) -> None:
    said = parse(text, AT)
    assert (said.service, said.also) == (service, also)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("清荷苑停水，抢修中，预计今天12时恢复。", NoticeStatus.EMERGENCY),
        ("6月12日8时至17时清荷苑停水，如遇雨天顺延。", NoticeStatus.PLANNED),
        ("6月12日8时至17时清荷苑停水，若提前完工将及时恢复供水。", NoticeStatus.PLANNED),
        ("因管网抢修，定于6月12日8时至17时清荷苑停水。", NoticeStatus.PLANNED),
        ("清荷苑来水了来水了！", NoticeStatus.RESTORED),
        ("清荷苑通气了，10栋还要等，预计17时。", NoticeStatus.PARTLY_RESTORED),
        ("6月10日清荷苑那次停水不停了，改在6月12日8:00-17:00。", NoticeStatus.RESCHEDULED),
        ("原定6月10日8:00至17:00清荷苑停水提早一天，6月9日8:00至17:00停。", NoticeStatus.RESCHEDULED),
        ("清荷苑焊口没固化好，下午5点通不了水，拖到晚上九点半。", NoticeStatus.EXTENDED),
        ("云亭路封闭时间由6月20日延长至7月5日。", NoticeStatus.EXTENDED),
        ("今晚10点清荷苑那个停水不搞了，哪天再弄等通知。", NoticeStatus.CANCELLED),
    ],
)
def test_what_is_said_of_the_supply(text: str, status: NoticeStatus) -> None:
    assert parse(text, AT).status is status


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("清荷苑停水，大概一个半小时能好，师傅在抢修。", ["~06-08T10:30"]),
        ("8:40清荷苑跳闸停电，预计1小时后恢复。", ["06-08T08:40~06-08T10:00"]),
        ("清荷苑6月8日6时因管道破裂停水，抢修约需46小时。", ["06-08T06:00~06-10T04:00"]),
        ("清荷苑即刻起停水，抢修预计今晚10点恢复。", ["06-08T09:00~06-08T22:00"]),
        ("自6月10日0时起，云亭桥禁止机动车通行，解除时间另行通知。", ["06-10T00:00~"]),
        ("自6月10日起，云亭路封闭施工，预计6月14日恢复通行。", ["06-10T00:00~06-15T00:00"]),
        ("清荷苑停水，恢复时间待定，正在抢修。", ["~"]),
        ("原定6月10日21:00至次日5:00清荷苑停气顺延三天，钟点不变。", ["06-13T21:00~06-14T05:00"]),
        ("原定6月10日8:00至17:00清荷苑的停电取消。", ["06-10T08:00~06-10T17:00"]),
        ("今天13:00—17:00清荷苑停水顺延至6月11日同时段，范围不变。", ["06-11T13:00~06-11T17:00"]),
        ("清荷苑停气至21点，正在抢修。", ["~06-08T21:00"]),
        ("云亭路东半幅封闭至6月15日。", ["~06-16T00:00"]),
        ("6月10日清荷路交通管制取消。", ["06-10T00:00~06-11T00:00"]),
        ("清荷苑已于8:35恢复供电，比计划早了85分钟。", ["~06-08T08:35"]),
        ("昨日16时，清荷苑的供电已经恢复。", ["~06-07T16:00"]),
        ("清荷苑6月10日至11日，每天9:00-11:00停水。", ["06-10T09:00~06-10T11:00", "06-11T09:00~06-11T11:00"]),
        (
            "清荷苑6月10日9:00起至6月11日9:00定时供水：每日只在17:00-20:00供水，其余时间停水。",
            ["06-10T09:00~06-10T17:00", "06-10T20:00~06-11T09:00"],
        ),
        ("我集团计划于6月10日至11日施工，6月10日23:00-6月11日4:00清荷苑停水。", ["06-10T23:00~06-11T04:00"]),
    ],
)
def test_windows_by_what_is_said(text: str, blocks: list[str]) -> None:
    assert _blocks(text) == blocks


def test_the_signature_and_the_hour_of_publishing_are_no_window() -> None:
    text = "清荷苑6月10日8:00至17:00停水。（润州供水6月8日8:30发布）\n润州供水公司\n2025年6月8日"
    assert _blocks(text) == ["06-10T08:00~06-10T17:00"]


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("【澄州供电】清荷苑6月10日8:00至17:00停电。", "澄州供电"),
        ("【紧急停水】清荷苑6月10日8:00至17:00停水。\n润州供水有限公司\n6月8日", "润州供水有限公司"),
        ("清荷苑6月10日8:00至17:00停水，谢谢大家。网格员老罗", "网格员老罗"),
        ("记者从市自来水公司获悉，清荷苑6月10日8:00至17:00停水。", "市自来水公司"),
        ("清荷苑6月10日8:00至17:00停水。", None),
    ],
)
def test_who_announces(text: str, publisher: str | None) -> None:
    assert parse(text, AT).publisher == publisher


def test_why_and_whom_to_ring() -> None:
    said = parse("因二次供水水箱清洗，清荷苑6月10日8:00至17:00停水，咨询电话0511-85550121/4410067、95598。", AT)
    assert said.reason == "二次供水水箱清洗"
    assert said.hotline == ("0511-85550121", "4410067", "95598")


def test_weather_clauses_are_blanked_in_place() -> None:
    text = "6月10日停水，如遇雨天顺延。"
    assert bare(text) == "6月10日停水,□□□□□□。".replace(",", "，")
    assert len(bare(text)) == len(text)
