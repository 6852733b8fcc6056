"""延期 and 挂账 with leave: who mends asks, those above give it or not; who is above takes it at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from dispatch import wording_answers as answer
from dispatch import wording_leave as leave
from dispatch import wording_room as to_room
from dispatch.act_work import started
from dispatch.ask import Ask, Done, by_number
from dispatch.ladder import ladder
from dispatch.life import hindrance
from dispatch.rights import LEADERS, covers
from dispatch.scene import Scene, subject
from dispatch.tell import AUTOMATIC, Said, rooms_of, spoken, tell_rooms, where
from dispatch.wording import member_of, shown, who
from dispatch.wording_topics import OUTAGES
from models.deed import Approval
from models.ticket import Ticket
from models.words import Action, Priority, Status, Urgency

_NOT_SIGNED = frozenset({Status.DISPATCHED, Status.REWORK})


class _Wish(NamedTuple):
    action: Action
    until: datetime
    reason: str
    by: str


def extend(ask: Ask, ticket: Ticket) -> Done:
    """延期: a new hour with its reason."""
    until = ask.command.until
    if until is None or until <= ask.scene.now:
        return ask.reply(ticket, answer.needs_hour(ticket), "hour")
    ticket, said = started(ask, ticket, "延期即受理")
    if ticket.status in _NOT_SIGNED:
        ticket = ask.scene.advance(ticket, Action.SIGN)
    return _decide_or_ask(ask, ticket, _Wish(Action.EXTEND, until, ask.command.text, ask.sender), said)


def suspend(ask: Ask, ticket: Ticket) -> Done:
    """挂账: the clock stops until the review date."""
    until = ask.command.until or ask.scene.now + ask.scene.clocks.review_after
    if until <= ask.scene.now:
        return ask.reply(ticket, answer.needs_hour(ticket), "hour")
    return _decide_or_ask(ask, ticket, _Wish(Action.SUSPEND, until, ask.command.text, ask.sender), ())


def _decide_or_ask(ask: Ask, ticket: Ticket, wish: _Wish, said: Said) -> Done:
    scene = ask.scene
    levels = [] if ask.person and ask.person.role in LEADERS else ladder(scene, ticket, but=ask.sender)
    if levels:
        return _ask_leave(ask, ticket, wish, levels[0], said)
    ticket, more = _take(scene, ticket, wish)
    return ask.reply(ticket, _taken(scene, ticket, wish), said=said + more)


def _taken(scene: Scene, ticket: Ticket, wish: _Wish) -> str:
    if wish.action is Action.SUSPEND:
        return answer.suspended(ticket, scene.now, scene.tz)
    return answer.extended(scene.district, ticket, scene.now, scene.tz, "")


def _ask_leave(ask: Ask, ticket: Ticket, wish: _Wish, level: tuple[str, ...], said: Said) -> Done:
    scene = ask.scene
    standing = scene.tx.approvals.open(ticket.number)
    if any((a.action, a.until, a.by) == (wish.action, wish.until, wish.by) for a in standing):
        return ask.reply(ticket, leave.asked_before(ticket), "already")
    for older in standing:
        scene.tx.approvals.save(older.evolve(chase_at=None, granted=False, decided_by=wish.by, decided_at=scene.now))
    request = Approval(
        ticket.number,
        wish.action,
        wish.until,
        wish.reason,
        wish.by,
        scene.now,
        level,
        0,
        scene.now + wait_of(scene, ticket),
    )
    scene.tx.approvals.add(request)
    _trace(scene, ticket)
    scene.note(subject(ticket), f"ask {wish.action}", reason=wish.reason, after=f"until={wish.until.isoformat()}")
    said += tell_request(scene, ticket, request)
    return ask.reply(ticket, leave.asked(scene.district, ticket, request, scene.now, scene.tz), said=said)


def _trace(scene: Scene, ticket: Ticket) -> None:
    if scene.trail:
        scene.trail.touch(ticket.number)
        scene.trail.asked = True


def wait_of(scene: Scene, ticket: Ticket) -> timedelta:
    """How long one level has for a request."""
    return scene.clocks.approve if ticket.urgency is Urgency.P2 else scene.clocks.approve_urgent


def tell_request(scene: Scene, ticket: Ticket, request: Approval) -> Said:
    """The request to those who are asked."""
    text = leave.request(scene.district, ticket, request, scene.now, scene.tz)
    name = f"leave {request.action} {request.until:%Y-%m-%dT%H:%MZ} {request.at:%H:%M:%S}"
    return scene.tell(ticket, request.asked, name, text, night=None)


def _take(scene: Scene, ticket: Ticket, wish: _Wish) -> tuple[Ticket, Said]:
    ticket = scene.advance(_expected(scene, ticket, wish), wish.action, reason=wish.reason, until=wish.until)
    return ticket, _tell_new_hour(scene, ticket, wish) if wish.action is Action.EXTEND else ()


def _expected(scene: Scene, ticket: Ticket, wish: _Wish) -> Ticket:
    """With the hour at which the rooms are asked whether supply is back, when its member has stated one."""
    person = scene.district.person.get(wish.by)
    stated = wish.action is Action.EXTEND and person is not None and person.member == ticket.member
    asks = stated and ticket.topic in OUTAGES and ticket.notice is None
    return ticket.evolve(expected_at=wish.until) if asks else ticket


def _tell_new_hour(scene: Scene, ticket: Ticket, wish: _Wish) -> Said:
    """Once a room, with source and hour, and only where fewer than its three texts have been said."""
    person = scene.district.person.get(wish.by)
    by = member_of(scene.district, ticket).name if person and person.member else "网格员"
    why = shown(scene.district, wish.reason)
    text = to_room.changed_time(scene.district, ticket, by, why, scene.now, scene.tz)
    rooms = [r for r in rooms_of(scene, ticket) if spoken(scene, ticket, r, AUTOMATIC) < 2]
    return tell_rooms(scene, ticket, "changed", [(room, text) for room in rooms], Priority.REPLY)


def grant(ask: Ask) -> Done:
    """同意: the new hour stands."""
    return _decide(ask, granted=True)


def deny(ask: Ask) -> Done:
    """不同意: the old hour stands."""
    return _decide(ask, granted=False)


def _decide(ask: Ask, *, granted: bool) -> Done:
    found = _request_meant(ask)
    if isinstance(found, Done):
        return found
    ticket, request = found
    scene = ask.scene
    if not _may_decide(ask, ticket, request):
        return ask.reply(ticket, leave.not_yours(ticket), "role")
    if hindrance(ticket, request.action):
        granted = False
    decided = request.evolve(granted=granted, decided_by=ask.sender, decided_at=scene.now, chase_at=None)
    scene.tx.approvals.save(decided)
    _trace(scene, ticket)
    scene.note(subject(ticket), "grant" if granted else "deny", reason=ask.command.text, after=f"{request.action}")
    said: Said = ()
    if granted:
        ticket, said = _take(scene, ticket, _Wish(request.action, request.until, request.reason, request.by))
    text = leave.decided(ticket, decided, ask.command.text, who(scene.district, ask.sender), scene.now, scene.tz)
    said += scene.tell(ticket, [request.by], f"leave decided {request.id}", text, night=False)
    return ask.reply(ticket, text, said=said)


def _may_decide(ask: Ask, ticket: Ticket, request: Approval) -> bool:
    person = ask.person
    if person is None or person.id == request.by:
        return False
    if person.id in request.asked:
        return True
    return person.role in LEADERS and covers(ask.scene.district, person, where(ask.scene, ticket), ticket.building)


def _request_meant(ask: Ask) -> tuple[Ticket, Approval] | Done:
    scene = ask.scene
    if ask.command.number is not None:
        found = by_number(ask, ask.command.number)
        if isinstance(found, Done):
            return found
        standing = scene.tx.approvals.open(found.number)
        return (found, standing[-1]) if standing else ask.reply(found, leave.nothing_asked(found.number), "unknown")
    mine = [a for a in scene.tx.approvals.open() if ask.sender in a.asked]
    if len(mine) == 1:
        return scene.tx.tickets.get(mine[0].ticket), mine[0]
    return ask.reply(None, leave.which([a.ticket for a in mine]), "choice" if mine else "unknown")
