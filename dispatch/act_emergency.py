"""应急 开始/续/结束, 值班, 取水点, 避难点, 快报: what the street's duty decides while much happens at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from dispatch import wording_emergency as words
from dispatch.ask import Ask, Done
from dispatch.emergency import close_point, declare, end, over, prolong, put_shift, tell_point
from dispatch.emergency_figures import flash
from dispatch.street import decides_for
from dispatch.targets import find_person
from dispatch.wording_help import HELP_RESIDENT
from models.areas import District
from models.emergency import Emergency
from models.words import AreaKind, RoomKind


def obey_emergency(ask: Ask) -> Done:
    """Do it, when it is said where the staff are among themselves."""
    if ask.person is None:
        return ask.reply(None, HELP_RESIDENT, "stranger")
    room = ask.scene.district.room.get(ask.room)
    if room is not None and room.kind is RoomKind.RESIDENTS:
        return ask.reply(None, words.NOT_HERE, "room")
    return _DO[ask.command.verb](ask)


def _begin(ask: Ask) -> Done:
    area = _area(ask)
    if area is None:
        return ask.reply(None, words.which_area(ask.command.target), "place")
    if not decides_for(ask.scene.district, ask.person, area):
        return ask.reply(None, words.NOT_YOURS, "role")
    if wrong := _wrong_hour(ask):
        return ask.reply(None, wrong, "until")
    standing = over(ask.scene, area)
    if standing:
        return ask.reply(None, words.stands_already(ask.scene.district, standing), "already")
    until = ask.command.until
    assert until is not None
    made = declare(ask.scene, area, until, ask.command.text)
    return ask.reply(None, words.begun(ask.scene.district, made, ask.scene.now, ask.scene.tz))


def _area(ask: Ask) -> str | None:
    """The area that is named; without a name the one that the speaker answers for, not wider than a street."""
    district, said = ask.scene.district, ask.command.target
    if said:
        return area_called(district, said)
    own = [a for a in ask.person.areas if a in district.area] if ask.person else []
    kinds = {AreaKind.STREET, AreaKind.COMMUNITY, AreaKind.GRID, AreaKind.ESTATE}
    return own[0] if len(own) == 1 and district.area[own[0]].kind in kinds else None


def area_called(district: District, said: str) -> str | None:
    """The code of the area with this code, name or alias, the widest of several."""
    order = list(AreaKind)
    found = [a for a in district.areas if said in (a.code, a.name, *a.aliases)]
    return min(found, key=lambda a: order.index(a.kind)).code if found else None


def _wrong_hour(ask: Ask) -> str:
    until, rhythm = ask.command.until, ask.scene.clocks.rhythm
    if until is None:
        return words.SAY_UNTIL
    if not ask.scene.now < until <= ask.scene.now + rhythm.longest:
        return words.wrong_review(rhythm.longest)
    return ""


def _meant(ask: Ask) -> Emergency | Done:
    """The state that is meant and that the speaker may decide about: by its area, else the only one that is theirs."""
    district, standing = ask.scene.district, ask.scene.tx.emergencies.standing()
    if not standing:
        return ask.reply(None, words.NONE_STANDS, "unknown")
    area = area_called(district, ask.command.target) if ask.command.target else None
    named = [e for e in standing if area is None or district.within(area, e.area)]
    mine = [e for e in named if decides_for(district, ask.person, e.area)]
    if len(mine) == 1:
        return mine[0]
    if mine or not named:
        return ask.reply(None, words.which_state(district, mine or standing), "choice")
    return ask.reply(None, words.NOT_YOURS, "role")


def _with_state(work: Callable[[Ask, Emergency], Done]) -> Callable[[Ask], Done]:
    def run(ask: Ask) -> Done:
        found = _meant(ask)
        return found if isinstance(found, Done) else work(ask, found)

    return run


def _prolong(ask: Ask, emergency: Emergency) -> Done:
    if wrong := _wrong_hour(ask):
        return ask.reply(None, wrong, "until")
    until: datetime | None = ask.command.until
    assert until is not None
    after = prolong(ask.scene, emergency, until, ask.command.text)
    return ask.reply(None, words.prolonged(ask.scene.district, after, ask.scene.now, ask.scene.tz))


def _end(ask: Ask, emergency: Emergency) -> Done:
    end(ask.scene, emergency, ask.command.text or "应急结束")
    return ask.reply(None, words.over(ask.scene.district, emergency))


def _shift(ask: Ask, emergency: Emergency) -> Done:
    district, night = ask.scene.district, ask.command.text.startswith("夜")
    person = find_person(district, ask.command.target)
    if person is None or not person.member:
        return ask.reply(None, words.who_is(ask.command.target), "target")
    after = put_shift(ask.scene, emergency, person, night=night)
    return ask.reply(None, words.shifts(district, after))


def _point(ask: Ask, emergency: Emergency) -> Done:
    text = ask.command.text.strip()
    if not text:
        return ask.reply(None, words.SAY_POINT, "text")
    point = tell_point(ask.scene, emergency, ask.command.target, text)
    return ask.reply(None, words.point_kept(ask.scene.district, emergency, point))


def _no_point(ask: Ask, emergency: Emergency) -> Done:
    points = ask.scene.tx.emergencies.points(emergency.id)
    found = next((p for p in points if p.id == ask.command.number), None)
    if found is None:
        return ask.reply(None, words.points_listed(points), "unknown")
    close_point(ask.scene, emergency, found)
    return ask.reply(None, words.point_gone(found))


def _show(ask: Ask) -> Done:
    scene, standing = ask.scene, ask.scene.tx.emergencies.standing()
    lines = [words.standing(scene.district, e, scene.now, scene.tz) for e in standing]
    points = [p for e in standing for p in scene.tx.emergencies.points(e.id)]
    return ask.reply(None, "\n".join([*lines, words.points_listed(points)]) if lines else words.NONE_STANDS)


def _flash(ask: Ask, emergency: Emergency) -> Done:
    return ask.reply(None, flash(ask.scene, emergency))


def _bulletin(ask: Ask, emergency: Emergency) -> Done:
    """应急 通报: the rooms hear at once how it stands."""
    ask.scene.tx.emergencies.save(emergency.evolve(bulletin_at=ask.scene.now))
    return ask.reply(None, words.bulletin_now(ask.scene.district, emergency))


_DO: dict[str, Callable[[Ask], Done]] = {
    "emergency_begin": _begin,
    "emergency_prolong": _with_state(_prolong),
    "emergency_end": _with_state(_end),
    "emergency_shift": _with_state(_shift),
    "emergency_point": _with_state(_point),
    "emergency_unpoint": _with_state(_no_point),
    "emergency_show": _show,
    "emergency_flash": _with_state(_flash),
    "emergency_bulletin": _with_state(_bulletin),
}
VERBS = tuple(_DO)
"""The verbs that are decided here."""
