"""The commands that anybody may give: 帮助, 我的工单, 查, 催, 撤单, 没修好."""

from __future__ import annotations

from dispatch import wording_answers as answer
from dispatch import wording_rating as rating_words
from dispatch import wording_room as to_room
from dispatch.ask import Ask, Done, by_number, concerns, pick
from dispatch.assign import accept_and_dispatch
from dispatch.finish import dismiss
from dispatch.grow import tell_urged
from dispatch.life import STEPS, hindrance
from dispatch.quarter import scores_for
from dispatch.rate import answered_look
from dispatch.reopen import back_to_work
from dispatch.rights import denied
from dispatch.scene import subject
from dispatch.wording_help import HELP_BRANCH, HELP_CARE, HELP_DUTY, HELP_NOTICES, HELP_RESIDENT, HELP_STAFF
from dispatch.wording_staff import my_list
from dispatch.wording_survey import counted
from models.ticket import Ticket
from models.words import Action, Role, Status, Urgency

_LIVE = frozenset({Status.DISPATCHED, Status.SIGNED, Status.IN_PROGRESS, Status.SUSPENDED, Status.REWORK})


def give_help(ask: Ask) -> Done:
    """帮助: what this person can say."""
    if ask.person is None:
        return ask.reply(None, HELP_RESIDENT)
    role, office = ask.person.role, ask.person.member == ask.scene.district.fallback.code
    parts = [
        (True, HELP_STAFF),
        (role in (Role.MEMBER_STAFF, Role.DISPATCHER, Role.ADMIN), HELP_NOTICES),
        (role in (Role.DISPATCHER, Role.ADMIN) or office, HELP_DUTY),
        (role is Role.GRID_WORKER or office, HELP_CARE),
        (scores_for(ask.scene.district, ask.person), HELP_BRANCH),
    ]
    return ask.reply(None, "\n".join(text for concerns_them, text in parts if concerns_them))


def list_mine(ask: Ask) -> Done:
    """我的工单: the open ones of a person of the staff, or those that a resident reported."""
    scene = ask.scene
    if ask.person:
        text = my_list(scene.district, scene.tx.tickets.mine(ask.sender), scene.now, scene.tz)
        return ask.reply(None, text)
    return ask.reply(None, answer.reported(_reported(ask)))


def _reported(ask: Ask) -> list[Ticket]:
    return ask.scene.tx.tickets.open_of(ask.sender)


def _meant(ask: Ask) -> Ticket | Done:
    """The ticket that a resident means: by number, else the last open one that they reported."""
    if ask.command.number is not None:
        found = by_number(ask, ask.command.number)
        if isinstance(found, Ticket) and not concerns(ask, found):
            return ask.reply(None, answer.unknown(ask.command.number), "unknown")
        return found
    mine = _reported(ask)
    return mine[-1] if mine else ask.reply(None, answer.SAY_NUMBER, "unknown")


def find(ask: Ask) -> Done:
    """查: where a ticket stands; details only for the staff, in private."""
    found = _meant(ask)
    if isinstance(found, Done):
        return found
    scene = ask.scene
    if ask.person and not ask.room:
        more = counted(scene.tx.opinions.of(found.number))
        details = answer.details(scene.district, found, scene.now, scene.tz)
        return ask.reply(found, "\n".join(filter(None, (details, more))))
    return ask.reply(found, to_room.progress(scene.district, found))


def thanks(ask: Ask) -> Done:
    """谢谢: answered in private only, and no rating; who has not rated yet is told how."""
    waits = [t for t in ask.scene.tx.tickets.open_of(ask.sender) if t.status is Status.VERIFYING]
    if ask.room:
        return Done(waits[-1] if waits else None, ())
    return ask.reply(waits[-1] if waits else None, rating_words.welcome(waits[-1] if waits else None))


def urge(ask: Ask) -> Done:
    """催: the crew hears it (not more often than every two hours), who urges hears where it stands."""
    found = _meant(ask)
    if isinstance(found, Done):
        return found
    if found.status in _LIVE:
        tell_urged(ask.scene, found)
    ask.scene.note(subject(found), "urge", reason=ask.command.text)
    return ask.reply(found, to_room.progress(ask.scene.district, found))


def withdraw(ask: Ask) -> Done:
    """撤单: by who reported it, while no other household has the trouble and it is no danger."""
    found = _meant(ask)
    if isinstance(found, Done):
        return found
    if ask.sender != found.reporter:
        return ask.reply(found, answer.not_reporter(found), "not_reporter")
    if found.urgency is Urgency.P0 or found.households > 1:
        tell_urged(ask.scene, found)
        return ask.reply(found, answer.stays(found), "others")
    if hindrance(found, Action.DISMISS):
        return ask.reply(found, to_room.progress(ask.scene.district, found), "already")
    ticket, said = dismiss(ask.scene, found, "报事人撤单", tell_room=False)
    return ask.reply(ticket, answer.withdrawn(ticket), said=said)


def reopen(ask: Ask) -> Done:
    """没修好, 重办: by who it concerns, or by the staff."""
    found = pick(ask, Action.REOPEN) if ask.person else _broken(ask)
    if isinstance(found, Done):
        return found
    if found.open and (found.status, Action.REOPEN) not in STEPS:
        return urge_instead(ask, found)
    reason = denied(ask.scene.district, ask.person, found, Action.REOPEN) if ask.person else None
    if reason and ask.sender != found.reporter:
        return ask.reply(found, answer.denied(ask.scene.district, found, Action.REOPEN, reason), reason)
    if (found.status, Action.REOPEN) not in STEPS or _too_late(ask, found):
        return ask.reply(found, answer.too_late(found), "late")
    return _again(ask, found)


def urge_instead(ask: Ask, ticket: Ticket) -> Done:
    """Not fixed yet, and nobody says that it is: taken as urging."""
    if ticket.status in _LIVE:
        tell_urged(ask.scene, ticket)
    return ask.reply(ticket, to_room.progress(ask.scene.district, ticket), "already")


def _too_late(ask: Ask, ticket: Ticket) -> bool:
    ended = ticket.closed_at or ticket.resolved_at
    return ended is not None and ask.scene.now > ended + ask.scene.clocks.reopen_within


def _broken(ask: Ask) -> Ticket | Done:
    """The ticket that a resident means who names none: the one that they were asked about, else the last that was solved."""
    if ask.command.number is not None:
        return _meant(ask)
    tickets, since = ask.scene.tx.tickets, ask.scene.now - ask.scene.clocks.reopen_within
    asked = [tickets.get(o.ticket) for o in ask.scene.tx.opinions.waiting_for(ask.sender, since)]
    solved = [
        t for t in asked or tickets.reported_by(ask.sender) if (t.status, Action.REOPEN) in STEPS and t.resolved_at
    ]
    return solved[-1] if solved and not _too_late(ask, solved[-1]) else _meant(ask)


def _again(ask: Ask, ticket: Ticket) -> Done:
    reason = ask.command.text or "反映没有修好"
    answered_look(ask.scene, ticket, ask.sender, ask.command.text, ask.sealed)
    ticket, said = back_to_work(ask.scene, ticket, reason)
    if ticket.status is Status.ACCEPTED:
        ticket, more = accept_and_dispatch(ask.scene, ticket, reason, skip=ask.sender)
        said += more
    return ask.reply(ticket, answer.again(ask.scene.district, ticket), said=said)
