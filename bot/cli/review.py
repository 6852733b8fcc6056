"""``gridbot review``: what waits for a person's decision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import typer
from rich.console import Console
from rich.table import Table

from bot.cli import review_lines
from bot.cli.options import CONFIG, ConfigOption, settings_from
from bot.cli.review_lines import Lines
from models.areas import District
from models.notice import Notice
from models.store import Store, Tx
from models.ticket import Ticket

_UNKNOWN = "unknown room "


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person's decision."""

    district: District
    notices: list[Notice]
    tickets: list[Ticket]
    unknown: list[str]
    lines: Lines


def review(ctx: typer.Context, config: ConfigOption = CONFIG) -> None:
    """等人决定的事：待核实的公告、待确认的诉求、未绑定的群、待核对的话。不带子命令 = 列出来。"""
    if ctx.invoked_subcommand:
        return
    with closing(Store.open(settings_from(config).database)) as store:
        tables = [table for table in _tables(store.call(_waiting)) if table.row_count]
    for table in tables:
        Console().print(table)
    if not tables:
        typer.echo("没有等人决定的事")


def _waiting(tx: Tx) -> Waiting:
    unknown = [key.removeprefix(_UNKNOWN) for key in tx.flags.all() if key.startswith(_UNKNOWN)]
    district = tx.district.load()
    lines = review_lines.waiting_lines(tx, district)
    return Waiting(district, tx.notices.review(), tx.tickets.waiting(), unknown, lines)


def _tables(waiting: Waiting) -> Iterator[Table]:
    notices = Table("公告", "来源", "为什么等", title="待核实的公告")
    for notice in waiting.notices:
        reasons = [*notice.said.doubts, *(f"没认出：{text}" for text in notice.unmatched)]
        notices.add_row(str(notice.id), notice.feed, "；".join(reasons) or "来源未授权")
    yield notices
    tickets = Table("工单", "地方", "说的什么", title="待确认的诉求")
    for ticket in waiting.tickets:
        tickets.add_row(str(ticket.number), waiting.district.name(ticket.estate), ticket.summary)
    yield tickets
    rooms = Table("群", title="未绑定的群")
    for room in waiting.unknown:
        rooms.add_row(room)
    yield rooms
    yield from review_lines.tables(waiting.lines, waiting.district)
