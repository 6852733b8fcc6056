"""A district that is being read: its entries so far, the codes it names, and every problem with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from models.district.shapes import KEYS, Shape
from models.errors import Place
from models.yamlfile import Lines

Path = tuple[Any, ...]


@dataclass(frozen=True)
class Draft:
    """``entries`` are (index in the file, shape) for each list; ``data`` is the file as YAML gives it."""

    file: str
    data: dict[str, Any]
    lines: Lines
    entries: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)
    problems: list[tuple[Place, str]] = field(default_factory=list)

    def wrong(self, path: Path, value: Any, reason: str) -> None:
        """Note a problem at a key path, at the nearest line that is known."""
        line = next((self.lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in self.lines), 0)
        shown = "" if value is None or isinstance(value, (dict, list)) else str(value)[:80]
        self.problems.append((Place(self.file, line, _spelled(path), shown), reason))

    def all(self, part: str) -> list[tuple[int, Any]]:
        """The good entries of a list, each with its index."""
        return self.entries.get(part, [])

    def codes(self, part: str) -> set[str]:
        """Every code that the file gives in a list, in good entries or bad."""
        found = (e.get(KEYS[part]) for e in self.data.get(part) or [] if isinstance(e, dict))
        return {str(code) for code in found if code is not None}

    def add(self, part: str, index: int, shape: Shape) -> None:
        """Keep a good entry."""
        self.entries.setdefault(part, []).append((index, shape))


def _spelled(path: Path) -> str:
    """``areas[3].parent``."""
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")
