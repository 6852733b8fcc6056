"""Telephone numbers of residents: given in private, kept encrypted with their address, told in private to who sees to it.

The number never stands in a row of the outbox: the text holds a place for it, which the sender fills as it leaves.
"""

from __future__ import annotations

import re

from bot import wording_personal as words
from bot.around import Around, Outcome
from bot.door import Admitted
from bot.replies import aside, told_of
from dispatch.rights import denied
from dispatch.scene import subject
from dispatch.wording import public_numbers
from keywords.commands_personal import GIVE_PHONE
from models.masks import PERSONAL
from models.store import Tx
from models.ticket import Audit, Command, Ticket
from models.words import Action, Status

WHY = "reply phone_of"
PLACE = "〔报事人电话〕"
_CALLED_FOR = frozenset(set(Status) - {Status.ARCHIVED, Status.ANONYMISED})


def obey_phone(tx: Tx, *, seen: Admitted, command: Command, around: Around) -> Outcome:
    """A resident gives their number, or one of the staff asks for it; both in private."""
    message = seen.message
    if command.verb == GIVE_PHONE:
        text, number = _take(tx, seen, command.text, around), None
    else:
        text, number = _tell(tx, seen, command, around)
    key = f"phone {told_of(message)}"
    tx.outbox.put(aside(message, key, text, now=around.now, why=WHY, lasts=None, ticket=number))
    return Outcome("command", why=command.why)


def _take(tx: Tx, seen: Admitted, said: str, around: Around) -> str:
    sender = seen.message.sender
    mine = [t for t in tx.tickets.reported_by(sender) if t.open]
    if not mine:
        return words.NO_TICKET_FOR_PHONE
    tx.people.keep_phone(sender, around.vault.seal(said))
    return words.phone_kept(mine[-1])


def keep_spoken(tx: Tx, seen: Admitted, around: Around) -> None:
    """A number in a line that somebody reports by in private is kept for who must ring them."""
    message = seen.message
    if not message.private or message.by_staff:
        return
    found = (m for m in PERSONAL.finditer(message.text) if m.lastgroup in ("mobile", "phone"))
    own = next((m[0] for m in found if _digits(m[0]) not in map(_digits, public_numbers(around.district))), "")
    if own:
        tx.people.keep_phone(message.sender, around.vault.seal(own))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _tell(tx: Tx, seen: Admitted, command: Command, around: Around) -> tuple[str, int | None]:
    """The text with a place for the number, and the ticket by whose reporter it is filled."""
    person = around.district.person.get(seen.message.sender)
    ticket = tx.tickets.find(command.number or 0)
    if ticket is None or ticket.status not in _CALLED_FOR:
        return words.no_such_ticket(command.number), None
    asked = any(seen.message.sender in call.asked for call in tx.callbacks.open(ticket.number))
    if not asked and denied(around.district, person, ticket, Action.CONTACT):
        return words.NOT_YOURS_TO_RING, None
    if not tx.people.phone(ticket.reporter):
        return words.no_phone(ticket, proxy=_proxy(ticket, around)), None
    tx.audit.add(Audit(subject(ticket), "phone told", seen.message.sender, around.now, seen.message.channel))
    return words.phone_of(ticket, PLACE), ticket.number


def _proxy(ticket: Ticket, around: Around) -> str:
    person = around.district.person.get(ticket.proxy)
    return person.name if person else ""
