"""我的数据, 删除我的数据: what a resident may ask for in a private chat; the second word within ten minutes does it."""

from __future__ import annotations

from datetime import timedelta

from bot import wording_personal as words
from bot.around import Around, Outcome
from bot.door import Admitted
from bot.forgetting import code_of, erase
from bot.replies import in_return, told_of
from keywords.commands_personal import CONFIRM, ERASE, SHOW
from models.deed import Choice
from models.store import Tx
from models.ticket import Command

WITHIN = timedelta(minutes=10)


def obey_personal(tx: Tx, *, seen: Admitted, command: Command, around: Around) -> Outcome:
    """Show, ask for the second word, or erase; in a group only the way to the private chat is told."""
    message = seen.message
    if message.room:
        text = words.PRIVATELY
    elif message.by_staff:
        text = words.FOR_STAFF
    else:
        text = {SHOW: _show, ERASE: _ask, CONFIRM: _erase}[command.verb](tx, seen, around)
    key = f"personal {told_of(message)}"
    tx.outbox.put(in_return(message, key, text, now=around.now, why=f"reply {command.verb}", lasts=None))
    return Outcome("command", why=command.why)


def _show(tx: Tx, seen: Admitted, around: Around) -> str:
    sender = seen.message.sender
    held = tx.holdings.of(sender)
    return words.holding(held, code_of(around.vault, sender), around.retention, contact=bool(held.contact))


def _ask(tx: Tx, seen: Admitted, around: Around) -> str:
    sender = seen.message.sender
    tx.choices.ask(Choice(sender, around.now, ERASE, (words.CONFIRM,), ERASE))
    return words.confirm(tx.holdings.open_of(sender), WITHIN)


def _erase(tx: Tx, seen: Admitted, around: Around) -> str:
    sender = seen.message.sender
    asked = tx.choices.take(sender)
    if asked is None or asked.kind != ERASE or asked.at < around.now - WITHIN:
        return words.NOTHING_TO_CONFIRM
    done = erase(tx, sender=sender, by="本人", now=around.now)
    return words.erased(done.total, done.waits)
