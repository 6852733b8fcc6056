"""``gridbot review`` and ``gridbot tray``: what waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.options import CONFIG, ConfigOption, settings_from
from models.areas import District
from models.notice import Notice
from models.outgoing import Outgoing
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


def review(config: ConfigOption = CONFIG) -> None:
    """列出等人决定的事：待核实的公告、待确认的诉求、未绑定的群。"""
    with closing(Store.open(settings_from(config).database)) as store:
        tables = [table for table in _tables(store.call(_waiting)) if table.row_count]
    for table in tables:
        Console().print(table)
    if not tables:
        typer.echo("没有等人决定的事")


def tray(config: ConfigOption = CONFIG) -> None:
    """列出还没有说出去的话：到点未发的，和发不出去、要人去贴的。"""
    with closing(Store.open(settings_from(config).database)) as store:
        district, rows = store.call(_unsaid, datetime.now(UTC))
    table = Table("给谁", "文字", "试了几次", "最后的错", title="还没有说出去的话")
    for row in rows:
        table.add_row(_where(district, row), row.text, str(row.attempts), row.last_error)
    if rows:
        Console().print(table)
    else:
        typer.echo("话都说出去了")


def _unsaid(tx: Tx, now: datetime) -> tuple[District, list[Outgoing]]:
    return tx.district.load(), [*tx.outbox.dead(), *tx.outbox.due(now, limit=200)]


def _waiting(tx: Tx) -> Waiting:
    unknown = [key.removeprefix(_UNKNOWN) for key in tx.flags.all() if key.startswith(_UNKNOWN)]
    return Waiting(tx.district.load(), tx.notices.review(), tx.tickets.waiting(), unknown)


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


def _where(district: District, row: Outgoing) -> str:
    room = district.room.get(row.room)
    person = district.person.get(row.person)
    return room.topic if room else person.name if person else row.room or row.person
