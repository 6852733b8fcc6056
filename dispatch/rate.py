"""Ratings: taken from who reported or joined, never of one's own work; dissatisfied means rework and a call by a person."""

from __future__ import annotations

from dataclasses import replace

from dispatch import wording_answers as answer
from dispatch import wording_proxy as by_telephone
from dispatch import wording_rating as rating_words
from dispatch.ask import Ask, Done, by_number, pick, speakers
from dispatch.call_back import calls_over
from dispatch.finish import ask_to_close
from dispatch.look_again import take_look, waiting_look
from dispatch.reopen import back_to_work
from dispatch.rights import Denial, denied, rater_denied
from dispatch.scene import Scene
from dispatch.survey import doers, in_round, note_answer, worst
from dispatch.tell import Said, overseers
from dispatch.wording_survey import FINE
from models.areas import Person
from models.opinion import LOOK
from models.ticket import Ticket
from models.words import Action, Rating, Status, Urgency

_RATABLE = frozenset({Status.VERIFYING, Status.CLOSED})


def take_rating(ask: Ask) -> Done:
    """A rating of a ticket: the first of each counts; 不满意 makes it rework, the others close it (a P0 waits for a person)."""
    found = _rated(ask)
    if isinstance(found, Done):
        return found
    if ask.command.rating is None:
        return ask.reply(found, rating_words.HOW_TO_RATE, "rating")
    if reason := rater_denied(found, ask.person, ask.sender, speakers(ask, found), doers(ask.scene.tx, found)):
        return ask.reply(found, rating_words.may_not_rate(found, reason), reason)
    if found.status not in _RATABLE:
        return ask.reply(found, rating_words.not_yet(ask.scene.district, found), "early")
    if waiting_look(ask.scene.tx, found):
        return _take_look(ask, found, ask.command.rating)
    if _rated_before(ask, found, ask.sender):
        return ask.reply(found, rating_words.rated_before(found), "already")
    return _take(ask, found, ask.command.rating)


def _take_look(ask: Ask, ticket: Ticket, rating: Rating) -> Done:
    scene = ask.scene
    ticket, said = take_look(scene, ticket, ask.sender, rating, ask.command.text, ask.sealed)
    if ticket.status is Status.REWORK:
        return ask.reply(ticket, rating_words.broken_again(scene.district, ticket), said=said)
    return Done(ticket, said) if ask.room else ask.reply(ticket, FINE, said=said)


def take_called_back(ask: Ask) -> Done:
    """电话回访: what was said by telephone counts as the rating, with caller and hour; nobody calls about own work."""
    found = pick(ask, Action.CLOSE)
    if isinstance(found, Done):
        return found
    scene = ask.scene
    if ask.command.rating is None:
        return ask.reply(found, by_telephone.how_called(found), "rating")
    if ask.person and _did_it(ask, ask.person, found):
        return ask.reply(found, by_telephone.own_work(found), Denial.OWN_WORK)
    if reason := denied(scene.district, ask.person, found, Action.CLOSE):
        return ask.reply(found, answer.denied(scene.district, found, Action.CLOSE, reason), reason)
    if found.status not in _RATABLE:
        return ask.reply(found, rating_words.not_yet(scene.district, found), "early")
    if _rated_before(ask, found, found.reporter):
        return ask.reply(found, rating_words.rated_before(found), "already")
    hour = f"{scene.now.astimezone(scene.tz):%H:%M}"
    comment = " ".join(filter(None, (by_telephone.noted(scene.district, ask.sender, hour), ask.command.text)))
    return _take(replace(ask, command=replace(ask.command, text=comment)), found, ask.command.rating, by=ask.sender)


def _did_it(ask: Ask, person: Person, ticket: Ticket) -> bool:
    """Whether the caller is of a member that worked on it, or has had a hand in it."""
    ours = bool(person.member) and person.member in (ticket.member, *ticket.co)
    return ours or person.id in doers(ask.scene.tx, ticket)


def _rated(ask: Ask) -> Ticket | Done:
    if ask.command.number is not None:
        return by_number(ask, ask.command.number)
    tickets, since = ask.scene.tx.tickets, ask.scene.now - ask.scene.clocks.reopen_within
    asked = [tickets.get(o.ticket) for o in ask.scene.tx.opinions.waiting_for(ask.sender, since)]
    mine = [t for t in {t.number: t for t in asked}.values() if t.status in _RATABLE]
    if not mine:
        mine = [t for t in tickets.verifying_of(ask.sender) if not _rated_before(ask, t, ask.sender)]
    if len(mine) == 1:
        return mine[0]
    return ask.reply(None, rating_words.rate_which(mine), "choice" if mine else "unknown")


def _rated_before(ask: Ask, ticket: Ticket, rater: str) -> bool:
    """Whether somebody has answered about this round; who rang for them counts as them."""
    said = [o for o in in_round(ask.scene.tx, ticket) if o.answered_at]
    return any(o.rater == rater or (o.by and rater == ticket.reporter) for o in said)


def _take(ask: Ask, ticket: Ticket, rating: Rating, *, by: str = "") -> Done:
    scene, text = ask.scene, ask.command.text
    rater = ticket.reporter if by else ask.sender
    note_answer(scene, ticket, rater, rating, comment=text, sealed=ask.sealed, by=by)
    ticket = scene.advance(ticket, Action.RATE, reason=text, rating=worst(scene.tx, ticket), text=text)
    if rating is Rating.UNSATISFIED:
        ticket, said = back_to_work(scene, ticket, f"评价不满意：{text}" if text else "评价不满意", unhappy=True)
        return ask.reply(ticket, rating_words.sorry(scene.district, ticket), said=said)
    calls_over(scene, ticket, "重办后已评价")
    ticket, said = settle(scene.by("bot"), ticket)
    return ask.reply(ticket, rating_words.thanks(ticket, rating), said=said)


def settle(scene: Scene, ticket: Ticket) -> tuple[Ticket, Said]:
    """Close what is rated or has waited long enough; a P0 is put before a person instead."""
    if ticket.status is not Status.VERIFYING:
        return ticket, ()
    if ticket.urgency is Urgency.P0:
        return ticket, ask_to_close(scene, ticket, overseers(scene, ticket))
    why = "已评价" if ticket.rating else "三天未评价" if ticket.asked_at else "无人可问，未评价"
    return scene.advance(ticket, Action.CLOSE, reason=why), ()


def answered_look(scene: Scene, ticket: Ticket, rater: str, comment: str, sealed: bytes) -> None:
    """又坏了 answers the second look, if one waits."""
    if waiting_look(scene.tx, ticket):
        note_answer(scene, ticket, rater, Rating.UNSATISFIED, kind=LOOK, comment=comment, sealed=sealed)
