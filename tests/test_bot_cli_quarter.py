"""问效 from the command line: standards, scores on paper, publishing, corrections, and the report of a published quarter."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from quarter_stage import STANDARDS, work
from typer.testing import CliRunner

from bot.cli.main import app
from models.errors import NotAllowed, Refused
from models.store import Store
from models.words import Status


@pytest.fixture
def config(tmp_path: Path, store_url: str) -> Path:
    (tmp_path / "standards.yaml").write_text(STANDARDS, encoding="utf-8")
    file = tmp_path / "config.yaml"
    file.write_text(
        f"database: {store_url}\nfigures: {{standards: {tmp_path}/standards.yaml, score_days: 30}}\n", encoding="utf-8"
    )
    store = Store.open(store_url)
    work(store)
    store.close()
    return file


def run(config: Path, *options: str) -> str:
    result = CliRunner().invoke(app, [*options, "--config", str(config)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


SCORE = ("review-quarter", "score", "云亭新村", "润州供电", "B1", "3", "--by", "wx-branch", "--quarter", "2025Q2")


def test_the_standards_are_checked_and_listed(config: Path) -> None:
    shown = run(config, "review-quarter", "standards")
    assert "5 条，满分 24，按数算的 2 条" in shown
    assert "按数算：响应率 * 100" in shown


def test_a_score_on_paper_is_entered_for_a_branch(config: Path) -> None:
    assert "润州供电 B1 3/4。还有 1 项没打，现得 15.5/19 分" in run(config, *SCORE, "--evidence", "6月1日 22:00")
    shown = run(config, "review-quarter", "--quarter", "2025Q2")
    assert "季度问效 2025Q2（还没公布），1 个支部打分" in shown
    assert "15.5/19" in shown
    detail = run(config, "review-quarter", "show", "云亭新村", "润州供电", "--quarter", "2025Q2")
    assert "A1 7.5/10（响应率 75.0%）" in detail
    assert "B1 值班电话打得通 3/4" in detail


def test_nobody_scores_for_a_branch_that_is_not_theirs(config: Path) -> None:
    wrong = [*SCORE]
    wrong[wrong.index("wx-branch")] = "wx-worker"
    with pytest.raises(NotAllowed):
        run(config, *wrong, "--evidence", "x")
    with pytest.raises(Refused, match="依据"):
        run(config, *SCORE)


def test_a_quarter_is_published_corrected_and_shown_as_it_was(config: Path, store_url: str, tmp_path: Path) -> None:
    run(config, *SCORE, "--evidence", "6月1日 22:00")
    assert "已公布 2025Q2" in run(config, "publish", "2025Q2", "--by", "wx-admin")
    store = Store.open(store_url)
    late = store.call(lambda tx: tx.tickets.get(4))
    store.call(
        lambda tx: tx.tickets.save(
            late.evolve(status=Status.CLOSED, resolved_at=late.created_at, closed_at=late.created_at)
        )
    )
    store.close()
    told = run(config, "correct", "2025Q2", "--by", "wx-admin", "--why", "补录一件")
    assert "更正：三率 解决率 75.0%（3/4） → 100.0%（4/4），补录一件" in told
    assert "没有更正" in run(config, "correct", "2025Q2", "--by", "wx-admin")
    shown = run(config, "report", "--quarter", "2025Q2")
    assert "已公布（" in shown.splitlines()[1]
    assert "解决率         75.0%（3/4）" in shown
    assert "更正：三率 解决率 75.0%（3/4） → 100.0%（4/4）。补录一件（管理员周正" in shown
    assert "问效：润州供电 15.5/19（满分合计 22）" in shown
    assert "解决率         100.0%（4/4）" in run(config, "report", "--quarter", "2025Q2", "--now")


def test_the_published_quarter_goes_into_workbook_and_json(config: Path, tmp_path: Path) -> None:
    run(config, "publish", "2025Q2", "--by", "wx-admin")
    file = tmp_path / "q.xlsx"
    run(config, "report", "--quarter", "2025Q2", "--format", "xlsx", "--output", str(file))
    book = load_workbook(BytesIO(file.read_bytes()))
    lines = [[c.value for c in row] for row in book["问效"].iter_rows()]
    assert lines[0] == ["支部", "单位", "编号", "得分", "满分", "怎么得的"]
    assert ["云亭新村", "润州供电", "A1", 7.5, 10, "响应率 75.0%"] in lines
    assert ["云亭新村", "润州供电", "合计", 12.5, 15, "可评 12.5/15，全部 22"] in lines
    found = json.loads(run(config, "report", "--quarter", "2025Q2", "--format", "json"))
    assert found["published"]["by"] == "wx-admin"
    assert found["solution"] == {"part": 3, "whole": 4, "share": 0.75}


@pytest.mark.parametrize("options", [("publish", "gestern", "--by", "x"), ("review-quarter", "--quarter", "2025-06")])
def test_a_period_that_is_none_is_a_usage_error(config: Path, options: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*options, "--config", str(config)])
    assert result.exit_code == 2
