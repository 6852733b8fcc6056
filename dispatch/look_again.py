"""The second look: a week after a repair it is asked once whether it holds; 又坏了 reopens the old ticket, counted."""

from __future__ import annotations

from datetime import timedelta

from dispatch import wording_survey as words
from dispatch.moments import to_look
from dispatch.reopen import back_to_work
from dispatch.scene import Scene, in_room
from dispatch.survey import Rater, doers, note_answer, note_asked, rater_of, to_resident
from dispatch.tell import Said
from models.opinion import LOOK, PRIVATE, Opinion
from models.store import Tx
from models.ticket import Ticket
from models.words import Priority, Rating

BROKEN = "回看：又坏了"
_TOGETHER = timedelta(days=1)


def look_again(scene: Scene, ticket: Ticket) -> int:
    """Ask about a repair, in private or in its room; what else falls due in that room within a day goes with it."""
    rater = _rater(scene, ticket)
    if rater is None:
        _looked(scene, ticket, None)
        return 0
    if rater.way == PRIVATE:
        text = words.look(scene.district, [ticket])
        said = scene.say(to_resident(scene, ticket, rater.person, _name(ticket), text))
        _looked(scene, ticket, rater)
        return len(said)
    return len(_in_room(scene, ticket, rater))


def _in_room(scene: Scene, ticket: Ticket, rater: Rater) -> Said:
    near = scene.tx.tickets.looked_at_soon(ticket.room, scene.now + _TOGETHER)
    asked = {t.number: _rater(scene, t) for t in near if to_look(t)} | {ticket.number: rater}
    batch = [t for t in near if t.number != ticket.number and (r := asked.get(t.number)) and r.room == ticket.room]
    batch = [ticket, *batch]
    text = words.look(scene.district, batch)
    row = in_room(scene, ticket, ticket.room, _name(ticket), text, priority=Priority.SURVEY, expires=_TOGETHER)
    for one in batch:
        _looked(scene, one, asked[one.number])
    return scene.say(row)


def _name(ticket: Ticket) -> str:
    """Once for each round."""
    return f"look {ticket.reworks + 1}" if ticket.reworks else "look"


def _rater(scene: Scene, ticket: Ticket) -> Rater | None:
    """Who reported it; nobody who has done the work, or who is not known any more."""
    if not ticket.reporter or ticket.proxy or ticket.reporter in doers(scene.tx, ticket):
        return None
    return rater_of(scene, ticket.reporter, ticket.room)


def _looked(scene: Scene, ticket: Ticket, rater: Rater | None) -> None:
    if rater:
        note_asked(scene, ticket, [rater], LOOK)
    scene.save(ticket, ticket.evolve(looked_at=scene.now), "look", "七天回看" if rater else "七天回看：问不到人")


def waiting_look(tx: Tx, ticket: Ticket) -> Opinion | None:
    """The second look at this round of a ticket, while nobody has answered it."""
    found = [o for o in tx.opinions.of(ticket.number) if (o.kind, o.round) == (LOOK, ticket.reworks)]
    return found[-1] if found and all(o.answered_at is None for o in found) else None


def take_look(
    scene: Scene, ticket: Ticket, rater: str, rating: Rating, comment: str, sealed: bytes
) -> tuple[Ticket, Said]:
    """The answer to the second look: it holds, or it goes back to work."""
    note_answer(scene, ticket, rater, rating, kind=LOOK, comment=comment, sealed=sealed)
    if rating is not Rating.UNSATISFIED:
        scene.note(f"ticket {ticket.number}", "look answered", reason=comment, after="holds")
        return ticket, ()
    return back_to_work(scene, ticket, f"{BROKEN}，{comment}" if comment else BROKEN)
