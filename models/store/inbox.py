"""What was taken in: a message that comes twice, or by a second account, is taken once (DESIGN §3, promise 1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from models.message import Message
from models.store.rows import moment, put_all_new, put_new
from models.tables import inbox


class Inbox:
    """The keys of the messages that mattered; no text is kept here."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def take(self, message: Message, text_digest: str) -> bool:
        """True when the message is new; False when its (channel, id) or its (room, sender, text, minute) was seen.

        ``text_digest`` is a keyed hash of the text, ``message.sender`` a keyed hash or a staff id.
        """
        return put_new(self._conn, inbox, _row(message, text_digest))

    def take_all(self, messages: Sequence[tuple[Message, str]]) -> None:
        """``take`` for many (message, text_digest), without a word on which were new."""
        put_all_new(self._conn, inbox, [_row(message, digest) for message, digest in messages])

    def seen(self, channel: str, message_id: str) -> bool:
        """Whether this very message was taken."""
        found = select(inbox.c.channel).where(inbox.c.channel == channel, inbox.c.message_id == message_id)
        return self._conn.execute(found).first() is not None

    def count(self) -> int:
        """How many were taken."""
        return int(self._conn.execute(select(func.count()).select_from(inbox)).scalar_one())

    def last_at(self) -> datetime | None:
        """When the latest of them was said."""
        return moment(self._conn, select(func.max(inbox.c.at)))


def _row(message: Message, digest: str) -> dict[str, object]:
    minute = message.at.replace(second=0, microsecond=0)
    return {
        "channel": message.channel,
        "message_id": message.id,
        "room": message.room,
        "sender": message.sender,
        "digest": digest,
        "minute": minute,
        "at": message.at,
    }
