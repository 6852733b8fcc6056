"""The ``Work`` port of the console: a line that is typed on a page does what it does in a private chat, and is answered there."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace

from bot.around import Around
from bot.door import Admitted
from bot.notice_flow import take_announcement
from bot.obey import carry_out
from bot.understood import understood
from console.staff import person_of, with_person
from keywords.scrub import Scrubber
from models.errors import Refused
from models.login import Viewer
from models.message import Message
from models.notice import FeedItem, Notice
from models.store import Store, Tx

CHANNEL = "console"
_UNREAD = "没看懂这句话，换个说法试试。会的命令见“帮助”。"
_SHOWN = "shown on the page"


class RimWork:
    """Over the store of a running bot; ``around`` gives what stands now, ``happened`` wakes what follows."""

    def __init__(self, *, store: Store, around: Callable[[], Around], happened: Callable[[], None]) -> None:
        self._store, self._around, self._happened = store, around, happened

    async def do(self, viewer: Viewer, line: str) -> str:
        """As ``Work``."""
        answered = await self._store.run(
            _do, viewer=viewer, line=line, around=self._around(), number=secrets.token_hex(8)
        )
        self._happened()
        return answered


class RimAnnounces:
    """The ``Announces`` port over the store of a running bot."""

    def __init__(self, *, store: Store, around: Callable[[], Around], happened: Callable[[], None]) -> None:
        self._store, self._around, self._happened = store, around, happened

    async def take(self, item: FeedItem, *, trusted: bool) -> Notice | None:
        """As ``Announces``."""
        made = await self._store.run(take_announcement, item=item, trusted=trusted, around=self._around())
        if made:
            self._happened()
        return made


def _do(tx: Tx, *, viewer: Viewer, line: str, around: Around, number: str) -> str:
    person = person_of(viewer, around.district)
    around = replace(around, district=with_person(around.district, person))
    message = Message(number, CHANNEL, "", person.id, person.name, line, around.now, to_bot=True, role=person.role)
    command = understood(message, district=around.district, now=around.now, tz=around.tz)
    if command is None:
        raise Refused(_UNREAD)
    seen = Admitted(message, message, around.district, around.vault)
    carry_out(tx, seen=seen, command=command, around=around, scrubber=Scrubber(around.district))
    return _taken_from_the_outbox(tx, person.id, f"{CHANNEL} {number}")


def _taken_from_the_outbox(tx: Tx, person: str, source: str) -> str:
    """What was to be answered in private: the page shows it, so no chat does."""
    rows = [o for o in tx.outbox.waiting_for(person) if source in o.key]
    tx.outbox.withdraw(keys=[o.key for o in rows], reason=_SHOWN)
    return "\n".join(o.text for o in rows)
