"""How the second reader learns: from written logs with gold, read once with the true context and once with its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from keywords.features import act_features, features
from keywords.joint import joint, likely
from keywords.learned import Models, no_models
from keywords.lexicon import Lexicon
from keywords.linear import train_both_ways, train_rank
from keywords.look import Look
from keywords.memory import Trouble
from keywords.reader import Reader
from keywords.topics import Candidate, candidates
from models.areas import District
from models.capture import Capture
from models.message import Message

T = TypeVar("T")

RARE = 3
"""A feature that stands in fewer lines than this is left out: it would only be learned by heart."""
THRESHOLD = 0.42


@dataclass(frozen=True, slots=True)
class Example:
    """A line and what its author says of it; ``gold.matter`` groups lines, uncaptured lines carry only that."""

    message: Message
    gold: Capture


@dataclass(frozen=True, slots=True)
class Log:
    """A written log in its order, with its district."""

    district: District
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line as the models see it."""

    features: tuple[str, ...]
    gold: Capture
    choice: tuple[Candidate, ...]
    said: tuple[str, ...] = ()


def train(logs: Sequence[Log], lexicon: Lexicon) -> Models:
    """Models learned from whole logs; the same logs give the same models.

    The first models see each line after what really happened; the second also after what the first would have made of
    the lines before, since that is the context that they will meet.
    """
    taught = [row for log in logs for row in rows_with_truth(log, lexicon)]
    first = fit(taught)
    met = [row for log in logs for row in rows_with_models(log, lexicon, first)]
    return fit([*taught, *met])


def rows_with_truth(log: Log, lexicon: Lexicon) -> list[Row]:
    """The rows of a log in which every line is followed by the truth about it."""
    reader = Reader(lexicon, log.district, models=no_models())
    rows = []
    for example in log.examples:
        look = reader.look(example.message)
        rows.append(_row(look, example.gold, log, reader.trouble(example.gold.matter)))
        reader.teach(look, example.gold)
    return rows


def rows_with_models(log: Log, lexicon: Lexicon, models: Models) -> list[Row]:
    """The rows of a log that is read by ``models``."""
    reader = Reader(lexicon, log.district, models=models)
    rows = []
    for example in log.examples:
        look = reader.look(example.message)
        capture, trouble = reader.draft(look)
        rows.append(_row(look, example.gold, log, trouble if capture.captured else likely(look)))
        reader.settle(look, capture, trouble)
    return rows


def _row(look: Look, gold: Capture, log: Log, trouble: Trouble | None) -> Row:
    """A row; a log without a district (scenes of one trouble each, single lines) teaches nothing about which of several."""
    choice = candidates(look, gold.act.value) if gold.captured and log.district.areas else []
    names = features(look)
    said = act_features(names, joint(look, trouble)) if gold.captured else ()
    return Row(tuple(names), gold, tuple(choice), tuple(said))


def fit(rows: Sequence[Row]) -> Models:
    """The models of some rows."""
    caught = train_both_ways(_common((row.features, row.gold.captured) for row in rows))
    captured = [row for row in rows if row.gold.captured]
    said = _common((row.said, row.gold.act.value) for row in captured)
    acts = {name: train_both_ways([(f, act == name) for f, act in said]) for name in sorted({act for _, act in said})}
    return Models(caught, acts, _topics(captured), THRESHOLD)


def _topics(rows: Iterable[Row]) -> dict[str, float]:
    ranked = []
    for row in rows:
        names = [c.topic for c in row.choice]
        if row.gold.topic in names:
            ranked.append(([c.features for c in row.choice], names.index(row.gold.topic)))
    return train_rank(ranked)


def _common(rows: Iterable[tuple[tuple[str, ...], T]]) -> list[tuple[list[str], T]]:
    kept = list(rows)
    count = Counter(f for features, _ in kept for f in features)
    return [([f for f in features if count[f] >= RARE], answer) for features, answer in kept]
