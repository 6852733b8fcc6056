"""Who may do what to a ticket. Each answer is None (may) or a reason for a person to read."""

from __future__ import annotations

from enum import StrEnum

from models.areas import District, Person
from models.buildings import overlaps, parse_buildings
from models.ticket import Ticket
from models.words import Action, Role, Status, Urgency

A = Action

HELP = frozenset({A.SIGN, A.CONTACT, A.ARRIVE, A.PROGRESS, A.NOT_MET})
WORK = HELP | {A.RESOLVE, A.RETURN, A.DISPUTE, A.EXTEND, A.SUSPEND, A.OUTSIDE, A.REASSIGN}
"""What who mends may do; 延期 and 挂账 of theirs are requests. ``HELP`` is what a co-operating member may."""
JUDGE = frozenset({A.ACCEPT, A.DISMISS, A.REOPEN})
STEER = frozenset({A.DISPATCH, A.DECIDE, A.REJECT, A.MERGE, A.RESUME, A.CLOSE})

_BY_ROLE: dict[Role, frozenset[Action]] = {
    Role.GRID_WORKER: WORK | JUDGE | {A.CLOSE, A.RESUME},
    Role.MEMBER_STAFF: WORK | {A.DISMISS, A.RESUME},
    Role.BUILDING_HEAD: JUDGE,
    Role.GRID_LEADER: WORK | JUDGE | STEER,
    Role.SECRETARY: WORK | JUDGE | STEER,
    Role.DISPATCHER: WORK | JUDGE | STEER,
    Role.ADMIN: WORK | JUDGE | STEER,
}
LEADERS = (Role.GRID_LEADER, Role.SECRETARY, Role.DISPATCHER, Role.ADMIN)


class Denial(StrEnum):
    """Why a person may not."""

    STRANGER = "stranger"
    ROLE = "role"
    AREA = "area"
    MEMBER = "member"
    P0_DEADLINE = "p0_deadline"
    ONLY_UNCONFIRMED = "only_unconfirmed"
    OWN_WORK = "own_work"
    NOT_REPORTER = "not_reporter"


def ticket_buildings(building: str | None) -> tuple[str, ...] | None:
    """The buildings of ``"3"``, ``"5-12"`` or ``"6,7"``; None when none is known or it cannot be read."""
    try:
        return parse_buildings(building or "") or None
    except ValueError:
        return None


def covers(district: District, person: Person, estate: str | None, building: str | None = None) -> bool:
    """Whether a place lies in a person's areas (and buildings), or touches them when the place is wide or unknown."""
    if estate is None or not person.areas:
        return True
    if person.buildings and not overlaps(person.buildings, ticket_buildings(building)):
        return False
    return any(district.within(estate, a) or district.within(a, estate) for a in person.areas)


def denied(district: District, person: Person | None, ticket: Ticket, action: Action) -> Denial | None:
    """Why this person of the staff may not do ``action`` to ``ticket``; None when they may.

    Rating, urging and withdrawing belong to the reporter and are asked of ``rater_denied`` and ``is_reporter``.
    """
    if person is None:
        return Denial.STRANGER
    if action not in _BY_ROLE[person.role]:
        return Denial.ROLE
    if person.id in (ticket.person, ticket.worker):
        return _limit(person, ticket, action)
    if person.role is Role.MEMBER_STAFF:
        ours = person.member == ticket.member or (person.member in ticket.co and action in HELP)
        return _limit(person, ticket, action) if ours else Denial.MEMBER
    if not covers(district, person, ticket.estate, ticket.building):
        return Denial.AREA
    return _limit(person, ticket, action)


def _limit(person: Person, ticket: Ticket, action: Action) -> Denial | None:
    if action in (A.EXTEND, A.SUSPEND) and ticket.urgency is Urgency.P0 and person.role not in LEADERS:
        return Denial.P0_DEADLINE
    if action is A.DISMISS and person.role is Role.BUILDING_HEAD and ticket.status is not Status.CAPTURED:
        return Denial.ONLY_UNCONFIRMED
    return None


def rater_denied(
    ticket: Ticket, person: Person | None, sender: str, speakers: frozenset[str], doers: frozenset[str] = frozenset()
) -> Denial | None:
    """Why ``sender`` (keyed hash, or the id of a person of the staff) may not rate: only who reported, and nobody own work.

    ``speakers`` are the senders of the matter's reports, ``doers`` who has had a hand in it.
    """
    if sender != ticket.reporter and sender not in speakers:
        return Denial.NOT_REPORTER
    if person is None:
        return None
    hands = (ticket.person, ticket.worker, *doers)
    mended = person.id in hands or (person.member and person.member in (ticket.member, *ticket.co))
    return Denial.OWN_WORK if mended else None


def is_reporter(ticket: Ticket, sender: str) -> bool:
    """Whether ``sender`` is who reported it first."""
    return bool(sender) and sender == ticket.reporter
