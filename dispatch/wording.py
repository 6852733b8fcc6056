"""How places, hours, people and tickets are named in every sentence that dispatch says."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.wording_topics import topic_name
from models.areas import District, Member
from models.privacy import mask_for_group
from models.ticket import PENDING, Ticket
from models.words import Rating, Status, Step

LONGEST = 120
"""Characters of the staff's own words in a room."""

STILL = " · 应急期间，时限暂停"

STATUS: dict[Status, str] = {
    Status.CAPTURED: "待确认",
    Status.DISMISSED: "已排除",
    Status.DEFLECTED: "公告已答复",
    Status.ACCEPTED: "已受理",
    Status.MERGED: "已并单",
    Status.REJECTED: "不予受理",
    Status.DISPATCHED: "已派单",
    Status.SIGNED: "已接单",
    Status.IN_PROGRESS: "处理中",
    Status.SUSPENDED: "挂账",
    Status.RESOLVED: "已处理",
    Status.VERIFYING: "回访中",
    Status.REWORK: "重办",
    Status.CLOSED: "已办结",
    Status.ARCHIVED: "已归档",
    Status.ANONYMISED: "已归档",
}
STEP: dict[Step, str] = {
    Step.CONTACTED: "已联系",
    Step.ON_SITE: "已到场",
    Step.REPAIRING: "抢修中",
    Step.NOT_MET: "上门未遇",
}
RATING: dict[Rating, str] = {Rating.SATISFIED: "满意", Rating.MOSTLY: "基本满意", Rating.UNSATISFIED: "不满意"}


def hour(at: datetime | None, now: datetime, tz: ZoneInfo) -> str:
    """``今天 14:20``, ``明天 09:00``, ``7 月 4 日 09:00``; "" for None."""
    if at is None:
        return ""
    local = at.astimezone(tz)
    days = (local.date() - now.astimezone(tz).date()).days
    day = {-1: "昨天", 0: "今天", 1: "明天", 2: "后天"}.get(days, f"{local.month} 月 {local.day} 日")
    return f"{day} {local:%H:%M}"


def place(district: District, ticket: Ticket) -> str:
    """``茅峰新村 5-12 栋``; the room's topic when the area is unknown."""
    if ticket.estate:
        return district.name(ticket.estate) + (f" {ticket.building.replace(',', '、')} 栋" if ticket.building else "")
    room = district.room.get(ticket.room)
    return f"“{room.topic}”群（地点待问）" if room else "地点待问"


def what(ticket: Ticket) -> str:
    """What the ticket is about, in a few words."""
    return topic_name(ticket.service, ticket.topic)


def member_of(district: District, ticket: Ticket) -> Member:
    """The member that answers for a ticket; the fallback while none does."""
    return district.member.get(ticket.member, district.fallback)


def who(district: District, person: str) -> str:
    """The name of one of the staff; the id when it is unknown."""
    found = district.person.get(person)
    return found.name if found else person


def phone(district: District, ticket: Ticket) -> str:
    """The duty number that a text for a room ends with."""
    return member_of(district, ticket).hotline or district.fallback.hotline or "12345"


def public_numbers(district: District) -> frozenset[str]:
    """Numbers that may be told to everybody: the members' hotlines."""
    return frozenset(m.hotline for m in district.members if m.hotline)


def shown(district: District, text: str) -> str:
    """What staff wrote, as a whole group may read it: masked, without flats, not too long."""
    masked = mask_for_group(text.strip(), public_numbers(district))
    return masked if len(masked) <= LONGEST else masked[: LONGEST - 1] + "…"


def state(ticket: Ticket) -> str:
    """The status in a word, with the step when it is being worked on."""
    if ticket.status is Status.SUSPENDED and ticket.outside:
        return "已转外部"
    if ticket.disputed_at and ticket.open:
        return "产权争议"
    if ticket.outcome == PENDING and ticket.status in (Status.RESOLVED, Status.VERIFYING):
        return "已恢复待确认"
    at_work = ticket.status is Status.IN_PROGRESS and ticket.step
    return STEP[ticket.step] if at_work and ticket.step else STATUS[ticket.status]


def line(district: District, ticket: Ticket, now: datetime, tz: ZoneInfo) -> str:
    """One line of a list: ``12 · P1 停水 · 茅峰新村 3 栋 · 处理中 · 限 今天 18:00``."""
    due = next_deadline(ticket)
    limit = f" · {'已超 ' if due < now else '限 '}{hour(due, now, tz)}" if due else STILL if ticket.held_at else ""
    return f"{ticket.number} · {ticket.urgency} {what(ticket)} · {place(district, ticket)} · {state(ticket)}{limit}"


def next_deadline(ticket: Ticket) -> datetime | None:
    """The deadline that comes first among those not met; None while the clocks stand still."""
    waits = [
        (ticket.respond_by, ticket.signed_at),
        (ticket.contact_by, ticket.contacted_at),
        (ticket.arrive_by, ticket.arrived_at),
        (ticket.resolve_by, ticket.resolved_at),
    ]
    return (
        min((by for by, done in waits if by and not done), default=None) if ticket.open and not ticket.held_at else None
    )


def stop(text: str) -> str:
    """The text with a full stop at its end, if it has no mark there."""
    text = text.strip()
    return text if not text or text[-1] in "。！？!?…" else text.rstrip(".，,；;") + "。"
