"""Whether several troubles are one: the proposal, and what the answers to it are answered."""

from __future__ import annotations

from dispatch.wording import place, what
from models.areas import District
from models.ticket import Ticket

HOW = "请写两个以上的工单号，如：并 12 13；不是一起：不并 12 13。"
NOT_YOURS = "并单要街道值班、调度或网格长来定。"
_SHOWN = 8


def propose(district: District, shared: str, group: list[Ticket]) -> str:
    """The tickets on one line or road, and how to answer."""
    lines = [f"工单 {t.number} · {place(district, t)}{what(t)}（{t.households} 户）" for t in group[:_SHOWN]]
    more = [f"……还有 {len(group) - _SHOWN} 件"] if len(group) > _SHOWN else []
    numbers = " ".join(str(t.number) for t in group)
    last = group[-1].number
    return "\n".join(
        [
            f"都在“{shared}”上，是不是同一起？",
            *lines,
            *more,
            f"是一起就回：并 {numbers} ／ 不是：不并 {numbers}（并错了：拆开 {last}）",
        ]
    )


def joined(root: Ticket, others: list[Ticket]) -> str:
    """One now; how to take it apart."""
    numbers = "、".join(str(t.number) for t in others)
    return (
        f"工单 {numbers} 已并入工单 {root.number}，现 {root.households} 户，一起办。并错了：拆开 {others[-1].number}。"
    )


def left_apart(tickets: list[Ticket]) -> str:
    """They stay two."""
    return f"记下了：工单 {'、'.join(str(t.number) for t in tickets)} 不是一起，分开办，不再提。"


def not_joinable(ticket: Ticket) -> str:
    """Another service, done, or merged already."""
    return f"工单 {ticket.number} 并不进去：要同类、没办完、还没有并过的工单。"
