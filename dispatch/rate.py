"""Ratings: asked once, taken from who reported, never of one's own work; dissatisfied means rework."""

from __future__ import annotations

from dataclasses import replace

from dispatch import wording_answers as answer
from dispatch import wording_proxy as by_telephone
from dispatch import wording_rating as rating_words
from dispatch.ask import Ask, Done, by_number, pick, speakers
from dispatch.finish import ask_to_close
from dispatch.reopen import back_to_work
from dispatch.rights import Denial, denied, rater_denied
from dispatch.scene import Scene, subject
from dispatch.tell import Said, overseers
from models.areas import Person
from models.ticket import Ticket
from models.words import Action, Rating, Status, Urgency

_RATABLE = frozenset({Status.VERIFYING, Status.CLOSED})


def take_rating(ask: Ask) -> Done:
    """A rating of a ticket: the first counts; 不满意 makes it rework, the others close it (a P0 waits for a person)."""
    found = _rated(ask)
    if isinstance(found, Done):
        return found
    if ask.command.rating is None:
        return ask.reply(found, rating_words.HOW_TO_RATE, "rating")
    if reason := rater_denied(found, ask.person, ask.sender, speakers(ask, found)):
        return ask.reply(found, rating_words.may_not_rate(found, reason), reason)
    if found.status not in _RATABLE:
        return ask.reply(found, rating_words.not_yet(ask.scene.district, found), "early")
    if _rated_before(found):
        return ask.reply(found, rating_words.rated_before(found), "already")
    return _take(ask, found, ask.command.rating)


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
    if _rated_before(found):
        return ask.reply(found, rating_words.rated_before(found), "already")
    hour = f"{scene.now.astimezone(scene.tz):%H:%M}"
    comment = " ".join(filter(None, (by_telephone.noted(scene.district, ask.sender, hour), ask.command.text)))
    return _take(replace(ask, command=replace(ask.command, text=comment)), found, ask.command.rating)


def _did_it(ask: Ask, person: Person, ticket: Ticket) -> bool:
    """Whether the caller is of the member in charge, or said that it is done."""
    ended = [a.actor for a in ask.scene.tx.audit.of(subject(ticket)) if a.action == Action.RESOLVE]
    return person.id in (ticket.person, *ended[-1:]) or bool(person.member and person.member == ticket.member)


def _rated(ask: Ask) -> Ticket | Done:
    if ask.command.number is not None:
        return by_number(ask, ask.command.number)
    mine = [t for t in ask.scene.tx.tickets.verifying_of(ask.sender) if not _rated_before(t)]
    if len(mine) == 1:
        return mine[0]
    return ask.reply(None, rating_words.rate_which(mine), "choice" if mine else "unknown")


def _rated_before(ticket: Ticket) -> bool:
    """Whether this round has its rating: of a reworked ticket the old one (3) stands until the next."""
    return ticket.rating is not None and not (ticket.rating is Rating.UNSATISFIED and ticket.reworks)


def _take(ask: Ask, ticket: Ticket, rating: Rating) -> Done:
    scene, text = ask.scene, ask.command.text
    ticket = scene.advance(ticket, Action.RATE, reason=text, rating=rating, text=text)
    if rating is Rating.UNSATISFIED:
        ticket, said = back_to_work(scene, ticket, f"评价不满意：{text}" if text else "评价不满意")
        return ask.reply(ticket, rating_words.sorry(scene.district, ticket), said=said)
    ticket, said = settle(scene.by("bot"), ticket)
    return ask.reply(ticket, rating_words.thanks(ticket), said=said)


def settle(scene: Scene, ticket: Ticket) -> tuple[Ticket, Said]:
    """Close what is rated or has waited long enough; a P0 is put before a person instead."""
    if ticket.status is not Status.VERIFYING:
        return ticket, ()
    if ticket.urgency is Urgency.P0:
        return ticket, ask_to_close(scene, ticket, overseers(scene, ticket))
    why = "已评价" if ticket.rating else "三天未评价"
    return scene.advance(ticket, Action.CLOSE, reason=why), ()
