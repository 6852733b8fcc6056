"""The ``Hand`` port of the console: what ``gridbot hear`` and ``gridbot tray`` do, for programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot import tray
from bot.assisted import Occasion, Said, assisted_room, heard
from bot.hearing import Hearing, in_hand, is_recent
from bot.settings import Settings
from console.ports import Brought, Heard, ToPost
from models.areas import District
from models.errors import NotFound
from models.outgoing import Outgoing
from models.privacy import Vault
from models.store import Store, Tx


class RimHand:
    """Over the store of a running bot; ``district`` gives the rooms as they are now, ``clock`` aware UTC."""

    def __init__(
        self,
        *,
        settings: Settings,
        store: Store,
        vault: Vault,
        district: Callable[[], District],
        clock: Callable[[], datetime],
    ) -> None:
        self._settings, self._store, self._vault = settings, store, vault
        self._district, self._clock = district, clock

    async def hear(self, room: str, lines: Sequence[Brought], by: str) -> Heard:
        """As ``Hand``."""
        district, now = self._district(), self._clock()
        local = self._local(now)
        occasion = Occasion(
            assisted_room(district, room), local, self._settings.tz, self._vault.hash, _vouched(lines, district)
        )
        said = [self._said(number, line) for number, line in enumerate(lines, start=1)]
        recent = [line for line in said if is_recent(line, local)]
        hearing = Hearing(self._settings, self._store, district, self._vault)
        await hearing.run(heard(recent, occasion), by=by, now=now)
        waiting = await self._store.run(in_hand, district=district, now=now)
        return Heard(len(recent), len(said) - len(recent), hearing.caught, tuple(hearing.tickets), waiting)

    async def waiting(self) -> Sequence[ToPost]:
        """As ``Hand``."""
        district = self._district()
        rows = await self._store.run(_listed, district, self._clock())
        return [_to_post(row, district) for row in rows]

    async def posted(self, number: int, by: str) -> None:
        """As ``Hand``."""
        await self._store.run(tray.done, number=number, district=self._district(), by=by, now=self._clock())

    async def dropped(self, number: int, by: str, why: str) -> None:
        """As ``Hand``."""
        district, now = self._district(), self._clock()
        await self._store.run(tray.drop, number=number, district=district, by=by, why=why, now=now)

    def _said(self, number: int, line: Brought) -> Said:
        return Said(line.nick, line.text, self._local(line.at) if line.at else None, number, line.quotes)

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self._settings.tz).replace(tzinfo=None)


def _vouched(lines: Sequence[Brought], district: District) -> dict[str, str]:
    """Nickname → person id; NotFound for a person that the district does not have."""
    staff = {line.nick: line.staff for line in lines if line.staff}
    for person in staff.values():
        if person not in district.person:
            raise NotFound("person", person)
    return staff


def _listed(tx: Tx, district: District, now: datetime) -> list[Outgoing]:
    return tray.listed(tx, district=district, now=now)


def _to_post(row: Outgoing, district: District) -> ToPost:
    room, person = district.room.get(row.room), district.person.get(row.person)
    where = room.topic if room else person.name if person else ""
    return ToPost(row.id, row.room, where, row.text, row.due_at, row.expires_at, row.danger)
