"""How supply comes back: 已恢复待确认 by the word of the member, confirmed or denied by the homes, unknown by silence."""

from __future__ import annotations

from datetime import timedelta

from dispatch import wording_back as say
from dispatch.finish import OBSOLETE, ask_to_close, shut_matter, stopped_by
from dispatch.life import STEPS, step
from dispatch.scene import Scene, in_room, may_speak
from dispatch.tell import Said, crew, overseers, rooms_of
from dispatch.units import Units, units_of
from dispatch.wording_topics import OUTAGES
from models.capture import Capture
from models.message import Message
from models.notice import Notice
from models.ticket import CONFIRMED, PENDING, Ticket
from models.words import Act, Action, Delivery, Priority, Role, Status, Urgency

STILL_EVERY = timedelta(hours=1)
ASKING_LASTS = timedelta(hours=12)
_COMPLAINS = frozenset({Act.REPORT, Act.URGE, Act.COMPLAIN, Act.ME_TOO})
_ENDABLE = frozenset({Status.RESOLVED, Status.VERIFYING})


def restore(scene: Scene, ticket: Ticket, said: str, *, but: str = "") -> Ticket:
    """Supply is said to be back: the ticket waits a day for the homes to say so. A danger waits for a person.

    The rooms hear of it from the notice; the crew hears here, without who acts and ``but``, who know.
    """
    if ticket.urgency is Urgency.P0:
        scene.tell(ticket, crew(ticket), "restored?", say.check_danger(scene.district, ticket, said), night=False)
        return ticket
    if (ticket.status, Action.RESOLVE) not in STEPS:
        deflects = (ticket.status, Action.DEFLECT) in STEPS
        return stopped_by(scene, ticket, Action.DEFLECT, said) if deflects else ticket
    scene.withdraw(ticket, OBSOLETE)
    done = step(ticket, Action.RESOLVE, scene.now, text=said).evolve(outcome=PENDING)
    ticket = scene.save(ticket, done, Action.RESOLVE, said)
    shut_matter(scene, ticket)
    until = scene.now + scene.clocks.restored_wait
    text = say.pending(scene.district, ticket, until, scene.now, scene.tz)
    scene.tell(
        ticket,
        [p for p in crew(ticket) if p not in (scene.actor, but)],
        f"pending {ticket.reworks + 1}",
        text,
        night=False,
    )
    return ticket


def standing_notice(scene: Scene, ticket: Ticket) -> Notice | None:
    """The published notice that a ticket hangs on, as long as it does not say that supply is back."""
    notice = scene.tx.notices.latest_published(ticket.notice) if ticket.notice is not None else None
    return notice if notice and not notice.over else None


def speaks_for_notice(scene: Scene, ticket: Ticket) -> bool:
    """Whether who acts may say for the ticket's notice that supply is back: only the member that published it."""
    notice, person = standing_notice(scene, ticket), scene.district.person.get(scene.actor)
    ours = person and person.role is Role.MEMBER_STAFF and notice and person.member == notice.member
    return bool(ours) and ticket.topic in OUTAGES and ticket.urgency is not Urgency.P0


def owes_word(scene: Scene, ticket: Ticket) -> Notice | None:
    """The notice that must say that supply is back, since its member has reported the ticket done and the time to take
    that back is over."""
    ripe = ticket.outcome == PENDING and ticket.resolved_at and ticket.resolved_at + scene.clocks.take_back <= scene.now
    return standing_notice(scene, ticket) if ripe else None


def units(scene: Scene, ticket: Ticket) -> Units:
    """Where it is back and where not, in the words of residents: of its own matter and of those merged into it."""
    children = scene.tx.tickets.children(ticket.number)
    return units_of(scene.tx.matters.said_of([ticket.matter, *(t.matter for t in children)]))


def confirm(scene: Scene, ticket: Ticket, reason: str) -> Ticket:
    """All homes that were heard of say that it is back: closed, unless a rating is awaited."""
    if ticket.status is Status.VERIFYING:
        return scene.save(ticket, ticket.evolve(outcome=CONFIRMED), "confirmed", reason)
    if ticket.status is not Status.RESOLVED:
        done = step(ticket, Action.RESOLVE, scene.now, text=reason)
        scene.withdraw(ticket, OBSOLETE)
        ticket = scene.save(ticket, done, Action.RESOLVE, reason)
        shut_matter(scene, ticket)
        scene.tell(ticket, crew(ticket), "all back", say.all_back(scene.district, ticket), night=False)
    return scene.advance(ticket.evolve(outcome=CONFIRMED), Action.CLOSE, reason=reason)


def end_in_silence(scene: Scene, ticket: Ticket) -> tuple[Ticket, Said]:
    """A day after 已恢复: closed, confirmed if all homes have said so, else unknown, never satisfied. A P0 is put before a
    person."""
    if ticket.status not in _ENDABLE or ticket.outcome != PENDING:
        return ticket, ()
    if ticket.urgency is Urgency.P0:
        return ticket, ask_to_close(scene, ticket, overseers(scene, ticket))
    if units(scene, ticket).all_back:
        return scene.advance(ticket.evolve(outcome=CONFIRMED), Action.CLOSE, reason=say.ALL_BACK), ()
    return scene.advance(ticket, Action.CLOSE, reason=say.SILENCE), ()


def ask_rooms(scene: Scene, ticket: Ticket, name: str) -> Said:
    """The hour that the member stated has passed: each room of the matter is asked once whether it is back."""
    text = say.is_it_back(scene.district, ticket, scene.now, scene.tz)
    rooms = [room for room in rooms_of(scene, ticket) if room and may_speak(scene, room)]
    priority, lasts = Priority.RESTORATION, ASKING_LASTS
    rows = (in_room(scene, ticket, room, name, text, priority=priority, expires=lasts) for room in rooms)
    return tuple(said for row in rows for said in scene.say(row))


def was_asked(scene: Scene, ticket: Ticket, room: str) -> bool:
    """Whether this room has been asked whether supply is back."""
    own = (o for o in scene.tx.outbox.of_ticket(ticket.number) if o.room == room and o.why.startswith("back"))
    told = scene.tx.outbox.of_notice_in(ticket.notice, room) if ticket.notice is not None else []
    return any(o.status is Delivery.SENT for o in (*own, *(o for o in told if " overdue → " in o.key)))


def says_late(ticket: Ticket, capture: Capture, message: Message) -> bool:
    """Whether somebody says that it is not back though the hour has passed that its member stated."""
    stated = ticket.expected_at
    return stated is not None and message.at > stated and capture.act in _COMPLAINS and not message.by_staff


def tell_still_out(scene: Scene, ticket: Ticket, building: str | None) -> Said:
    """The crew hears, once an hour for a building, that supply is not back after its time."""
    slot = int(scene.now.timestamp() // STILL_EVERY.total_seconds())
    text = say.still_out(scene.district, ticket, building or "")
    people = crew(ticket) or overseers(scene, ticket)
    return scene.tell(ticket, people, f"still {building or '?'} {slot}", text, expires=STILL_EVERY)
