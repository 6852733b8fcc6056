"""The one error tree.

GridbotError
├── BadInput            a file or a value that a person wrote is wrong: says where
│   ├── BadConfig       config.yaml or the environment
│   ├── BadDistrict     district.yaml
│   ├── BadLexicon      the word list
│   └── BadFeed         what a utility's feed answered
├── Refused             an action that the rules do not allow
│   ├── IllegalStep     the status table has no such step
│   └── NotAllowed      this person may not do it
├── NotFound            a number or code that does not exist
├── StoreFailed         the database is locked, full, damaged or newer than this program
└── ChannelFailed       a text could not be sent
"""

from __future__ import annotations

from dataclasses import dataclass


class GridbotError(Exception):
    """Every error that this product raises on purpose; ``str()`` is one line for a person."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a person's input something is wrong: file name, line (1-based, 0 = unknown), key path and value."""

    file: str
    line: int = 0
    path: str = ""
    value: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        what = f" {self.path}" if self.path else ""
        return f"{where}{what} = {self.value!r}" if self.value else f"{where}{what}"


class BadInput(GridbotError):
    """Something that a person wrote is wrong; ``problems`` lists every place with its reason."""

    def __init__(self, problems: list[tuple[Place, str]]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{place}: {reason}" for place, reason in problems))


class BadConfig(BadInput):
    """config.yaml or the environment is wrong."""


class BadDistrict(BadInput):
    """district.yaml is wrong."""


class BadLexicon(BadInput):
    """The word list is wrong."""


class BadFeed(BadInput):
    """A feed answered something that cannot be read."""


class Refused(GridbotError):
    """An action that the rules do not allow."""


class IllegalStep(Refused):
    """The status table has no step for this action in this status."""

    def __init__(self, status: str, action: str) -> None:
        self.status, self.action = status, action
        super().__init__(f"no step: {action} in status {status}")


class NotAllowed(Refused):
    """This person may not do this."""

    def __init__(self, who: str, action: str, reason: str = "") -> None:
        self.who, self.action, self.reason = who, action, reason
        super().__init__(f"{who} may not {action}{': ' + reason if reason else ''}")


class NotFound(GridbotError):
    """A number or code that does not exist; carries the kind and the key."""

    def __init__(self, kind: str, key: str) -> None:
        self.kind, self.key = kind, key
        super().__init__(f"no {kind} {key}")


class StoreFailed(GridbotError):
    """The database could not do its work; ``retry`` says whether the same call may succeed later."""

    def __init__(self, reason: str, *, retry: bool) -> None:
        self.reason, self.retry = reason, retry
        super().__init__(reason)


class ChannelFailed(GridbotError):
    """A text could not be sent; ``retry`` says whether it may succeed later, ``wait`` after how many seconds at least.

    ``unsure``: it may have been sent all the same, nobody knows.
    """

    def __init__(self, reason: str, *, retry: bool = True, wait: float = 0.0, unsure: bool = False) -> None:
        self.reason, self.retry, self.wait, self.unsure = reason, retry, wait, unsure
        super().__init__(reason)
