"""The district as it was last imported; what an import leaves out is retired, not deleted."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from models.areas import Alias, Area, District, Member, Person, Responsibility, Room, Roster
from models.codec import plain
from models.district_tables import aliases, areas, members, people, responsibilities, rooms, rosters
from models.store.rows import Rows, put, put_all
from models.tables import flags


@dataclass(frozen=True)
class _Part:
    """A list of the district, its table, and the column that names an entry; "key" is made of all its fields."""

    name: str
    rows: Rows[Any]
    key: str

    def key_of(self, noun: Any) -> str:
        """What names this entry."""
        return json.dumps(plain(noun), ensure_ascii=False) if self.key == "key" else str(getattr(noun, self.key))

    def row(self, noun: Any, position: int) -> dict[str, Any]:
        """A living row."""
        return self.rows.row(noun) | {self.key: self.key_of(noun), "position": position, "retired_at": None}


_PARTS = (
    _Part("areas", Rows(areas, Area), "code"),
    _Part("rooms", Rows(rooms, Room), "id"),
    _Part("members", Rows(members, Member), "code"),
    _Part("people", Rows(people, Person), "id"),
    _Part("responsibilities", Rows(responsibilities, Responsibility), "key"),
    _Part("rosters", Rows(rosters, Roster), "key"),
)
_KEPT = "district stamp"
_STAMP = select(flags.c.value).where(flags.c.key == _KEPT)
ALIASES: Rows[Alias] = Rows(aliases, Alias)


def with_aliases(district: District, taught: Iterable[Alias]) -> District:
    """The district with the names that people taught; one of an area that is gone is left out."""
    names: dict[str, list[str]] = defaultdict(list)
    for one in taught:
        names[one.area].append(one.alias)
    if not names:
        return district
    areas = tuple(replace(a, aliases=tuple(dict.fromkeys((*a.aliases, *names[a.code])))) for a in district.areas)
    return replace(district, areas=areas)


class Districts:
    """One district. What was read stays with the connection until somebody, here or elsewhere, has written: every write
    leaves another stamp."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._wrote = False

    def load(self, *, retired: bool = False) -> District:
        """The district in the order of its file; ``retired`` adds, after the living, what earlier imports had."""
        stamp = self._conn.execute(_STAMP).scalar_one_or_none()
        kept: tuple[str, District] | None = self._conn.info.get(_KEPT)
        if kept and kept[0] == stamp and not retired and not self._wrote:
            return kept[1]
        found = District(**{part.name: tuple(self._read(part, retired)) for part in _PARTS})
        whole = with_aliases(found, self.aliases())
        if stamp and not retired and not self._wrote:  # what this transaction wrote may still be taken back
            self._conn.info[_KEPT] = (stamp, whole)
        return whole

    def save(self, district: District, at: datetime) -> None:
        """Make this the whole: new entries come, changed ones change, absent ones are retired at ``at``."""
        self._stamp()
        for part in _PARTS:
            self._write(part, getattr(district, part.name), at)

    def learn(self, alias: Alias) -> None:
        """Keep a name that a person taught; an import of the file does not take it away."""
        self._stamp()
        put(self._conn, aliases, ALIASES.row(alias))

    def forget(self, alias: str) -> bool:
        """Take a taught name back; False when it was not taught."""
        self._stamp()
        return self._conn.execute(aliases.delete().where(aliases.c.alias == alias)).rowcount == 1

    def aliases(self) -> list[Alias]:
        """The names that were taught, by time."""
        return ALIASES.all(self._conn, ALIASES.select.order_by(aliases.c.at, aliases.c.alias))

    def empty(self) -> bool:
        """Whether no district was ever imported."""
        return self._conn.execute(select(func.count()).select_from(areas)).scalar_one() == 0

    def _stamp(self) -> None:
        self._wrote = True
        put(self._conn, flags, {"key": _KEPT, "value": token_hex(8)})

    def _read(self, part: _Part, retired: bool) -> Iterable[Any]:
        table = part.rows.table
        wanted = part.rows.select.order_by(table.c.retired_at.is_not(None), table.c.position)
        return part.rows.all(self._conn, wanted if retired else wanted.where(table.c.retired_at.is_(None)))

    def _write(self, part: _Part, nouns: tuple[Any, ...], at: datetime) -> None:
        table = part.rows.table
        key, rows = table.c[part.key], [part.row(noun, position) for position, noun in enumerate(nouns)]
        living = self._conn.execute(select(key).where(table.c.retired_at.is_(None))).scalars()
        gone = set(living) - {row[part.key] for row in rows}
        if gone:
            retired = table.update().where(key == bindparam("gone")).values(retired_at=at)
            self._conn.execute(retired, [{"gone": code} for code in sorted(gone)])
        put_all(self._conn, table, rows)
