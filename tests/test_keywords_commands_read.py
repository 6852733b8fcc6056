"""What stands after a word of command."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from keywords.commands import parse_command
from models.ticket import Command
from models.words import Action, Rating, Role

NOW = datetime(2025, 6, 10, 2, tzinfo=UTC)
TICKET = "【工单 12】P2 停电 · 云亭新村 3 栋"


def read(text: str, **around: Any) -> Command | None:
    how: dict[str, Any] = {"to_bot": False, "private": True, "role": Role.MEMBER_STAFF}
    return parse_command(text, now=NOW, tz=ZoneInfo("Asia/Shanghai"), **(how | around))


@pytest.mark.parametrize(
    ("text", "action", "number"),
    [
        ("到了", Action.ARRIVE, None),
        ("好了", Action.RESOLVE, None),
        ("12好", Action.SIGN, 12),
        ("收到", Action.SIGN, None),
        ("没人在家", Action.NOT_MET, None),
        ("打不通", Action.NOT_MET, None),
        ("约明早", Action.CONTACT, None),
        ("等配件", Action.PROGRESS, None),
        ("不归我们", Action.RETURN, None),
        ("误报", Action.DISMISS, None),
        ("退单 非我司产权", Action.RETURN, None),
        ("转给李师傅", Action.REASSIGN, None),
        ("延到明天下午 等配件", Action.EXTEND, None),
        ("接单 12", Action.SIGN, 12),
    ],
)
def test_plain_words_typed_with_one_thumb(text: str, action: Action, number: int | None) -> None:
    found = read(text)
    assert found is not None
    assert (found.verb, found.number) == (action, number)


def test_a_quotation_names_the_ticket_and_the_words_are_the_result() -> None:
    found = read("搞定了,换了保险丝", quotes=TICKET, private=False)
    assert found == Command(Action.RESOLVE, 12, "换了保险丝", why=("搞定了",))


@pytest.mark.parametrize(
    ("text", "boundary"),
    [
        ("退单 12 表后线路烧了", "表后"),
        ("退单 12 室内线路", "户内"),
        ("退单 12 是专变小区", "专变"),
        ("退单 12 泵房的事", "二供"),
        ("退单 12 非我司产权", "产权"),
        ("退单 12 不在我们片区", "片区外"),
        ("退单 12 小区内管道", "红线内"),
        ("退单 12 不是我们的", ""),
    ],
)
def test_a_return_names_its_boundary(text: str, boundary: str) -> None:
    found = read(text)
    assert found is not None
    assert found.target == boundary


@pytest.mark.parametrize(
    ("text", "number", "target", "rest"),
    [
        ("转外部 12 95598 20261124001", 12, "95598 20261124001", ""),
        ("已转外部 12 12345热线 单号 ZJ2026112401 催过一次", 12, "12345热线 ZJ2026112401", "催过一次"),
        ("转外部 12 95598", 12, "", "95598"),
    ],
)
def test_an_outside_number_is_kept_whole(text: str, number: int, target: str, rest: str) -> None:
    found = read(text)
    assert found == Command(Action.OUTSIDE, number, rest, target, why=(found.why[0],) if found else ())


def test_quoting_a_ticket_the_outside_number_is_no_ticket() -> None:
    found = read("转外部 95598 20261124001", quotes=TICKET)
    assert found is not None
    assert (found.number, found.target) == (12, "95598 20261124001")


def test_a_call_back_says_how_it_was() -> None:
    found = read("电话回访 12 不满意 还是黑的")
    assert found is not None
    assert (found.verb, found.number, found.rating, found.text) == ("called_back", 12, Rating.UNSATISFIED, "还是黑的")


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("同意 12", "grant"),
        ("不同意 12 仓库有", "deny"),
        ("协办 12 供水", "assist"),
        ("吹哨 12 封路", "whistle"),
        ("督办 12", "supervise"),
        ("解除督办 12", "unsupervise"),
        ("拆单 12", "split"),
        ("联合 12 明天9点", "joint"),
        ("定责 12 供电 表前", "decide"),
        ("撤销", "undo"),
        ("撤销 12", "undo"),
        ("2", "choose"),
        ("②", "choose"),
    ],
)
def test_the_verbs_of_those_who_steer(text: str, verb: str) -> None:
    found = read(text)
    assert found is not None
    assert found.verb == verb


@pytest.mark.parametrize("text", ["同意", "撤了", "2", "联合起来", "好的大家辛苦", "没人", "通了吗"])
def test_talk_in_a_group_fires_nothing(text: str) -> None:
    found = read(text, private=False, role=Role.GRID_WORKER)
    assert found is None or found.verb == "undo"


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("怎么还没来", "urge"),
        ("自己修好了", "withdraw"),
        ("谢谢师傅", "thanks"),
        ("很好", Action.RATE),
        ("还行，就是慢", Action.RATE),
        ("太差了", Action.RATE),
        ("还是没有", Action.REOPEN),
    ],
)
def test_plain_words_of_residents_count_in_a_quotation_only(text: str, verb: str) -> None:
    found = read(text, role=None, private=False, quotes=TICKET)
    assert found is not None
    assert (found.verb, found.number) == (verb, 12)
    assert read(text, role=None, private=False) is None
