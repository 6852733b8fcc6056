"""A day of the city through the whole bot, at full speed, with the day's own clock: what it cost, and what was lost."""

from __future__ import annotations

import asyncio
import time
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.accounts import Account
from bot.assembly import Given, Parts, assemble
from bot.city.day import CHANNEL, Day
from bot.city.places import ACCOUNTS
from bot.city.staff import CityChannel, Staff
from bot.clock import PracticeClock
from bot.engine import advance
from bot.passage import Trace
from bot.settings import Settings
from keywords.lexicon import default_lexicon
from models.areas import District
from models.message import Message
from models.privacy import Vault
from models.store import Store, Tx
from models.words import Delivery


@dataclass
class Played:
    """What a day has cost: seconds of each message's handling (``take``, of CPU ``work``) and of what fell due before it
    (``tick``).

    ``wanted`` are the ids of the lines that were to be caught, ``caught`` of those that were, ``false`` counts the others
    that were caught, ``staff`` the answers of people, ``again`` what somebody had said in the same words that minute.
    """

    take: array[float] = field(default_factory=lambda: array("d"))
    tick: array[float] = field(default_factory=lambda: array("d"))
    work: array[float] = field(default_factory=lambda: array("d"))
    wanted: set[str] = field(default_factory=set)
    caught: set[str] = field(default_factory=set)
    false: int = 0
    staff: int = 0
    again: int = 0
    stages: Counter[str] = field(default_factory=Counter)

    @property
    def messages(self) -> int:
        """How many were handled."""
        return len(self.take)

    @property
    def seconds(self) -> float:
        """All that was spent on them."""
        return sum(self.take) + sum(self.tick)


class City:
    """The bot of a city on one store; days are played one after the other."""

    def __init__(self, store: Store, district: District, settings: Settings, start: datetime) -> None:
        self.store, self.district = store, district
        self._clock = PracticeClock(start, time.monotonic)
        self._staff = Staff()
        self._played = Played()
        store.call(_keep_district, district, start)
        self.parts = self._assembled(settings)

    def _assembled(self, settings: Settings) -> Parts:
        names = (f"bench-{n}" for n in range(ACCOUNTS))
        accounts = [Account(name, CityChannel(name, self._staff, self._clock.now)) for name in names]
        return assemble(
            Given(
                settings=settings,
                store=self.store,
                district=self.district,
                lexicon=default_lexicon(),
                vault=Vault(b"c" * 32),
                channel=accounts,
                clock=self._clock.now,
                sleep=asyncio.sleep,
                on_trace=self._note,
            )
        )

    async def play(self, day: Day) -> Played:
        """Every line of a day, with the staff's answers between, to the last second of the day."""
        played = self._played = Played()
        for message in self._messages(day):
            began = time.perf_counter()
            await advance(self.parts.engine, self._clock, message.at)
            due, cpu = time.perf_counter(), time.process_time()
            await self.parts.pipeline.take(message)
            played.take.append(time.perf_counter() - due)
            played.work.append(time.process_time() - cpu)
            played.tick.append(due - began)
        await advance(self.parts.engine, self._clock, day.midnight + timedelta(days=1) - timedelta(seconds=1))
        return played

    def _messages(self, day: Day) -> Iterator[Message]:
        for line in day.lines():
            for answer in self._staff.until(line.message.at):
                self._played.staff += 1
                yield answer
            if line.gold and line.gold["capture"]:
                self._played.wanted.add(line.message.id)
                self._staff.reported(line.message)
            yield line.message

    def _note(self, trace: Trace) -> None:
        self._played.stages[trace.stage] += 1
        if trace.outcome and trace.outcome.kind == "known":
            self._played.again += 1
            return
        if trace.capture is None or not trace.capture.captured:
            return
        if trace.message.id in self._played.wanted:
            self._played.caught.add(trace.message.id)
        else:
            self._played.false += 1


def _keep_district(tx: Tx, district: District, now: datetime) -> None:
    if tx.district.empty():
        tx.district.save(district, now)


def lost(tx: Tx, caught: set[str], now: datetime) -> dict[str, Any]:
    """What is missing in the store of lines that were caught, and which texts are late or given up."""
    kept = [tx.matters.report_of(CHANNEL, id) for id in sorted(caught)]
    matters = {report.matter for report in kept if report}
    counts = tx.outbox.counts()
    late = tx.outbox.oldest_waiting(now)
    return {
        "lines": sum(report is None for report in kept),
        "matters": sum(tx.tickets.of_matter(key) is None for key in matters),
        "dead": counts[Delivery.DEAD.value],
        "waits": (now - late).total_seconds() if late else 0.0,
        "texts": counts,
        "tickets": tx.tickets.counts(),
    }
