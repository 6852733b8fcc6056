"""The bench against a bare bot: what it plays on, what it prints, and one small round over a real gateway."""

from __future__ import annotations

import io
from itertools import islice
from pathlib import Path

import pytest
from factories import a_message
from rich.console import Console

from bot.cli import bench_wechat
from bot.cli.bench_peers import Gateway, cpu_seconds, resident_kb
from bot.cli.bench_stage import TROUBLES, ordinary, reports, write_stage
from bot.cli.bench_wechat import Measured, Rig, percentile
from bot.cli.options import district_from
from bot.replay import LogLine
from bot.settings import load_settings
from keywords.lexicon import default_lexicon
from keywords.reader import Reader
from models.errors import BadInput
from models.words import Urgency


def test_the_stage_is_a_district_and_settings_that_the_product_takes(tmp_path: Path) -> None:
    settings = load_settings(write_stage(tmp_path, 30))
    assert settings.live
    assert len(district_from(settings.district).rooms) == 30


def test_each_report_opens_a_matter_of_its_own_and_none_is_a_danger(tmp_path: Path) -> None:
    write_stage(tmp_path, 30)
    reader = Reader(default_lexicon(), district_from(tmp_path / "district.yaml"))
    read = [reader.read(a_message(id=f"m-{n}", room=r.room, text=r.text)) for n, r in enumerate(reports(30))]
    assert len({capture.matter for capture in read}) == 30 * len(TROUBLES)
    assert not [capture for capture in read if capture.urgency is Urgency.P0]


def test_ordinary_lines_are_those_in_which_nothing_is_seen(tmp_path: Path) -> None:
    write_stage(tmp_path, 10)
    texts = ("早上好", "停水了", "谁家的猫")
    log = [LogLine(a_message(id=t, text=t), {"capture": False}) for t in texts]
    log.append(LogLine(a_message(text="晚上吃什么"), {"capture": True}))
    assert "停水了" not in ordinary(log, district_from(tmp_path / "district.yaml"), 10)
    assert "晚上吃什么" not in ordinary(log, district_from(tmp_path / "district.yaml"), 10)


@pytest.mark.parametrize(("share", "value"), [(0.0, 1.0), (0.5, 3.0), (0.99, 5.0), (1.0, 5.0)])
def test_a_percentile_is_one_of_the_values(share: float, value: float) -> None:
    assert percentile([5.0, 3.0, 1.0, 4.0, 2.0], share) == value
    assert percentile([], share) == 0.0


def test_the_tables_show_ratios_and_what_was_asked_for() -> None:
    bare = Measured([800.0, 1000.0], [0.8, 0.8], [5.0], [(0, 80.0), (10_000, 90.0)])
    ours = Measured([900.0, 1000.0], [0.8, 0.9], [15.0], [(0, 170.0), (10_000, 175.0)])
    out = Console(file=io.StringIO(), width=120)
    for table in bench_wechat._tables({"bare": bare, "ours": ours}):
        out.print(table)
    said = out.file.getvalue()  # type: ignore[attr-defined]
    for part in ("1.06", "≥ 0.9", "多 10.0", "多 -5.0", "175.0"):
        assert part in said


def test_a_process_that_is_gone_has_no_size() -> None:
    assert resident_kb(2**22 + 1) == 0
    assert cpu_seconds(2**22 + 1) == 0.0


def test_a_gateway_that_cannot_be_started_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="网关"):
        Gateway(tmp_path / "nowhere").start()


@pytest.mark.gateway
@pytest.mark.slow
def test_one_small_round_measures_both_bots_on_the_same_gateway(tmp_path: Path) -> None:
    gateway = Gateway(rooms=bench_wechat.ROOMS, keep=1000)
    gateway.start()
    measured = {"bare": Measured(), "ours": Measured()}
    try:
        rig = Rig(tmp_path, gateway)
        for name, found in measured.items():
            bench_wechat._round(rig, name, found, 200, 2)
    finally:
        gateway.kill()
    for found in measured.values():
        assert found.bursts[0] > 10
        assert found.cpu[0] > 0
        assert len(found.replies) == 2
    assert next(islice(rig._reports["ours"], 1)).room == "room5@chat"
