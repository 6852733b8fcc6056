"""What a soak comes to: the gateway's journal, the faults and the store, held against each other. Pure."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

# Milliseconds before a kill in which something may have been in somebody's hands; and after which a line that was
# emitted into a quiet connection must have been asked for.
IN_HAND = 5_000.0
UNDISTURBED = 25_000.0


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


@dataclass(slots=True)
class Journal:
    """What the gateway wrote down: lines said (by id), and texts sent (id, target, text, at)."""

    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    given: dict[str, float] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)

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

    def line(self, message_id: str) -> Line:
        """One of the lines said."""
        said = self.said[message_id]
        return Line(message_id, said["at"], said["heard"], self.given.get(message_id, 0.0))


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


def judge_sent(verdict: Verdict, sent: Sequence[dict[str, Any]], known: Sequence[str], faults: Sequence[Fault]) -> None:
    """Every text of ``known`` (ids under which the store knows what it sent) was said once, and no other text."""
    said, owned = Counter(text["id"] for text in sent), Counter(known)
    verdict.unsent += [sent_id for sent_id in owned if not said[sent_id]]
    verdict.doubled += [sent_id for sent_id, times in owned.items() if times > 1]
    ours = [f.began for f in faults if f.kind == "kill our bot"]
    theirs = [f.began for f in faults if f.kind == "kill gateway"]
    by_text = defaultdict(list)
    for text in sent:
        by_text[text["to"], text["text"]].append(text)
    for text in sent:
        if owned[text["id"]]:
            verdict.counts["sent"] += 1
        elif any(text["at"] <= kill <= text["at"] + IN_HAND for kill in ours):
            verdict.counts["repeated after a kill of ours"] += 1
        elif any(text["at"] <= kill <= text["at"] + IN_HAND for kill in theirs):
            verdict.counts["repeated after a kill of the gateway"] += 1
        else:
            verdict.doubled.append(f"{text['id']} ({len(by_text[text['to'], text['text']])} times)")


def _disturbed(line: Line, troubles: Sequence[Fault]) -> bool:
    """Whether the connection over which it was said may have been none: something happened shortly before or after."""
    return any(t.began - UNDISTURBED <= line.at <= t.ended + UNDISTURBED for t in troubles)
