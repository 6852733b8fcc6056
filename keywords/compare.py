"""Two readers on one log: which lines they read otherwise, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from keywords.reader import Reader
from models.capture import Capture
from models.message import Message


@dataclass(frozen=True, slots=True)
class Change:
    """One line that the second reader reads otherwise than the first; ``number`` counts from 1.

    ``fields`` are the names of what differs. Matters differ when the line is grouped with other lines than before:
    the key alone may differ because an earlier line opens the same matter.
    """

    number: int
    message: Message
    before: Capture
    after: Capture
    fields: tuple[str, ...]

    @property
    def gone(self) -> tuple[str, ...]:
        """The first reader's reasons that the second does not have."""
        return tuple(why for why in self.before.why if why not in self.after.why)

    @property
    def new(self) -> tuple[str, ...]:
        """The second reader's own reasons."""
        return tuple(why for why in self.after.why if why not in self.before.why)


_FIELDS = ("captured", "service", "topic", "act", "urgency", "estate", "building")


@dataclass(slots=True)
class _Pairing:
    """Which matter of the one reader is which of the other, as far as lines in both have shown."""

    there: dict[str, str] = field(default_factory=dict)
    back: dict[str, str] = field(default_factory=dict)

    def same(self, before: str, after: str) -> bool:
        """Whether two matters are the same; the first line that both have pairs them."""
        paired = self.there.setdefault(before, after if after not in self.back else "")
        if paired == after:
            self.back[after] = before
        return paired == after


def changes(messages: Iterable[Message], this: Reader, other: Reader) -> Iterator[Change]:
    """Read a log with both, in its order and with context; what ``other`` reads otherwise than ``this``."""
    pairing = _Pairing()
    for number, message in enumerate(messages, start=1):
        before, after = this.read(message), other.read(message)
        if fields := tuple(_differing(before, after, pairing)):
            yield Change(number, message, before, after, fields)


def _differing(before: Capture, after: Capture, pairing: _Pairing) -> Iterator[str]:
    if before.captured or after.captured:
        yield from (name for name in _FIELDS if getattr(before, name) != getattr(after, name))
    if before.matter and after.matter and not pairing.same(before.matter, after.matter):
        yield "matter"
