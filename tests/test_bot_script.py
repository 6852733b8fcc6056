"""Scripts: conversations as text."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.demo_day import demo_cues
from bot.script import Cut, Expect, Joined, Published, Recalled, Said, Wait, read_script
from models.errors import BadInput

TZ = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 7, 3)


def _read(text: str) -> list[object]:
    return list(read_script(text, "s.txt", day=DAY, tz=TZ))


def test_a_line_in_a_room() -> None:
    (cue,) = _read("07:12:05 room-01 3栋-张三：停水了吗：急")
    assert isinstance(cue, Said)
    assert (cue.room, cue.who, cue.text, cue.at.isoformat()) == (
        "room-01",
        "3栋-张三",
        "停水了吗：急",
        "2026-07-03T07:12:05+08:00",
    )


def test_speaking_to_the_bot_and_quoting_it() -> None:
    to_bot, quoting = _read("07:16 r 李 奶奶 -> bot：满意\n07:17 r 李奶奶 「工单 3」：2")
    assert isinstance(to_bot, Said)
    assert isinstance(quoting, Said)
    assert (to_bot.who, to_bot.to_bot, to_bot.text) == ("李 奶奶", True, "满意")
    assert (quoting.who, quoting.quotes, quoting.text) == ("李奶奶", "工单 3", "2")


def test_private_notice_wait_and_expectation() -> None:
    private, notice, wait, expect, silence = _read(
        "07:15 @wx-02：接单 {工单}\n07:20 公告 water：停水：今晚\n08:00 等\n> room-01：停水、、电话\n> 无"
    )
    assert isinstance(private, Said)
    assert (private.room, private.who) == ("", "wx-02")
    assert notice == Published(2, notice.at, "water", "停水：今晚")  # type: ignore[attr-defined]
    assert isinstance(wait, Wait)
    assert expect == Expect(4, "room-01", ("停水", "电话"))
    assert silence == Expect(5, "", ())


def test_taking_back_coming_in_and_being_cut_off() -> None:
    recalled, joined, cut, back = _read(
        "07:17 r 3栋 张三 撤回：停水了：急\n07:18 r 机器人 进群\n07:20 断线\n07:40 连上"
    )
    assert recalled == Recalled(1, recalled.at, "r", "3栋 张三", "停水了：急")  # type: ignore[attr-defined]
    assert joined == Joined(2, joined.at, "r", "机器人")  # type: ignore[attr-defined]
    assert isinstance(cut, Cut)
    assert isinstance(back, Cut)
    assert (cut.back, back.back) == (False, True)


def test_the_next_day_and_a_given_day() -> None:
    first, second = _read("日期 2026-10-01\n23:00 等\n次日\n07:00 等")
    assert (first.at.date(), second.at.date()) == (date(2026, 10, 1), date(2026, 10, 2))  # type: ignore[attr-defined]


@pytest.mark.parametrize("bad", ["hello", "25 x", "07:12", "07:12 room-01 没有冒号", "> "])
def test_a_line_that_cannot_be_read_is_named(bad: str) -> None:
    with pytest.raises(BadInput) as caught:
        _read(f"# 注释\n{bad}")
    assert caught.value.problems[0][0].line == 2


def test_the_demo_day_can_be_read_and_goes_forward() -> None:
    times = [cue.at for cue in demo_cues(DAY, TZ) if not isinstance(cue, Expect)]
    assert len(times) > 30
    assert times == sorted(times)
