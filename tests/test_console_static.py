from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest

import console

HERE = Path(console.__file__).parent
VENDOR = HERE / "static" / "vendor"
LISTED = re.findall(r"^\| `(\S+)` \| .+ \| `([0-9a-f]{64})` \|", (VENDOR / "README.md").read_text(), re.M)
CSS = (HERE / "static" / "app.css").read_text()
TEXT_ON_GROUND = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "surface", "sunken")),
    *((name, f"{name}-soft") for name in ("power", "water", "gas", "road", "heat", "other", "red", "amber", "ok")),
    *((name, ground) for name in ("red", "amber", "ok", "accent") for ground in ("surface", "sunken")),
    ("accent-ink", "accent"),
    ("bot-ink", "bot"),
    ("staff-ink", "staff"),
    ("staff-ink", "paper"),
    ("ink-2", "other-soft"),
    ("surface", "red"),
    ("surface", "ink"),
]


def tokens(dark: bool) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\n\s*\}", CSS, re.S)
    found: dict[str, str] = {}
    for block in blocks[: 2 if dark else 1]:
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_every_text_stands_out_from_its_ground(text: str, ground: str, dark: bool) -> None:
    named = tokens(dark)
    assert contrast(named[text], named[ground]) >= 4.5


@pytest.mark.parametrize("line", re.findall(r"\.hue-\d \{ background: (#\w{6}); color: (#\w{6});", CSS))
def test_every_face_can_be_read(line: tuple[str, str]) -> None:
    assert contrast(*line) >= 4.5


@pytest.mark.parametrize(("name", "digest"), LISTED)
def test_a_file_of_others_is_unmodified(name: str, digest: str) -> None:
    assert sha256((VENDOR / name).read_bytes()).hexdigest() == digest


def test_every_file_of_others_is_listed() -> None:
    assert {name for name, _ in LISTED} == {f.name for f in VENDOR.iterdir()} - {"README.md"}


@pytest.mark.parametrize("file", sorted((HERE / "templates").iterdir()), ids=lambda f: f.name)
def test_a_template_has_nothing_inline_and_nothing_foreign(file: Path) -> None:
    text = file.read_text()
    assert not re.search(r"<style|\sstyle=|\son\w+=|hx-on|javascript:|https?://|\|\s*safe", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_the_sheet_loads_nothing() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS
