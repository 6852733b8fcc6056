"""并 12 13, 不并 12 13: whether troubles on one line or road are one."""

from __future__ import annotations

from dispatch import wording_join as words
from dispatch.act_merge import absorb
from dispatch.ask import Ask, Done
from dispatch.join import keep_apart
from dispatch.rights import denied
from dispatch.street import decides_for
from dispatch.tell import Said, where
from dispatch.wording_help import HELP_RESIDENT
from models.ticket import Ticket
from models.words import Action


def join(ask: Ask) -> Done:
    """并: the first takes in the others."""
    tickets = _named(ask)
    if isinstance(tickets, Done):
        return tickets
    root, *others = tickets
    if wrong := next((t for t in tickets if not _joins(root, t)), None):
        return ask.reply(wrong, words.not_joinable(wrong), "target")
    said: Said = ()
    for other in others:
        _, root, news = absorb(ask.scene, other, root, ask.command.text)
        said += news
    return ask.reply(root, words.joined(root, others), said=said)


def apart(ask: Ask) -> Done:
    """不并: they stay apart, and are not proposed again."""
    tickets = _named(ask)
    if isinstance(tickets, Done):
        return tickets
    keep_apart(ask.scene, tickets, ask.command.text)
    return ask.reply(tickets[0], words.left_apart(tickets))


def _named(ask: Ask) -> list[Ticket] | Done:
    """The tickets that are named, all of which the speaker may merge."""
    if ask.person is None:
        return ask.reply(None, HELP_RESIDENT, "stranger")
    numbers = dict.fromkeys(int(n) for n in (str(ask.command.number or ""), *ask.command.target.split()) if n.isdigit())
    found = [ticket for number in numbers if (ticket := ask.scene.tx.tickets.find(number))]
    if len(found) < 2 or len(found) < len(numbers):
        return ask.reply(None, words.HOW, "unknown")
    if not all(_may(ask, ticket) for ticket in found):
        return ask.reply(found[0], words.NOT_YOURS, "role")
    return found


def _may(ask: Ask, ticket: Ticket) -> bool:
    district, area = ask.scene.district, where(ask.scene, ticket)
    duty = area is not None and decides_for(district, ask.person, area)
    return duty or denied(district, ask.person, ticket, Action.MERGE) is None


def _joins(root: Ticket, ticket: Ticket) -> bool:
    return ticket.open and ticket.parent is None and ticket.service is root.service
