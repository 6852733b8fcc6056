"""A matter as its lines make it grow, and the ticket that stands for it. Pure, but for the look-up of the ticket."""

from __future__ import annotations

from datetime import datetime, timedelta

from dispatch.route import common_area
from dispatch.wording_topics import OUTAGES
from models.areas import District
from models.buildings import building_key, parse_buildings
from models.capture import Capture
from models.matter import Matter
from models.message import Message
from models.store import Tx
from models.ticket import Ticket
from models.words import Act, Action, Service, Status, Urgency

_AFFIRM = frozenset({Act.REPORT, Act.ME_TOO, Act.ASK_STATUS, Act.REQUEST, Act.URGE, Act.COMPLAIN, Act.ASK_INFO})
MANY_HOUSEHOLDS = 3
MANY_BUILDINGS = 2
"""From here on an outage counts as that of a building or an estate, so as urgent (DOMAIN §3; the numbers are ours)."""


def affirms(capture: Capture, message: Message) -> bool:
    """Whether a line stands for a household that has the trouble: residents', and not "it is back" or a notice."""
    return capture.act in _AFFIRM and not message.by_staff


def opened(capture: Capture, message: Message, key: str) -> Matter:
    """The matter that a first line opens, still without households."""
    return Matter(
        key=key,
        service=capture.service or Service.OTHER,
        topic=capture.topic or "X01",
        urgency=capture.urgency or Urgency.P2,
        estate=capture.estate,
        opened_at=message.at,
        last_at=message.at,
    )


def extended(district: District, matter: Matter, capture: Capture, message: Message) -> Matter:
    """The matter with one more line: buildings and rooms grow, urgency only rises, the topic follows the danger."""
    estate = wider(district, matter.estate, capture.estate)
    urgency = min(matter.urgency, capture.urgency or Urgency.P2)
    worse = urgency < matter.urgency and capture.service is matter.service and capture.topic
    return matter.evolve(
        urgency=urgency,
        topic=capture.topic if worse else matter.topic,
        estate=estate,
        last_at=max(matter.last_at, message.at),
        buildings=_buildings(matter, capture, estate),
        rooms=tuple(dict.fromkeys((*matter.rooms, message.room))) if message.room else matter.rooms,
        restored=matter.restored + (capture.act is Act.RESTORED),
    )


def wider(district: District, ours: str | None, heard: str | None) -> str | None:
    """The place of a matter: the first that is known; a wider one only from an estate next door (their common area)."""
    if ours is None or heard is None or ours == heard:
        return ours or heard
    if district.within(heard, ours) or district.within(ours, heard):
        return ours
    return common_area(district, (ours, heard)) or ours


def _buildings(matter: Matter, capture: Capture, estate: str | None) -> tuple[str, ...]:
    if matter.estate and estate != matter.estate:
        return ()
    if capture.estate not in (None, estate) or not capture.building or capture.act is Act.RESTORED:
        return matter.buildings
    return tuple(sorted({*matter.buildings, *numbers(capture.building)}, key=building_key))


def numbers(building: str | None) -> tuple[str, ...]:
    """The buildings of ``"5-12"``; () when there are none or they cannot be read."""
    try:
        return parse_buildings(building or "")
    except ValueError:
        return ()


def spelled(buildings: tuple[str, ...]) -> str | None:
    """Buildings as a capture writes them: ``"3"``, ``"5-12"`` for a run of three and more, ``"6,7"``."""
    parts: list[str] = []
    run: list[str] = []
    for building in (*buildings, ""):
        if run and not (building.isdigit() and run[-1].isdigit() and int(building) == int(run[-1]) + 1):
            parts += [f"{run[0]}-{run[-1]}"] if len(run) > 2 else run
            run = []
        run.append(building)
    return ",".join(parts) or None


def felt_urgency(matter: Matter) -> Urgency:
    """P1 when an outage has reached several households or buildings; else what was said."""
    many = matter.households >= MANY_HOUSEHOLDS or len(matter.buildings) >= MANY_BUILDINGS
    return min(matter.urgency, Urgency.P1) if matter.topic in OUTAGES and many else matter.urgency


def main_ticket(tx: Tx, key: str) -> Ticket | None:
    """The ticket that stands for a matter: its own, or the one that its own was merged into."""
    own = tx.tickets.of_matter(key)
    if own:
        return own
    merged = [a for a in tx.audit.of(matter_subject(key)) if a.action in (Action.MERGE, Action.REOPEN)]
    if not merged or merged[-1].action != Action.MERGE:
        return None
    return tx.tickets.find(int(merged[-1].after))


_MENDED = frozenset({Status.RESOLVED, Status.VERIFYING})
_STANDING = timedelta(days=30)


def joined_to_standing(tx: Tx, capture: Capture, now: datetime) -> Capture:
    """A line that would open a matter, joined to the one of the same outage that somebody is still at work on.

    The reader forgets a trouble of which nobody has spoken for hours; its ticket does not. The same outage: same topic,
    same estate, and a building of both (or one of them names none).
    """
    if capture.topic not in OUTAGES or capture.urgency is Urgency.P0 or not (capture.matter and capture.estate):
        return capture
    if tx.matters.get(capture.matter):
        return capture
    ours = set(numbers(capture.building))
    alike = tx.tickets.alike(capture.estate, capture.topic, now - _STANDING)
    found = [t for t in alike if t.open and t.parent is None and t.matter and t.status not in _MENDED]
    same = [t for t in found if not ours or not t.building or ours & set(numbers(t.building))]
    if not same:
        return capture
    why = f"工单 {same[-1].number} 还没有办好，并入同一件事"
    return capture.evolve(matter=same[-1].matter, opens=False, why=(*capture.why, why))


def matter_subject(key: str) -> str:
    """How the audit calls a matter."""
    return f"matter {key}"
