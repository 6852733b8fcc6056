"""``gridbot tray``: texts that wait for a person to post them."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from bot import tray as box
from bot.cli.options import CONFIG, ConfigOption, settings_from
from models.areas import District
from models.outgoing import Outgoing
from models.store import Store, Tx
from models.words import Delivery

NumberArgument = Annotated[int, typer.Argument(help="待贴箱里的号")]
ByOption = Annotated[str, typer.Option("--by", help="谁做的，记在台账里")]


def tray(ctx: typer.Context, config: ConfigOption = CONFIG) -> None:
    """待贴箱：没有机器人的群要说的话，和发不出去、要人去说的话。不带子命令 = 列出来。"""
    if ctx.invoked_subcommand:
        return
    with closing(Store.open(settings_from(config).database)) as store:
        district, rows = store.call(_hand, datetime.now(UTC))
    table = Table("号", "贴到哪里", Column("文字", overflow="fold"), "为什么在这里", title="待贴箱")
    for row in rows:
        why = f"发不出去：{row.last_error}" if row.status is Delivery.DEAD else "危急" if row.danger else ""
        table.add_row(str(row.id), _where(district, row), row.text, why)
    if rows:
        Console().print(table)
    else:
        typer.echo("待贴箱是空的")


def show(number: NumberArgument, config: ConfigOption = CONFIG) -> None:
    """只打印这一条的文字，好复制。"""
    with closing(Store.open(settings_from(config).database)) as store:
        row = store.call(lambda tx: tx.outbox.by_id(number))
    typer.echo(row.text)
    if row.picture:
        typer.echo(f"（这一条是海报：gridbot notice poster {row.notice} --room {row.room} 画出来再贴）", err=True)


def done(number: NumberArgument, by: ByOption = "cli", config: ConfigOption = CONFIG) -> None:
    """已经贴出去了：记一笔，从待贴箱里拿走。"""
    with closing(Store.open(settings_from(config).database)) as store:
        row = store.call(_done, number, by, datetime.now(UTC))
    typer.echo(f"{row.id} 号已贴")


def drop(
    number: NumberArgument,
    why: Annotated[str, typer.Option("--why", help="为什么不说了")],
    by: ByOption = "cli",
    config: ConfigOption = CONFIG,
) -> None:
    """不说了：撤下这一条，写明原因。"""
    with closing(Store.open(settings_from(config).database)) as store:
        row = store.call(_drop, number, by, why, datetime.now(UTC))
    typer.echo(f"{row.id} 号已撤下")


def _hand(tx: Tx, now: datetime) -> tuple[District, list[Outgoing]]:
    district = tx.district.load()
    return district, box.listed(tx, district=district, now=now)


def _done(tx: Tx, number: int, by: str, now: datetime) -> Outgoing:
    return box.done(tx, number=number, district=tx.district.load(), by=by, now=now)


def _drop(tx: Tx, number: int, by: str, why: str, now: datetime) -> Outgoing:
    return box.drop(tx, number=number, district=tx.district.load(), by=by, why=why, now=now)


def _where(district: District, row: Outgoing) -> str:
    room = district.room.get(row.room)
    person = district.person.get(row.person)
    return room.topic if room else person.name if person else row.room or row.person
