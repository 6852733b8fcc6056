"""What a text sounds like: one character a syllable, so that homophones (停店, 跳匝, 井该) meet the words that were meant.

Tones are dropped, and so are the differences that many speakers do not make: zh/z, ch/c, sh/s, n/l, f/h, -ng/-n.
The readings come from pypinyin's table of single characters. That table is read as a module of its own: importing the
package would also load its phrases, which cost 35 MB and are not needed for single syllables.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from functools import cache
from importlib.machinery import ModuleSpec
from pathlib import Path

_BASE = 0xE000
"""Syllables are numbered from here, in the private use area, so that they never meet a written character."""

_COMMON = range(0x4E00, 0x9FA6)
_TONES = frozenset("\u0300\u0301\u0304\u0308\u030c")
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("f", "h"))


def _readings() -> dict[int, str]:
    package = importlib.util.find_spec("pypinyin")
    if package is None or package.origin is None:
        raise ImportError("pypinyin")
    path = Path(package.origin).with_name("pinyin_dict.py")
    spec = importlib.util.spec_from_file_location("pypinyin_single_characters", path)
    return _table(spec)


def _table(spec: ModuleSpec | None) -> dict[int, str]:
    if spec is None or spec.loader is None:
        raise ImportError("pypinyin.pinyin_dict")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[int, str] = module.pinyin_dict
    return found


def blurred(reading: str) -> str:
    """A syllable without tone and without the differences that are lost in many mouths: ``shuǐ`` → ``sui``."""
    plain = "".join(c for c in unicodedata.normalize("NFD", reading) if c not in _TONES)
    for sharp, flat in _INITIALS:
        if plain.startswith(sharp):
            plain = flat + plain[len(sharp) :]
            break
    return plain[:-1] if plain.endswith("ng") and plain[-3:-2] in "ie" else plain


@cache
def syllables() -> dict[int, str]:
    """A translate table from a character to the private character of its most usual blurred syllable."""
    numbers: dict[str, str] = {}
    table: dict[int, str] = {}
    for code, readings in _readings().items():
        if code in _COMMON:
            sound = blurred(readings.split(",")[0])
            table[code] = numbers.setdefault(sound, chr(_BASE + len(numbers)))
    return table


def sound(text: str) -> str:
    """The text with every Chinese character replaced by its syllable; the length stays."""
    return text.translate(syllables())
