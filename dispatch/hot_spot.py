"""The same place and topic again and again: such a ticket is under supervision from its start (DOMAIN §6 督办)."""

from __future__ import annotations

from datetime import timedelta

from dispatch import wording_more as words
from dispatch.ladder import ladder
from dispatch.rights import ticket_buildings
from dispatch.scene import Scene
from dispatch.wording_topics import CONSULTING, PRIVATE
from models.buildings import overlaps
from models.ticket import Ticket
from models.words import Status

_NOTHING = frozenset({Status.DISMISSED, Status.DEFLECTED, Status.MERGED, Status.REJECTED})


def mark_hot_spot(scene: Scene, ticket: Ticket) -> Ticket:
    """A new ticket, supervised when it is the third of its kind at its place within a month."""
    if not ticket.estate or ticket.topic in CONSULTING | PRIVATE:
        return ticket
    since = scene.now - timedelta(days=scene.clocks.hot_spot_days)
    ours = ticket_buildings(ticket.building)
    times = [
        t
        for t in scene.tx.tickets.alike(ticket.estate, ticket.topic, since)
        if t.status not in _NOTHING and overlaps(ours, ticket_buildings(t.building))
    ]
    if len(times) < scene.clocks.hot_spot:
        return ticket
    return _flagged(scene, ticket, times)


def _flagged(scene: Scene, ticket: Ticket, times: list[Ticket]) -> Ticket:
    """The flag, and a word to the nearest above the crew: who mends it again does not see why it comes again."""
    why = f"{scene.clocks.hot_spot_days} 天内同处同类第 {len(times)} 次，列入督办"
    ticket = scene.save(ticket, ticket.evolve(supervised=True, why=(*ticket.why, why)), "supervise", why)
    before = [t.number for t in times if t.number != ticket.number]
    text = words.hot_spot(scene.district, ticket, scene.clocks.hot_spot_days, before)
    scene.tell(ticket, next(iter(ladder(scene, ticket)), ()), "hot spot", text, night=False)
    return ticket
