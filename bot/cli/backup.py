"""``gridbot backup`` and ``gridbot restore``: the whole store as one file, also while the bot runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import CONFIG, ConfigOption, settings_from
from models.store import read_dump, write_dump

ToArgument = Annotated[Path, typer.Argument(help="备份文件（.jsonl.gz）", show_default=False)]
FromArgument = Annotated[Path, typer.Argument(help="备份文件", show_default=False)]
StoreOption = Annotated[str, typer.Option("--store", help="数据库 URL；不写 = 设置里的 database")]
ForceOption = Annotated[bool, typer.Option("--force", help="库里有东西也整个换掉")]


def backup(file: ToArgument, store: StoreOption = "", config: ConfigOption = CONFIG) -> None:
    """把整个库写成一个文件；机器人可以照常运行。密钥（GRIDBOT_KEY 或 key_file）不在里面，请另行保管。"""
    rows = write_dump(store or settings_from(config).database, file)
    typer.echo(f"已备份 {sum(rows.values())} 行（工单 {rows['tickets']}，公告 {rows['notices']}）：{file}")


def restore(
    file: FromArgument, force: ForceOption = False, store: StoreOption = "", config: ConfigOption = CONFIG
) -> None:
    """从备份恢复，要么全成要么不动；SQLite 和 PostgreSQL 的备份可以互换。"""
    rows = read_dump(store or settings_from(config).database, file, force=force)
    typer.echo(f"已恢复 {sum(rows.values())} 行（工单 {rows['tickets']}，公告 {rows['notices']}）：{file}")
