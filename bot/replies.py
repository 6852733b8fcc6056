"""An answer to a line as a row of the outbox: at once, at any hour, and not when it has become late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from models.message import Message
from models.outgoing import Outgoing
from models.words import Priority

HOUR = timedelta(hours=1)


def in_return(
    message: Message,
    key: str,
    text: str,
    *,
    now: datetime,
    why: str,
    lasts: timedelta | None = HOUR,
    priority: Priority = Priority.REPLY,
    **more: Any,
) -> Outgoing:
    """Said where the line was said; ``lasts`` None never becomes late, ``more`` are further fields of the row."""
    return Outgoing(
        key=key,
        text=text,
        room=message.room,
        person="" if message.room else message.sender,
        priority=priority,
        due_at=now,
        expires_at=now + lasts if lasts else None,
        at_night=True,
        why=why,
        **more,
    )


def aside(message: Message, key: str, text: str, **how: Any) -> Outgoing:
    """The same in private, wherever the line was said; ``how`` as ``in_return``."""
    return in_return(message.evolve(room=""), key, text, **how)


def told_of(message: Message) -> str:
    """How a key names the line that it answers."""
    return f"{message.channel} {message.id}"
