"""``gridbot proof``: the photographs of a ticket, with their files."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from bot.cli.options import CONFIG, ConfigOption, settings_from
from dispatch.wording import who
from models.areas import District
from models.keeping import GONE, KEPT, NAMED, REFUSED, WANTED, Photo
from models.store import Store, Tx

_STATES = {WANTED: "还在取", KEPT: "已存", NAMED: "只记了消息号", REFUSED: "不是图片或太大，没存", GONE: "到期已删"}


def proof(number: Annotated[int, typer.Argument(help="工单号")], config: ConfigOption = CONFIG) -> None:
    """一张工单的照片：谁什么时候发的、存在哪个文件、SHA-256。"""
    settings = settings_from(config)
    with closing(Store.open(settings.database)) as store:
        district, photos = store.call(_of, number)
    table = Table(
        "时间", "谁发的", "怎样", "大小", Column("文件与 SHA-256", overflow="fold"), title=f"工单 {number} 的照片"
    )
    for photo in photos:
        at = f"{photo.at.astimezone(settings.tz):%m-%d %H:%M}"
        size = f"{photo.size:,}" if photo.size else ""
        table.add_row(at, who(district, photo.by), _STATES[photo.state], size, _where(photo, settings.data_dir))
    if photos:
        Console().print(table)
    else:
        typer.echo(f"工单 {number} 没有照片")


def _of(tx: Tx, number: int) -> tuple[District, list[Photo]]:
    tx.tickets.get(number)
    return tx.district.load(), tx.photos.of(number)


def _where(photo: Photo, folder: Path) -> str:
    return f"{folder / photo.file}" if photo.file else f"{photo.channel} {photo.message_id}"
