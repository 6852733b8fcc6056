"""Lines from a group without a bot, through a pipeline of their own: what must be said is left to the tray."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.assembly import Given, Parts, assemble, open_matters
from bot.assisted import ASSISTED, HEARD, Recall, Said, hear, rooms_by_hand
from bot.channel import ScriptedChannel
from bot.passage import Trace
from bot.settings import Settings
from bot.tray import Order, tidy
from keywords.lexicon import default_lexicon
from keywords.reader import Reader
from models.areas import District
from models.message import Message
from models.privacy import Vault
from models.store import Store, Tx
from models.ticket import Audit

RECENT, _AHEAD = timedelta(days=3), timedelta(minutes=5)
"""Only what was said in these days is taken in: an old cry for help must call nobody now."""
_OPEN_FOR = timedelta(days=2)


@dataclass
class Hearing:
    """One lot of lines; ``caught`` lines mattered, and ``tickets`` are the numbers that they opened or joined."""

    settings: Settings
    store: Store
    district: District
    vault: Vault
    caught: int = 0
    tickets: dict[int, None] = field(default_factory=dict)

    async def run(self, messages: Sequence[Message], *, by: str, now: datetime) -> bool:
        """Take the messages in; False when this very lot was taken in before. ``now`` is aware, UTC."""
        mark = f"{HEARD} {self.vault.hash(' '.join(m.id for m in messages))}"
        if not messages or await self.store.run(_known, mark):
            return False
        parts = self._parts(now)
        since = min(m.at for m in messages) - _OPEN_FOR
        reader = Reader(default_lexicon(), self.district)
        parts.pipeline.use(self.district, reader)
        recall = Recall(reader.preload, await self.store.run(open_matters, since))
        parts.pipeline.on_trace = lambda trace: self._note(trace, recall)
        await hear(messages, take=parts.pipeline.take, recall=recall)
        await self.store.run(tidy, district=self.district, now=now, order=Order.of(self.settings))
        await self.store.run(_mark, mark, room=messages[0].room, lines=len(messages), by=by, now=now)
        return True

    def _parts(self, now: datetime) -> Parts:
        return assemble(
            Given(
                settings=self.settings,
                store=self.store,
                district=self.district,
                lexicon=default_lexicon(),
                vault=self.vault,
                channel=ScriptedChannel(name=ASSISTED),
                clock=lambda: now,
                sleep=asyncio.sleep,
            )
        )

    def _note(self, trace: Trace, recall: Recall) -> None:
        if trace.capture and trace.capture.captured:
            recall.met(trace.capture.matter)
        if trace.outcome and trace.outcome.kind != "known":
            self.caught += 1
            if trace.outcome.ticket:
                self.tickets[trace.outcome.ticket.number] = None


def is_recent(said: Said, local: datetime) -> bool:
    """Whether a line is to be taken in at ``local`` (naive); one without a time is."""
    return said.at is None or local - RECENT <= said.at <= local + _AHEAD


def in_hand(tx: Tx, *, district: District, now: datetime) -> int:
    """How many texts wait for a person to post them."""
    return len(tx.outbox.in_hand(rooms_by_hand(district), now))


def _known(tx: Tx, mark: str) -> bool:
    return tx.flags.get(mark) is not None


def _mark(tx: Tx, mark: str, *, room: str, lines: int, by: str, now: datetime) -> None:
    """Remember the lot by its keyed hash, and tell a running bot that matters came in beside it."""
    old = (now - RECENT - timedelta(days=1)).isoformat()
    for key in [k for k, at in tx.flags.all().items() if k.startswith(f"{HEARD} ") and at < old]:
        tx.flags.delete(key)
    tx.flags.set(mark, now.isoformat())
    tx.flags.set(HEARD, now.isoformat())
    tx.audit.add(Audit(f"room {room}", HEARD, by, now, source=ASSISTED, after=f"{lines} lines"))
