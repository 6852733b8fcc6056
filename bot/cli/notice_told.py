"""``gridbot notice coverage`` and ``gridbot notice poster``: whom a notice reached, and the notice as a picture."""

from __future__ import annotations

import asyncio
import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.options import CONFIG, ConfigOption, settings_from
from bot.posters import Posters
from bot.settings import Settings
from console.figures import lead_text, percent
from console.times import day_and_time, minutes
from models.areas import District
from models.errors import BadInput, Place
from models.notice import Notice
from models.store import Store, Tx
from notices.coverage import ledger_of
from notices.lead import lead_of
from notices.ledger import Entry, Ledger, stage_name

NumberArgument = Annotated[int, typer.Argument(help="公告号")]


def coverage(
    number: NumberArgument,
    as_json: Annotated[bool, typer.Option("--json", help="一个 JSON 对象")] = False,
    config: ConfigOption = CONFIG,
) -> None:
    """一条公告到了哪些群：什么时候、哪个账号或哪个人发的，没到的为什么。"""
    settings = settings_from(config)
    with closing(Store.open(settings.database)) as store:
        found, notice, district = store.call(_found, number)
    if found is None or notice is None:
        typer.echo(f"公告 {number} 还没有发布过")
    elif as_json:
        typer.echo(json.dumps(_as_json(found), ensure_ascii=False))
    else:
        _print(found, notice, district, settings)


def poster(
    number: NumberArgument,
    output: Annotated[Path | None, typer.Option(help="写到这个文件；不写 = 公告号.png")] = None,
    room: Annotated[str, typer.Option(help="只写这个群的小区和楼栋")] = "",
    config: ConfigOption = CONFIG,
) -> None:
    """把一条公告画成海报（PNG），二维码指向它的网页（web.public_url）。"""
    settings, file = settings_from(config), output or Path(f"公告{number}.png")
    with closing(Store.open(settings.database)) as store:
        png = asyncio.run(_posters(store, settings).poster(number, room))
    try:
        file.write_bytes(png)
    except OSError as error:
        raise BadInput([(Place(str(file)), f"写不了：{error.strerror}")]) from error
    typer.echo(f"已写入 {file}")


def _posters(store: Store, settings: Settings) -> Posters:
    district = store.call(lambda tx: tx.district.load())
    return Posters(
        store=store,
        district=lambda: district,
        clock=lambda: datetime.now(UTC),
        tz=settings.tz,
        public_url=settings.web.public_url,
        font=settings.notices.poster.font,
    )


def _found(tx: Tx, number: int) -> tuple[Ledger | None, Notice | None, District]:
    district = tx.district.load()
    return ledger_of(tx, number, district), tx.notices.latest_published(number), district


def _print(found: Ledger, notice: Notice, district: District, settings: Settings) -> None:
    typer.echo(f"公告 {found.notice}：到群 {percent(found.rooms)}，到户 {percent(found.households)}")
    if found.uncounted:
        typer.echo(f"另有 {found.uncounted} 个小区没有户数")
    if found.spread is not None:
        typer.echo(f"发布到最后一个群：{minutes(found.spread.total_seconds() / 60)}")
    if lead := lead_of(notice, settings.tz, settings.notices.limits):
        typer.echo(lead_text(lead))
    table = Table("群", "什么时候", "谁发的", "哪一条", "没到的原因")
    for entry in found.entries:
        room, person = district.room.get(entry.room), district.person.get(entry.by)
        at = day_and_time(entry.at, datetime.now(UTC), settings.tz) if entry.at else ""
        who = person.name if person else entry.by
        table.add_row(room.topic if room else entry.room, at, who, stage_name(entry.stage), entry.why)
    Console().print(table)


def _as_json(found: Ledger) -> dict[str, Any]:
    rates = {
        name: {"part": rate.part, "whole": rate.whole, "share": rate.share}
        for name, rate in (("rooms", found.rooms), ("households", found.households))
    }
    spread = found.spread.total_seconds() / 60 if found.spread is not None else None
    return {
        "notice": found.notice,
        **rates,
        "uncounted_estates": found.uncounted,
        "spread_minutes": spread,
        "entries": [_entry(e) for e in found.entries],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    at = entry.at.isoformat() if entry.at else None
    said = {"room": entry.room, "reached": entry.reached, "at": at, "by": entry.by}
    return {**said, "stage": entry.stage, "why": entry.why}
