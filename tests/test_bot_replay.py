"""Replays: the whole loop over a real log, and what is left of it after being killed again and again."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from replay_child import started

from bot.replay import read_log
from models.errors import BadInput
from models.store import Store, Tx

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data"
LINES, KILLS = 420, 30
RANDOM = random.Random(20260703)


def _command(folder: Path, log: Path, *more: str) -> list[str]:
    return [
        *("replay", str(log), "--district", str(DATA / "district_dev.yaml")),
        *("--store", f"sqlite:///{folder}/replay.db", "--sent", str(folder / "sent.jsonl"), *more),
        *("--config", str(folder / "config.yaml")),
    ]


def _folder(path: Path) -> Path:
    path.mkdir()
    (path / "config.yaml").write_text(f"key_file: {path.parent}/key\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first hours of the log: a burst main, a power cut, a gas smell, announcements."""
    path = tmp_path_factory.mktemp("log") / "log.jsonl"
    lines = (DATA / "chat_dev.jsonl").read_text(encoding="utf-8").splitlines()[:LINES]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _everything(folder: Path) -> dict[str, list[Any]]:
    """What stands in a store: matters, tickets, notices, outgoing rows, audit, without their row numbers."""
    store = Store.open(f"sqlite:///{folder}/replay.db")
    try:
        return store.call(_stands)
    finally:
        store.close()


def _stands(tx: Tx) -> dict[str, list[Any]]:
    tickets = tx.tickets.recent(10_000)
    return {
        "tickets": sorted(map(repr, tickets)),
        "notices": sorted(map(repr, tx.notices.recent(10_000))),
        "outgoing": sorted(repr(row.evolve(attempts=0)) for row in tx.outbox.recent(100_000)),
        "audit": [repr(a) for t in tickets for a in tx.audit.of(f"ticket {t.number}")],
        "lines": sorted(f"{r.channel} {r.message_id} {r.matter}" for r in tx.matters.recent_reports(100_000)),
    }


def _sent(folder: Path) -> Counter[str]:
    path = folder / "sent.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return Counter(json.loads(line)["key"] for line in lines if line.endswith("}"))


def _kill_at(words: list[str], line: int) -> None:
    """Start a replay and kill it without warning when it has reported this line."""
    with started(words) as (pid, lines):
        for reported in lines:
            if reported.strip().isdigit() and int(reported) >= line:
                break
        os.kill(pid, signal.SIGKILL)


def _play(words: list[str]) -> None:
    """A replay that nobody kills."""
    with started(words) as (_, lines):
        assert not [line for line in lines if "Traceback" in line]


@pytest.mark.slow
@pytest.mark.timeout(170)
def test_a_replay_that_is_killed_thirty_times_ends_like_one_that_was_not(log: Path, tmp_path: Path) -> None:
    whole, broken = _folder(tmp_path / "whole"), _folder(tmp_path / "broken")
    _play(_command(whole, log))
    for moment in sorted(RANDOM.sample(range(1, LINES), KILLS)):
        before = sum((_sent(broken) - Counter(set(_sent(broken)))).values())
        _kill_at(_command(broken, log, "--progress"), moment)
        after = sum((_sent(broken) - Counter(set(_sent(broken)))).values())
        assert after - before <= 1
    _play(_command(broken, log))
    expected, found = _everything(whole), _everything(broken)
    assert expected["tickets"]
    for what, rows in expected.items():
        assert found[what] == rows, what
    assert set(_sent(broken)) == set(_sent(whole))


def test_a_whole_log_goes_through_and_says_how_many_matters_it_found(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "replay", str(DATA / "chat_dev.jsonl")]
    command += ["--district", str(DATA / "district_dev.yaml"), "--report"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=100, cwd=ROOT)
    assert "读了 1547 行" in done.stdout
    assert "标注的事 79 件" in done.stdout
    assert "满意率" in done.stdout


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": 1}', '{"id":"a","room":"r","text":"t","at":"2026-07-03T08:00:00"}']
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "log.jsonl"
    good = '{"id":"a","room":"r","text":"t","at":"2026-07-03T08:00:00+08:00"}'
    path.write_text(f"{good}\n{line}\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        list(read_log(path))
    assert caught.value.problems[0][0].line == 2
