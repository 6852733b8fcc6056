"""上门未遇: a second vain visit goes to the grid leader, who makes an appointment by telephone; the resident hears of it."""

from __future__ import annotations

from datetime import datetime

from dispatch.call_back import owe, tell_callers
from dispatch.scene import Scene, in_room, subject
from dispatch.survey import rater_of, to_resident
from dispatch.tell import Said
from dispatch.wording import who
from dispatch.wording_callback import not_met, second_visit
from models.opinion import MISSED, PRIVATE
from models.ticket import Ticket
from models.words import Action

_BY_TELEPHONE = ("打不通", "没人接", "电话打不通")
TWICE = 2


def visits(scene: Scene, ticket: Ticket) -> list[datetime]:
    """The hours at which nobody was met at the door in this round; calls that nobody took are no visits."""
    since = ticket.dispatched_at or ticket.created_at
    rows = (a for a in scene.tx.audit.of(subject(ticket)) if a.action == Action.NOT_MET and a.at >= since)
    return [a.at for a in rows if not a.reason.startswith(_BY_TELEPHONE)]


def missed_again(scene: Scene, ticket: Ticket, said: str) -> tuple[str, Said]:
    """What is added to the answer, and what is told, after a vain visit; nothing after the first one."""
    times = visits(scene, ticket)
    if len(times) < TWICE:
        return "", ()
    call = owe(scene, ticket, MISSED)
    if call is None:
        return "", ()
    names = "、".join(who(scene.district, p) for p in call.asked)
    return second_visit(names, len(times)), tell_callers(scene, ticket, call, said) + _tell_resident(
        scene, ticket, times
    )


def _tell_resident(scene: Scene, ticket: Ticket, times: list[datetime]) -> Said:
    text = not_met(scene.district, ticket, times, scene.now, scene.tz)
    name = f"not met {len(times)}"
    if ticket.proxy:
        return scene.tell(ticket, [ticket.proxy], name, text, night=False)
    rater = rater_of(scene, ticket.reporter, ticket.room) if ticket.reporter else None
    if rater is None:
        return ()
    if rater.way == PRIVATE:
        return scene.say(to_resident(scene, ticket, rater.person, name, text))
    return scene.say(in_room(scene, ticket, rater.room, name, text, hold=scene.clocks.take_back))
