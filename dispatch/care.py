"""关爱户: what makes an outage a danger, whose door it is, and which doors an outage concerns. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dispatch.rights import ticket_buildings
from dispatch.route import grid_worker
from dispatch.street import Shifts, street_duty
from models.areas import District, Person
from models.care import Household
from models.ticket import Ticket
from models.words import Role, Service, Status, Urgency

_NEEDS: dict[str, frozenset[Service]] = {
    "呼吸机": frozenset({Service.POWER}),
    "制氧机": frozenset({Service.POWER}),
    "透析": frozenset({Service.POWER, Service.WATER}),
    "独居体弱": frozenset({Service.POWER, Service.WATER}),
}
KINDS = tuple(_NEEDS)
MACHINES = frozenset({"呼吸机", "制氧机"})
"""Where minutes count."""
_FELT = frozenset({"E01", "W01"})
_STANDS = frozenset(
    {Status.ACCEPTED, Status.DISPATCHED, Status.SIGNED, Status.IN_PROGRESS, Status.SUSPENDED, Status.REWORK}
)


def needs(household: Household, service: Service) -> bool:
    """Whether a household is in danger without this supply."""
    return service in _NEEDS.get(household.kind, frozenset())


def is_outage(ticket: Ticket) -> bool:
    """Whether a ticket says that supply is gone for more than one home."""
    wide = ticket.urgency is not Urgency.P2 or ticket.households > 1 or ticket.notice is not None
    return ticket.topic in _FELT and ticket.status in _STANDS and wide


def concerns(household: Household, places: Iterable[tuple[str | None, str | None]]) -> bool:
    """Whether an outage at these places (estate, buildings; None = all of it) is at a household's building."""
    return any(
        estate == household.estate and (not (named := ticket_buildings(building)) or household.building in named)
        for estate, building in places
    )


def keeper_of(district: District, household: Household, at: datetime, shifts: Shifts = ()) -> str:
    """Who sees a door: its grid worker, and where there is none the street's duty; "" for nobody. ``at`` local, aware."""
    worker, _ = grid_worker(district, household.estate, household.building)
    if worker and worker.role is Role.GRID_WORKER:
        return worker.id
    duty = street_duty(district, household.estate, at, shifts)
    return duty.id if duty else ""


def may_see(district: District, person: Person | None, household: Household, at: datetime, shifts: Shifts = ()) -> bool:
    """Only its grid worker, and who is on duty for the street."""
    if person is None or household.estate not in district.area:
        return False
    duty = street_duty(district, household.estate, at, shifts)
    return person.id == keeper_of(district, household, at, shifts) or (duty is not None and person.id == duty.id)
