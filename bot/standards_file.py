"""The file of the standards, read again when it has changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from models.errors import BadConfig, Place
from models.quarter import Standard
from models.standards import read_standards


def standards_of(path: Path) -> tuple[Standard, ...]:
    """What the file states; () when there is none. BadConfig names every mistake."""
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise BadConfig([(Place(str(path)), f"读不了：{error.strerror}")]) from error
    return _read(path, changed)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> tuple[Standard, ...]:
    return read_standards(path.read_text(encoding="utf-8"), str(path))
