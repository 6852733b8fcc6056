"""快报: what stands in the area of an emergency state, counted for the street's duty."""

from __future__ import annotations

from collections import Counter

from dispatch import wording_emergency as words
from dispatch.flash import Flash
from dispatch.scene import Scene
from models.emergency import Emergency
from models.ticket import Ticket
from models.words import Status, Urgency

_SOLVED = frozenset({Status.RESOLVED, Status.VERIFYING, Status.CLOSED, Status.ARCHIVED})


def flash(scene: Scene, emergency: Emergency) -> str:
    """The report since the last one, as it is sent."""
    return words.flash(scene.district, emergency, figures(scene, emergency), scene.now, scene.tz)


def figures(scene: Scene, emergency: Emergency) -> Flash:
    """Counted now."""
    ours = of_area(scene, emergency)
    working = [t for t in ours if t.open and t.status not in _SOLVED]
    confirmed = [t for t in working if t.status is not Status.CAPTURED]
    since, numbers = emergency.flash_at, {t.number for t in working}
    rooms = {r.id for r in scene.district.rooms if _touches(scene, r.areas, emergency)}
    return Flash(
        by_topic=dict(Counter(t.topic for t in confirmed).most_common()),
        new=sum(t.created_at > since for t in ours),
        solved=sum(t.resolved_at is not None and t.resolved_at > since for t in ours),
        dangers=tuple(t for t in working if t.urgency is Urgency.P0),
        unheard=len({gap.room for gap in scene.tx.gaps.lasting()} & rooms),
        to_confirm=sum(t.status is Status.CAPTURED for t in working),
        leave=len({a.ticket for a in scene.tx.approvals.open()} & numbers),
        notices=len(scene.tx.notices.review()),
        visits=len(scene.tx.cares.owed()),
    )


def of_area(scene: Scene, emergency: Emergency) -> list[Ticket]:
    """The tickets of the state's area that are open, or that were opened or solved while it has stood."""
    found = scene.tx.tickets.touched(emergency.began_at)
    places = ((t, scene.area_of(t)) for t in found if t.parent is None)
    return [t for t, area in places if area and scene.district.within(area, emergency.area)]


def _touches(scene: Scene, areas: tuple[str, ...], emergency: Emergency) -> bool:
    return any(scene.district.within(a, emergency.area) for a in areas)
