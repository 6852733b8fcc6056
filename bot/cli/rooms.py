"""``gridbot room announce``: tell a room who the bot is, what is kept and how to opt out."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.cli.options import CONFIG, ConfigOption, settings_from
from bot.privacy_notice import announce, announced_by_hand
from bot.settings import Settings
from models.outgoing import Outgoing
from models.store import Store, Tx

RoomArgument = Annotated[str, typer.Argument(help="群的 id，见 gridbot district export")]


def announce_command(
    room: RoomArgument,
    by_hand: Annotated[
        bool, typer.Option("--by-hand", help="由人贴：打印全文，记下已告知（影子群、没有机器人的群）")
    ] = False,
    config: ConfigOption = CONFIG,
) -> None:
    """在一个群里发隐私告知：谁在用、为什么、留什么、留多久、怎么退出。机器人进群时会自动发，刚绑定的群用这个补发。"""
    settings = settings_from(config)
    with closing(Store.open(settings.database)) as store:
        if by_hand:
            typer.echo(store.call(_by_hand, room=room, settings=settings, now=datetime.now(UTC)))
            return
        row = store.call(_announce, room=room, settings=settings, now=datetime.now(UTC))
    typer.echo(f"已放进发件箱：{row.text}")


def _announce(tx: Tx, *, room: str, settings: Settings, now: datetime) -> Outgoing:
    return announce(tx, room=room, district=tx.district.load(), settings=settings, now=now, actor="cli", why="人工补发")


def _by_hand(tx: Tx, *, room: str, settings: Settings, now: datetime) -> str:
    return announced_by_hand(tx, room=room, district=tx.district.load(), settings=settings, now=now, actor="cli")
