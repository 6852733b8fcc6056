"""Pasted chats: the forms in which WeChat copies, and what is nobody's."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assisted import Said
from bot.pasted import read_paste

NOW = datetime(2026, 7, 3, 9, 30)  # noqa: DTZ001 (local; a Friday)


def read(text: str, day: date | None = None) -> list[tuple[str, str, str]]:
    """Who said what when, as month-day hour:minute ("" = no time)."""
    return [(s.nick, s.text, f"{s.at:%m-%d %H:%M}" if s.at else "") for s in read_paste(text, now=NOW, day=day).lines]


@pytest.mark.parametrize(
    ("head", "when"),
    [
        ("张三 2026/7/3 09:01", "07-03 09:01"),
        ("张三  2026-07-03 09:01:22", "07-03 09:01"),
        ("张三 2026年7月3日 09:01", "07-03 09:01"),
        ("张三 2026年7月3日 星期五 上午9:01", "07-03 09:01"),
        ("张三 09:01:22", "07-03 09:01"),
        ("张三: 9:01", "07-03 09:01"),
        ("张三 7月2日 下午3:20", "07-02 15:20"),
        ("张三 昨天 21:03", "07-02 21:03"),
        ("张三 星期四 21:03", "07-02 21:03"),
        ("张三 周五 08:00", "07-03 08:00"),
        ("张三 12/31 23:59", "12-31 23:59"),
        ("张三 晚上8:05", "07-02 20:05"),
        ("张三 中午12:10", "07-02 12:10"),
        ("2026-07-03 09:01:22 张三", "07-03 09:01"),
        ("2026-07-03 09:01:22 张三(12345678)", "07-03 09:01"),
        ("[09:01] 张三:", "07-03 09:01"),
    ],
)
def test_heads_with_a_time_are_read_in_every_form(head: str, when: str) -> None:
    assert read(f"{head}\n停水了吗？\n") == [("张三", "停水了吗？", when)]


def test_a_text_of_several_lines_stays_together_and_may_hold_times() -> None:
    text = (
        "物业小郑 2026/7/3 09:01\n停水通知\n时间：8:00-17:00\n恢复：17:00\n预计恢复 17:00\n\n李四 2026/7/3 09:02\n收到"
    )
    assert read(text)[0][1] == "停水通知\n时间：8:00-17:00\n恢复：17:00\n预计恢复 17:00"


def test_nicknames_may_hold_blanks_and_brackets() -> None:
    assert read("3栋 张 三(云台) 09:01\n没水")[0][0] == "3栋 张 三(云台)"


def test_times_that_run_over_midnight_are_of_two_days() -> None:
    text = "张三 23:58\n没电了\n李四 00:03\n我家也是\n王五 08:10\n来了"
    assert [when for *_, when in read(text)] == ["07-02 23:58", "07-03 00:03", "07-03 08:10"]


def test_the_day_may_be_said_by_who_pastes() -> None:
    text = "张三 23:58\n没电了\n李四 00:03\n我家也是"
    assert [when for *_, when in read(text, date(2026, 6, 1))] == ["06-01 23:58", "06-02 00:03"]


def test_a_line_with_a_day_counts_for_what_follows() -> None:
    text = "—————  2026-07-01  —————\n\n张三  09:01\n\n停水\n\n—————  2026-07-02  —————\n\n李四  08:00\n\n来了\n"
    assert read(text) == [("张三", "停水", "07-01 09:01"), ("李四", "来了", "07-02 08:00")]


def test_heads_without_a_time() -> None:
    assert read("张三:\n停水了吗\n\n3栋-李四：\n我家也是\n第二行\n") == [
        ("张三", "停水了吗", ""),
        ("3栋-李四", "我家也是\n第二行", ""),
    ]


def test_name_and_text_in_one_line() -> None:
    assert read("张三：停水了吗\n李四: +1\n") == [("张三", "停水了吗", ""), ("李四", "+1", "")]


def test_name_and_text_in_one_line_behind_a_time() -> None:
    assert read("[09:01] 张三: 停水了吗\n[09:02] 李四: +1") == [
        ("张三", "停水了吗", "07-03 09:01"),
        ("李四", "+1", "07-03 09:02"),
    ]


def test_what_wechat_says_itself_is_nobodys_text() -> None:
    text = '张三 09:01\n停水\n"李四"撤回了一条消息\n"王五"邀请"赵六"加入了群聊\n李四 09:02\n我拍了拍\n'
    assert [said for _, said, _ in read(text)] == ["停水", "我拍了拍"]


def test_lines_before_the_first_head_are_named() -> None:
    made = read_paste("群聊的聊天记录如下\n乱码一行\n\n张三 09:01\n停水", now=NOW)
    assert made.unknown == ((2, "乱码一行"),)
    assert [s.line for s in made.lines] == [4]


def test_a_quotation_is_taken_apart() -> None:
    [first] = read_paste("张三 09:01\n「李四：停水了」\n- - - - - - - - - - - - - - -\n我家也是", now=NOW).lines
    assert (first.text, first.quotes) == ("我家也是", "停水了")


def test_a_head_without_a_text_says_nothing() -> None:
    assert read("张三 09:01\n\n李四 09:02\n停水") == [("李四", "停水", "07-03 09:02")]


def test_a_date_that_does_not_exist_is_no_date() -> None:
    assert read("张三 2026/2/31 09:01\n停水") == [("张三", "停水", "07-03 09:01")]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    assert read("\ufeff张三 09:01\r\n停水\r\n") == [("张三", "停水", "07-03 09:01")]


@given(st.text(alphabet=st.sampled_from("张三:： 0123456789/-月日\n「」[]()下午停水"), max_size=80))
def test_anything_is_read_without_a_fault_and_nothing_lies_ahead(text: str) -> None:
    made = read_paste(text, now=NOW)
    assert all(s.text.strip() and s.nick for s in made.lines)
    assert read_paste(text, now=NOW) == made


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["张三", "3栋-李四", "静待花开"]),
            st.integers(0, 23),
            st.integers(0, 59),
            st.sampled_from(["停水了吗", "我家也是\n3栋", "+1"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_undated_times_never_lie_ahead(said: list[tuple[str, int, int, str]]) -> None:
    text = "\n".join(f"{nick} {hour:02}:{minute:02}\n{words}" for nick, hour, minute, words in said)
    lines = read_paste(text, now=NOW).lines
    assert [(s.nick, s.text) for s in lines] == [(nick, words) for nick, _, _, words in said]
    assert all(s.at and s.at <= NOW for s in lines)


def test_a_line_is_a_noun() -> None:
    assert read_paste("张三 09:01\n停水", now=NOW).lines == (Said("张三", "停水", NOW.replace(minute=1, hour=9), 1),)
