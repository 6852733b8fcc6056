"""The column types that bring values back as the nouns have them, and short ways to write a column."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, Integer, Text, TypeDecorator
from sqlalchemy.types import TypeEngine
from typing_extensions import override

from models.codec import build, plain

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
Strings = tuple[str, ...]


class Instant(TypeDecorator[datetime]):
    """A moment: aware in, stored in UTC, aware UTC out; a naive one is a ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Any zone to UTC."""
        if value is None or value.tzinfo is UTC:
            return value
        if value.tzinfo is None:
            raise ValueError("a naive time cannot be stored")
        return value.astimezone(UTC)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite keeps no zone: what it gives is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Said(TypeDecorator[str]):
    """Text as people and channels give it; what no database takes (NUL, half a surrogate pair) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text, storable."""
        return None if value is None else _UNSTORABLE.sub("\ufffd", value)


class Word(TypeDecorator[Enum]):
    """A member of a closed vocabulary, stored as its value."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = Text
    cache_ok = True

    def __init__(self, words: type[Enum]) -> None:
        super().__init__()
        self.words = words

    @override
    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """The word's value; a plain value is checked."""
        if isinstance(value, self.words):
            return value.value
        return None if value is None else self.words(value).value

    @override
    def process_result_value(self, value: Any, dialect: Dialect) -> Enum | None:
        """The word again."""
        return None if value is None else self.words(value)


class Grade(Word):
    """The same for an IntEnum."""

    impl = Integer
    cache_ok = True


class Json(TypeDecorator[Any]):
    """A tuple or a noun inside a noun, as JSON text (the same on both databases, readable by a person)."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    @override
    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Compact JSON."""
        if not value:
            return None if value is None else "[]"
        return _UNSTORABLE.sub("\ufffd", json.dumps(plain(value), ensure_ascii=False, separators=(",", ":")))

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The value again, with its types."""
        return None if value is None else _decoded(self.kind, value)


@lru_cache(maxsize=1024)
def _decoded(kind: Any, value: str) -> Any:
    """The same text is the same value, and nothing in it can be changed; what stands open is read again and again."""
    return build(kind, json.loads(value))


def is_(name: str, kind: Any = Said, *, null: bool = False, key: bool = False) -> Column[Any]:
    """A column that is there (``null``: that may be missing); ``key`` makes it the primary key."""
    made = kind() if isinstance(kind, type) and issubclass(kind, TypeEngine) else kind
    return Column(name, made, nullable=null, primary_key=key, autoincrement=False)


def may(name: str, kind: Any = Said) -> Column[Any]:
    """A column that may be missing."""
    return is_(name, kind, null=True)


def counted(name: str = "id") -> Column[Any]:
    """A number that the database gives."""
    return Column(name, Integer, primary_key=True, autoincrement=True)
