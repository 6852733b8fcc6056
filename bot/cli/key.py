"""``gridbot key``: keys of programs that use the API."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.cli.options import CONFIG, ConfigOption, settings_from
from console.keys import SCOPES, end_keys, make_key
from models.errors import NotFound
from models.store import Store, Tx

keys = typer.Typer(help="程序用的接口密钥", no_args_is_help=True)
_BY = "cli"
Name = Annotated[str, typer.Argument(help="名字，如 power-notices")]


@keys.command("add")
def add(
    name: Name,
    scope: Annotated[list[str], typer.Option(help=f"权限，可以写几次：{'、'.join(SCOPES)}")],
    member: Annotated[str, typer.Option(help="替哪个成员单位说话（代码）")] = "",
    config: ConfigOption = CONFIG,
) -> None:
    """做一个密钥，只显示这一次。同名的旧密钥一天后失效，正好换过去。"""
    with closing(Store.open(settings_from(config).database)) as store:
        typer.echo(store.call(_made, name, tuple(scope), member))


@keys.command("list")
def listed(config: ConfigOption = CONFIG) -> None:
    """列出密钥：名字、单位、权限、最近什么时候用过、什么时候失效。密钥本身不存。"""
    with closing(Store.open(settings_from(config).database)) as store:
        for key in store.call(lambda tx: tx.programs.all()):
            used = f"用过 {key.used_at:%Y-%m-%d %H:%M}" if key.used_at else "没用过"
            ends = f"到 {key.ends_at:%Y-%m-%d %H:%M}" if key.ends_at else ""
            typer.echo("  ".join(filter(None, (key.name, key.member, " ".join(key.scopes), used, ends))))


@keys.command("end")
def end(name: Name, config: ConfigOption = CONFIG) -> None:
    """立刻停用一个名字的全部密钥。"""
    with closing(Store.open(settings_from(config).database)) as store:
        count = store.call(end_keys, name=name, by=_BY, now=datetime.now(UTC))
    typer.echo(f"停用了 {count} 个")


def _made(tx: Tx, name: str, scopes: tuple[str, ...], member: str) -> str:
    if member and member not in tx.district.load().member:
        raise NotFound("member", member)
    return make_key(tx, name=name, scopes=scopes, member=member, by=_BY, now=datetime.now(UTC))
