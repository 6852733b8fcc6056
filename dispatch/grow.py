"""More lines on a matter that has its ticket: counted in silence, told at milestones, raised when it gets worse."""

from __future__ import annotations

from datetime import timedelta

from dispatch import wording_room as to_room
from dispatch import wording_staff as to_staff
from dispatch.assign import accept_and_dispatch, timed
from dispatch.clocks import waiting
from dispatch.growth import tell_also, tell_count, tell_news
from dispatch.matters import felt_urgency, spelled
from dispatch.pause import resumed
from dispatch.reopen import back_to_work, fits_reopening
from dispatch.scene import Scene, in_room, may_speak
from dispatch.tell import crew, heard, overseers, rooms_of, spoken, tell_danger, tell_dispatched, tell_room
from models.capture import Capture
from models.matter import Matter, Report
from models.message import Message
from models.ticket import Ticket
from models.words import Act, Action, Status, Urgency

URGE_EVERY = timedelta(hours=2)
ANSWER_LASTS = timedelta(minutes=10)

_COMPLAINING = frozenset({Act.REPORT, Act.URGE, Act.COMPLAIN, Act.REQUEST})
_SEEN = frozenset({Status.DISPATCHED, Status.SIGNED, Status.IN_PROGRESS, Status.SUSPENDED, Status.REWORK})
_ENDED = frozenset({Status.DISMISSED, Status.DEFLECTED, Status.REJECTED})


def grow(
    scene: Scene, matter: Matter, before: Matter, ticket: Ticket, capture: Capture, message: Message, report: Report
) -> Ticket:
    """The ticket after one more line of its matter."""
    old = ticket
    ticket = _follow(scene, matter, before, ticket, capture)
    if ticket.status in _ENDED:
        ticket = _revive(scene, matter, ticket, capture, message)
    elif fits_reopening(ticket, capture.act in _COMPLAINING, message.at, scene.clocks):
        ticket, _ = back_to_work(scene, ticket, "解决后仍有人反映：" + report.masked.strip()[:40])
    elif ticket.status is Status.CAPTURED:
        ticket = _confirm(scene, matter, ticket, capture, message)
    elif ticket.status in _SEEN:
        _tell_growth(scene, old, ticket, capture)
    _tell_place(scene, ticket, capture)
    _speak(scene, ticket, capture, message)
    return ticket


def _follow(scene: Scene, matter: Matter, before: Matter, ticket: Ticket, capture: Capture) -> Ticket:
    """Count, place and urgency of the ticket follow its matter; deadlines only come nearer."""
    urgency = min(ticket.urgency, felt_urgency(matter))
    risen = urgency < ticket.urgency
    now_ = _counted(matter, before, ticket).evolve(
        urgency=urgency,
        topic=matter.topic if risen and matter.service is ticket.service else ticket.topic,
    )
    if now_ == ticket:
        return ticket
    if not risen and (now_.estate, now_.building) == (ticket.estate, ticket.building):
        scene.tx.tickets.save(now_)  # a count, which the matter keeps
        return now_
    if not risen:
        return scene.save(ticket, now_, "grow", f"又有人反映（{capture.act}），{now_.households} 户")
    if now_.status in _SEEN:
        now_ = _sooner(scene, now_)
    return scene.save(ticket, now_, "raise", f"升级：{capture.act}，{now_.households} 户")


def _counted(matter: Matter, before: Matter, ticket: Ticket) -> Ticket:
    if matter.key != ticket.matter:  # merged into this one: only its new households count
        return ticket.evolve(households=ticket.households + max(matter.households - before.households, 0))
    return ticket.evolve(
        households=max(matter.households, ticket.households),
        estate=matter.estate or ticket.estate,
        building=spelled(matter.buildings) if matter.buildings else _wide(matter, ticket),
    )


def _wide(matter: Matter, ticket: Ticket) -> str | None:
    return ticket.building if matter.estate in (None, ticket.estate) else None


def _sooner(scene: Scene, ticket: Ticket) -> Ticket:
    new, ticket = timed(scene, ticket), resumed(ticket, scene.now)
    names = ("respond_by", "contact_by", "arrive_by", "resolve_by", "feedback_by")
    both = {n: [by for by in (getattr(ticket, n), getattr(new, n)) if by] for n in names}
    return ticket.evolve(**{n: min(by) if by else None for n, by in both.items()})


def _confirm(scene: Scene, matter: Matter, ticket: Ticket, capture: Capture, message: Message) -> Ticket:
    """A second household, a clear report, or something urgent: the question becomes a ticket."""
    reason = _confirmed(matter, ticket, capture, message)
    if not reason:
        return ticket
    tell_danger(scene, ticket, message.room)
    ticket, _ = accept_and_dispatch(scene, ticket, reason)
    if ticket.urgency is not Urgency.P0:
        text = to_room.received(scene.district, ticket)
        for room in dict.fromkeys((message.room, *rooms_of(scene, ticket))):
            if room == message.room or not spoken(scene, ticket, room):
                tell_room(scene, ticket, room, "received", text)
    return ticket


def _confirmed(matter: Matter, ticket: Ticket, capture: Capture, message: Message) -> str:
    if message.by_staff:
        return f"工作人员证实（{message.role}）"
    if ticket.urgency is not Urgency.P2:
        return f"紧急程度 {ticket.urgency}"
    if matter.households >= 2:
        return f"{matter.households} 户反映"
    return f"明确诉求（{capture.act}）" if capture.act in _COMPLAINING else ""


def _revive(scene: Scene, matter: Matter, ticket: Ticket, capture: Capture, message: Message) -> Ticket:
    """What was thought over is spoken of again: a report opens it, a question waits again."""
    if capture.act in _COMPLAINING or ticket.urgency is not Urgency.P2 or message.by_staff:
        ticket = scene.advance(ticket, Action.REOPEN, reason=f"再次反映（{capture.act}）")
        _reopen_matter(scene, matter)
        tell_danger(scene, ticket, message.room)
        return accept_and_dispatch(scene, ticket, "再次反映")[0]
    if ticket.status is Status.DISMISSED and capture.act in (Act.ASK_STATUS, Act.ME_TOO):
        again = waiting(ticket, scene.now, scene.tz, scene.clocks)
        _reopen_matter(scene, matter)
        return scene.advance(again, Action.CAPTURE, reason="再次有人问")
    return ticket


def _reopen_matter(scene: Scene, matter: Matter) -> None:
    scene.tx.matters.save(matter.evolve(open=True))


def _tell_growth(scene: Scene, old: Ticket, ticket: Ticket, capture: Capture) -> None:
    """The crew hears of a higher urgency, of milestones, and (not often) of urging; all else is taken in silence."""
    if ticket.urgency < old.urgency:
        _tell_urgency(scene, ticket)
    elif not tell_count(scene, old, ticket) and capture.act is Act.URGE and not ticket.held_at:
        tell_urged(scene, ticket)


def _tell_urgency(scene: Scene, ticket: Ticket) -> None:
    if ticket.urgency is Urgency.P0:
        for room in rooms_of(scene, ticket):
            tell_danger(scene, ticket, room)
        tell_dispatched(scene, ticket, "urgency P0")
        return
    tell_news(
        scene,
        ticket,
        f"urgency {ticket.urgency}",
        to_staff.more_urgent(scene.district, ticket, scene.now, scene.tz),
    )


def tell_urged(scene: Scene, ticket: Ticket) -> None:
    """The crew hears that somebody urges, once in two hours."""
    slot = int(scene.now.timestamp() // URGE_EVERY.total_seconds())
    people = crew(ticket) or overseers(scene, ticket)
    scene.tell(ticket, people, f"urged {slot}", to_staff.urged(scene.district, ticket), expires=URGE_EVERY)


def _tell_place(scene: Scene, ticket: Ticket, capture: Capture) -> None:
    """The grid worker of another estate that the matter has reached hears of it once."""
    if ticket.status in _SEEN and capture.estate not in (None, ticket.estate):
        tell_also(scene, ticket, capture)


def _speak(scene: Scene, ticket: Ticket, capture: Capture, message: Message) -> None:
    """A room that hears of the matter for the first time gets its one text; who asks the bot gets an answer."""
    if ticket.status not in _SEEN:
        return
    if ticket.urgency is Urgency.P0:
        tell_danger(scene, ticket, message.room)
    elif not (spoken(scene, ticket, message.room) or _heard_of_a_part(scene, ticket, message.room)):
        tell_room(scene, ticket, message.room, "received", to_room.received(scene.district, ticket))
    elif message.to_bot and capture.act in (Act.ASK_STATUS, Act.ASK_INFO, Act.URGE):
        _answer(scene, ticket, message)


def _heard_of_a_part(scene: Scene, ticket: Ticket, room: str) -> bool:
    """Whether a room was answered for a ticket that was merged into this one."""
    return any(heard(scene, part, room) for part in scene.tx.tickets.children(ticket.number))


def _answer(scene: Scene, ticket: Ticket, message: Message) -> None:
    if may_speak(scene, message.room):
        text = to_room.progress(scene.district, ticket)
        name = f"answer {message.id}"
        scene.say(in_room(scene, ticket, message.room, name, text, topic=ticket.topic, expires=ANSWER_LASTS))
