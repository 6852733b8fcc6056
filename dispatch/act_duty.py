"""谁值班, 谁管我家, 交接: who answers for what, and who goes on from whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dispatch import wording_duty as words
from dispatch.ask import Ask, Done
from dispatch.handover import hand_over, misfit
from dispatch.rights import LEADERS, covers
from dispatch.route import Route, route
from dispatch.targets import find_person
from models.areas import District, Person
from models.words import Role, Service

ASKED_FOR = (Service.POWER, Service.WATER, Service.GAS, Service.ROAD)


def who_is_on_duty(ask: Ask) -> Done:
    """谁值班: for each service the member and its number; the staff read who it is."""
    area = _area(ask)
    found = [(service, _route(ask, service, area, None)) for service in ASKED_FOR]
    return ask.reply(None, words.on_duty(ask.scene.district, area, found, names=ask.person is not None))


def who_answers_for_me(ask: Ask) -> Done:
    """谁管我家: the grid worker and, by service, who sees to it."""
    estates = _estates(ask)
    if len(estates) != 1:
        return ask.reply(None, words.which_estate(ask.scene.district, estates), "place")
    building = ask.command.target or None
    found = [(service, _route(ask, service, estates[0], building)) for service in ASKED_FOR]
    district = ask.scene.district
    lamps = _route(ask, Service.POWER, estates[0], building, "E11")
    pumps = _route(ask, Service.WATER, estates[0], building, "W11")
    return ask.reply(None, words.answers_for(district, estates[0], building, found, lamps, pumps))


def _route(ask: Ask, service: Service, area: str | None, building: str | None, topic: str | None = None) -> Route:
    at: datetime = ask.scene.now.astimezone(ask.scene.tz)
    return route(ask.scene.district, service, topic, area, building, at, ask.scene.shifts())


def _estates(ask: Ask) -> list[str]:
    """Where who asks may live: in the estates that are named, else those of the room, else where they have reported."""
    district = ask.scene.district
    named = [e.code for e in district.estates if any(n in ask.command.text for n in (e.name, *e.aliases))]
    if named or ask.room:
        return named or list(district.room_estates(ask.room))
    if ask.person:
        return [e.code for e in district.estates if any(district.within(e.code, a) for a in ask.person.areas)]
    mine = [t.estate for t in ask.scene.tx.tickets.reported_by(ask.sender) if t.estate]
    return mine[-1:]


def _area(ask: Ask) -> str | None:
    if ask.room in ask.scene.district.room:
        return ask.scene.district.room[ask.room].areas[0]
    return ask.person.areas[0] if ask.person and ask.person.areas else None


def hand_on(ask: Ask) -> Done:
    """交接 A 给 B: by A, A's chief, or somebody above them."""
    district = ask.scene.district
    if ask.person is None:
        return ask.reply(None, words.NOT_YOURS, "stranger")
    one = find_person(district, ask.command.text) if ask.command.text else ask.person
    other = find_person(district, ask.command.target)
    if one is None or other is None:
        return ask.reply(None, words.whom(ask.command.text if one is None else ask.command.target), "target")
    if not _may(district, ask.person, one):
        return ask.reply(None, words.NOT_YOURS, "role")
    if why := misfit(one, other):
        return ask.reply(None, words.misfit(one, other, why), why)
    done = hand_over(ask.scene, one, other, f"{ask.person.name}发起交接")
    reply = ask.reply(None, words.handed(one, other, done, by=ask.sender), said=done.said)
    return replace(reply, district=done.district)


def _may(district: District, person: Person, one: Person) -> bool:
    if person.id in (one.id, one.chief) or person.role is Role.ADMIN:
        return True
    return person.role in LEADERS and bool(one.areas) and all(covers(district, person, a) for a in one.areas)
