"""``gridbot review``, ``gridbot room announce --by-hand`` and ``gridbot train`` on what was judged."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from factories import a_district, a_sample, after
from rehearsal import ROOT
from typer.testing import CliRunner, Result

from bot.cli.main import app
from models.errors import BadInput, GridbotError
from models.sample import Source
from models.store import Store, Tx

CONFIG = "database: sqlite:///{0}/bot.db\nkey_file: {0}/key\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with settings, and a store with two lines to judge and a room in shadow."""
    (tmp_path / "config.yaml").write_text(CONFIG.format(tmp_path), encoding="utf-8")
    with_store(tmp_path, _fill)
    return tmp_path


def with_store(folder: Path, use: object) -> None:
    store = Store.open(f"sqlite:///{folder}/bot.db")
    store.call(use)
    store.close()


def _fill(tx: Tx) -> None:
    district = a_district()
    rooms = tuple(replace(r, shadow=r.id == "room-02") for r in district.rooms)
    tx.district.save(replace(district, rooms=rooms), after())
    tx.samples.add(a_sample(message_id="1", masked="又没了", guess=""))
    tx.samples.add(
        a_sample(message_id="2", masked="0栋停电了", guess="E01 report", source=Source.SHADOW, at=after(hours=1))
    )


def gridbot(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--config", f"{folder}/config.yaml"])


def test_lines_to_judge_are_listed_with_what_they_were_taken_for(folder: Path) -> None:
    said = gridbot(folder, "review").stdout
    assert "又没了" in said
    assert "0栋停电了" in said
    assert "停电" in said
    assert "清荷苑邻里群" in said


def test_a_shadow_room_that_was_told_by_hand_is_no_longer_listed(folder: Path) -> None:
    told = gridbot(folder, "room", "announce", "room-02", "--by-hand")
    assert "核对" in told.stdout
    assert "清荷苑邻里群" not in gridbot(folder, "review").stdout


def test_judged_lines_are_exported_and_train_says_how_many_it_used(folder: Path) -> None:
    assert "是停电" in gridbot(folder, "review", "lines", "confirm", "2").stdout
    assert "不是" in gridbot(folder, "review", "lines", "dismiss", "1").stdout
    assert "E05 ask_status" in gridbot(folder, "review", "lines", "correct", "1", "e05", "--act", "ask_status").stdout
    rows = gridbot(folder, "review", "lines", "export").stdout
    assert [json.loads(line) for line in rows.splitlines()] == [
        {"text": "又没了", "captured": True, "topic": "E05", "act": "ask_status", "source": "doubt"},
        {"text": "0栋停电了", "captured": True, "topic": "E01", "act": "report", "source": "shadow"},
    ]
    (folder / "judged.jsonl").write_text(rows, encoding="utf-8")
    assert "核对过的话 4 句" in _train(
        folder, "--store", f"sqlite:///{folder}/bot.db", "--examples", f"{folder}/judged.jsonl"
    )


def test_what_cannot_be_judged_says_why(folder: Path) -> None:
    assert isinstance(gridbot(folder, "review", "lines", "confirm", "1").exception, GridbotError)
    assert isinstance(gridbot(folder, "review", "lines", "correct", "1", "Q07").exception, GridbotError)
    assert isinstance(gridbot(folder, "review", "lines", "dismiss", "99").exception, GridbotError)


@pytest.mark.parametrize(
    "line", ["{", '{"text": "停电"}', '{"text": "停", "captured": true, "topic": "Q1", "act": "report"}']
)
def test_a_line_that_is_no_example_is_named(folder: Path, line: str) -> None:
    (folder / "judged.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"judged\.jsonl"):
        _train(folder, "--examples", f"{folder}/judged.jsonl")


def _train(folder: Path, *words: str) -> str:
    """Train on the first lines of one written log, into a file of its own."""
    lines = (ROOT / "tests/data/chat_train_1.jsonl").read_text(encoding="utf-8").splitlines()[:300]
    (folder / "chat_train_1.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "district_train_1.yaml").write_bytes((ROOT / "tests/data/district_train_1.yaml").read_bytes())
    out = ["--data", str(folder), "--out", f"{folder}/models.tsv"]
    return CliRunner().invoke(app, ["train", *out, *words], catch_exceptions=False).stdout
