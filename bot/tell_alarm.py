"""When a text about danger to life cannot be sent, dispatchers and admins hear of it on every way that there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from bot import wording
from bot.staff_ways import by_ways
from models.areas import District, Member, Person
from models.outgoing import Outgoing
from models.store import Store, Tx
from models.ticket import Audit
from models.words import Priority, Role

_ALARM = "alarm "
_HEAR = frozenset({Role.DISPATCHER, Role.ADMIN})
_LASTS = timedelta(minutes=30)


class AlarmTeller:
    """``await tell(row, reason)``, for ``bot.alarms``: one row and person are alarmed once, however often it is called."""

    def __init__(self, store: Store, district: Callable[[], District], clock: Callable[[], datetime]) -> None:
        self._store, self._district, self._clock = store, district, clock

    async def __call__(self, row: Outgoing, reason: str) -> None:
        """Tell that ``row`` could not be sent, and why (Chinese, without secrets)."""
        await self._store.run(raise_alarm, row=row, reason=reason, district=self._district(), now=self._clock())


def raise_alarm(tx: Tx, *, row: Outgoing, reason: str, district: District, now: datetime) -> int:
    """Put the alarm for a text that could not be sent into the outbox; how many rows are new. An alarm raises none."""
    if row.key.startswith(_ALARM):
        return 0
    new = sum(tx.outbox.put(alarm) for alarm in _alarms(tx, row, reason, district, now))
    if new:
        tx.audit.add(Audit(f"outgoing {row.key}", "alarmed", "bot", now, reason=reason, after=f"{new} rows"))
    return new


def _alarms(tx: Tx, row: Outgoing, reason: str, district: District, now: datetime) -> Iterator[Outgoing]:
    """By WeChat to each of them, beside it by their own ways, and by those of the members whose matter it is."""
    text = wording.not_sent(_target(row, district), reason, row.text)
    for person in (p for p in district.people if p.role in _HEAR and p.id != row.person):
        told = _told(row, text, person, now)
        yield told
        yield from by_ways(told, person.notify)
    for member in _members(tx, row, district):
        yield from by_ways(_told(row, text, None, now), member.notify)


def _told(row: Outgoing, text: str, person: Person | None, now: datetime) -> Outgoing:
    return Outgoing(
        key=f"{_ALARM}{row.key}{f' → {person.id}' if person else ''}",
        text=text,
        room="",
        person=person.id if person else "",
        priority=Priority.EMERGENCY,
        due_at=now,
        expires_at=now + _LASTS,
        ticket=row.ticket,
        at_night=True,
        why="danger not sent",
    )


def _members(tx: Tx, row: Outgoing, district: District) -> list[Member]:
    """The member of the ticket and the one that gets what nobody owns."""
    ticket = tx.tickets.find(row.ticket) if row.ticket is not None else None
    wanted = dict.fromkeys(filter(None, (ticket.member if ticket else "", district.fallback.code)))
    return [district.member[code] for code in wanted if code in district.member]


def _target(row: Outgoing, district: District) -> str:
    room, person = district.room.get(row.room), district.person.get(row.person)
    return room.topic if room else person.name if person else "私聊的居民"
