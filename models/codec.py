"""Nouns as plain JSON and back: frozen dataclasses, enums, tuples, dicts by text, dates and datetimes (ISO; naive
stays naive), optional values."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def plain(value: Any) -> Any:
    """``value`` made of dicts, lists, strings, numbers, booleans and None only."""
    kind = type(value)
    if kind is str or value is None:
        return value
    if kind in (tuple, list):
        return [plain(v) for v in value]
    if is_dataclass(kind):
        return {name: plain(getattr(value, name)) for name in _names(kind)}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def build(kind: Any, data: Any) -> Any:
    """What ``plain`` made of a value of type ``kind``, as that value again; unknown keys are left out."""
    return builder(kind)(data)


@cache
def builder(kind: Any) -> Callable[[Any], Any]:
    """``build`` for one type, looked into once."""
    if get_origin(kind) in (Union, types.UnionType):
        return _or_none(builder(_first(kind)))
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind))
    if get_origin(kind) is dict:
        return _dict(builder(get_args(kind)[1]))
    if is_dataclass(kind):
        return _noun(kind)
    return _leaf(kind)


def _noun(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    parts = {name: builder(hint) for name, hint in hints.items()}
    return lambda data: kind(**{k: parts[k](v) for k, v in data.items() if k in parts})


def _dict(inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda data: {key: inner(value) for key, value in data.items()}


def _or_none(inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda data: None if data is None else inner(data)


def _first(kind: Any) -> Any:
    return next(a for a in get_args(kind) if a is not types.NoneType)


def _tuple(args: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(args) == 2 and args[1] is Ellipsis:
        if args[0] is str:
            return tuple
        one = builder(args[0])
        return lambda data: tuple([one(v) for v in data])
    each = [builder(a) for a in args]
    return lambda data: tuple([make(v) for make, v in zip(each, data, strict=True)])


def _leaf(kind: Any) -> Callable[[Any], Any]:
    if kind in (datetime, date):
        made: Callable[[Any], Any] = kind.fromisoformat
        return made
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _same


def _same(data: Any) -> Any:
    return data
