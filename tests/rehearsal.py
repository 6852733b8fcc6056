"""A whole bot on the practice stage, for tests: a store, the demo district, a clock that only moves when told."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.around import around_of
from bot.assembly import Given, Parts, assemble
from bot.clock import PracticeClock
from bot.passage import Trace
from bot.player import Player, publisher
from bot.practice import PracticeChannel
from bot.script import Cue, Expect, Wait, read_script
from bot.settings import Budget, Settings
from bot.stage import PracticeStage
from console.ports import Line
from keywords.lexicon import default_lexicon
from models.areas import District
from models.district import read_district
from models.privacy import Vault
from models.store import Store, Tx

ROOT = Path(__file__).parent.parent
TZ = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 7, 3)
LEXICON = cache(default_lexicon)
FREE = Budget(same_target_seconds=0, other_target_seconds=0, per_minute=10_000, per_hour=10_000, per_day=100_000)


@dataclass
class Rehearsal:
    """One bot that is being rehearsed: ``said`` are the bot's lines since they were last taken, with their rooms."""

    parts: Parts
    channel: PracticeChannel
    stage: PracticeStage
    clock: PracticeClock
    player: Player
    district: District
    said: list[tuple[str, Line]] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)

    def taken(self) -> list[tuple[str, str]]:
        """The bot's lines since the last call: (room, text)."""
        lines, self.said[:] = [(room, line.text) for room, line in self.said], []
        return lines


@cache
def demo_district() -> District:
    """The district that the product ships."""
    return read_district((ROOT / "district.yaml").read_text(encoding="utf-8"), "district.yaml")


@asynccontextmanager
async def rehearse(
    store: Store, *, start: datetime, settings: Settings | None = None, district: District | None = None
) -> AsyncIterator[Rehearsal]:
    """A bot that runs while the block lasts; budgets are free unless ``settings`` say otherwise."""
    settings = settings or Settings(budget=FREE)
    area = district or demo_district()
    store.call(_keep, area, start)
    clock = PracticeClock(start, itertools.count().__next__)
    said: list[tuple[str, Line]] = []
    traces: list[Trace] = []
    channel = PracticeChannel(clock.now, on_line=lambda room, line: said.append((room, line)) if line.by_bot else None)
    stage = PracticeStage(channel, lambda: area, clock.now)
    vault = Vault(b"k" * 32)
    parts = assemble(
        Given(
            settings=settings,
            store=store,
            district=area,
            lexicon=LEXICON(),
            vault=vault,
            channel=channel,
            clock=clock.now,
            sleep=asyncio.sleep,
            on_trace=traces.append,
        )
    )
    around = lambda: around_of(settings, area, vault, clock.now())  # noqa: E731
    player = Player(stage=stage, engine=parts.engine, clock=clock, district=area, publish=publisher(store, around))
    running = asyncio.create_task(channel.run(parts.pipeline.take))
    try:
        yield Rehearsal(parts, channel, stage, clock, player, area, said, traces)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def _keep(tx: Tx, district: District, at: datetime) -> None:
    tx.district.save(district, at)


async def play_dialog(store: Store, path: Path, settings: Settings | None = None) -> list[str]:
    """Play a dialog file; what went otherwise than it says, a line each ([] = as written)."""
    cues = read_script(path.read_text(encoding="utf-8"), path.name, day=DAY, tz=TZ)
    first = next(cue.at for cue in cues if not isinstance(cue, Expect))
    faults: list[str] = []
    async with rehearse(store, start=first, settings=settings) as stage:
        for cue, expected in _turns(cues):
            await stage.player.play(cue)
            faults += _compare(path.name, cue, expected, stage)
    return faults


def _turns(cues: list[Cue]) -> Iterator[tuple[Cue, list[Expect]]]:
    """Each thing that happens with what is expected after it."""
    for index, cue in enumerate(cues):
        if not isinstance(cue, Expect):
            rest = itertools.takewhile(lambda c: isinstance(c, Expect), cues[index + 1 :])
            yield cue, [c for c in rest if isinstance(c, Expect)]


def _compare(file: str, cue: Cue, expected: list[Expect], stage: Rehearsal) -> list[str]:
    """One fault for each expected line that was not said, and for each line that was said and not expected."""
    said = stage.taken()
    faults = []
    for expect in (e for e in expected if e.where):
        room = stage.player.room_of(expect.where, expect.line)
        match = next((s for s in said if s[0] == room and all(p in s[1] for p in expect.parts)), None)
        if match:
            said.remove(match)
        else:
            faults.append(f"{file}:{expect.line}: 没有在 {expect.where} 说「{'、、'.join(expect.parts)}」")
    what = "等" if isinstance(cue, Wait) else "这句"
    return faults + [f"{file}:{cue.line}: {what}之后多说了一句，在 {room}：{text}" for room, text in said]
