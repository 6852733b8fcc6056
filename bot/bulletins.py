"""Bulletins (通报) of an emergency state to the rooms of its area, from what the store holds; where there is water, asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.around import Around, Outcome
from bot.door import Admitted
from bot.quiet import is_quiet
from bot.replies import in_return, told_of
from bot.settings import QuietHours
from dispatch import wording_bulletin as words
from dispatch.emergency import stamp, subject
from dispatch.emergency_figures import of_area
from dispatch.pause import covering
from dispatch.rhythm import next_slot, slots
from dispatch.scene import Scene
from dispatch.tell import rooms_of
from models.areas import Room
from models.emergency import Emergency
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Ticket
from models.words import Priority, RoomKind, Service, Status
from notices.answer import covering as notice_covering
from notices.wording_answers import answer_text

_ON_TIME = timedelta(minutes=20)
_LASTS = timedelta(hours=6)
_SERVICES = (Service.POWER, Service.WATER, Service.GAS, Service.ROAD)
_QUOTED = 2
_AT_ONCE = ("emergency_begin", "emergency_bulletin")
_SOLVED = frozenset({Status.RESOLVED, Status.VERIFYING})


def tell_rooms(tx: Tx, around: Around, quiet: QuietHours) -> datetime | None:
    """Put the bulletins that are due; when the next may be (aware, UTC). Several that were missed make one.

    In quiet hours nothing that was missed is made up for: the morning's bulletin stands for it.
    """
    standing = tx.emergencies.unsettled()
    for emergency in standing:
        if emergency.stands:
            _due(tx, emergency, around, quiet)
        elif emergency.ended_at and emergency.bulletin_at < emergency.ended_at:
            _say(tx, emergency, around, "end", 0)
            tx.emergencies.save(emergency.evolve(bulletin_at=around.now))
    return next_slot(around.clocks.rhythm.bulletins, around.now, around.tz) if standing else None


def tell_at_once(tx: Tx, verb: str, around: Around) -> None:
    """The first bulletin of a state that was declared just now, and one that its duty wants to be out now."""
    for emergency in tx.emergencies.standing() if verb in _AT_ONCE else ():
        fresh = emergency.began_at == around.now or emergency.bulletin_at == around.now
        if fresh:
            tx.emergencies.save(emergency.evolve(bulletin_at=around.now))
            _say(tx, emergency, around, stamp(around.now), 0)


def _due(tx: Tx, emergency: Emergency, around: Around, quiet: QuietHours) -> None:
    passed = slots(around.clocks.rhythm.bulletins, emergency.bulletin_at, around.now, around.tz)
    if not passed:
        return
    late = around.now - passed[-1] > _ON_TIME
    if late and is_quiet(around.now, quiet, around.tz):
        return
    missed = len(passed) - (not late)
    _say(tx, emergency, around, stamp(passed[-1]), missed)
    tx.emergencies.save(emergency.evolve(bulletin_at=around.now if late else passed[-1]))


def _say(tx: Tx, emergency: Emergency, around: Around, name: str, missed: int) -> int:
    scene = Scene(tx, around.district, around.clocks, around.now, around.tz, source="ticker")
    tickets = [t for t in of_area(scene, emergency) if t.open and t.status not in _SOLVED]
    points = tx.emergencies.points(emergency.id)
    coming = next_slot(around.clocks.rhythm.bulletins, around.now, around.tz)
    count = 0
    for room in _rooms(around, emergency):
        if emergency.stands:
            here = [t for t in tickets if _here(scene, t, room)]
            quotes = list(_quotes(tx, room, around))
            text = words.bulletin(
                around.district, emergency, here, tickets, quotes, points, missed, coming, around.now, around.tz
            )
        else:
            text = words.last(around.district, emergency, around.now, around.tz)
        count += tx.outbox.put(_row(emergency, room, name, text, around, min(coming, around.now + _LASTS)))
    return count


def _rooms(around: Around, emergency: Emergency) -> list[Room]:
    """The residents' rooms that serve a part of the area."""
    district = around.district
    return [
        r
        for r in district.rooms
        if r.kind is RoomKind.RESIDENTS and any(district.within(e, emergency.area) for e in district.room_estates(r.id))
    ]


def _here(scene: Scene, ticket: Ticket, room: Room) -> bool:
    estates = scene.district.room_estates(room.id)
    return ticket.estate in estates or room.id in rooms_of(scene, ticket)


def _quotes(tx: Tx, room: Room, around: Around) -> Iterator[str]:
    """What the utilities have stated for the estates of a room, each notice once."""
    estates = around.district.room_estates(room.id)
    standing = [n for n in tx.notices.at(list(estates), around.local) if not n.over]
    seen: set[int] = set()
    for service in _SERVICES:
        for estate in estates:
            cover = notice_covering(
                standing, estate=estate, building=None, service=service, at_local=around.local,
                district=around.district, tz=around.tz,
            )  # fmt: skip
            if cover and cover.notice.id not in seen and cover.phase == "during" and len(seen) < _QUOTED:
                seen.add(cover.notice.id)
                yield answer_text(cover, district=around.district, at_local=around.local, tz=around.tz)


def _row(emergency: Emergency, room: Room, name: str, text: str, around: Around, until: datetime) -> Outgoing:
    return Outgoing(
        key=f"{subject(emergency)} bulletin {name} → {room.id}",
        text=text,
        room=room.id,
        person="",
        priority=Priority.NOTICE,
        due_at=around.now,
        expires_at=until,
        why="emergency bulletin",
    )


def answer_points(tx: Tx, *, seen: Admitted, kinds: Sequence[str], around: Around) -> Outcome | None:
    """Where there is water or shelter, while a state stands over the place; None when none does."""
    message = seen.message
    emergency = _over(tx, message.room, around)
    if emergency is None or message.by_staff or tx.people.opted_out(message.sender):
        return None
    if not tx.inbox.take(message, seen.digest):
        return Outcome("known", why=("这条消息收过了",))
    if message.private:
        tx.people.remember(message.sender, seen.sealed.sender, around.now, message.account)
    text = words.points(tx.emergencies.points(emergency.id), tuple(kinds))
    why, topic = "answer：取水点、安置点", f"points {' '.join(kinds)}"
    tx.outbox.put(in_return(message, f"points {told_of(message)}", text, now=around.now, why=why, topic=topic))
    return Outcome("deflected", why=("问的是取水点、安置点",))


def _over(tx: Tx, room: str, around: Around) -> Emergency | None:
    standing = tx.emergencies.standing()
    if not standing or not room:
        return standing[0] if standing else None
    estates = around.district.room_estates(room)
    return next((e for estate in estates if (e := covering(around.district, estate, standing))), None)
