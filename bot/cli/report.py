"""``gridbot report``: the figures of a period as text, JSON or XLSX."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from enum import StrEnum
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from bot.cli.options import CONFIG, ConfigOption, settings_from
from console import reading
from console.figures import Row, as_json, late_members, members, period, rows, services, urgencies
from console.workbook import workbook
from models.errors import BadInput, Place
from models.figures import Figures
from models.store import Store, Tx
from notices.lead import LIMITS, Limits

WIDTH = 96
_DAY = ["%Y-%m-%d"]


class Form(StrEnum):
    """What the report is written as."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"


def report(
    first: Annotated[datetime | None, typer.Option("--from", formats=_DAY, help="第一天；不写 = 今天")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=_DAY, help="最后一天；不写 = 今天")] = None,
    form: Annotated[Form, typer.Option("--format", help="写成什么")] = Form.TEXT,
    output: Annotated[Path | None, typer.Option(help="写到这个文件；不写 = 打印，xlsx 则按日期起名")] = None,
    config: ConfigOption = CONFIG,
) -> None:
    """打印一段时间的报表：公告、捕捉、工单、三率、用时，每个比率都带分母。"""
    settings = settings_from(config)
    start, end = days(first, last, datetime.now(UTC).astimezone(settings.tz).date())
    with closing(Store.open(settings.database)) as store:
        figures = figures_of(store, start, end, settings.tz, datetime.now(UTC), settings.notices.limits)
        names = store.call(member_names)
    if form is Form.XLSX:
        _write(output or Path(f"report-{start}-{end}.xlsx"), workbook(figures, names))
    elif output:
        _write(output, (render(figures, form, names) + "\n").encode())
    else:
        typer.echo(render(figures, form, names))


def days(first: datetime | None, last: datetime | None, today: date) -> tuple[date, date]:
    """The period that was asked for, local days; a missing end is ``today``, or the other end when that lies ahead."""
    start = first.date() if first else min(today, last.date()) if last else today
    end = last.date() if last else max(today, start)
    if end < start:
        raise typer.BadParameter(f"--to {end} 早于 --from {start}")
    return start, end


def figures_of(
    store: Store, first: date, last: date, tz: ZoneInfo, now: datetime | None = None, limits: Limits = LIMITS
) -> Figures:
    """The figures of the local days ``first`` to ``last``, both included; what is overdue is so at ``now``."""
    return store.call(reading.figures_of, first=first, last=last, tz=tz, now=now, limits=limits)


def member_names(tx: Tx) -> dict[str, str]:
    """The members' names by code."""
    return {m.code: m.name for m in tx.district.load().members}


def render(figures: Figures, form: str = Form.TEXT, names: Mapping[str, str] | None = None) -> str:
    """The report as ``text`` (tables) or ``json``; ``names`` are the members' names by code."""
    if form == Form.JSON:
        return json.dumps(as_json(figures), ensure_ascii=False, indent=2)
    out = StringIO()
    Console(file=out, width=WIDTH, no_color=True).print(_document(figures, names or {}))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()).strip("\n")


def _document(figures: Figures, names: Mapping[str, str]) -> Group:
    kinds = (
        ("按服务", services(figures)),
        ("按紧急程度", urgencies(figures)),
        ("按承办单位", members(figures, names)),
        ("每日捕捉", sorted(figures.by_day.items())),
    )
    late = [Text(f"提前不足的公告：{'、'.join(f'{who} {rate}' for who, rate in late_members(figures, names))}")]
    counted = [Text(f"{title}：{_listed(counts)}") for title, counts in kinds if counts]
    notes = [Text(f"备注：{note}") for note in figures.notes]
    return Group(
        Text(f"报表 {period(figures)}"),
        _table(rows(figures)),
        *counted,
        *(late if any(r.part for r in figures.late_notices.values()) else []),
        *notes,
    )


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return "、".join(f"{name} {count:,}" for name, count in counts)


def _table(lines: Iterable[Row]) -> Table:
    table = Table("", "指标", "数值", "口径", box=SIMPLE_HEAD, pad_edge=False)
    for group, found in groupby(lines, key=lambda r: r.group):
        for n, row in enumerate(found):
            table.add_row("" if n else group, row.label, row.value, row.note)
        table.add_section()
    return table


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise BadInput([(Place(str(file)), f"写不了：{error.strerror}")]) from error
    typer.echo(f"已写入 {file}")
