""" "It is back": said by residents it is noted and passed on, said by the staff in charge it resolves the ticket."""

from __future__ import annotations

from datetime import timedelta

from dispatch import wording_staff as to_staff
from dispatch.back import confirm, restore, speaks_for_notice, units, was_asked
from dispatch.finish import dismiss, resolve
from dispatch.matters import matter_subject, numbers
from dispatch.rights import denied
from dispatch.scene import Scene, subject
from dispatch.tell import crew, overseers, rooms_of
from models.capture import Capture
from models.matter import Matter, Report
from models.message import Message
from models.ticket import PENDING, Ticket
from models.words import Action, Status, Urgency

BY_RESIDENTS = "居民反馈已恢复"

MANY = 200
"""Households of a matter up to which each word that it is back is weighed at once."""

_AT_WORK = frozenset(
    {Status.ACCEPTED, Status.DISPATCHED, Status.SIGNED, Status.IN_PROGRESS, Status.SUSPENDED, Status.REWORK}
)


def restored(
    scene: Scene, matter: Matter, ticket: Ticket | None, capture: Capture, message: Message, report: Report
) -> Ticket | None:
    """The ticket after somebody said that supply is back; a line without a ticket is only noted."""
    if ticket is None and message.by_staff:
        ticket = _of_this_crew(scene, capture, message)
    about = subject(ticket) if ticket else matter_subject(matter.key)
    scene.note(about, "restored", after=capture.building or "")
    if ticket is None:
        return None
    if message.by_staff:
        return _by_staff(scene, matter, ticket, capture, message, report)
    if ticket.urgency is not Urgency.P0 and (ended := _by_homes(scene, matter, ticket, message)):
        return ended
    if ticket.status in _AT_WORK:
        text = to_staff.said_restored(scene.district, ticket, capture.building or "")
        people = crew(ticket) or overseers(scene, ticket)
        scene.tell(ticket, people, f"restored {ticket.reworks}", text, expires=timedelta(hours=12))
    return ticket


def _worth_a_look(matter: Matter) -> bool:
    """Of a storm only every so-manyth word is weighed; the last look is taken when the day of waiting is over."""
    return matter.households <= MANY or matter.restored % MANY == 0


def _by_homes(scene: Scene, matter: Matter, ticket: Ticket, message: Message) -> Ticket | None:
    """The ticket that ends by the word of residents; None when it goes on. Their word counts for their building: it ends
    when every place that was heard of is back, and when nobody was ever asked about it or all were."""
    captured, waits = ticket.status is Status.CAPTURED, ticket.outcome == PENDING
    asked = ticket.status in _AT_WORK - {Status.ACCEPTED} and was_asked(scene, ticket, message.room)
    if not (captured or waits or asked) or not _worth_a_look(matter) or not units(scene, ticket).all_back:
        return None
    if captured:
        return dismiss(scene, ticket, BY_RESIDENTS, tell_room=False)[0]
    return confirm(scene, ticket, BY_RESIDENTS)


def _of_this_crew(scene: Scene, capture: Capture, message: Message) -> Ticket | None:
    """The ticket that staff mean who say in a room that it is back: their only one of that service there."""
    mine = [t for t in scene.tx.tickets.mine(message.sender) if t.service is capture.service and t.status in _AT_WORK]
    here = [t for t in mine if message.room and message.room in rooms_of(scene, t)]
    return here[0] if len(here) == 1 else None


def _by_staff(
    scene: Scene, matter: Matter, ticket: Ticket, capture: Capture, message: Message, report: Report
) -> Ticket:
    person = scene.district.person.get(message.sender)
    if denied(scene.district, person, ticket, Action.RESOLVE):
        return ticket
    if ticket.status is Status.CAPTURED:
        return dismiss(scene, ticket, report.masked.strip(), tell_room=False)[0]
    if ticket.status not in _AT_WORK - {Status.ACCEPTED}:
        return ticket
    if is_part(scene.tx.matters.get(ticket.matter) or matter, capture.building):
        building = capture.building or ""
        scene.tell(ticket, [message.sender], f"partly {building}", to_staff.partly_restored(ticket, building))
        return ticket
    if speaks_for_notice(scene, ticket):
        return restore(scene, ticket, report.masked.strip())
    return resolve(scene, ticket, report.masked.strip())[0]


def is_part(matter: Matter, building: str | None) -> bool:
    """Whether only a part of the buildings that were heard of is named."""
    named = set(numbers(building))
    return bool(named) and len(matter.buildings) > 1 and not set(matter.buildings) <= named
