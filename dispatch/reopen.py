"""Back to work: a result that did not hold, or did not satisfy. Counted, escalated, with deadlines anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dispatch import wording_staff as to_staff
from dispatch.assign import timed
from dispatch.call_back import owe
from dispatch.clocks import Clocks
from dispatch.life import STEPS, step
from dispatch.scene import Scene
from dispatch.tell import Said, crew, overseers
from dispatch.wording_callback import please_ring_too
from models.opinion import UNHAPPY
from models.ticket import Ticket
from models.words import Action, Status

_REOPENABLE = frozenset({Status.RESOLVED, Status.VERIFYING, Status.CLOSED})


def fits_reopening(ticket: Ticket, complains: bool, at: datetime, clocks: Clocks) -> bool:
    """Whether a line that complains reopens what was resolved: not an echo within minutes, not weeks later."""
    if ticket.status not in _REOPENABLE or not complains or ticket.resolved_at is None:
        return False
    return ticket.resolved_at + clocks.echo < at <= ticket.resolved_at + clocks.reopen_within


def back_to_work(
    scene: Scene, ticket: Ticket, reason: str, *, unhappy: bool = False, **changes: Any
) -> tuple[Ticket, Said]:
    """Rework (重办): counted, deadlines anew, the crew and those above them told; the matter is open again.

    ``unhappy``: somebody said so, and a person who had no hand in it rings them up.
    """
    after = step(ticket, Action.REOPEN, scene.now).evolve(**changes)
    if STEPS[ticket.status, Action.REOPEN] is Status.REWORK:
        after = timed(scene, after)
    ticket = scene.save(ticket, after, Action.REOPEN, reason)
    matter = scene.tx.matters.get(ticket.matter)
    if matter and not matter.open:
        scene.tx.matters.save(matter.evolve(open=True))
    call = owe(scene, ticket, UNHAPPY) if unhappy else None
    text = to_staff.rework(scene.district, ticket, reason, scene.now, scene.tz)
    ringing = call.asked if call else ()
    people = [p for p in (*crew(ticket), *overseers(scene, ticket)) if p not in ringing]
    name = f"rework {ticket.reworks}"
    said = scene.tell(ticket, ringing, name, f"{text}\n{please_ring_too(ticket)}")
    return ticket, said + scene.tell(ticket, people, name, text)
