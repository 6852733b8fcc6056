"""A chat log through the whole loop, with the log's own clock."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from bot.assembly import Parts
from bot.channel import ChannelState, Take
from bot.clock import PracticeClock
from bot.engine import advance
from models.capture import Capture
from models.errors import BadInput, Place
from models.message import Message
from models.outgoing import Outgoing


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of a log with its gold, if it has one."""

    message: Message
    gold: dict[str, Any] | None


class LedgerChannel:
    """Sends into a file, a JSON object a text, flushed before it counts as sent; without a file, nowhere."""

    name = "replay"

    def __init__(self, out: TextIO | None, clock: Callable[[], datetime]) -> None:
        self._out, self._clock, self._count = out, clock, 0

    async def run(self, take: Take) -> None:
        """A log is handed over by ``replay``; nothing comes from here."""

    async def send(self, outgoing: Outgoing) -> str:
        """Write the text down."""
        self._count += 1
        if self._out:
            record = {
                "at": self._clock().isoformat(),
                "key": outgoing.key,
                "room": outgoing.room,
                "person": outgoing.person,
                "text": outgoing.text,
            }
            self._out.write(json.dumps(record, ensure_ascii=False) + "\n")
            self._out.flush()
        return f"replay-{outgoing.key}"

    def state(self) -> ChannelState:
        """Always there."""
        return ChannelState(self.name, True, None, "回放")


def read_log(path: Path) -> Iterator[LogLine]:
    """The lines of a JSONL log; BadInput names file and line."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _log_line(line, str(path), number)


def _log_line(line: str, file: str, number: int) -> LogLine:
    try:
        row = json.loads(line)
        at = datetime.fromisoformat(row["at"])
        message = Message(
            id=str(row["id"]),
            channel="replay",
            room=str(row["room"]),
            sender=str(row.get("sender") or row.get("nick") or "?"),
            nick=str(row.get("nick") or ""),
            text=str(row["text"]),
            at=at,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput([(Place(file, number, value=line[:60].strip()), f"不是一行聊天记录：{error!r}")]) from None
    if at.tzinfo is None:
        raise BadInput([(Place(file, number, "at", row["at"]), "时间没有时区")])
    return LogLine(message, row.get("gold"))


async def replay(
    parts: Parts,
    clock: PracticeClock,
    lines: Iterator[LogLine],
    *,
    wait: Callable[[float], Awaitable[None]],
    on_line: Callable[[int], None] = lambda _: None,
) -> int:
    """Hand every line over at its time, doing in between what falls due; returns how many lines were read.

    ``wait`` is given the log's seconds between two lines (a speed of 0 waits nothing).
    """
    count = 0
    for count, line in enumerate(lines, start=1):
        gap = (line.message.at - clock.now()).total_seconds()
        await wait(max(0.0, gap))
        await advance(parts.engine, clock, line.message.at)
        await parts.pipeline.take(line.message)
        on_line(count)
    await parts.engine.tick(clock.now())
    return count


@dataclass(frozen=True, slots=True)
class Found:
    """How many gold matters of a log were found (one captured line with the right service), and false ones."""

    found: int
    gold: int
    matters: int
    false: int


def judge(lines: Iterable[LogLine], caught: Mapping[str, Capture]) -> Found:
    """Compare what was caught (by message id) with the gold of a log."""
    gold: dict[str, list[bool]] = defaultdict(list)
    matters: dict[str, list[bool]] = defaultdict(list)
    for line in lines:
        capture, truth = caught.get(line.message.id), line.gold or {}
        if capture and capture.matter:
            matters[capture.matter].append(bool(truth.get("capture")))
        if truth.get("capture") and truth["matter"]:
            gold[truth["matter"]].append(capture is not None and truth["service"] in ("none", capture.service))
    return Found(sum(map(any, gold.values())), len(gold), len(matters), sum(not any(m) for m in matters.values()))
