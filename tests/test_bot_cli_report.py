from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import typer
from factories import NOW, a_district
from openpyxl import load_workbook
from typer.testing import CliRunner

from bot.cli.report import Asked, asked_span, days, report
from bot.cli.report_text import as_json_text, as_text
from console.cuts import By
from models.figures import Figures, Rate
from models.store import Store
from models.store.keys import DIMENSIONS

SEED = Figures(
    date(2025, 1, 1),
    date(2025, 1, 10),
    messages_captured=204,
    captures_a_day=20.4,
    notices={"power": 152, "water": 107},
    solved_in_grid=153,
    satisfaction=Rate(153, 153),
    by_member={"power": 80},
    notes=("最后一个群等了 3 分",),
)
TODAY = date(2025, 6, 10)


@pytest.fixture
def config(tmp_path: Path, store_url: str) -> Path:
    file = tmp_path / "config.yaml"
    file.write_text(f"database: {store_url}\n", encoding="utf-8")
    store = Store.open(store_url)
    store.call(lambda tx: tx.district.save(a_district(), NOW))
    store.close()
    return file


def run(config: Path, *options: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(report)
    result = CliRunner().invoke(app, [*options, "--config", str(config)])
    return result.exit_code, result.output


def render(figures: Figures) -> str:
    return as_text(figures, a_district())


def cells_of(text: str) -> dict[str, str]:
    """Label → value of the printed table."""
    found = {}
    for line in text.splitlines():
        parts = [p for p in line.split("  ") if p.strip()]
        found |= {parts[i].strip(): parts[i + 1].strip() for i in range(min(2, len(parts) - 1))}
    return found


def test_the_text_shows_exactly_the_figures_of_the_seed() -> None:
    shown = cells_of(render(SEED))
    assert shown["停电公告"] == "152 条"
    assert shown["停水公告"] == "107 条"
    assert shown["日均捕捉"] == "20.4 条"
    assert shown["网格内解决"] == "153 件"
    assert shown["满意率"] == "100.0%（153/153）"


def test_the_text_names_members_and_repeats_the_notes() -> None:
    shown = render(SEED)
    assert "按承办单位：润州供电 80" in shown
    assert "备注：最后一个群等了 3 分" in shown
    assert shown.splitlines()[0] == "报表 2025-01-01 至 2025-01-10"


def test_members_whose_notices_came_late_are_named() -> None:
    late = replace(SEED, late_notices={"power": Rate(3, 12), "water": Rate(0, 4)})
    assert "提前不足的公告：润州供电 25.0%（3/12）" in render(late)
    assert "提前不足的公告" not in render(SEED)


def test_markup_in_a_note_is_only_text() -> None:
    assert "[red]x[/red]" in render(Figures(TODAY, TODAY, notes=("[red]x[/red]",)))


def test_json_is_the_figures() -> None:
    assert json.loads(as_json_text(SEED))["satisfaction"] == {"part": 153, "whole": 153, "share": 1.0}


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        (None, None, (10, 10)),
        (3, None, (3, 10)),
        (None, 3, (3, 3)),
        (12, None, (12, 12)),
        (None, 12, (10, 12)),
        (1, 2, (1, 2)),
    ],
)
def test_a_missing_end_is_today(first: int | None, last: int | None, period: tuple[int, int]) -> None:
    asked = [datetime(2025, 6, day, tzinfo=UTC) if day else None for day in (first, last)]
    start, end = days(asked[0], asked[1], TODAY)
    assert (start.day, end.day) == period


def test_every_cut_can_be_asked_for() -> None:
    assert tuple(c.value for c in By) == DIMENSIONS


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (Asked(week="last"), "2025-W23"),
        (Asked(week="2025-W01"), "2025-W01"),
        (Asked(month="this"), "2025-06"),
        (Asked(quarter="last"), "2025Q1"),
        (Asked(), "2025-06-10"),
    ],
)
def test_a_period_can_be_named(asked: Asked, name: str) -> None:
    assert asked_span(asked, TODAY).name == name


@pytest.mark.parametrize(
    "asked", [Asked(week="2025-06"), Asked(month="gestern"), Asked(week="last", month="last"), Asked(NOW, week="last")]
)
def test_a_name_of_another_kind_and_two_periods_are_usage_errors(asked: Asked) -> None:
    with pytest.raises(typer.BadParameter):
        asked_span(asked, TODAY)


def test_the_command_prints_the_report_of_the_store(config: Path) -> None:
    code, output = run(config, "--from", "2025-06-01", "--to", "2025-06-30")
    assert code == 0
    assert output.startswith("报表 2025-06-01 至 2025-06-30")
    assert "满意率" in output


def test_the_workbook_is_written_where_it_is_asked_for(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "六月.xlsx"
    code, output = run(config, "--from", "2025-06-01", "--format", "xlsx", "--output", str(file))
    assert (code, output.strip()) == (0, f"已写入 {file}")
    assert load_workbook(file).sheetnames == [
        *("报表", "每日", "分类", "按承办单位", "按事项", "按区", "按街道", "按社区", "按网格", "按小区", "按周"),
        *("重复点", "红黄绿"),
    ]


def test_the_workbook_without_a_name_is_named_by_its_days(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(config, "--from", "2025-06-01", "--to", "2025-06-02", "--format", "xlsx")[0] == 0
    assert (tmp_path / "report-2025-06-01-2025-06-02.xlsx").exists()


def test_json_can_go_to_a_file(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    assert run(config, "--to", "2025-06-01", "--format", "json", "--output", str(file))[0] == 0
    assert json.loads(file.read_text())["first"] == "2025-06-01"


@pytest.mark.parametrize("options", [("--from", "2025-06-02", "--to", "2025-06-01"), ("--from", "gestern")])
def test_days_that_make_no_sense_are_a_usage_error(config: Path, options: tuple[str, ...]) -> None:
    assert run(config, *options)[0] == 2


def test_a_file_that_cannot_be_written_is_named(config: Path, tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(report)
    where = tmp_path / "nowhere" / "r.json"
    result = CliRunner().invoke(app, ["--format", "json", "--output", str(where), "--config", str(config)])
    assert result.exit_code == 1
    assert f"{where}: 写不了" in str(result.exception)
