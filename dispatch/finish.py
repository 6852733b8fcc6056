"""Endings: resolved and told to the rooms with one question for a rating, dismissed, rejected, closed."""

from __future__ import annotations

from dispatch import wording_room as to_room
from dispatch import wording_staff as to_staff
from dispatch.clocks import stopped
from dispatch.life import step
from dispatch.scene import Scene
from dispatch.survey import Rater, ask_privately, note_asked, raters
from dispatch.tell import AUTOMATIC, Said, crew, others, rooms_of, spoken, tell_rooms
from dispatch.wording import shown, who
from dispatch.wording_proxy import result as by_telephone
from models.opinion import TELEPHONE
from models.ticket import Ticket
from models.words import Action, Role, Urgency

OBSOLETE = "工单已有结果"


def resolve(scene: Scene, ticket: Ticket, text: str) -> tuple[Ticket, Said]:
    """Resolved (反馈) and straight on to verifying (回访): the rooms hear the result, where it was reported they are asked."""
    scene.withdraw(ticket, OBSOLETE)
    person = scene.district.person.get(scene.actor)
    in_grid = ticket.in_grid or (person is not None and person.role is Role.GRID_WORKER)
    done = step(ticket, Action.RESOLVE, scene.now, text=text).evolve(in_grid=in_grid and not ticket.outside)
    ticket = scene.save(ticket, done, Action.RESOLVE, text)
    shut_matter(scene, ticket)
    held = ticket.held_at is not None  # ratings wait until the emergency is over
    asked = [] if held else raters(scene, ticket)
    said = _tell_result(scene, ticket, {one.room for one in asked if one.way != TELEPHONE})
    said += ask_privately(scene, ticket, asked) + _tell_others(scene, ticket)
    return ticket if held else verify(scene, ticket, asked), said


def verify(scene: Scene, ticket: Ticket, asked: list[Rater]) -> Ticket:
    """On to 回访; where nobody can be asked nobody has been."""
    note_asked(scene, ticket, asked)
    after = step(ticket, Action.ASK_RATING, scene.now).evolve(asked_at=scene.now if asked else None)
    return scene.save(ticket, after, Action.ASK_RATING, f"问 {len(asked)} 人")


def _tell_result(scene: Scene, ticket: Ticket, asking: set[str]) -> Said:
    said = shown(scene.district, ticket.result)
    texts = [
        (room, _result(scene, ticket, said, rate=room in asking, private=not room))
        for room in rooms_of(scene, ticket)
        if room or not ticket.room
    ]
    return tell_rooms(scene, ticket, _round("result", ticket), texts)


def _result(scene: Scene, ticket: Ticket, said: str, *, rate: bool, private: bool) -> str:
    if ticket.proxy and private:
        return by_telephone(scene.district, ticket)
    return to_room.result(scene.district, ticket, said, rate=rate)


def _tell_others(scene: Scene, ticket: Ticket) -> Said:
    by = who(scene.district, scene.actor)
    text = to_staff.resolved(scene.district, ticket, by)
    return scene.tell(ticket, others(scene, ticket), _round("resolved", ticket), text, night=False)


def _round(name: str, ticket: Ticket) -> str:
    return f"{name} {ticket.reworks + 1}" if ticket.reworks else name


def shut_matter(scene: Scene, ticket: Ticket) -> None:
    """The matter of a ticket is over."""
    matter = scene.tx.matters.get(ticket.matter)
    if matter and matter.open:
        scene.tx.matters.save(matter.evolve(open=False))


def dismiss(scene: Scene, ticket: Ticket, reason: str, *, tell_room: bool = True) -> tuple[Ticket, Said]:
    """There is nothing (left): the crew is told, and (unless it knows by itself) a room that had been promised something."""
    texts_for = _rooms_in_the_know(scene, ticket) if tell_room else []
    scene.withdraw(ticket, OBSOLETE)
    ticket = stopped_by(scene, ticket, Action.DISMISS, reason)
    said = scene.tell(
        ticket, others(scene, ticket), "dismissed", to_staff.taken_off(scene.district, ticket, reason), night=False
    )
    text = to_room.nothing_found(scene.district, ticket)
    return ticket, said + tell_rooms(scene, ticket, "dismissed", [(room, text) for room in texts_for])


def _rooms_in_the_know(scene: Scene, ticket: Ticket) -> list[str]:
    """Rooms that were told of the ticket, and so must hear how it ended."""
    names = (*AUTOMATIC, f"safety {ticket.topic}")
    return [room for room in rooms_of(scene, ticket) if spoken(scene, ticket, room, names)]


def reject(scene: Scene, ticket: Ticket, reason: str) -> tuple[Ticket, Said]:
    """Not ours to do (不予受理): told kindly where it was reported."""
    scene.withdraw(ticket, OBSOLETE)
    ticket = stopped_by(scene, ticket, Action.REJECT, reason)
    text = to_room.not_ours(scene.district, ticket, shown(scene.district, reason))
    return ticket, tell_rooms(scene, ticket, "rejected", [(ticket.room, text)])


def stopped_by(scene: Scene, ticket: Ticket, action: Action, reason: str) -> Ticket:
    """The ticket ended by ``action`` with its clocks stopped and its matter shut."""
    after = stopped(step(ticket, action, scene.now, text=reason, by_person=scene.actor != "bot"))
    ticket = scene.save(ticket, after, action, reason)
    shut_matter(scene, ticket)
    return ticket


def close(scene: Scene, ticket: Ticket, reason: str) -> Ticket:
    """Closed (办结); a P0 only by a person."""
    return scene.advance(ticket, Action.CLOSE, reason=reason)


def ask_to_close(scene: Scene, ticket: Ticket, people: list[str]) -> Said:
    """A P0 is closed by a person only: they are asked to."""
    if ticket.urgency is not Urgency.P0:
        return ()
    text = to_staff.to_close(scene.district, ticket)
    return scene.tell(ticket, people or crew(ticket), _round("to close", ticket), text, night=False)
