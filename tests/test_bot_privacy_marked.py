"""Ordinary lines with a mark of their own go through real processes: afterwards no byte of theirs lies anywhere.

Searched are the database (with its journal while the process was killed over it, free pages included), every other file
of the data folder, and what was written to the terminal; on PostgreSQL the files of the database and its journal.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import psycopg
import pytest
from disk import bytes_of, journal_of
from running_bot import ADDRESS, ROOT, a_config, running
from sqlalchemy.engine import make_url

from models.store import Store

DATA = Path(__file__).parent / "data"
PLAIN = (
    "今晚包饺子吃，谁要来{mark}",
    "广场舞的音箱我带着{mark}",
    "我家猫又跑出去了{mark}看见的说一声",
    "孩子期末考得不错{mark}开心",
    "谁有快递柜的取件码{mark}帮我看看",
    "这个周末去爬山的报名{mark}",
    "楼下新开的面馆不错{mark}",
    "{mark}球赛赢了，请大家吃西瓜",
)
REPORTS = ("我家停水了，一滴水都没有", "3栋停电了，整栋都黑了", "楼道灯坏了好几天了")


def marks(count: int) -> list[str]:
    """Words that nobody else has ever said."""
    return [f"甾{''.join(secrets.choice('bdfhjkmpqrvz') for _ in range(14))}卮" for _ in range(count)]


def found_in(disk: bytes, words: list[str]) -> list[str]:
    return [word for word in words if word.encode() in disk or word.encode("utf-16-le") in disk]


def everything(folder: Path) -> bytes:
    return b"\n".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())


# ---- a log, replayed


def a_log(file: Path, said: list[str]) -> list[str]:
    """A log of real talk with the marked lines in between; the marks of who said them."""
    base = [json.loads(line) for line in (DATA / "chat_dev.jsonl").read_text(encoding="utf-8").splitlines()[:170]]
    people, rows = marks(len(said)), []
    for number, row in enumerate(base):
        rows.append(row)
        if number % 4 == 3 and number // 4 < len(said):
            n = number // 4
            at = datetime.fromisoformat(row["at"]) + timedelta(seconds=1)
            text = PLAIN[n % len(PLAIN)].format(mark=said[n])
            rows.append(
                row
                | {
                    "id": f"marked-{n}",
                    "sender": people[n],
                    "nick": f"3栋-{people[n]}",
                    "text": text,
                    "at": at.isoformat(),
                    "gold": None,
                }
            )
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return people


def replayed(folder: Path, url: str, said: list[str]) -> tuple[bytes, list[str], set[str]]:
    """What the replay has left on the disk beside the database, the marks of the speakers, and the lines it caught."""
    (folder / "in").mkdir()
    people = a_log(folder / "in" / "log.jsonl", said)
    (folder / "var").mkdir()
    config = f"key_file: {folder}/var/key\ndata_dir: {folder}/var\n"
    (folder / "var" / "config.yaml").write_text(config, encoding="utf-8")
    command = [sys.executable, "-m", "bot", "replay", str(folder / "in" / "log.jsonl"), "--store", url, "--report"]
    command += ["--district", str(DATA / "district_dev.yaml"), "--config", str(folder / "var" / "config.yaml")]
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        timeout=100,
        cwd=folder / "var",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    store = Store.open(url)
    caught = {report.message_id for report in store.call(lambda tx: tx.matters.recent_reports(10_000))}
    store.close()
    return everything(folder / "var") + done.stdout + done.stderr, people, caught


@pytest.fixture
def held(store_url: str) -> Iterator[str]:
    """The URL of an empty store that somebody reads all the while, so that its journal stays when the process ends."""
    place = make_url(store_url)
    if place.get_backend_name() == "sqlite":
        reader = sqlite3.connect(str(place.database))
        reader.execute("SELECT count(*) FROM inbox").fetchone()
        yield store_url
        reader.close()
    else:
        plain = place.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain) as reader_:
            reader_.execute("SELECT count(*) FROM inbox")
            yield store_url


def test_what_matched_nothing_in_a_log_is_nowhere(held: str, tmp_path: Path) -> None:
    said = marks(40)
    folder = tmp_path / "played"
    folder.mkdir()
    beside, people, caught = replayed(folder, held, said)
    silent = [n for n in range(len(said)) if f"marked-{n}" not in caught]
    assert len(silent) > 34  # the reader may take one for a report; then it is kept, as it should be
    assert len(caught) > 12
    disk = bytes_of(held) + journal_of(held)
    assert any(one.encode() in disk for one in caught)  # the search finds what is there
    assert found_in(disk + beside, [said[n] for n in silent]) == []
    assert found_in(disk + beside, people) == []


# ---- a bot at work, killed


def test_a_bot_that_is_killed_at_work_leaves_no_ordinary_line(tmp_path: Path) -> None:
    district = tmp_path / "district.yaml"
    text = (ROOT / "district.yaml").read_text(encoding="utf-8")
    by_hand = text.replace("areas: [lt-xc]}\n  - {id: room-02", "areas: [lt-xc], channel: assisted}\n  - {id: room-02")
    assert by_hand != text
    district.write_text(by_hand, encoding="utf-8")
    said, people = marks(40), marks(40)
    lines = [{"nick": f"3栋-{people[n]}", "text": PLAIN[n % len(PLAIN)].format(mark=said[n])} for n in range(40)]
    lines += [{"nick": "9-503", "text": report} for report in REPORTS]
    config = a_config(tmp_path, "", district).replace("web: {port: 0}", 'web: {port: 0, api_key: "env:HAND_KEY"}')
    config = config.replace("practice: {pace: 0}", "practice: {demo: false}")
    with running(tmp_path, config, {"HAND_KEY": "open-sesame"}) as bot:
        address = bot.wait_for(ADDRESS)
        told = httpx.post(
            f"{address}/api/v1/hand/rooms/room-01/lines",
            json={"lines": lines},
            headers={"Authorization": "Bearer open-sesame"},
            timeout=60,
        )
        assert told.json()["read"] == 43
        assert told.json()["caught"] >= 2
        bot.process.kill()  # its journal stays as it was
        bot.process.wait(10)
        assert (tmp_path / "test.db-wal").stat().st_size > 0
    disk = everything(tmp_path)
    assert "3 栋".encode() in disk or "停水".encode() in disk
    assert found_in(disk, said) == []
    assert found_in(disk, people) == []
