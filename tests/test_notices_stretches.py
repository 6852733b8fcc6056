"""Times as DOMAIN §5 lists them, read relative to the publishing date."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.stretches import stretches
from notices.text import read

PUBLISHED = datetime(2025, 6, 8, 9)  # noqa: DTZ001 (local, naive; a Sunday)


def _windows(text: str) -> list[str]:
    found = stretches(read(text).plain, PUBLISHED)
    return [
        f"{s.start:%m-%dT%H:%M}~{s.end:%m-%dT%H:%M}" for s in found if s.start and s.end and s.kind in ("range", "days")
    ]


def _points(text: str) -> list[str]:
    return [
        f"{s.start:%Y-%m-%dT%H:%M}" for s in stretches(read(text).plain, PUBLISHED) if s.start and s.kind == "point"
    ]


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("2025年6月10日（星期二）8:00至17:00", "06-10T08:00~06-10T17:00"),
        ("6月10日22时至次日6时", "06-10T22:00~06-11T06:00"),
        ("10日21:00至11日5:00", "06-10T21:00~06-11T05:00"),
        ("本月27日晚20时至24:00", "06-27T20:00~06-28T00:00"),
        ("今天下午两点到五点", "06-08T14:00~06-08T17:00"),
        ("今晚10点一明早5点", "06-08T22:00~06-09T05:00"),
        ("明早8点半到11点", "06-09T08:30~06-09T11:00"),
        ("2022.8.26 9：00起至2022.8.28 6：00", "08-26T09:00~08-28T06:00"),
        ("2025 年 6 月 1 9 日早 8：00 至下午 5：00", "06-19T08:00~06-19T17:00"),
        ("6月12日8:30一17:00", "06-12T08:30~06-12T17:00"),
        ("6月12日 8:00--12:00", "06-12T08:00~06-12T12:00"),
        ("后天（周二）晚8点-凌晨1点", "06-10T20:00~06-11T01:00"),
        ("12月31日23:30至1月1日5:30", "12-31T23:30~01-01T05:30"),
        ("7月2日24:00–7月3日5:00", "07-03T00:00~07-03T05:00"),
        ("6月15日8时起至6月20日", "06-15T08:00~06-21T00:00"),
        ("6月9日7:00起，6月23日18:00止", "06-09T07:00~06-23T18:00"),
        ("3月8日至4月30日", "03-08T00:00~05-01T00:00"),
        ("6月24日全天", "06-24T00:00~06-25T00:00"),
        ("二〇二五年六月十日晚10:00至次日凌晨3:00", "06-10T22:00~06-11T03:00"),
        ("7月30日至8月18日（每日0时至24时）", "07-30T00:00~08-19T00:00"),
    ],
)
def test_one_window(text: str, window: str) -> None:
    assert _windows(text) == [window]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("6月9日、11日、16日这三天，都是上午8:30—11:30", ["06-09", "06-11", "06-16"]),
        ("6月9日至6月11日，每天8:30–16:30", ["06-09", "06-10", "06-11"]),
        ("6月9日至11日连续3天，每天7时至18时", ["06-09", "06-10", "06-11"]),
        ("7月份每周三0:30-4:30", ["07-02", "07-09", "07-16", "07-23", "07-30"]),
    ],
)
def test_one_window_on_several_days(text: str, days: list[str]) -> None:
    assert [w[:5] for w in _windows(text)] == days


def test_several_windows_on_one_day() -> None:
    assert _windows("6月10日上午9点至12点、下午2点至5点") == ["06-10T09:00~06-10T12:00", "06-10T14:00~06-10T17:00"]


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("今日凌晨3时许跳闸", "2025-06-08T03:00"),
        ("晚20时起", "2025-06-08T20:00"),
        ("11:30前完成", "2025-06-08T11:30"),
        ("6月17日24时前", "2025-06-18T00:00"),
        ("十点一刻气压正常", "2025-06-08T10:15"),
        ("下周一中午12点", "2025-06-09T12:00"),
        ("12月30日9时", "2024-12-30T09:00"),
        ("6月30日二十四时", "2025-07-01T00:00"),
    ],
)
def test_one_point_without_year_is_the_nearest(text: str, point: str) -> None:
    assert _points(text) == [point]


@pytest.mark.parametrize(
    "text", ["学府路9号楼", "1、2、7#楼", "110千伏变电站", "95598", "K12+400", "1.5元", "24小时热线", "一点水", "25:00"]
)
def test_what_is_no_time(text: str) -> None:
    assert not _windows(text)
    assert not _points(text)


def test_a_date_that_does_not_exist_is_broken() -> None:
    (only,) = stretches(read("2025年6月1日—2025年6月31日").plain, PUBLISHED)
    assert only.broken
    assert f"{only.end:%m-%d}" == "07-01"


def test_durations_are_minutes() -> None:
    assert [s.minutes for s in stretches("约46小时，一个半小时，三天", PUBLISHED)] == [2760, 90, 4320]


@given(st.text(alphabet="0123456789月日号时点分:至到-、 年周一二三十上下午晚次今明（）", max_size=60))
def test_no_text_of_time_words_raises(text: str) -> None:
    for s in stretches(read(text).plain, PUBLISHED):
        assert 0 <= s.at < s.to <= len(text)
