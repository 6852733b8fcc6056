"""A captured line becomes part of a matter, and a matter gets its one ticket."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch import wording_room as to_room
from dispatch import wording_staff as to_staff
from dispatch.assign import accept_and_dispatch, route_ticket, routed
from dispatch.clocks import FAULTS, Clocks, waiting
from dispatch.grow import grow
from dispatch.hot_spot import mark_hot_spot
from dispatch.join import propose_join
from dispatch.matters import affirms, extended, main_ticket, opened
from dispatch.moments import coming
from dispatch.restored import restored
from dispatch.scene import Scene, subject
from dispatch.tell import crew, overseers, tell_danger, tell_room
from dispatch.wording import public_numbers
from dispatch.wording_topics import CONSULTING
from models.areas import District
from models.capture import Capture
from models.masks import SHOWN_AS
from models.matter import Matter, Report
from models.message import Message
from models.privacy import mask
from models.store import Tx
from models.ticket import Ticket
from models.words import Act, Action, Status, Urgency

RESIDENT = "居民"
"""Who acts when the one who spoke wants to be forgotten (勿扰)."""

SPOKE = "有人说起"

SUMMARY = 60
"""Characters of the masked text that a ticket carries."""

_SILENT = frozenset({Act.NOTICE, Act.THANKS, Act.OTHER})
_AT_ONCE = frozenset({Act.REPORT, Act.REQUEST, Act.COMPLAIN, Act.URGE, Act.ME_TOO, Act.ASK_INFO})


def take_capture(
    tx: Tx,
    *,
    capture: Capture,
    message: Message,
    report: Report,
    district: District,
    clocks: Clocks,
    now: datetime,
    tz: ZoneInfo,
    speak: bool = True,
    proxy: str = "",
) -> Ticket | None:
    """Keep a captured line with its matter, open or grow the matter's ticket, and say what must be said.

    A matter has one ticket. A report, a request, a complaint, anything urgent and a second household are accepted and
    dispatched at once; a lone question waits, captured, for a confirmation. ``report`` is the line as it is kept
    (masked, sealed); ``speak`` False keeps the rooms silent; ``proxy`` is who of the staff says it for somebody else. Returns the matter's ticket, None when it has none.
    """
    source = f"{message.channel} {message.id}"
    scene = Scene(
        tx, district, clocks, now, tz, source=source, actor=report.sender or RESIDENT, speak=speak, because=SPOKE
    )
    matter, before = _keep(scene, capture, message, report)
    ticket = main_ticket(tx, matter.key)
    if capture.act in _SILENT:
        return ticket
    if capture.act is Act.RESTORED:
        return restored(scene, matter, ticket, capture, message, report)
    if ticket is None:
        ticket = _open(scene, matter, capture, message, report, proxy)
        propose_join(scene, ticket)
        return ticket
    grown = grow(scene, matter, before, ticket, capture, message, report)
    if ticket.status is Status.CAPTURED:
        propose_join(scene, grown)
    return grown


def _keep(scene: Scene, capture: Capture, message: Message, report: Report) -> tuple[Matter, Matter]:
    """The matter with this line in it, and as it was before; both equal when the line has opened it."""
    store, key = scene.tx.matters, report.matter
    standing = store.get(key)
    before = standing or opened(capture, message, key)
    matter = extended(scene.district, before, capture, message)
    kept = report if affirms(capture, message) else replace(report, household="")
    if standing:
        new = kept.household != "" and not store.knows(key, kept.household)
        store.report(kept)
        matter = matter.evolve(households=standing.households + new)
        store.save(matter)
    else:
        matter = matter.evolve(households=int(kept.household != ""))
        store.save(matter)
        store.report(kept)
    return matter, before


def _open(scene: Scene, matter: Matter, capture: Capture, message: Message, report: Report, proxy: str) -> Ticket:
    new = _new(scene, matter, message, report, capture).evolve(proxy=proxy)
    new = scene.stilled(new, new)
    ticket = scene.tx.tickets.add(new.evolve(chase_at=coming(new, scene.clocks, scene.now)))
    scene.note(subject(ticket), Action.CAPTURE, reason="；".join(capture.why), after=f"status={ticket.status}")
    ticket = mark_hot_spot(scene, ticket)
    reason = confirmed(matter, capture, message)
    if reason:
        return dispatch_spoken(scene, ticket, capture, message, reason)
    return _wait(scene, ticket, capture, message)


def _new(scene: Scene, matter: Matter, message: Message, report: Report, capture: Capture) -> Ticket:
    bare = Ticket(
        number=0,
        matter=matter.key,
        status=Status.CAPTURED,
        service=matter.service,
        topic=matter.topic,
        urgency=matter.urgency,
        created_at=scene.now,
        room=message.room,
        estate=matter.estate,
        building=capture.building,
        summary=report.masked.strip()[:SUMMARY],
        reporter=report.sender,
        households=max(matter.households, 1),
        why=capture.why,
    )
    return waiting(routed(bare, route_ticket(scene, bare)), scene.now, scene.tz, scene.clocks)


def confirmed(matter: Matter, capture: Capture, message: Message) -> str:
    """Why a matter is accepted by rule; "" when it waits for a person."""
    if message.by_staff:
        return f"工作人员反映（{message.role}）"
    if matter.urgency is not Urgency.P2:
        return f"紧急程度 {matter.urgency}"
    if matter.households >= 2:
        return f"{matter.households} 户反映"
    clear = capture.act in _AT_ONCE or capture.topic not in FAULTS
    return f"明确诉求（{capture.act}）" if clear else ""


def dispatch_spoken(scene: Scene, ticket: Ticket, capture: Capture, message: Message, reason: str) -> Ticket:
    """Accept and dispatch; the room hears the safety text first, then who sees to it."""
    if ticket.urgency is Urgency.P0:
        tell_danger(scene, ticket, message.room)
    ticket, _ = accept_and_dispatch(scene, ticket, reason)
    if ticket.urgency is not Urgency.P0:
        tell_room(scene, ticket, message.room, "received", _received(scene, ticket, capture, message))
    return ticket


def _received(scene: Scene, ticket: Ticket, capture: Capture, message: Message) -> str:
    if capture.act is Act.ASK_INFO or ticket.topic in CONSULTING:
        return to_room.consulting(scene.district, ticket)
    asked = scene.tx.outbox.get(f"ticket {ticket.number} asked → {message.room or ticket.reporter}")
    ask = "" if asked or message.by_staff else to_room.ask_back(ticket, ticket.building)
    number = message.room and SHOWN_AS["mobile"] in mask(message.text, public_numbers(scene.district))
    return to_room.received(scene.district, ticket, f"{ask}{to_room.NUMBER_IN_ROOM if number else ''}")


def _wait(scene: Scene, ticket: Ticket, capture: Capture, message: Message) -> Ticket:
    ask = to_room.ask_back(ticket, capture.building)
    tell_room(scene, ticket, message.room, "asked", to_room.being_asked(scene.district, ticket, ask))
    worker = [ticket.worker] if ticket.worker else overseers(scene, ticket) or crew(ticket)
    scene.tell(ticket, worker, "to confirm", to_staff.to_confirm(scene.district, ticket))
    return ticket
