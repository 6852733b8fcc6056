"""并单 and 拆单: two tickets of one trouble become one, and apart again."""

from __future__ import annotations

from dispatch import wording_answers as answer
from dispatch import wording_room as to_room
from dispatch import wording_staff as to_staff
from dispatch.ask import Ask, Done, meant
from dispatch.assign import accept_and_dispatch
from dispatch.clocks import stopped
from dispatch.life import step
from dispatch.matters import matter_subject
from dispatch.scene import Scene
from dispatch.tell import Said, crew, heard, rooms_of, spoken, tell_room
from models.ticket import Ticket
from models.words import Action, Status


def merge(ask: Ask, ticket: Ticket) -> Done:
    """并单: the other one is the main ticket from now on; its rooms and households grow by this one's."""
    scene, words = ask.scene, ask.command.target.strip()
    parent = scene.tx.tickets.find(int(words)) if words.isdigit() else None
    if parent is None or parent.number == ticket.number or not parent.open or parent.service is not ticket.service:
        return ask.reply(ticket, answer.no_parent(ticket, words), "target")
    ticket, _, said = absorb(scene, ticket, parent, ask.command.text)
    return ask.reply(ticket, answer.merged(ticket, parent), said=said)


def absorb(
    scene: Scene, ticket: Ticket, parent: Ticket, reason: str, *, tell: bool = True
) -> tuple[Ticket, Ticket, Said]:
    """Both tickets after the one was merged into ``parent``, whose rooms and households grow by it, and what was said.

    Its crew is told (``tell``) but for who acts and who has the main one; a room that was still without an answer hears
    of the main ticket.
    """
    after = stopped(step(ticket, Action.MERGE, scene.now)).evolve(parent=parent.number)
    ticket = scene.save(ticket, after, Action.MERGE, reason)
    scene.note(matter_subject(ticket.matter), Action.MERGE, after=str(parent.number))
    grown = _grow_parent(scene, parent, ticket)
    scene.withdraw(ticket, f"并入工单 {parent.number}")
    if not tell:
        return ticket, grown, ()
    text = to_staff.taken_off(scene.district, ticket, f"并入工单 {parent.number}")
    people = [p for p in crew(ticket) if p not in (scene.actor, *crew(parent))]
    said = scene.tell(ticket, people, f"merged {scene.now:%Y-%m-%dT%H:%M:%SZ}", text, night=False)
    return ticket, grown, said + _answer_unanswered(scene, ticket, grown)


def _answer_unanswered(scene: Scene, child: Ticket, parent: Ticket) -> Said:
    """A room whose first answer had not left hears of the main ticket instead."""
    text = to_room.received(scene.district, parent)
    rooms = [r for r in rooms_of(scene, child) if not heard(scene, child, r) and not spoken(scene, parent, r)]
    return tuple(said for room in rooms for said in tell_room(scene, parent, room, "received", text))


def _grow_parent(scene: Scene, parent: Ticket, child: Ticket) -> Ticket:
    grown = parent.evolve(households=parent.households + child.households)
    grown = scene.save(parent, grown, "absorb", f"并入工单 {child.number}")
    ours, theirs = scene.tx.matters.get(parent.matter), scene.tx.matters.get(child.matter)
    if ours and theirs:
        scene.tx.matters.save(ours.evolve(rooms=tuple(dict.fromkeys((*ours.rooms, *theirs.rooms)))))
    return grown


def split(ask: Ask) -> Done:
    """拆单: what was merged is a ticket of its own again, dispatched anew; the main one shrinks by it."""
    found = meant(ask, Action.MERGE, merged=True)
    if isinstance(found, Done):
        return found
    if found.status is not Status.MERGED or found.parent is None:
        return ask.reply(found, answer.not_merged(found), "already")
    scene = ask.scene
    parent = scene.tx.tickets.get(found.parent)
    fewer = parent.evolve(households=max(1, parent.households - found.households))
    scene.save(parent, fewer, "release", f"拆出工单 {found.number}")
    reason = ask.command.text or f"从工单 {parent.number} 拆出"
    ticket = scene.advance(found, Action.REOPEN, reason=reason)
    scene.note(matter_subject(ticket.matter), Action.REOPEN, reason=reason)
    matter = scene.tx.matters.get(ticket.matter)
    if matter:
        scene.tx.matters.save(matter.evolve(open=True))
    ticket, said = accept_and_dispatch(scene, ticket, reason, skip=ask.sender)
    return ask.reply(ticket, answer.split(scene.district, ticket, parent), said=said)
