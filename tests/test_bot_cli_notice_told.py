"""``gridbot notice coverage`` and ``gridbot notice poster``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from factories import NOW, a_district, a_notice, a_reach, after, an_outgoing
from typer.testing import CliRunner, Result

from bot.cli.notice_told import coverage, poster
from bot.fonts import chinese_font
from models.errors import BadConfig
from models.store import Store, Tx
from models.words import Delivery, Priority

app = typer.Typer()
app.command("coverage")(coverage)
app.command("poster")(poster)


def _fill(tx: Tx) -> None:
    tx.district.save(a_district(), NOW)
    tx.notices.add(a_notice(reach=(a_reach(), a_reach(estate="qh-yuan"))))
    tx.notices.add(a_notice(id=2, ref="n-2", state="review"))
    tx.outbox.put(
        an_outgoing(
            key="notice 1 v1 publish → room-01", notice=1, priority=Priority.NOTICE, status=Delivery.SENT,
            sent_at=after(minutes=3), account="practice",
        )
    )  # fmt: skip


@pytest.fixture
def config(tmp_path: Path, store_url: str) -> Path:
    file = tmp_path / "config.yaml"
    file.write_text(f"database: {store_url}\nweb: {{public_url: 'https://wg.example.cn'}}\n", encoding="utf-8")
    store = Store.open(store_url)
    store.call(_fill)
    store.close()
    return file


def _run(config: Path, *options: str) -> Result:
    return CliRunner().invoke(app, [*options, "--config", str(config)])


def test_a_ledger_names_each_room(config: Path) -> None:
    shown = _run(config, "coverage", "1").output
    assert "到群 50.0%（1/2）" in shown
    assert "发布到最后一个群：3 分" in shown
    assert "提前 22.0 小时，要求 168 小时，不足。依据：《供电监管办法》第十三条" in shown
    assert "云亭新村便民群" in shown
    assert "practice" in shown


def test_as_json_it_has_every_entry(config: Path) -> None:
    found = json.loads(_run(config, "coverage", "1", "--json").output)
    assert found["rooms"] == {"part": 1, "whole": 2, "share": 0.5}
    assert found["spread_minutes"] == 3
    assert [(e["room"], e["reached"], e["by"]) for e in found["entries"]] == [
        ("room-01", True, "practice"),
        ("room-02", False, ""),
    ]


def test_a_notice_in_review_has_no_ledger_yet_and_an_unknown_one_fails(config: Path) -> None:
    assert "还没有发布过" in _run(config, "coverage", "2").output
    assert _run(config, "coverage", "9").exit_code == 1


def test_a_poster_is_written(config: Path, tmp_path: Path) -> None:
    try:
        chinese_font(None)
    except BadConfig:
        pytest.skip("no Chinese font on this machine")
    file = tmp_path / "x.png"
    assert _run(config, "poster", "1", "--output", str(file), "--room", "room-01").exit_code == 0
    assert file.read_bytes().startswith(b"\x89PNG")
