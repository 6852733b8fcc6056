"""What the staff say to the bot in private and it does not understand: told so kindly, not at every line."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.replies import aside
from dispatch.wording_help import UNCLEAR
from models.message import Message
from models.store import Tx
from models.words import MessageKind

_ONCE_IN = timedelta(minutes=10)


def is_unclear(message: Message) -> bool:
    """Whether such a line, which is neither a command nor about a trouble, was meant for the bot."""
    return message.private and message.by_staff and message.kind is MessageKind.TEXT and bool(message.text.strip())


def answer_unclear(tx: Tx, *, message: Message, now: datetime) -> None:
    """Say what can be said; nothing of the line itself is kept."""
    slot = int(now.timestamp() // _ONCE_IN.total_seconds())
    key = f"reply unclear {slot} → {message.sender}"
    tx.outbox.put(aside(message, key, UNCLEAR, now=now, why="reply unclear", lasts=_ONCE_IN))
