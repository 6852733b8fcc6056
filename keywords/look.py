"""One line as it is looked at before anything is decided: text, signs, place, and what its room was talking about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from keywords.lexicon import TOPICAL, Kind
from keywords.memory import Last, Line, Trouble
from keywords.normalise import Text
from keywords.place import Place
from keywords.sieve import Found
from models.message import Message

_QUESTION = re.compile(
    r"[?]|吗|么$|没$|不$|呢$|嘛$|不得$|没得$|冇$|怎么|咋|啥|什么|几|谁|哪|多久|能不能|有没有|是不是|阿是|啊是|阿有|会不会"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a line may be an answer to.

    ``hot`` is the trouble that the room spoke of last, ``hot_age`` how many seconds ago; ``own`` the speaker's own last
    report in the room and its trouble; ``previous`` the line before; ``last`` the speaker's last line.
    ``supply`` is the outage of the room or estate that most spoke of, ``outage`` the last of power alone; ``wide`` a trouble that only other rooms speak of; ``kin`` the trouble that fits the line's own topics.
    """

    hot: Trouble | None = None
    hot_age: float = 1e9
    own: Trouble | None = None
    own_line: Line | None = None
    previous: Line | None = None
    last: Last | None = None
    wide: Trouble | None = None
    wide_age: float = 1e9
    supply: Trouble | None = None
    supply_age: float = 1e9
    outage: Trouble | None = None
    outage_age: float = 1e9
    kin: Trouble | None = None
    kin_age: float = 1e9
    advert: bool = False
    captured_lately: int = 0


NOTHING = Context()


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that is known of a line before the decision."""

    message: Message
    text: Text
    found: Found
    place: Place
    staff: bool
    head: bool
    at: float
    context: Context = NOTHING

    @property
    def asks(self) -> bool:
        """Whether the line is a question by its form."""
        return bool(_QUESTION.search(self.text.text))

    @property
    def moods(self) -> frozenset[str]:
        """The moods and cues that its words show."""
        return frozenset(s.name for s in self.found.signs if s.kind is Kind.MOOD)

    def names(self, topic: str) -> bool:
        """Whether the line's own words speak of a topic, more than weakly."""
        return any(s.name == topic and s.kind in TOPICAL and s.kind is not Kind.WEAK for s in self.found.signs)
