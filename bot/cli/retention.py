"""``gridbot retention``: what goes when, what went, and the round by hand."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from bot.cli.options import CONFIG, ConfigOption, settings_from
from bot.keeper import keep_round
from bot.proof_files import drop_files, files_to_go
from bot.retention import rules
from bot.settings import Settings
from models.areas import District
from models.keeping import Purge
from models.store import Store, Tx

app = typer.Typer(help="留存：什么留多久、删过什么、现在就删", no_args_is_help=True)


@app.command("rules")
def rules_command(config: ConfigOption = CONFIG) -> None:
    """每一样东西留多久，按哪一项设置。"""
    settings = settings_from(config)
    table = Table("什么", "多少天", "从什么时候起", "设置", title="留存规则（每天 3:30 做一遍，办法见 config.yaml）")
    for rule in rules(settings, District()):
        table.add_row(rule.kind, f"{rule.days:g}", rule.since, rule.setting)
    Console().print(table)


@app.command("log")
def log(
    days: Annotated[int, typer.Option("--days", help="往回看多少天", min=1)] = 30, config: ConfigOption = CONFIG
) -> None:
    """删过什么：什么时候、哪一样、多少、按哪条规则。不含任何人的身份。"""
    settings = settings_from(config)
    since = datetime.now(UTC) - timedelta(days=days)
    with closing(Store.open(settings.database)) as store:
        gone = store.call(lambda tx: tx.purges.since(since))
    if not gone:
        typer.echo(f"{days} 天内没有删过什么")
        return
    Console().print(_table(gone, settings))


def _table(gone: list[Purge], settings: Settings) -> Table:
    table = Table("时间", "什么", "多少", Column("按哪条规则", overflow="fold"), title="删过什么")
    for purge in gone:
        table.add_row(f"{purge.at.astimezone(settings.tz):%Y-%m-%d %H:%M}", purge.kind, str(purge.count), purge.rule)
    return table


@app.command("run")
def run_now(config: ConfigOption = CONFIG) -> None:
    """现在就做今天这一遍（今天做过就不再做），并把删掉的从硬盘上抹去。"""
    settings = settings_from(config)
    now = datetime.now(UTC)
    day = now.astimezone(settings.tz).date().isoformat()
    with closing(Store.open(settings.database)) as store:
        drop_files(settings.data_dir, store.call(_files, settings, now))
        gone = store.call(_round, day, settings, now)
        how = store.wipe_now(most=settings.retention.vacuum_megabytes * 1_000_000)
    typer.echo(f"删去 {gone} 条；硬盘：{how}")


def _files(tx: Tx, settings: Settings, now: datetime) -> list[Path]:
    return files_to_go(tx, settings=settings, now=now)


def _round(tx: Tx, day: str, settings: Settings, now: datetime) -> int:
    return keep_round(tx, day, settings, tx.district.load(), now)
