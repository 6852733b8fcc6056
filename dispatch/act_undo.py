"""撤销: who gave a command takes it back within two minutes, as long as nobody has gone on from there."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from dispatch import wording_answers as answer
from dispatch import wording_staff as to_staff
from dispatch.ask import Ask, Done
from dispatch.matters import matter_subject
from dispatch.scene import changed, subject
from dispatch.tell import Said
from dispatch.undo_district import redistricted, restore_district
from models.deed import Deed
from models.matter import Matter
from models.outgoing import Outgoing
from models.ticket import Ticket
from models.words import Action, Delivery, Priority, Status

_GROWS = frozenset({"households", "building", "estate", "chase_at", "photos"})
"""What residents' lines and the ticker change meanwhile; it hinders nobody."""


def take_back(ask: Ask) -> Done:
    """The last command of who asks, undone: rows as they were, what waits to be said withdrawn, who heard it told."""
    scene = ask.scene
    deed = scene.tx.deeds.last(ask.sender, scene.now - scene.clocks.take_back)
    wanted = ask.command.number
    if deed is None or (wanted is not None and wanted not in {t.number for t in deed.before}):
        return ask.reply(None, answer.NOTHING_TO_UNDO, "late")
    if later := hindered(ask, deed):
        return ask.reply(later, answer.gone_on(later), "gone_on")
    if redistricted(scene, deed):
        return ask.reply(None, answer.DISTRICT_GONE_ON, "gone_on")
    put_back(ask, deed)
    district = restore_district(scene, deed)
    said = unsay(ask, deed)
    scene.tx.deeds.undone(deed, scene.now)
    first = scene.tx.tickets.get(deed.before[0].number) if deed.before else None
    text = answer.undone(first) if first and deed.verb != "handover" else answer.HANDOVER_UNDONE
    return replace(ask.reply(first, text, said=said), district=district)


def hindered(ask: Ask, deed: Deed) -> Ticket | None:
    """The first ticket that somebody has moved on since then; None when all may be put back."""
    stand = [ask.scene.tx.tickets.get(t.number) for t in deed.after]
    if any(_moved_on(now_, then) for now_, then in zip(stand, deed.after, strict=True)):
        return stand[0]
    return None


def put_back(ask: Ask, deed: Deed) -> None:
    """Tickets, matters and leave as they were before."""
    for before, after in zip(deed.before, deed.after, strict=True):
        now_ = ask.scene.tx.tickets.get(after.number)
        _restore(ask, now_, before, after)
        _restore_opinions(ask, now_, before, deed)
    for matter in deed.matters:
        _restore_matter(ask, matter, deed)
    _restore_leave(ask, deed)


def _moved_on(now_: Ticket, then: Ticket) -> bool:
    return any(getattr(now_, f.name) != getattr(then, f.name) for f in fields(Ticket) if f.name not in _GROWS)


def _restore(ask: Ask, now_: Ticket, before: Ticket, after: Ticket) -> None:
    """The row as it was, with the households that have come since."""
    grown: dict[str, Any] = {"households": max(1, before.households + now_.households - after.households)}
    if now_.building != after.building or now_.estate != after.estate:
        grown |= {"building": now_.building, "estate": now_.estate}
    row = before.evolve(**grown)
    ask.scene.tx.tickets.save(row)
    old, new = changed(now_, row)
    ask.scene.note(subject(row), "undo", reason="撤销刚才的操作", before=old, after=new)


def _restore_matter(ask: Ask, old: Matter, deed: Deed) -> None:
    shelf = ask.scene.tx.matters
    now_ = shelf.get(old.key)
    if now_ and (now_.open, now_.rooms) != (old.open, old.rooms):
        shelf.save(now_.evolve(open=old.open, rooms=old.rooms))
    pairs = zip(deed.after, deed.before, strict=True)
    if old.key in {t.matter for t, b in pairs if t.status is Status.MERGED and b.status is not Status.MERGED}:
        ask.scene.note(matter_subject(old.key), Action.REOPEN, reason="撤销并单")


def _restore_opinions(ask: Ask, now_: Ticket, before: Ticket, deed: Deed) -> None:
    """Nobody was asked yet, no call is owed, what was told by telephone was not."""
    if now_.status is Status.VERIFYING and before.status is not Status.VERIFYING:
        ask.scene.tx.opinions.unask(now_.number, now_.reworks)
    ask.scene.tx.callbacks.drop(now_.number, deed.at)
    due = ask.scene.now + ask.scene.clocks.climb_p2
    ask.scene.tx.callbacks.unmake(now_.number, deed.actor, deed.at, due)
    ask.scene.tx.opinions.untell(now_.number, deed.actor, deed.at)


def _restore_leave(ask: Ask, deed: Deed) -> None:
    """A request that was made by it is withdrawn, a decision open again."""
    shelf, now = ask.scene.tx.approvals, ask.scene.now
    for request in (a for t in deed.before for a in shelf.of(t.number)):
        if request.granted is None and (request.by, request.at) == (deed.actor, deed.at):
            shelf.save(request.evolve(granted=False, decided_by=deed.actor, decided_at=now, chase_at=None))
        elif (request.decided_by, request.decided_at) == (deed.actor, deed.at) and request.by != deed.actor:
            shelf.save(
                request.evolve(granted=None, decided_by="", decided_at=None, chase_at=now + ask.scene.clocks.approve)
            )


def unsay(ask: Ask, deed: Deed) -> Said:
    """What waits is withdrawn; the staff who have read it hear that it does not hold."""
    outbox = ask.scene.tx.outbox
    rows = [row for key in deed.said if (row := outbox.get(key))]
    ours = [row for row in rows if not row.why.startswith("reply")]
    outbox.release([row.key for row in ours], f"撤销 {deed.id}", "已撤销")
    outbox.wait_again(list(deed.taken))
    people = ask.scene.district.person
    about = [row for row in ours if row.ticket or deed.verb == "handover"]
    heard = [row for row in about if row.status is Delivery.SENT and row.person in people]
    return tuple(said for row in heard for said in _correct(ask, row, deed))


def _correct(ask: Ask, row: Outgoing, deed: Deed) -> Said:
    number = row.ticket or next((t.number for t in deed.before), None)
    if row.person == ask.sender or number is None:
        return ()
    ticket = ask.scene.tx.tickets.get(number)
    correction = Outgoing(
        key=f"ticket {ticket.number} undone {deed.id} → {row.person}",
        text=answer.HANDOVER_UNDONE if deed.verb == "handover" else to_staff.undone(ask.scene.district, ticket),
        room="",
        person=row.person,
        priority=Priority.STAFF,
        due_at=ask.scene.now,
        ticket=ticket.number,
        at_night=row.at_night,
        why="undone",
    )
    return ask.scene.say(correction)
