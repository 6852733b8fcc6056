"""Whom an answer may name or reach: only the encrypted id of a resident is kept for that, until its purge."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.around import Around
from bot.door import Admitted
from bot.etiquette import Verdict
from bot.telephone import keep_spoken
from models.store import Tx


def name_speaker(tx: Tx, seen: Admitted, keys: Iterable[str], naming: Verdict, now: datetime) -> None:
    """Let answers in a room name who spoke to the bot; of a resident only the encrypted id is kept for that."""
    rows = [row for key in keys if naming.ok and (row := tx.outbox.get(key))]
    if not rows:
        return
    message = seen.message
    if not message.by_staff:
        tx.people.remember(message.sender, seen.sealed.sender, now, tx.people.heard_by(message.sender))
    for row in rows:
        tx.outbox.save(row.evolve(mentions=(message.sender,)))


def remember_writer(tx: Tx, seen: Admitted, around: Around) -> None:
    """Who wrote in private must be answered in private: the encrypted id is kept until its purge, and a number that they gave."""
    message = seen.message
    if message.private and not message.by_staff:
        tx.people.remember(message.sender, seen.sealed.sender, around.now, message.account, private=True)
        keep_spoken(tx, seen, around)
