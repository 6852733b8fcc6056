"""What an import would change, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.areas import District, Responsibility, Roster
from models.district.writing import PARTS, entry_of

Entries = dict[str, dict[str, Any]]


def changes(old: District, new: District) -> list[str]:
    """A line each: ``+ rooms room-9 …`` comes, ``- people wx-3 …`` is retired, ``~ members power hotline: …`` changes."""
    return [line for part in PARTS for line in _part(part, _named(old, part), _named(new, part))]


def _part(part: str, old: Entries, new: Entries) -> Iterator[str]:
    yield from (f"- {part} {key}" for key in old if key not in new)
    for key, entry in new.items():
        if key not in old:
            yield f"+ {part} {key}"
        elif old[key] != entry:
            yield f"~ {part} {key} {_difference(old[key], entry)}"


def _difference(old: dict[str, Any], new: dict[str, Any]) -> str:
    fields = [f for f in {**old, **new} if old.get(f) != new.get(f)]
    return "，".join(f"{f}: {_shown(old.get(f))} → {_shown(new.get(f))}" for f in fields)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(str(v) for v in value) or "无"
    return "无" if value is None else str(value)


def _named(district: District, part: str) -> Entries:
    return {_name(noun): entry_of(noun) for noun in getattr(district, part)}


def _name(noun: Any) -> str:
    """What a person calls the entry: its code and name, or for a responsibility what it is for."""
    if isinstance(noun, Responsibility):
        return " ".join(filter(None, (noun.area, noun.topic or noun.service, ",".join(noun.buildings))))
    if isinstance(noun, Roster):
        return " ".join(filter(None, (noun.member, noun.person, noun.area, noun.start)))
    return str(getattr(noun, "code", None) or noun.id)
