"""Ratings: asked once, taken from who reported, never of one's own work; dissatisfied means rework."""

from __future__ import annotations

from dispatch import wording_answers as answer
from dispatch.ask import Ask, Done, by_number, speakers
from dispatch.finish import ask_to_close
from dispatch.reopen import back_to_work
from dispatch.rights import rater_denied
from dispatch.scene import Scene
from dispatch.tell import Said, overseers
from models.ticket import Ticket
from models.words import Action, Rating, Status, Urgency

_RATABLE = frozenset({Status.VERIFYING, Status.CLOSED})


def take_rating(ask: Ask) -> Done:
    """A rating of a ticket: the first counts; 不满意 makes it rework, the others close it (a P0 waits for a person)."""
    found = _rated(ask)
    if isinstance(found, Done):
        return found
    if ask.command.rating is None:
        return ask.reply(found, answer.HOW_TO_RATE, "rating")
    if reason := rater_denied(found, ask.person, ask.sender, speakers(ask, found)):
        return ask.reply(found, answer.may_not_rate(found, reason), reason)
    if found.status not in _RATABLE:
        return ask.reply(found, answer.not_yet(ask.scene.district, found), "early")
    if _rated_before(found):
        return ask.reply(found, answer.rated_before(found), "already")
    return _take(ask, found, ask.command.rating)


def _rated(ask: Ask) -> Ticket | Done:
    if ask.command.number is not None:
        return by_number(ask, ask.command.number)
    waiting = [t for t in ask.scene.tx.tickets.open() if t.status is Status.VERIFYING and not _rated_before(t)]
    mine = [t for t in waiting if t.reporter == ask.sender] or [t for t in waiting if ask.sender in speakers(ask, t)]
    if len(mine) == 1:
        return mine[0]
    return ask.reply(None, answer.rate_which(mine), "choice" if mine else "unknown")


def _rated_before(ticket: Ticket) -> bool:
    """Whether this round has its rating: of a reworked ticket the old one (3) stands until the next."""
    return ticket.rating is not None and not (ticket.rating is Rating.UNSATISFIED and ticket.reworks)


def _take(ask: Ask, ticket: Ticket, rating: Rating) -> Done:
    scene, text = ask.scene, ask.command.text
    ticket = scene.advance(ticket, Action.RATE, reason=text, rating=rating, text=text)
    if rating is Rating.UNSATISFIED:
        ticket, said = back_to_work(scene, ticket, f"评价不满意：{text}" if text else "评价不满意")
        return ask.reply(ticket, answer.sorry(scene.district, ticket), said=said)
    ticket, said = settle(scene.by("bot"), ticket)
    return ask.reply(ticket, answer.thanks(ticket), said=said)


def settle(scene: Scene, ticket: Ticket) -> tuple[Ticket, Said]:
    """Close what is rated or has waited long enough; a P0 is put before a person instead."""
    if ticket.status is not Status.VERIFYING:
        return ticket, ()
    if ticket.urgency is Urgency.P0:
        return ticket, ask_to_close(scene, ticket, overseers(scene, ticket))
    why = "已评价" if ticket.rating else "三天未评价"
    return scene.advance(ticket, Action.CLOSE, reason=why), ()
