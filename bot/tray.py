"""The tray: texts that a person posts. For rooms without a bot, and for what no channel could bring out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import wording
from bot.assisted import ASSISTED, by_hand, rooms_by_hand
from bot.manners import in_parts
from bot.parts import part_before
from bot.settings import Settings
from models.areas import District, Person, Room
from models.errors import Refused
from models.outgoing import Outgoing
from models.store import Store, Tx
from models.ticket import Audit
from models.words import Delivery, Priority, Role

_HELPERS = (Role.GRID_WORKER, Role.DISPATCHER, Role.ADMIN)
"""Who posts a text about danger: the first of these roles that serves the room."""


def listed(tx: Tx, *, district: District, now: datetime) -> list[Outgoing]:
    """What waits for a person: due texts for the rooms without a bot, then what the chat channels could not send.

    A text that only one of the staff's own ways refused is not listed: it stands for one that went by WeChat.
    """
    waiting = [row for row in tx.outbox.in_hand(rooms_by_hand(district), now) if not _over(row, now)]
    return [*waiting, *(row for row in tx.outbox.dead() if not row.way)]


def done(tx: Tx, *, number: int, district: District, by: str, now: datetime) -> Outgoing:
    """A person has posted it; NotFound, Refused when it does not wait for one."""
    row = _waiting_for_a_person(tx, number, district, now)
    sent = row.evolve(status=Delivery.SENT, sent_at=now, account=ASSISTED, attempts=row.attempts + 1)
    return _settle(tx, sent, "posted", by, now)


def drop(tx: Tx, *, number: int, district: District, by: str, why: str, now: datetime) -> Outgoing:
    """A person decides that it is not said; NotFound, Refused as ``done``."""
    row = _waiting_for_a_person(tx, number, district, now)
    return _settle(tx, row.evolve(status=Delivery.WITHDRAWN, last_error=why), "withdrawn", by, now, why)


def _waiting_for_a_person(tx: Tx, number: int, district: District, now: datetime) -> Outgoing:
    row = tx.outbox.by_id(number)
    if row.status is not Delivery.DEAD and not (row.status is Delivery.WAITING and by_hand(row, district)):
        raise Refused(f"{number} 号不在待贴箱里（{row.status}）")
    if row.status is Delivery.WAITING and _over(row, now):
        raise Refused(f"{number} 号已经过时，不要再贴")
    return row


def _over(row: Outgoing, now: datetime) -> bool:
    return row.expires_at is not None and row.expires_at <= now


def _settle(tx: Tx, row: Outgoing, action: str, by: str, now: datetime, reason: str = "") -> Outgoing:
    tx.outbox.save(row)
    tx.audit.add(Audit(f"outgoing {row.key}", action, by, now, source=ASSISTED, reason=reason))
    return row


@dataclass(frozen=True, slots=True)
class Order:
    """How the tray is kept: one answer a topic within ``cool_down``, texts of at most ``longest_text`` characters."""

    cool_down: timedelta
    longest_text: int

    @classmethod
    def of(cls, settings: Settings) -> Order:
        """As the settings say."""
        return cls(timedelta(minutes=settings.reading.cool_down_minutes), settings.etiquette.longest_text)


class TrayKeeper:
    """A worker of the engine: what is over leaves the tray, and a text about danger calls somebody to it."""

    def __init__(self, store: Store, district: Callable[[], District], order: Order) -> None:
        self._store, self._district, self._order = store, district, order

    async def step(self, now: datetime) -> datetime | None:
        """Put the tray in order; returns when the next text is over (aware, UTC), None when none is."""
        district = self._district()
        if not rooms_by_hand(district):
            return None
        return await self._store.run(tidy, district=district, now=now, order=self._order)


def tidy(tx: Tx, *, district: District, now: datetime, order: Order) -> datetime | None:
    """Settle what is over or said already, part what is too long, call for what is urgent; when something is over next."""
    left: list[Outgoing] = []
    for row in _parted(tx, district, now, order.longest_text):
        reason = _needless(tx, row, district, left, order.cool_down)
        if _over(row, now):
            _settle(tx, row.evolve(status=Delivery.EXPIRED, last_error="过时未贴"), "expired", "bot", now, "过时未贴")
        elif reason:
            _settle(tx, row.evolve(status=Delivery.WITHDRAWN, last_error=reason), "withdrawn", "bot", now, reason)
        else:
            left.append(row)
    for call in (c for row in left if row.danger for c in _calls(row, district, now)):
        tx.outbox.put(call)
    return min((row.expires_at for row in left if row.expires_at), default=None)


def _parted(tx: Tx, district: District, now: datetime, longest: int) -> list[Outgoing]:
    """What waits in the tray; a text of more than ``longest`` characters is several, cut at sentences."""
    rooms = rooms_by_hand(district)
    rows = tx.outbox.in_hand(rooms, now)
    too_long = [row for row in rows if len(row.text) > longest]
    for row in too_long:
        in_parts(tx, row, longest)
    return tx.outbox.in_hand(rooms, now) if too_long else rows


def _needless(tx: Tx, row: Outgoing, district: District, before: Sequence[Outgoing], cool_down: timedelta) -> str:
    """Why a text need not be posted ("" = it must): the room only listens, or it has the answer already."""
    if row.danger:
        return ""
    if district.room[row.room].shadow:
        return "影子群：只提议，不发言"
    first = part_before(row.key)
    if first and (begun := tx.outbox.get(first)) and begun.status not in (Delivery.WAITING, Delivery.SENT):
        return "前一段没有贴"
    if row.priority is not Priority.REPLY or not row.topic:
        return ""
    same = any(r.room == row.room and r.topic == row.topic and r.priority is Priority.REPLY for r in before)
    last = tx.outbox.last_sent(row.room, row.topic)
    return "同一件事已有一条待贴或刚贴过" if same or (last and row.due_at - last < cool_down) else ""


def _calls(row: Outgoing, district: District, now: datetime) -> Iterator[Outgoing]:
    room = district.room[row.room]
    for person in _helpers(district, room):
        yield Outgoing(
            key=f"tray {row.key} → {person.id}",
            text=wording.please_post(room.topic, row.id, row.text),
            room="",
            person=person.id,
            priority=Priority.EMERGENCY,
            due_at=now,
            expires_at=row.expires_at,
            ticket=row.ticket,
            at_night=True,
            why="danger in a room without a bot",
        )


def _helpers(district: District, room: Room) -> list[Person]:
    estates = district.room_estates(room.id)
    for role in _HELPERS:
        found = [
            p
            for p in district.people
            if p.role is role and any(district.within(e, a) for e in estates for a in p.areas)
        ]
        if found:
            return found
    return []
