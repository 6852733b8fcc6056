"""Nouns as plain JSON and back: frozen dataclasses, enums, tuples, datetimes (ISO; naive stays naive), optional values."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def plain(value: Any) -> Any:
    """``value`` made of dicts, lists, strings, numbers, booleans and None only."""
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def build(kind: Any, data: Any) -> Any:
    """What ``plain`` made of a value of type ``kind``, as that value again; unknown keys are left out."""
    if get_origin(kind) in (Union, types.UnionType):
        return None if data is None else build(_first(kind), data)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), data)
    if is_dataclass(kind):
        return _noun(kind, data)
    return _leaf(kind, data)


def _noun(kind: Any, data: Any) -> Any:
    hints = _hints(kind)
    return kind(**{k: build(hints[k], v) for k, v in data.items() if k in hints})


def _first(kind: Any) -> Any:
    return next(a for a in get_args(kind) if a is not types.NoneType)


def _tuple(args: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(data) if args[0] is str else tuple(build(args[0], v) for v in data)
    return tuple(build(a, v) for a, v in zip(args, data, strict=True))


def _leaf(kind: Any, data: Any) -> Any:
    if kind is datetime:
        return datetime.fromisoformat(data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    return data


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
