"""``gridbot report``: the figures of a period as text, JSON or XLSX, and a week on one page as DOCX."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.around import report_rules
from bot.cli.options import CONFIG, ConfigOption, settings_from
from bot.cli.report_text import as_json_text, as_text
from bot.settings import Settings
from console import reading
from console.beside import beside
from console.cuts import By
from console.onepage import onepage
from console.weekly import week_of
from console.workbook import workbook
from models.areas import District
from models.errors import BadInput, Place
from models.figures import Figures
from models.spans import MONTH, QUARTER, WEEK, Span, days_span, read_span, span_of
from models.store import Store, Tx

_DAY = ["%Y-%m-%d"]
_SHOWN = ("member",)
_GRADED = 500
"""Estates up to which a text shows their colours, too."""


class Form(StrEnum):
    """What the report is written as."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"
    DOCX = "docx"


def report(
    first: Annotated[datetime | None, typer.Option("--from", formats=_DAY, help="第一天；不写 = 今天")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=_DAY, help="最后一天；不写 = 今天")] = None,
    week: Annotated[str, typer.Option(help="一周：2026-W47，last = 上周，this = 本周")] = "",
    month: Annotated[str, typer.Option(help="一月：2026-11，last，this")] = "",
    quarter: Annotated[str, typer.Option(help="一季：2026Q4，last，this")] = "",
    by: Annotated[list[By] | None, typer.Option(help="再按什么分，可写几次；JSON 和 XLSX 全有")] = None,
    form: Annotated[Form, typer.Option("--format", help="写成什么；docx 是周会一页，配 --week")] = Form.TEXT,
    now_counted: Annotated[bool, typer.Option("--now", help="公布过的也按现在的库重新数")] = False,
    output: Annotated[Path | None, typer.Option(help="写到这个文件；不写 = 打印，xlsx、docx 则按日期起名")] = None,
    config: ConfigOption = CONFIG,
) -> None:
    """打印一段时间的报表：公告、捕捉、工单、三率、用时、重复点、红黄绿，每个比率都带分母。"""
    settings = settings_from(config)
    now = datetime.now(UTC)
    asked = Asked(first, last, week, month, quarter)
    span = asked_span(asked, now.astimezone(settings.tz).date())
    if form is Form.DOCX:
        _write(output or Path(f"week-{span.name}.docx"), _one_page(settings, span, now))
        return
    with closing(Store.open(settings.database)) as store:
        district = store.call(district_of)
        cuts = _cuts(form, by or (), district)
        besides = store.call(beside, period=span.name, district=district, tz=settings.tz)
        frozen = None if now_counted else store.call(frozen_figures, span.name)
        figures = frozen or figures_of(store, span, settings, now, cuts)
    if form is Form.XLSX:
        _write(output or Path(f"report-{span.first}-{span.last}.xlsx"), workbook(figures, district, besides))
        return
    shown = as_json_text(figures, besides), as_text(figures, district, by or _SHOWN, besides)
    text = shown[form is Form.TEXT]
    if output:
        _write(output, (text + "\n").encode())
    else:
        typer.echo(text)


def _one_page(settings: Settings, span: Span, now: datetime) -> bytes:
    """The week on one page; typer.BadParameter when it is no week."""
    if span.kind != WEEK:
        raise typer.BadParameter("docx 是周会一页，请写 --week 2026-W47（或 last）")
    rules = report_rules(settings)
    with closing(Store.open(settings.database)) as store:
        return onepage(
            store.call(week_of, span=span, tz=settings.tz, now=now, limits=rules.limits, grading=rules.grading)
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """The period as it was asked for; at most one way of saying it."""

    first: datetime | None = None
    last: datetime | None = None
    week: str = ""
    month: str = ""
    quarter: str = ""


def asked_span(asked: Asked, today: date) -> Span:
    """The period that was asked for; typer.BadParameter when it is none, or two."""
    stated = [
        (kind, name) for kind, name in ((WEEK, asked.week), (MONTH, asked.month), (QUARTER, asked.quarter)) if name
    ]
    if len(stated) + bool(asked.first or asked.last) > 1:
        raise typer.BadParameter("--from/--to、--week、--month、--quarter 只能写一种")
    if stated:
        return named_span(*stated[0], today)
    return days_span(*days(asked.first, asked.last, today))


def named_span(kind: str, name: str, today: date) -> Span:
    """``last``, ``this``, or the name of a period of this kind."""
    if name in ("this", "last"):
        this = span_of(kind, today)
        return this if name == "this" else this.before
    try:
        found = read_span(name)
    except ValueError:
        found = None
    if found is None or found.kind != kind:
        raise typer.BadParameter(f"{name} 不是这样一段时间", param_hint=f"--{kind}")
    return found


def days(first: datetime | None, last: datetime | None, today: date) -> tuple[date, date]:
    """The days that were asked for, local; a missing end is ``today``, or the other end when that lies ahead."""
    start = first.date() if first else min(today, last.date()) if last else today
    end = last.date() if last else max(today, start)
    if end < start:
        raise typer.BadParameter(f"--to {end} 早于 --from {start}")
    return start, end


def _cuts(form: Form, by: tuple[By, ...] | list[By], district: District) -> tuple[str, ...]:
    """Everything for machines and spreadsheets; for a person what was asked for, and the colours of not too many estates."""
    if form is not Form.TEXT:
        return tuple(c.value for c in By if c is not By.DAY)
    shown = tuple(c.value for c in by) or _SHOWN
    return shown if len(district.estates) > _GRADED else tuple(dict.fromkeys((*shown, By.ESTATE.value)))


def figures_of(
    store: Store, span: Span, settings: Settings, now: datetime | None = None, cuts: tuple[str, ...] = ()
) -> Figures:
    """The figures of a period; what is overdue is so at ``now``."""
    rules = report_rules(settings)
    return store.call(
        reading.figures_of,
        first=span.first,
        last=span.last,
        tz=settings.tz,
        now=now,
        limits=rules.limits,
        cuts=cuts,
        grading=rules.grading,
    )


def frozen_figures(tx: Tx, period: str) -> Figures | None:
    """The figures of a period as it was published."""
    frozen = tx.quarters.published(period)
    return frozen.figures if frozen else None


def district_of(tx: Tx) -> District:
    """The district that names everything."""
    return tx.district.load()


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise BadInput([(Place(str(file)), f"写不了：{error.strerror}")]) from error
    typer.echo(f"已写入 {file}")
