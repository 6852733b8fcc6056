"""What a soak comes to: the gateway's journal, the faults and the store, held against each other. Pure."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# Milliseconds before a kill in which something may have been in somebody's hands; and after which a line that was
# emitted into a quiet connection must have been asked for; and between a text that got no answer and the end of its line.
IN_HAND = 5_000.0
UNDISTURBED = 25_000.0
SAME_BREAK = 20_000.0


@dataclass(frozen=True, slots=True)
class Fault:
    """What was done to whom, from when to when, in milliseconds since 1970."""

    kind: str
    began: float
    ended: float


@dataclass(frozen=True, slots=True)
class Line:
    """A report that was said: ``heard`` says that a client listened, ``given`` when it was handed out (0 = never)."""

    id: str
    at: float
    heard: bool
    given: float


@dataclass(frozen=True, slots=True)
class Row:
    """A text that the store counts as sent: what it is for, the id under which it was said, its words."""

    key: str
    sent_id: str
    text: str


@dataclass(slots=True)
class Journal:
    """What the gateway wrote down: lines said (by id), texts sent (id, target, text, at), when it answered for them."""

    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    given: dict[str, float] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    answered: dict[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, lines: Iterable[str]) -> Journal:
        """From the lines of its file; a last line that a kill cut off is left out."""
        journal = cls()
        for line in lines:
            if line.endswith("\n"):
                journal._note(json.loads(line))
        return journal

    def _note(self, entry: dict[str, Any]) -> None:
        match entry["what"]:
            case "said":
                self.said[entry["id"]] = entry
            case "given":
                self.given.setdefault(entry["id"], entry["at"])
            case "sent":
                self.sent.append(entry)
            case "answered":
                self.answered[entry["id"]] = entry["at"]

    def line(self, message_id: str) -> Line:
        """One of the lines said."""
        said = self.said[message_id]
        return Line(message_id, said["at"], said["heard"], self.given.get(message_id, 0.0))


@dataclass(slots=True)
class Diary:
    """What our bot wrote down: texts that may have been said though no answer came (key, at), and when its line went."""

    unsure: list[tuple[str, float]] = field(default_factory=list)
    down: list[float] = field(default_factory=list)

    @classmethod
    def read(cls, lines: Iterable[str]) -> Diary:
        """From its log."""
        diary = cls()
        for line in lines:
            if line.startswith("{") and line.endswith("}\n"):
                diary._note(json.loads(line))
        return diary

    def _note(self, entry: dict[str, Any]) -> None:
        at = datetime.fromisoformat(entry["timestamp"]).timestamp() * 1000 if "timestamp" in entry else 0.0
        if entry.get("event") == "send_failed" and entry["unsure"]:
            self.unsure.append((entry["key"], at))
        elif entry.get("event") == "channel_down":
            self.down.append(at)


@dataclass(slots=True)
class Verdict:
    """Counts; ``lost``, ``doubled`` and ``unsent`` name what must not be."""

    counts: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Nothing lost, nothing doubled, nothing left."""
        return not (self.lost or self.doubled or self.unsent)


def judge_reports(verdict: Verdict, lines: Sequence[Line], kept: set[str], faults: Sequence[Fault]) -> None:
    """Every report that reached a connected bot is in ``kept``, but what it held at the moment of a kill."""
    kills = [f.began for f in faults if f.kind in ("kill our bot", "kill gateway")]
    troubles = [f for f in faults if f.kind in ("kill our bot", "kill gateway", "stall", "logout")]
    for line in lines:
        if line.id in kept:
            verdict.counts["taken"] += 1
        elif not line.heard and not line.given:
            verdict.counts["said to nobody"] += 1
        elif any(line.at <= kill <= max(line.at, line.given) + IN_HAND for kill in kills):
            verdict.counts["in hand at a kill"] += 1
        elif not line.given and _disturbed(line, troubles):
            verdict.counts["said into a broken line"] += 1
        else:
            verdict.lost.append(line.id)


def judge_sent(verdict: Verdict, journal: Journal, rows: Sequence[Row], diary: Diary, faults: Sequence[Fault]) -> None:
    """Every text of ``rows`` was said once, and no other but the one that was in flight when a line broke, once a break."""
    owned, words = {row.sent_id for row in rows}, {text["id"]: text["text"] for text in journal.sent}
    verdict.unsent += [row.key for row in rows if row.text.strip() not in words.get(row.sent_id, "")]
    excuses = Excuses(journal, rows, diary, [f.began for f in faults if f.kind == "kill our bot"])
    for text in journal.sent:
        if text["id"] in owned:
            verdict.counts["sent"] += 1
        elif excuse := excuses.of(text):
            verdict.counts[f"said again: {excuse}"] += 1
        else:
            verdict.doubled.append(f"{text['id']} to {text['to']}")


class Excuses:
    """Why a text may have been said once more. Each break of the line (a kill of ours is one) excuses one text."""

    def __init__(self, journal: Journal, rows: Sequence[Row], diary: Diary, kills: Sequence[float]) -> None:
        self._answered = journal.answered
        self._keys: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows:
            self._keys[row.sent_id].add(row.key)
        self._owned = [text for text in journal.sent if text["id"] in self._keys]
        self._unsure, self._down, self._kills = list(diary.unsure), list(diary.down), list(kills)

    def of(self, text: dict[str, Any]) -> str:
        """Why this one was, "" when nothing excuses it."""
        again = [
            t for t in self._owned if t["to"] == text["to"] and text["text"] in t["text"] and t["at"] >= text["at"]
        ]
        keys = {key for t in again for key in self._keys[t["id"]]}
        if again and self._use(self._kills, lambda kill: self._in_flight(text, kill)):
            return "in flight when our bot was killed"
        for unsure in [u for u in self._unsure if u[0] in keys]:
            if self._use(self._down, lambda down, at=unsure[1]: abs(down - at) <= SAME_BREAK):  # type: ignore[misc]
                self._unsure.remove(unsure)
                return "in flight when the line broke"
        return ""

    def _in_flight(self, text: dict[str, Any], kill: float) -> bool:
        """Said before, and not answered or so shortly before that the answer was not yet written down."""
        return bool(text["at"] <= kill < self._answered.get(text["id"], kill) + IN_HAND)

    @staticmethod
    def _use(breaks: list[float], fits: Callable[[float], bool]) -> bool:
        """Whether one of them fits, which is then used up."""
        found = next((at for at in breaks if fits(at)), None)
        if found is not None:
            breaks.remove(found)
        return found is not None


def _disturbed(line: Line, troubles: Sequence[Fault]) -> bool:
    """Whether the connection over which it was said may have been none: something happened shortly before or after."""
    return any(t.began - UNDISTURBED <= line.at <= t.ended + UNDISTURBED for t in troubles)
