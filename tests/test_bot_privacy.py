"""Read, match, forget: after a whole log has gone through, what matched nothing is nowhere on the disk or in a log."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.replay import LogLine, read_log
from models.store import Store

DATA = Path(__file__).parent / "data"
LINES = 700
_LONG_ENOUGH = 8


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[LogLine], set[str]]:
    """The folder after a replay, the lines, and the ids of the lines that were caught."""
    folder = tmp_path_factory.mktemp("privacy")
    log = folder / "log.jsonl"
    lines = (DATA / "chat_dev.jsonl").read_text(encoding="utf-8").splitlines()[:LINES]
    log.write_text("\n".join(lines), encoding="utf-8")
    (folder / "config.yaml").write_text(f"key_file: {folder}/key\n", encoding="utf-8")
    command = [sys.executable, "-m", "bot", "replay", str(log), "--district", str(DATA / "district_dev.yaml")]
    command += ["--store", f"sqlite:///{folder}/replay.db", "--config", str(folder / "config.yaml")]
    done = subprocess.run(command, check=True, capture_output=True, timeout=100)
    (folder / "output").write_bytes(done.stdout + done.stderr)
    store = Store.open(f"sqlite:///{folder}/replay.db")
    caught = {report.message_id for report in store.call(lambda tx: tx.matters.recent_reports(10_000))}
    forwarded = {n.ref.split()[-1] for n in store.call(lambda tx: tx.notices.recent(1000))}
    store.close()
    return folder, list(read_log(log)), caught | forwarded


def _disk(folder: Path) -> bytes:
    """Every byte of the database (with its journal) and of what was written to the terminal."""
    return b"\n".join(p.read_bytes() for p in sorted(folder.glob("replay.db*"))) + (folder / "output").read_bytes()


def test_what_matched_nothing_is_nowhere(played: tuple[Path, list[LogLine], set[str]]) -> None:
    folder, lines, caught = played
    disk = _disk(folder)
    heard = "\n".join(line.message.text for line in lines if line.message.id in caught)
    silent = [
        line.message.text
        for line in lines
        if line.message.id not in caught and len(line.message.text) >= _LONG_ENOUGH and line.message.text not in heard
    ]
    assert len(silent) > 200
    assert [text for text in silent if text.encode() in disk] == []


def test_no_sender_id_of_a_resident_is_on_the_disk(played: tuple[Path, list[LogLine], set[str]]) -> None:
    folder, lines, _ = played
    disk = _disk(folder)
    senders = {line.message.sender for line in lines if line.message.sender.startswith("wx-r-")}
    assert len(senders) > 100
    assert [sender for sender in senders if sender.encode() in disk] == []


def test_the_terminal_shows_no_resident_s_words(played: tuple[Path, list[LogLine], set[str]]) -> None:
    folder, lines, _ = played
    shown = (folder / "output").read_text(encoding="utf-8")
    assert [line.message.text for line in lines if len(line.message.text) > 3 and line.message.text in shown] == []
