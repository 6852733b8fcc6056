"""What ``gridbot review`` lists of tickets that wait for a person's word: leave that was asked for, calls that are owed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.table import Column, Table

from dispatch.wording import who
from models.areas import District
from models.deed import Approval
from models.opinion import UNHAPPY, CallBack
from models.store import Tx
from models.words import Action

_LEAVE = {Action.EXTEND: "延期到", Action.SUSPEND: "挂账，复查"}


@dataclass(frozen=True, slots=True)
class Owed:
    """Requests for leave that nobody has decided, calls that nobody has made; each the oldest first."""

    leave: list[Approval]
    calls: list[CallBack]


def owed(tx: Tx) -> Owed:
    """Both as they stand, of tickets that are still there."""
    leave = [a for a in tx.approvals.open() if (t := tx.tickets.find(a.ticket)) and t.open]
    return Owed(leave, tx.callbacks.open())


def tables(waiting: Owed, district: District, tz: ZoneInfo) -> Iterator[Table]:
    """Both as tables; an empty one has no rows."""
    leave = Table(
        "工单",
        "申请",
        Column("原因", overflow="fold"),
        "谁申请",
        "等谁批",
        title="等批的延期和挂账（私聊回：同意 号 ／ 不同意 号 原因）",
    )
    for one in waiting.leave:
        wish = f"{_LEAVE[one.action]} {_hour(one.until, tz)}"
        leave.add_row(str(one.ticket), wish, one.reason, who(district, one.by), _names(district, one.asked))
    yield leave
    calls = Table("工单", "为什么", "从什么时候起", "没打通", "等谁打", title="没打的回电（私聊回：回电 号 说了什么）")
    for call in waiting.calls:
        why = "不满意" if call.kind == UNHAPPY else "两次上门未遇"
        calls.add_row(str(call.ticket), why, _hour(call.at, tz), f"{call.tries} 次", _names(district, call.asked))
    yield calls


def _hour(at: datetime, tz: ZoneInfo) -> str:
    return f"{at.astimezone(tz):%m-%d %H:%M}"


def _names(district: District, people: tuple[str, ...]) -> str:
    return "、".join(who(district, person) for person in people)
