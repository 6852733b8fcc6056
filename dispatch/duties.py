"""What a decision about ownership changes in the responsibilities of a district. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dispatch.rights import ticket_buildings
from models.areas import District, Responsibility
from models.ticket import Ticket


def decided_duty(district: District, ticket: Ticket, member: str) -> District | None:
    """The district in which ``member`` answers for the ticket's topic in its buildings (or its whole area), and nobody
    else does; None when the ticket has no place."""
    if ticket.estate not in district.area:
        return None
    assert ticket.estate is not None
    known = district.area[ticket.estate].buildings
    named = ticket_buildings(ticket.building) or ()
    buildings = named if set(named) <= set(known) else ()
    new = Responsibility(ticket.estate, member, topic=ticket.topic, buildings=buildings)
    kept = tuple(rest for duty in district.responsibilities for rest in _without(duty, new))
    return replace(district, responsibilities=(*kept, new))


def _without(duty: Responsibility, new: Responsibility) -> Iterator[Responsibility]:
    """What is left of a duty beside the new one: a range loses the buildings, the whole area yields to the whole area."""
    if (duty.area, duty.topic) != (new.area, new.topic) or bool(duty.buildings) != bool(new.buildings):
        yield duty
        return
    left = tuple(b for b in duty.buildings if b not in new.buildings)
    if left:
        yield replace(duty, buildings=left)
