"""What a grid worker, or who is on duty for the street, says about households in need: in private, each once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.around import Around, Outcome
from bot.care_book import Entry, care_scene, key_of, local_of, put_texts, sealed, seen_by
from bot.door import Admitted
from bot.replies import told_of
from dispatch import wording_care as words
from dispatch.care import may_see
from dispatch.scene import Scene
from keywords.commands_care import consents, doors, kind_of, note_of
from models.areas import Area, Person
from models.care import Care, Household, Visit
from models.store import Tx
from models.ticket import Command
from models.words import Role

_ALL = re.compile(r"^(?:全部|都|所有|全)")


@dataclass(frozen=True, slots=True)
class _Desk:
    """One command on its way."""

    tx: Tx
    seen: Admitted
    command: Command
    around: Around
    person: Person

    @property
    def scene(self) -> Scene:
        message = self.seen.message
        return care_scene(self.tx, self.around, self.person.id, told_of(message))

    def mine(self) -> list[Entry]:
        """What the speaker may see."""
        return seen_by(self.tx, self.person, self.around)


def obey_care(tx: Tx, *, seen: Admitted, command: Command, around: Around) -> Outcome:
    """Do it and answer in private, encrypted; nothing of it is said or kept anywhere else."""
    message = seen.message
    person = around.district.person.get(message.sender)
    if person is None:
        return Outcome("refused", why=("不是工作人员",))
    desk = _Desk(tx, seen, command, around, person)
    texts = _DO[command.verb](desk) if message.private else [words.NOT_HERE]
    put_texts(tx, texts, key=f"care reply {told_of(message)}", person=person.id, around=around)
    return Outcome("command", why=command.why)


def _add(desk: _Desk) -> list[str]:
    found, rest = doors(desk.command.text)
    kind = kind_of(rest)
    if len(found) != 1 or not kind:
        return [words.how()]
    estates = _estates(desk, rest)
    if len(estates) != 1:
        return [words.which_estate(desk.around.district, [e.code for e in _own(desk)])]
    building, unit, flat = found[0]
    said = next((n for n in (estates[0].name, *estates[0].aliases) if n in rest), "")
    household = Household(estates[0].code, building, flat, kind, unit, note_of(rest, kind, said))
    return [_keep(desk, household, estates[0], consent=consents(rest))]


def _keep(desk: _Desk, household: Household, estate: Area, *, consent: bool) -> str:
    around = desk.around
    if not may_see(around.district, desk.person, household, local_of(around), desk.scene.shifts()):
        return words.NOT_YOURS
    if estate.buildings and household.building not in estate.buildings:
        return words.no_such_building(around.district, household)
    if not consent:
        return words.needs_consent(household.door)
    key = key_of(around.vault, household)
    again = desk.tx.cares.find(key) is not None
    care = desk.tx.cares.keep(Care(key, sealed(around.vault, household), desk.person.id, around.now))
    desk.scene.note(f"care {care.id}", "update" if again else "register")
    return words.kept(around.district, household, again=again)


def _own(desk: _Desk) -> list[Area]:
    """The estates of the speaker's areas."""
    district = desk.around.district
    return [e for e in district.estates if any(district.within(e.code, a) for a in desk.person.areas)]


def _estates(desk: _Desk, rest: str) -> list[Area]:
    own = _own(desk)
    named = [e for e in own if any(n in rest for n in (e.name, *e.aliases))]
    return named or own


def _list(desk: _Desk) -> list[str]:
    if desk.person.role is not Role.GRID_WORKER and not desk.mine():
        return [words.NOT_YOURS]
    order = sorted((h for _, h in desk.mine()), key=lambda h: (h.estate, len(h.building), h.building, h.flat))
    return words.listed(desk.around.district, order)


def _named(desk: _Desk) -> tuple[list[Entry], str]:
    """The households at the doors that are named, as far as the speaker may see them; and the first door."""
    found, rest = doors(desk.command.text)
    named = [e.code for e in _own(desk) if any(n in rest for n in (e.name, *e.aliases))]
    mine = [e for e in desk.mine() if _at(e[1], found) and (not named or e[1].estate in named)]
    return mine, "-".join(filter(None, found[0])) if found else desk.command.text[:12]


def _at(household: Household, found: list[tuple[str, str, str]]) -> bool:
    door = (household.building, household.unit, household.flat)
    return any(door == f or (not f[1] and (door[0], door[2]) == (f[0], f[2])) for f in found)


def _drop(desk: _Desk) -> list[str]:
    found, door = _named(desk)
    if len(found) != 1:
        return [_unclear(desk, found, door)]
    desk.tx.cares.drop(found[0][0].id)
    desk.scene.note(f"care {found[0][0].id}", "forget", reason="不再同意")
    return [words.dropped(found[0][1].door)]


def _confirm(desk: _Desk) -> list[str]:
    found, door = _named(desk)
    if len(found) != 1:
        return [_unclear(desk, found, door)]
    care, household = found[0]
    desk.tx.cares.keep(care.evolve(confirmed_at=desk.around.now, asked_at=None))
    desk.scene.note(f"care {care.id}", "confirm")
    return [words.confirmed(household.door)]


def _unclear(desk: _Desk, found: list[Entry], door: str) -> str:
    if found:
        return words.which_estate(desk.around.district, [h.estate for _, h in found])
    return words.unknown(door)


def _tick(desk: _Desk) -> list[str]:
    mine = {care.id: household for care, household in desk.mine()}
    owed = [v for v in desk.tx.cares.owed() if v.care in mine]
    if not owed:
        return [words.nothing_owed()]
    done = [v for v in owed if _ticks(desk, v, mine[v.care])]
    if not desk.command.text and len(owed) == 1:
        done = owed
    for visit in done:
        desk.tx.cares.save(replace(visit, ticked_at=desk.around.now, ticked_by=desk.person.id))
        desk.scene.note(f"care {visit.care}", "visit", after=visit.cause)
    return [words.ticked(len(done), len(owed) - len(done))]


def _ticks(desk: _Desk, visit: Visit, household: Household) -> bool:
    """Whether the words mean this door: all, its number on the list, or the door itself."""
    text = desk.command.text
    if _ALL.match(text):
        return True
    found, rest = doors(text)
    return _at(household, found) or visit.id in {int(n) for n in re.findall(r"\d{1,6}", rest)}


_DO: dict[str, Callable[[_Desk], list[str]]] = {
    "care_add": _add,
    "care_list": _list,
    "care_drop": _drop,
    "care_confirm": _confirm,
    "care_tick": _tick,
}
