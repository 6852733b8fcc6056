"""``gridbot pause`` and ``gridbot resume``: the kill switch."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.cli.options import CONFIG, ConfigOption, settings_from
from bot.settings import Settings
from bot.switches import set_pause
from models.errors import NotFound
from models.store import Store, Tx

RoomOption = Annotated[str, typer.Option("--room", help="只对这个群；不写 = 全部")]


def pause(room: RoomOption = "", config: ConfigOption = CONFIG) -> None:
    """立刻停止发言（危及人身安全的除外）；照常接收和派单。"""
    _switch(settings_from(config), room, paused=True)
    typer.echo(f"已暂停：{room or '全部'}")


def resume(room: RoomOption = "", config: ConfigOption = CONFIG) -> None:
    """恢复发言。"""
    _switch(settings_from(config), room, paused=False)
    typer.echo(f"已恢复：{room or '全部'}")


def _switch(settings: Settings, room: str, *, paused: bool) -> None:
    with closing(Store.open(settings.database)) as store:
        store.call(_set, room=room, paused=paused, now=datetime.now(UTC))


def _set(tx: Tx, *, room: str, paused: bool, now: datetime) -> None:
    if room and room not in tx.district.load().room:
        raise NotFound("room", room)
    set_pause(tx, room=room, paused=paused, actor="cli", now=now)
