"""District → district.yaml, an entry a line; reading it again gives the same district."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

import yaml

from models.areas import Area, District
from models.buildings import format_buildings
from models.codec import plain

PARTS = ("areas", "rooms", "members", "people", "responsibilities", "rosters")


def write_district(district: District) -> str:
    """The whole district as YAML; what is at its default is left out."""
    return "".join(_part(part, getattr(district, part)) for part in PARTS)


def _part(name: str, entries: tuple[Any, ...]) -> str:
    lines = [f"  - {_line(entry_of(entry))}" for entry in entries]
    return "\n".join([f"{name}:", *lines, ""]) if lines else f"{name}: []\n"


def _line(entry: dict[str, Any]) -> str:
    text = yaml.dump(
        entry, Dumper=yaml.CSafeDumper, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6
    )
    return text.strip()


def entry_of(noun: Any) -> dict[str, Any]:
    """An entry as the file writes it."""
    entry = {f.name: plain(getattr(noun, f.name)) for f in fields(noun) if _stated(noun, f)}
    if "buildings" in entry:
        entry["buildings"] = format_buildings(noun.buildings)
    if isinstance(noun, Area):
        entry.pop("extra", None)
        entry |= dict(noun.extra)
    return entry


def _stated(noun: Any, field: Any) -> bool:
    return field.default is MISSING or getattr(noun, field.name) != field.default
