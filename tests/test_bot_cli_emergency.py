"""``gridbot emergency`` and ``gridbot care``: what stands; how many, never where."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from factories import a_district
from typer.testing import CliRunner

from bot.care_book import key_of, sealed
from bot.cli.main import app
from models.care import Care, Household, Visit
from models.emergency import Emergency, Point
from models.privacy import Vault
from models.store import Store, Tx

NOW = datetime.now(UTC)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    store = Store.open(url)
    store.call(_fill)
    store.close()
    file = tmp_path / "config.yaml"
    file.write_text(f"database: {url}\nkey_file: {tmp_path / 'key'}\n", encoding="utf-8")
    return file


def _fill(tx: Tx) -> None:
    tx.district.save(a_district(), NOW)
    state = Emergency("321111900001", "台风", "wx-dispatcher", NOW, NOW + timedelta(hours=5), NOW, NOW)
    made = tx.emergencies.add(state)
    tx.emergencies.tell(Point(made.id, "water", "小学南门", "wx-dispatcher", NOW))
    vault, home = Vault(b"k" * 32), Household("yt-xc", "3", "201", "制氧机", "1")
    care = tx.cares.keep(Care(key_of(vault, home), sealed(vault, home), "wx-worker", NOW))
    tx.cares.owe(Visit("ticket 1", care.id, "wx-worker", NOW))


def test_what_stands(config: Path) -> None:
    done = CliRunner().invoke(app, ["emergency", "--config", str(config)])
    assert done.exit_code == 0, done.output
    assert "云亭社区（台风）" in done.output and "1 · 取水点：小学南门" in done.output


def test_how_many_and_never_where(config: Path) -> None:
    done = CliRunner().invoke(app, ["care", "--config", str(config)])
    assert done.exit_code == 0, done.output
    assert "登记 1 户" in done.output and "网格员小林还有 1 户" in done.output
    assert not any(word in done.output for word in ("201", "制氧", "云亭新村"))
