"""``gridbot evaluate spread``: each written log is judged by models that were trained on all the others."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.capture import reading
from bot.cli.measure import chat_figures
from bot.cli.train import read_log, scenes_in
from keywords.lexicon import default_lexicon
from keywords.reader import Reader
from keywords.training import train

_DATA = Path("tests/data")
_LOGS = ("chat_train_1", "chat_train_2", "chat_train_3", "chat_train_4", "chat_dev")
_FIGURES = {
    "行 F1": ("lines", "f1"),
    "行 精确率": ("lines", "p"),
    "行 召回率": ("lines", "r"),
    "事件找到": ("matter_recall",),
    "误报的事": ("false_matters",),
    "归并 B³": ("clustering_b3", "f1"),
    "P0 找到": ("p0_matters",),
    "服务": ("service_acc",),
    "类目": ("topic_acc",),
    "言行": ("act_acc",),
    "小区": ("estate_acc",),
    "楼栋": ("building_acc",),
}


def evaluate_spread(
    data: Annotated[Path, typer.Option(help="放 chat_*.jsonl 和 district_*.yaml 的目录")] = _DATA,
    logs: Annotated[list[str] | None, typer.Option("--log", help="用哪几份；不写 = 五份都用")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="一行 JSON")] = False,
    processes: Annotated[int, typer.Option(min=1, max=2, help="同时几个进程")] = 2,
) -> None:
    """换着留一份：用其余的记录学，判没学过的那一份；每项给出各份、平均、最低–最高。"""
    names = logs or [name for name in _LOGS if (data / f"{name}.jsonl").exists()]
    missing = [name for name in names if not (data / f"{name}.jsonl").exists()]
    if len(names) < 2 or missing:
        raise typer.BadParameter(f"{data} 里要有至少两份 chat_*.jsonl；缺 {missing}", param_hint="--data")
    folds = [(data, name, tuple(other for other in names if other != name)) for name in names]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        judged = dict(zip(names, pool.map(_fold, folds), strict=True))
    if as_json:
        typer.echo(json.dumps(judged, ensure_ascii=False))
    else:
        Console().print(_table(judged))


def _fold(fold: tuple[Path, str, Sequence[str]]) -> dict[str, Any]:
    data, name, others = fold
    lexicon = default_lexicon()
    logs = [read_log(data / f"{other}.jsonl", lexicon) for other in others]
    models = train([*logs, *scenes_in(data, lexicon)], lexicon)
    path = data / f"{name}.jsonl"
    log = read_log(path, lexicon)
    reader = Reader(lexicon, log.district, models=models)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    made = {
        str(row["id"]): reading(reader.read(example.message)) for row, example in zip(rows, log.examples, strict=True)
    }
    return chat_figures(rows, made)


def _table(judged: Mapping[str, Mapping[str, Any]]) -> Table:
    table = Table("", *(name.removeprefix("chat_") for name in judged), "平均", "最低–最高", title="换着留一份")
    for title, path in _FIGURES.items():
        values = [_share(figures, path) for figures in judged.values()]
        shown = [f"{value:.3f}" for value in values]
        mean = sum(values) / len(values)
        table.add_row(title, *shown, f"{mean:.3f}", f"{min(values):.3f}–{max(values):.3f}")
    return table


def _share(figures: Mapping[str, Any], path: Sequence[str]) -> float:
    """A figure as a share; counts of counts ("74/79") are divided, false matters by all that were reported."""
    value: Any = figures
    for key in path:
        value = value[key]
    if path == ("false_matters",):
        return float(value / max(1, figures["matters_predicted"]))
    if isinstance(value, str):
        part, _, whole = value.partition("/")
        return int(part) / max(1, int(whole))
    return float(value)
