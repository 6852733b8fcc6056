"""Lines that people have judged, as examples for training; as rows of JSON they hold no name, number, address or sender."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from keywords.lexicon import Lexicon
from keywords.training import Example, Log
from models.areas import District
from models.capture import Capture
from models.message import Message
from models.sample import Sample
from models.words import Act

_ECHOES = frozenset({Act.ME_TOO, Act.RESTORED})
_FIRST, _APART = datetime(2026, 1, 1, tzinfo=UTC), timedelta(days=2)
"""Each example stands in a room and a time of its own, so that none is read as the answer to another."""


def row_of(sample: Sample) -> dict[str, Any]:
    """A judged line as it is exported: ``{"text", "captured", "topic", "act", "source"}``."""
    topic, _, act = sample.label.partition(" ")
    return {
        "text": sample.masked,
        "captured": bool(sample.label),
        "topic": topic or None,
        "act": act or None,
        "source": sample.source.value,
    }


def log_of(rows: Sequence[Mapping[str, Any]], lexicon: Lexicon) -> Log:
    """Exported rows as a log without a district; KeyError and ValueError for a topic or an act that there is not.

    Lines that mean something only after another one (我家也是, 来了) are left out: alone they would teach the wrong thing.
    """
    examples = (_example(n, row, lexicon) for n, row in enumerate(rows))
    return Log(District(), tuple(e for e in examples if e.gold.act not in _ECHOES))


def _example(n: int, row: Mapping[str, Any], lexicon: Lexicon) -> Example:
    name = f"example-{n}"
    message = Message(name, "example", name, name, "", str(row["text"]), _FIRST + n * _APART)
    if not row["captured"]:
        return Example(message, Capture(captured=False))
    topic = lexicon.topics[row["topic"]]
    gold = Capture(
        captured=True,
        service=topic.service,
        topic=topic.code,
        act=Act(row["act"]),
        urgency=topic.urgency,
        matter=name,
    )
    return Example(message, gold)
