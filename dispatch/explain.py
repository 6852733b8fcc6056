"""Route and clocks as lines to read: what ``gridbot route`` and ``gridbot explain`` print. Sends and saves nothing."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.assign import place_kind, routed
from dispatch.clocks import Clocks, deadlines, is_fault, limits
from dispatch.route import Route, route
from dispatch.wording import hour
from dispatch.wording_topics import topic_name
from models.areas import District
from models.ticket import Ticket
from models.words import Service, Status, Urgency


def explain(
    district: District,
    *,
    service: Service,
    topic: str | None,
    area: str | None,
    building: str | None,
    urgency: Urgency,
    clocks: Clocks,
    now: datetime,
    tz: ZoneInfo,
) -> list[str]:
    """Who would get it and by when, with every rule that was looked at. ``now`` aware, UTC."""
    found = route(district, service, topic, area, building, now.astimezone(tz))
    return [
        *explain_route(found),
        *_clock_lines(district, found, _ticket(service, topic, area, building, urgency, now), clocks, now, tz),
    ]


def explain_route(found: Route) -> list[str]:
    """The member, the person, the worker; then the reasons."""
    default = "（无责任单位，兜底）" if found.by_default else ""
    return [
        f"责任单位：{found.member.name}{default} {found.member.hotline}".rstrip(),
        f"责任人：{found.person.name if found.person else '（无）'}",
        f"网格员：{found.worker.name if found.worker else '（无）'}",
        *(f"  因为 {reason}" for reason in found.why),
    ]


def _ticket(
    service: Service, topic: str | None, area: str | None, building: str | None, urgency: Urgency, now: datetime
) -> Ticket:
    return Ticket(0, "", Status.ACCEPTED, service, topic or "", urgency, now, estate=area, building=building)


def _clock_lines(
    district: District, found: Route, ticket: Ticket, clocks: Clocks, now: datetime, tz: ZoneInfo
) -> list[str]:
    place = place_kind(district, ticket.estate)
    timed = deadlines(routed(ticket, found), now, tz, clocks, place)
    kind = (
        f"抢修时限（{limits(ticket.service, ticket.topic, clocks, place).why}）"
        if is_fault(ticket)
        else "12345 时限（工作日）"
    )
    rows = [
        ("接单", timed.respond_by),
        ("联系", timed.contact_by),
        ("到场", timed.arrive_by),
        ("办完", timed.resolve_by),
        ("反馈", timed.feedback_by),
    ]
    head = f"时限：{topic_name(ticket.service, ticket.topic)} {ticket.urgency}，{kind}"
    return [head, *(f"  {name}不晚于 {hour(by, now, tz)}" for name, by in rows if by)]
