from __future__ import annotations

from pathlib import Path

import pytest
from factories import NOW, a_district
from openpyxl import Workbook
from typer.testing import CliRunner

from bot.cli.main import app
from bot.outside import outside_of
from console.published import outside_share
from models.errors import BadInput
from models.store import Store

ROW = {"期间": "2025Q2", "系统": "12345", "指标": "满意率", "分子": "95", "分母": "98"}


def said(**changes: str) -> str:
    return outside_share(outside_of(ROW | changes, a_district(), "wx-admin", NOW))


def test_a_rate_of_another_system_keeps_its_denominator_or_says_that_it_has_none() -> None:
    assert said() == "96.9%（95/98）"
    assert said(分子="", 分母="", 比率="98.2%") == "98.2%（对方未给分母）"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"分母": "0"}, "分母要大于 0"),
        ({"分子": "99"}, "分子不大于分母"),
        ({"分母": ""}, "写分子和分母"),
        ({"分子": "", "分母": ""}, "写分子和分母"),
        ({"分子": "", "分母": "", "比率": "120"}, "比率在 0 和 100 之间"),
        ({"分子": "九十"}, "分子要是整数"),
        ({"系统": ""}, "要写系统和指标"),
        ({"期间": "去年"}, "期间看不懂：去年"),
        ({"单位": "邮局"}, "没有这个单位：邮局"),
    ],
)
def test_what_cannot_be_is_said(changes: dict[str, str], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        said(**changes)


@pytest.fixture
def config(tmp_path: Path, store_url: str) -> Path:
    file = tmp_path / "config.yaml"
    file.write_text(f"database: {store_url}\n", encoding="utf-8")
    store = Store.open(store_url)
    store.call(lambda tx: tx.district.save(a_district(), NOW))
    store.close()
    return file


def run(config: Path, *options: str) -> tuple[int, str, BaseException | None]:
    result = CliRunner().invoke(app, [*options, "--config", str(config)])
    return result.exit_code, result.output, result.exception


def test_it_is_entered_and_shown_apart_in_the_report(config: Path) -> None:
    entered = run(
        config, "outside", "add", "2025Q2", "12345", "满意率", "--part", "95", "--whole", "98", "--by", "管理员周正"
    )
    assert entered[:2] == (0, "记下了：2025Q2 12345 满意率 96.9%（95/98）\n")
    shown = run(config, "report", "--quarter", "2025Q2")[1]
    assert "外部评价（另列，不混算）：12345 全部 满意率 96.9%（95/98）" in shown
    assert "满意率         —（0/0）" in shown


def sheet(file: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)
    return file


def test_a_table_is_taken_whole_or_not_at_all(config: Path, tmp_path: Path) -> None:
    heads = ["期间", "系统", "指标", "单位", "分子", "分母", "比率", "来源"]
    good: list[object] = ["2025Q2", "95598", "满意率", "润州供电", 180, 200, None, "6月通报"]
    bad: list[object] = ["2025Q2", "95598", "及时率", "", 5, 0, None, ""]
    code, _, error = run(config, "outside", "import", str(sheet(tmp_path / "a.xlsx", [heads, good, bad])), "--by", "x")
    assert code == 1
    assert isinstance(error, BadInput)
    assert "a.xlsx:3: 分母要大于 0" in str(error)
    assert "外部评价" not in run(config, "report", "--quarter", "2025Q2")[1]
    assert run(config, "outside", "import", str(sheet(tmp_path / "b.xlsx", [heads, good])), "--by", "x")[0] == 0
    assert "95598 润州供电 满意率 90.0%（180/200），6月通报" in run(config, "report", "--quarter", "2025Q2")[1]


def test_a_csv_with_other_headings_is_refused(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("期间,系统,指标,颜色\n2025Q2,12345,满意率,红\n", encoding="utf-8")
    code, _, error = run(config, "outside", "import", str(file), "--by", "x")
    assert (code, "第一行应当是" in str(error)) == (1, True)
    file.write_text("期间,系统,指标,比率\n2025Q2,12345,满意率,98.2\n", encoding="utf-8")
    assert run(config, "outside", "import", str(file), "--by", "x")[0] == 0
