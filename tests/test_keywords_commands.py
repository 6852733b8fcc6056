"""Which lines are commands, what they say, and (above all) which are not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keywords.commands import parse_command
from keywords.commands_time import read_until
from models.ticket import Command
from models.words import Action, Rating, Role

TZ = ZoneInfo("Asia/Shanghai")
NOW = datetime(2025, 6, 10, 2, 0, tzinfo=UTC)  # Tuesday, 10:00 in Shanghai
TICKET = "云亭新村 3 栋停电：已登记（工单 12），由润州供电处理。值班电话 95598。"
LIST = "您手上有 2 件：\n工单 12 …\n工单 13 …"


def read(text: str, **around: Any) -> Command | None:
    """By a grid worker, in a group, to nobody in particular."""
    how: dict[str, Any] = {"now": NOW, "tz": TZ, "to_bot": False, "private": False, "role": Role.GRID_WORKER}
    return parse_command(text, **(how | around))


def resident(text: str, **around: Any) -> Command | None:
    return read(text, role=None, **around)


def local(text: str) -> str:
    at, _ = read_until(text, NOW, TZ)
    return at.astimezone(TZ).strftime("%m-%d %H:%M") if at else "–"


@pytest.mark.parametrize(
    ("text", "verb", "number", "rest"),
    [
        ("接单 12", Action.SIGN, 12, ""),
        ("接单12", Action.SIGN, 12, ""),
        ("12接单", Action.SIGN, 12, ""),
        ("１２ 接单", Action.SIGN, 12, ""),
        ("接单 #12", Action.SIGN, 12, ""),
        ("接单，工单12", Action.SIGN, 12, ""),
        ("@网格小助手 接单 12", Action.SIGN, 12, ""),
        ("已联系 12 约明早上门", Action.CONTACT, 12, "约明早上门"),
        ("到场 12", Action.ARRIVE, 12, ""),
        ("进度 12 正在换电缆头", Action.PROGRESS, 12, "正在换电缆头"),
        ("完成 12 换了保险丝", Action.RESOLVE, 12, "换了保险丝"),
        ("完成12", Action.RESOLVE, 12, ""),
        ("12 完成 换了保险丝", Action.RESOLVE, 12, "换了保险丝"),
        ("完成了 12，换了保险丝", Action.RESOLVE, 12, "换了保险丝"),
        ("完成 12 元件更换完毕", Action.RESOLVE, 12, "元件更换完毕"),
        ("完成 12 2号楼已送电", Action.RESOLVE, 12, "2号楼已送电"),
        ("工单12 好了 换了开关", Action.RESOLVE, 12, "换了开关"),
        ("退单 12 表后线路，非我司产权", Action.RETURN, 12, "表后线路，非我司产权"),
        ("误报 12 热水器的味道", Action.DISMISS, 12, "热水器的味道"),
        ("受理 12", Action.ACCEPT, 12, ""),
        ("不予受理 12 不在本区", Action.REJECT, 12, "不在本区"),
        ("办结 12", Action.CLOSE, 12, ""),
        ("重办 12 还是漏", Action.REOPEN, 12, "还是漏"),
        ("上门未遇 12", Action.NOT_MET, 12, ""),
        ("续办 12", "carry_on", 12, ""),
        ("查 12", "find", 12, ""),
        ("工单12怎么样了？", "find", 12, ""),
        ("催 12", "urge", 12, ""),
        ("12 催一下", "urge", 12, ""),
        ("我的工单", "mine", None, ""),
        ("接单", Action.SIGN, None, ""),
        ("帮助", "help", None, ""),
    ],
)
def test_a_command_with_its_number_is_read_anywhere(text: str, verb: str, number: int | None, rest: str) -> None:
    found = read(text)
    assert found is not None
    assert (found.verb, found.number, found.text) == (verb, number, rest)


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        ("接单", Action.SIGN, ""),
        ("好", Action.SIGN, ""),
        ("好的", Action.SIGN, ""),
        ("收到，马上去", Action.SIGN, "马上去"),
        ("到了", Action.ARRIVE, ""),
        ("好了", Action.RESOLVE, ""),
        ("搞定了,换了保险丝", Action.RESOLVE, "换了保险丝"),
        ("修好了现在可以用", Action.RESOLVE, "现在可以用"),
        ("没人在家", Action.NOT_MET, "没人在家"),
        ("打不通，下午再打", Action.NOT_MET, "打不通 下午再打"),
        ("等配件", Action.PROGRESS, "等配件"),
        ("不归我们，是物业的", Action.RETURN, "不归我们 是物业的"),
        ("约明早", Action.CONTACT, "约明早"),
        ("已拨打 119", Action.PROGRESS, "已拨打 119"),
        ("退单 非我司产权", Action.RETURN, "非我司产权"),
    ],
)
def test_plain_words_of_the_staff_count_when_quoting_a_ticket(text: str, verb: str, rest: str) -> None:
    found = read(text, quotes=TICKET)
    assert found is not None
    assert (found.verb, found.number, found.text) == (verb, 12, rest)


@pytest.mark.parametrize("text", ["到了", "好了", "好", "收到", "搞定了", "修好了", "没人在家", "已处理", "等配件"])
def test_plain_words_of_the_staff_are_talk_in_the_open_group(text: str) -> None:
    assert read(text) is None
    found = read(text, private=True)
    assert found is not None
    assert found.number is None


@pytest.mark.parametrize(
    "text",
    [
        "完成作业了",
        "我已联系物业了",
        "接单 12",
        "完成 12",
        "已联系燃气公司，明天上门",
        "雨好大 外卖小哥不接单",
        "晚上8点看球 不接单哈",
        "测完0,是报警器潮了误报,擦干后换个电池",
        "好了",
        "到了 12",
        "幼儿园那盏换好了，白晃晃的，满意",
        "六月份物业满意度问卷在楼道 大家填一下",
        "满意",
        "1",
        "3",
        "3 楼停水了",
        "1 满意",
        "催",
        "撤单",
        "取消",
        "还没好",
        "没好",
        "帮助",
        "查水表",
        "查 3 栋",
        "12",
        "",
        "暂停机器人",
    ],
)
def test_ordinary_talk_of_residents_never_fires(text: str) -> None:
    assert resident(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "到场 已断开总进线 接头烧了 2栋3单元要停两小时换",
        "到了 断开了 现在安全",
        "收到，老耿已到场关阀",
        "到了，临时围挡，换新盖",
        "已联系，热电去西站了，需要的话社区有油汀借",
        "转市政了",
        "好的 3栋我去看",
        "28栋接好了 试试",
        "接单 3 栋的",
        "到了 12 栋",
        "12好",
        "12 点完成",
        "完成 80%",
        "进度 3-5 栋快好了",
        "完成作业了",
        "好像不是我们的",
        "2点到场",
    ],
)
def test_ordinary_talk_of_the_staff_in_a_group_never_fires(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("text", ["完成不了", "好了吗", "到场了吗？", "好像不是我们的", "完成 12 了吗"])
def test_a_denial_or_a_question_is_no_deed_even_in_a_quotation(text: str) -> None:
    found = read(text, quotes=TICKET)
    assert found is None or found.verb == "find"


@pytest.mark.parametrize(
    ("text", "rating", "comment"),
    [
        ("1", Rating.SATISFIED, ""),
        ("2", Rating.MOSTLY, ""),
        ("3", Rating.UNSATISFIED, ""),
        ("3 还是不亮", Rating.UNSATISFIED, "还是不亮"),
        ("1 满意", Rating.SATISFIED, ""),
        ("满意", Rating.SATISFIED, ""),
        ("很满意！谢谢师傅", Rating.SATISFIED, "谢谢师傅"),
        ("基本满意", Rating.MOSTLY, ""),
        ("不满意，又跳了", Rating.UNSATISFIED, "又跳了"),
    ],
)
def test_ratings_count_quoting_a_ticket_in_private_and_to_the_bot(text: str, rating: Rating, comment: str) -> None:
    for around, number in (({"quotes": TICKET}, 12), ({"private": True}, None), ({"to_bot": True}, None)):
        found = resident(text, **around)
        assert found is not None
        assert (found.verb, found.number, found.rating, found.text) == (Action.RATE, number, rating, comment)


@pytest.mark.parametrize(
    ("text", "number", "rating"),
    [
        ("满意 12", 12, Rating.SATISFIED),
        ("12 不满意", 12, Rating.UNSATISFIED),
        ("工单12 基本满意", 12, Rating.MOSTLY),
        ("评价 12 满意", 12, Rating.SATISFIED),
        ("不满意12，还在漏", 12, Rating.UNSATISFIED),
    ],
)
def test_a_rating_with_its_number_counts_in_the_group(text: str, number: int, rating: Rating) -> None:
    found = resident(text)
    assert found is not None
    assert (found.verb, found.number, found.rating) == (Action.RATE, number, rating)


def test_digits_do_not_rate_when_another_resident_is_quoted() -> None:
    assert resident("1", quotes="谁家有电？") is None
    assert resident("1", quotes=LIST) is None


def test_digits_of_the_staff_rate_only_in_a_quotation() -> None:
    chosen = read("1", private=True)
    assert chosen is not None
    assert chosen.verb == "choose"
    assert read("1") is None
    assert read("1", quotes=TICKET) is not None


@pytest.mark.parametrize("text", ["3 楼停水了", "3-502 没水", "3栋", "1单元没电", "12"])
def test_a_place_is_no_rating_even_in_private(text: str) -> None:
    assert resident(text, private=True) is None


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("催", "urge"),
        ("催一下", "urge"),
        ("怎么样了", "find"),
        ("撤单", "withdraw"),
        ("不用了", "withdraw"),
        ("还没好", Action.REOPEN),
        ("没修好，还在滴", Action.REOPEN),
    ],
)
def test_residents_speak_plainly_when_they_quote_a_ticket(text: str, verb: str) -> None:
    found = resident(text, quotes=TICKET)
    assert found is not None
    assert (found.verb, found.number) == (verb, 12)


def test_a_quotation_that_names_several_tickets_leaves_the_number_open() -> None:
    found = read("接单", quotes=LIST)
    assert found is not None
    assert found.number is None


@pytest.mark.parametrize(
    ("text", "target", "reason"),
    [
        ("转派 12 供水", "供水", ""),
        ("转派 12 给凤翔物业 红线内", "凤翔物业", "红线内"),
        ("12 转给李师傅 他熟", "李师傅", "他熟"),
        ("12 转给 李师傅", "李师傅", ""),
        ("转派 12", "", ""),
    ],
)
def test_a_reassignment_names_who_gets_it(text: str, target: str, reason: str) -> None:
    found = read(text)
    assert found is not None
    assert (found.verb, found.number, found.target, found.text) == (Action.REASSIGN, 12, target, reason)


def test_a_quotation_can_be_passed_on_without_a_space() -> None:
    found = read("转给李师傅", quotes=TICKET)
    assert found is not None
    assert (found.number, found.target) == (12, "李师傅")


@pytest.mark.parametrize("text", ["并单 12 到 8", "12 并到 8", "12 并入工单8"])
def test_a_merge_names_the_main_ticket(text: str) -> None:
    found = read(text)
    assert found is not None
    assert (found.verb, found.number, found.target) == (Action.MERGE, 12, "8")


@pytest.mark.parametrize(
    ("text", "until", "reason"),
    [
        ("延期 12 明天下午 等配件", "06-11 18:00", "等配件"),
        ("延期 12 3天后 等配件", "06-13 10:00", "等配件"),
        ("12 延到周五上午，排队", "06-13 12:00", "排队"),
        ("延期 12 到6月20日", "06-20 18:00", ""),
        ("延期 12 等配件", None, "等配件"),
        ("挂账 12 下周一 等开挖许可", "06-16 18:00", "等开挖许可"),
    ],
)
def test_an_extension_reads_its_hour_and_reason(text: str, until: str | None, reason: str) -> None:
    found = read(text)
    assert found is not None
    shown = found.until.astimezone(TZ).strftime("%m-%d %H:%M") if found.until else None
    assert (found.number, shown, found.text) == (12, until, reason)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("明天下午三点前", "06-11 15:00"),
        ("今晚8点半", "06-10 20:30"),
        ("明早", "06-11 09:00"),
        ("后天", "06-12 18:00"),
        ("大后天中午", "06-13 13:00"),
        ("下周三", "06-18 18:00"),
        ("周一", "06-16 18:00"),
        ("7月4日9:30", "07-04 09:30"),
        ("5号", "07-05 18:00"),
        ("两小时后", "06-10 12:00"),
        ("半小时后", "06-10 10:30"),
        ("15:00", "06-10 15:00"),
        ("8点", "06-10 20:00"),
        ("十点一刻", "06-10 10:15"),
        ("上午8点", "06-11 08:00"),
        ("31号", "07-31 18:00"),
        ("13月40日", "–"),
        ("等配件", "–"),
        ("", "–"),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, at: str) -> None:
    assert local(text) == at


def test_the_bot_is_silenced_by_the_staff_only() -> None:
    quiet, speak = read("暂停机器人"), read("恢复机器人")
    assert quiet is not None
    assert speak is not None
    assert (quiet.verb, speak.verb) == ("pause", "resume")
    assert resident("暂停机器人") is None


def test_a_very_long_line_is_no_command() -> None:
    assert read("完成 12 " + "好" * 400) is None


@given(st.text(max_size=60), st.booleans(), st.booleans(), st.sampled_from([None, *Role]))
def test_any_text_is_read_without_an_error(text: str, to_bot: bool, private: bool, role: Role | None) -> None:
    found = parse_command(text, quotes=text, now=NOW, tz=TZ, to_bot=to_bot, private=private, role=role)
    assert found is None or found.verb


@given(st.text(alphabet="今明后大天周一二三四五六日月号点时半早晚上下午前小分钟0123456789: ", max_size=12))
def test_any_hour_is_read_without_an_error(text: str) -> None:
    at, rest = read_until(text, NOW, TZ)
    assert at is None or at.tzinfo is not None
    assert isinstance(rest, str)


@pytest.mark.parametrize(
    ("text", "verb", "number", "verdict"),
    [
        ("核对", "judge_list", None, ""),
        ("核对 12 是", "judge", 12, "yes"),
        ("核对12 不是", "judge", 12, "no"),
        ("核对 12 误报。", "judge", 12, "no"),
        ("@网格小助手 核对 12 e05", "judge", 12, "E05"),
    ],
)
def test_the_staff_say_to_the_bot_what_a_line_is(text: str, verb: str, number: int | None, verdict: str) -> None:
    command = read(text, to_bot=True)
    assert command is not None
    assert (command.verb, command.number, command.text) == (verb, number, verdict)
    assert read(text) is None
    assert resident(text, to_bot=True) is None


@pytest.mark.parametrize("text", ["核对 12", "核对 12 Q07", "核对一下名单", "请核对 12 是", "核对 12 是不是停电"])
def test_what_is_no_judgement_is_none(text: str) -> None:
    assert read(text, to_bot=True) is None
