"""The questions after the end: is it good, does it hold; and what came of them, always with what it is a part of."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.wording import RATING, phone, place, stop, what
from dispatch.wording_topics import PRIVATE
from models.areas import District
from models.opinion import LOOK, Opinion
from models.ticket import Ticket
from models.words import Rating

HOW = "回 1 满意、2 基本满意、3 不满意，也可以接着写一句。"
FINE = "好的，谢谢您告诉我们。"


def result(district: District, ticket: Ticket, said: str) -> str:
    """The result for one resident alone, and the question; ``said`` is masked."""
    return (
        f"您说的{what(ticket)}（工单 {ticket.number}）处理结果：{stop(said or '已处理')}好了吗？{HOW}"
        f"还有问题请打 {phone(district, ticket)}。"
    )


def look(district: District, tickets: Sequence[Ticket]) -> str:
    """A week after the repair, in a room or to one resident: one text for all that is due there."""
    first = tickets[0]
    what_ = "、".join(f"{_where(district, t)}{what(t)}（工单 {t.number}）" for t in tickets)
    return (
        f"上周修的{what_}还好吗？好着不用回；又坏了请回：又坏了 {first.number}，师傅再来修。"
        f"值班电话 {phone(district, first)}。"
    )


def _where(district: District, ticket: Ticket) -> str:
    street = ticket.topic.startswith("R") or ticket.topic in PRIVATE
    return place(district, ticket.evolve(building=None) if street else ticket)


def counted(opinions: Sequence[Opinion]) -> str:
    """``回访：问 3 人，答 1 人（不满意 1）``; "" when nobody was asked and nobody spoke."""
    mine = [o for o in opinions if o.kind != LOOK]
    if not mine:
        return ""
    asked = sum(o.asked_at is not None for o in mine)
    answered = [o for o in mine if o.rating is not None]
    said = "、".join(f"{RATING[r]} {n}" for r in Rating if (n := sum(o.rating is r for o in answered)))
    return f"回访：问 {asked} 人，答 {len(answered)} 人{f'（{said}）' if said else '，未答算不知道'}"
