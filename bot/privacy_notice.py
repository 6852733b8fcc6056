"""What a room is told about the bot (个人信息保护法 art. 17; DOMAIN §7): who runs it, why, what is kept, how long, how to opt out."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import wording
from bot.etiquette import Verdict, may_announce
from bot.settings import Settings
from models.areas import District
from models.errors import NotFound
from models.message import Message
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Audit
from models.words import Delivery, Priority, RoomKind

_LASTS = timedelta(days=1)
_FLAG, _REVIEWED, _BY_HAND = "announced ", "reviewed ", "by hand"


def announce(
    tx: Tx, *, room: str, district: District, settings: Settings, now: datetime, actor: str, why: str
) -> Outgoing:
    """Put the privacy notice for a room, whatever was said there before; NotFound for a room that nobody bound.

    It waits for the morning when it is night. ``actor`` and ``why`` go into the audit.
    """
    if room not in district.room:
        raise NotFound("room", room)
    row = Outgoing(
        key=f"privacy {now.astimezone(settings.tz):%Y-%m-%d %H:%M} → {room}",
        text=wording.privacy(district, settings),
        room=room,
        person="",
        priority=Priority.NOTICE,
        due_at=now,
        expires_at=now + _LASTS,
        why=f"privacy：{why}",
    )
    if tx.outbox.put(row):
        _note(tx, room, row.key, settings, now)
        tx.audit.add(Audit(f"room {room}", "announce", actor, now, reason=why))
    return row


def announced_by_hand(tx: Tx, *, room: str, district: District, settings: Settings, now: datetime, actor: str) -> str:
    """A person posts the notice (a room in shadow, one without a bot); the text to post. NotFound for an unbound room."""
    if room not in district.room:
        raise NotFound("room", room)
    _note(tx, room, _BY_HAND, settings, now)
    tx.audit.add(Audit(f"room {room}", "announce", actor, now, reason="由人代贴"))
    return wording.privacy(district, settings)


def says_what_is_reviewed(tx: Tx, room: str) -> bool:
    """Whether a room has been told that doubtful lines are kept for a while: its notice said so, and it was sent."""
    key = tx.flags.get(f"{_REVIEWED}{room}")
    row = tx.outbox.get(key) if key and key != _BY_HAND else None
    return key == _BY_HAND or (row is not None and row.status is Delivery.SENT)


def _note(tx: Tx, room: str, key: str, settings: Settings, now: datetime) -> None:
    tx.flags.set(f"{_FLAG}{room}", now.isoformat())
    if settings.reading.review_days:
        tx.flags.set(f"{_REVIEWED}{room}", key)
    else:
        tx.flags.delete(f"{_REVIEWED}{room}")


def someone_joined(tx: Tx, *, message: Message, district: District, settings: Settings, now: datetime) -> Verdict:
    """The bot (``message.to_bot``) or somebody else came into a room: the notice, if it is time for it."""
    room = district.room.get(message.room)
    if room is None or room.kind is not RoomKind.RESIDENTS or room.shadow or room.paused:
        return Verdict(False, "这个群里机器人不主动说话")
    said = tx.flags.get(f"{_FLAG}{message.room}")
    last = datetime.fromisoformat(said) if said else None
    verdict = may_announce(last, now, arrived=message.to_bot, limits=settings.etiquette)
    if verdict.ok:
        announce(tx, room=message.room, district=district, settings=settings, now=now, actor="bot", why=verdict.why)
    return verdict
