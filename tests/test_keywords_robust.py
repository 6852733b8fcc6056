"""Whatever is typed: nothing raises, nothing takes more than its length, and the same lines give the same readings."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from factories import a_district, a_message
from hypothesis import given, settings
from hypothesis import strategies as st
from rehearsal import LEXICON, ROOT
from stopwatch import is_steep

import keywords
from bot.door import admit
from keywords.commands import parse_command
from keywords.reader import Reader
from keywords.scrub import Scrubber
from models.privacy import Vault, mask_for_group
from models.words import Role

NOW, TZ = datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo("Asia/Shanghai")
DISTRICT = a_district()
ODD = (
    "栋", "3栋、", "3-4、", "停水", "没电了吗", "我们这", "十", "号楼", "#3#", "~", "@a ", "@", "[[a]", "「", "」---", "(", "\ud800",
    "\udfff停电", "\x00", "\x1b[31m", "\u200b", "\u202e停水", "\u2005", "\xa0", " ", "\n", "👨‍👩‍👧‍👦", "🇨🇳", "e\u0301\u0301", "\ufdfa",
    "電", "９", "٣栋", "Ⅷ", "9", "138", "3栋2单元501室", "满意", "接单 12", "工单", "核对 1 ", "\\u0000", "%s", "{}", "'; --",
)  # fmt: skip
SCRUB = Scrubber(DISTRICT).scrub
TWINS = (Reader(LEXICON(), DISTRICT), Reader(LEXICON(), DISTRICT))
"""Both hear the same, one example after the other."""
READERS = {"alone": Reader(LEXICON(), DISTRICT).read_alone, "context": Reader(LEXICON(), DISTRICT).read}

anything = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=300),
    st.lists(st.sampled_from(ODD), max_size=60).map("".join),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(anything, st.text(max_size=40) | st.sampled_from(ODD)), min_size=1, max_size=6))
def test_any_talk_is_read_and_read_again_the_same(talk: list[tuple[str, str]]) -> None:
    lines = [a_message(text, nick=nick, sender=nick, id=str(n)) for n, (text, nick) in enumerate(talk)]
    one, two = TWINS
    readings = [one.read(line) for line in lines]
    assert readings == [two.read(line) for line in lines]
    assert [one.read_alone(line) for line in lines] == [two.read_alone(line) for line in lines]
    assert json.dumps([reading.why for reading in readings], ensure_ascii=False).encode()


@settings(max_examples=80, deadline=None)
@given(anything, anything)
def test_any_text_passes_the_door_the_commands_and_the_scrubber(text: str, quoted: str) -> None:
    for role in (None, Role.ADMIN):
        parse_command(text, quotes=quoted, now=NOW, tz=TZ, to_bot=True, private=True, role=role)
    seen = admit(a_message(text, nick=quoted), DISTRICT, Vault(b"k" * 32))
    assert seen.sealed.masked.encode() is not None
    assert seen.digest
    assert SCRUB(text, quoted).encode() is not None


def _command(text: str) -> object:
    return parse_command(text, quotes=text, now=NOW, tz=TZ, to_bot=True, private=True, role=Role.ADMIN)


WAYS: dict[str, Callable[[str], object]] = {
    "alone": lambda text: READERS["alone"](a_message(text)),
    "context": lambda text: READERS["context"](a_message(text)),
    "nick": lambda text: READERS["context"](a_message("停电了吗", nick=text)),
    "command": _command,
    "mask": mask_for_group,
    "scrub": SCRUB,
}

SIZES = dict.fromkeys(WAYS, 100_000) | {"mask": 20_000}


@pytest.mark.parametrize("way", WAYS)
def test_a_message_ten_times_as_long_takes_at_most_about_ten_times_as_long(way: str) -> None:
    read, slow = WAYS[way], []
    read("停电了吗")
    for unit in ODD:
        if is_steep(read, unit, SIZES[way]):
            slow.append(unit)
    assert slow == []


def test_readings_do_not_depend_on_how_strings_are_hashed(tmp_path: Path) -> None:
    log = "\n".join((ROOT / "tests/data/chat_dev.jsonl").read_text(encoding="utf-8").splitlines()[:250])
    district = str(ROOT / "tests/data/district_dev.yaml")
    command = [sys.executable, "-m", "bot", "capture", "--jsonl", "--context", "--district", district]
    one, two = (
        subprocess.run(
            command,
            input=log.encode(),
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    )
    assert one == two
    assert one.count(b"\n") == 250


def test_reading_has_no_clock_and_no_chance_of_its_own() -> None:
    found = []
    for path in Path(keywords.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
                found += [(path.name, module)] if module in ("time", "random", "secrets") else []
            if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow"):
                owner = node.value.id if isinstance(node.value, ast.Name) else ""
                found += [(path.name, node.attr)] if owner in ("datetime", "date") else []
    assert found == []
