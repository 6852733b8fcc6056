"""``gridbot replay --against`` and ``gridbot evaluate spread``, as their user runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from rehearsal import ROOT
from typer.testing import CliRunner, Result

from bot.cli.main import app
from models.errors import BadInput

LOG, DISTRICT = ROOT / "tests/data/chat_dev.jsonl", ROOT / "tests/data/district_dev.yaml"
LEXICON, MODELS = ROOT / "keywords/data/lexicon.yaml", ROOT / "keywords/data/models.tsv"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The first hours of a written log."""
    path = tmp_path / "log.jsonl"
    path.write_text("\n".join(LOG.read_text(encoding="utf-8").splitlines()[:250]), encoding="utf-8")
    return path


def replay(log: Path, *words: object) -> Result:
    return CliRunner().invoke(app, ["replay", str(log), "--district", str(DISTRICT), *map(str, words)])


def test_against_itself_nothing_changes(log: Path) -> None:
    said = replay(log, "--against", LEXICON, "--against", MODELS)
    assert said.exit_code == 0
    assert said.stdout.startswith("250 行里变了 0 行")


def test_other_models_change_lines_and_each_says_what_and_why(log: Path, tmp_path: Path) -> None:
    shy = tmp_path / "shy.tsv"
    shy.write_text(MODELS.read_text(encoding="utf-8").replace("threshold\t\t0.", "threshold\t\t0.9"), encoding="utf-8")
    said = replay(log, "--against", shy)
    assert said.exit_code == 0
    assert "→ 不接" in said.stdout
    assert "接 是 → 否" in said.stdout
    assert "少接" in said.stdout.splitlines()[-2]
    assert replay(log, "--against", MODELS, "--model", shy).stdout.splitlines()[-1].startswith("照标注")


def test_what_is_neither_lexicon_nor_models_is_named(log: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.tsv"
    broken.write_text("gridbot-models 1\ncaught\n", encoding="utf-8")
    assert isinstance(replay(log, "--against", broken).exception, BadInput)
    assert isinstance(replay(log, "--against", tmp_path / "none.yaml").exception, BadInput)
    assert replay(log, "--lexicon", LEXICON).exit_code == 2


@pytest.mark.slow
def test_each_log_is_judged_by_models_of_the_others_and_always_the_same(tmp_path: Path) -> None:
    for name in ("train_1", "train_2"):
        lines = (ROOT / f"tests/data/chat_{name}.jsonl").read_text(encoding="utf-8").splitlines()[:120]
        (tmp_path / f"chat_{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        (tmp_path / f"district_{name}.yaml").write_bytes((ROOT / f"tests/data/district_{name}.yaml").read_bytes())
    one, two = (_spread("--data", tmp_path, "--json", "--processes", n) for n in (1, 2))
    assert one == two
    figures = json.loads(one)
    assert list(figures) == ["chat_train_1", "chat_train_2"]
    assert all(0 < f["lines"]["f1"] <= 1 and f["n"] == 120 for f in figures.values())


def test_a_folder_with_one_log_is_refused(tmp_path: Path) -> None:
    (tmp_path / "chat_train_1.jsonl").write_text("", encoding="utf-8")
    assert CliRunner().invoke(app, ["evaluate", "spread", "--data", str(tmp_path)]).exit_code == 2


def _spread(*words: object) -> str:
    command = [sys.executable, "-m", "bot", "evaluate", "spread", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
