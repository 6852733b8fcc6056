"""The ticker's round of 关爱户: an outage makes a door list, doors that nobody ticks are reminded of and climb, consent ends.

It spans tickets and notices. Nothing is done, and nothing decrypted, while nobody is registered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.around import Around
from bot.care_book import Entry, care_scene, entries, local_of, put_texts
from dispatch import wording_care as words
from dispatch.care import MACHINES, concerns, is_outage, keeper_of, needs
from dispatch.route import leaders
from dispatch.scene import Scene
from dispatch.street import street_duty
from dispatch.wording import place, what, who
from models.care import Household, Visit
from models.notice import Notice
from models.outgoing import Outgoing
from models.store import Tx
from models.words import Effect, Priority, Role, Service
from notices.answer import covering

AHEAD = timedelta(hours=24)
"""A planned outage makes a door list this long before it begins."""
CONSENT = timedelta(days=365)
CONSENT_GRACE = timedelta(days=30)
_SUPPLIES = (Service.POWER, Service.WATER)


@dataclass(frozen=True, slots=True)
class Cause:
    """An outage: its name in the store, what is said of it, the supply, whether it is there now, and whom it concerns."""

    name: str
    reason: str
    supply: Service
    now: bool
    concerns: Callable[[Household], bool]


def care_round(tx: Tx, around: Around) -> datetime | None:
    """Do what is due; when to look again, None while nobody is registered."""
    if not tx.cares.any():
        return None
    known = entries(tx, around)
    causes = [*_tickets(tx, around), *_notices(tx, around, known)]
    _end(tx, around, {cause.name for cause in causes})
    for cause in causes:
        _owe(tx, around, cause, known)
    _press(tx, around, {care.id: household for care, household in known})
    _ask_consent(tx, around, known)
    return _next(tx, around, known)


def _next(tx: Tx, around: Around, known: Sequence[Entry]) -> datetime | None:
    """When time alone makes something due: a reminder, a climb, a planned outage, consent that is a year old."""
    clocks, owed = around.clocks, tx.cares.owed()
    moments = [v.told_at + clocks.care_remind for v in owed if not v.reminded_at]
    moments += [v.told_at + clocks.care_climb for v in owed if not v.climbed_at]
    moments += [c.asked_at + CONSENT_GRACE if c.asked_at else c.confirmed_at + CONSENT for c, _ in known]
    estates = list(dict.fromkeys(household.estate for _, household in known))
    starts = (n.start for n in tx.notices.at(estates, around.local) if n.start and n.said.service in _SUPPLIES)
    ahead = [(start - AHEAD).replace(tzinfo=around.tz).astimezone(around.now.tzinfo) for start in starts]
    return min((m for m in (*moments, *ahead) if m > around.now), default=None)


def _tickets(tx: Tx, around: Around) -> Iterator[Cause]:
    """Outages that residents or workers reported and that are not one home's."""
    for supply in _SUPPLIES:
        for ticket in tx.tickets.lately(supply, around.now - timedelta(days=3)):
            if not is_outage(ticket):
                continue
            parts = [ticket, *tx.tickets.children(ticket.number)]
            places = [p for part in parts for p in tx.matters.places(part.matter)] + [(ticket.estate, ticket.building)]
            round_ = f" #{ticket.reworks}" if ticket.reworks else ""
            reason = f"{place(around.district, ticket.evolve(building=None))}{what(ticket)}（工单 {ticket.number}）"
            yield Cause(f"ticket {ticket.number}{round_}", reason, supply, True, _at(places))


def _at(places: Sequence[tuple[str | None, str | None]]) -> Callable[[Household], bool]:
    return lambda household: concerns(household, places)


def _notices(tx: Tx, around: Around, known: Sequence[Entry]) -> Iterator[Cause]:
    """Outages that were announced with an effect "off", from a day before they begin."""
    estates = list(dict.fromkeys(household.estate for _, household in known))
    for notice in tx.notices.at(estates, around.local):
        supply = notice.said.service
        if notice.over or supply not in _SUPPLIES or notice.state != "published":
            continue
        start = notice.start
        if start and start - around.local > AHEAD:
            continue
        running = start is None or start <= around.local
        when = "" if running or start is None else f"{start:%m-%d %H:%M} 起"
        reason = f"{when}{'停电' if supply is Service.POWER else '停水'}（公告 {notice.id}）"
        yield Cause(f"notice {notice.id}", reason, supply, running, _reached(notice, supply, around))


def _reached(notice: Notice, supply: Service, around: Around) -> Callable[[Household], bool]:
    off = Notice.evolve(notice, reach=tuple(r for r in notice.reach if r.effect is Effect.OFF))

    def concerned(household: Household) -> bool:
        cover = covering(
            [off], estate=household.estate, building=household.building, service=supply, at_local=around.local,
            district=around.district, tz=around.tz,
        )  # fmt: skip
        return cover is not None and cover.phase != "after"

    return concerned


def _end(tx: Tx, around: Around, standing: set[str]) -> None:
    """Supply is back: what was not visited need not be any more."""
    for cause in tx.cares.causes():
        if cause not in standing:
            for visit in (v for v in tx.cares.of_cause(cause) if v.over_at is None):
                tx.cares.save(visit.evolve(over_at=around.now))


def _owe(tx: Tx, around: Around, cause: Cause, known: Sequence[Entry]) -> None:
    """A door list for each worker whose households it concerns, and who have none yet of another outage that lasts."""
    visited = {v.care for name in tx.cares.causes() for v in tx.cares.of_cause(name) if v.over_at is None}
    fresh = [e for e in known if e[0].id not in visited and needs(e[1], cause.supply) and cause.concerns(e[1])]
    scene, at = care_scene(tx, around), local_of(around)
    keepers = {care.id: keeper_of(around.district, household, at, scene.shifts()) for care, household in fresh}
    for care, _ in fresh:
        if tx.cares.owe(Visit(cause.name, care.id, keepers[care.id], around.now)):
            scene.note(f"care {care.id}", "owe visit", after=cause.name)
    mine: dict[str, list[Entry]] = defaultdict(list)
    for entry in fresh:
        mine[keepers[entry[0].id]].append(entry)
    numbers = {v.care: v.id for v in tx.cares.of_cause(cause.name)}
    for person, households in mine.items():
        listed = [(numbers[care.id], household) for care, household in households if care.id in numbers]
        danger = cause.now and any(h.kind in MACHINES for _, h in listed)
        if listed and person:
            put_texts(
                tx, words.doors(around.district, cause.reason, listed), key=f"care {cause.name} {listed[0][0]}",
                person=person, around=around, danger=danger, wait=not cause.now,
            )  # fmt: skip


def _press(tx: Tx, around: Around, known: dict[int, Household]) -> None:
    """Remind the worker, then tell the street's duty; each once."""
    owed = [v for v in tx.cares.owed() if v.care in known]
    late = [v for v in owed if not v.reminded_at and around.now >= v.told_at + around.clocks.care_remind]
    for worker, visits in _by_worker(late).items():
        texts = words.reminder(around.district, [(v.id, known[v.care]) for v in visits])
        put_texts(tx, texts, key=f"care remind {visits[0].id}", person=worker, around=around)
        for visit in visits:
            tx.cares.save(visit.evolve(reminded_at=around.now))
    high = [v for v in tx.cares.owed() if v.care in known and not v.climbed_at]
    high = [v for v in high if around.now >= v.told_at + around.clocks.care_climb]
    scene = care_scene(tx, around)
    for worker, visits in _by_worker(high).items():
        _climb(scene, around, worker, visits, known)


def _by_worker(visits: Sequence[Visit]) -> dict[str, list[Visit]]:
    found: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        found[visit.worker].append(visit)
    return found


def _climb(scene: Scene, around: Around, worker: str, visits: Sequence[Visit], known: dict[int, Household]) -> None:
    tx, estate = scene.tx, known[visits[0].care].estate
    name = who(around.district, worker) if worker else "这里没有网格员的"
    duty = street_duty(around.district, estate, local_of(around), scene.shifts())
    if duty:
        texts = words.climbed(around.district, name, [(v.id, known[v.care]) for v in visits])
        put_texts(tx, texts, key=f"care climb {visits[0].id}", person=duty.id, around=around)
    else:
        for person in leaders(around.district, estate, (Role.DISPATCHER,)):
            tx.outbox.put(_uncounted(person.id, name, visits, around))
    for visit in visits:
        tx.cares.save(visit.evolve(climbed_at=around.now))
        scene.note(f"care {visit.care}", "climb", after=duty.id if duty else "")


def _uncounted(person: str, worker: str, visits: Sequence[Visit], around: Around) -> Outgoing:
    return Outgoing(
        key=f"care climb {visits[0].id} → {person}",
        text=words.uncounted(worker, len(visits)),
        room="",
        person=person,
        priority=Priority.RESTORATION,
        due_at=around.now,
        at_night=True,
        why="care",
    )


def _ask_consent(tx: Tx, around: Around, known: Sequence[Entry]) -> None:
    """After a year consent is asked for again; a month later what nobody confirmed is gone."""
    scene, at = care_scene(tx, around), local_of(around)
    for care, household in known:
        keeper = keeper_of(around.district, household, at, scene.shifts())
        if care.asked_at and around.now >= care.asked_at + CONSENT_GRACE:
            tx.cares.drop(care.id)
            scene.note(f"care {care.id}", "forget", reason="同意满一年没有再确认")
            told = [words.lapsed(household.door)]
        elif care.asked_at is None and around.now >= care.confirmed_at + CONSENT:
            tx.cares.keep(care.evolve(asked_at=around.now))
            told = [words.consent_asked(around.district, household)]
        else:
            continue
        put_texts(tx, told, key=f"care consent {care.id} {at:%Y-%m-%d}", person=keeper, around=around, wait=True)
