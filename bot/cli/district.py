"""``gridbot district import | check | export``."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import CONFIG, ConfigOption, district_from, settings_from
from models.areas import District
from models.district import changes, write_district
from models.store import Store, Tx
from models.ticket import Audit

FileArgument = Annotated[Path, typer.Argument(help="辖区文件（district.yaml）", show_default=False)]
StoreOption = Annotated[str, typer.Option("--store", help="数据库 URL；不写 = 设置里的 database")]
DryOption = Annotated[bool, typer.Option("--dry-run", help="只说会改什么，不改")]
OutOption = Annotated[Path | None, typer.Option("--output", "-o", help="写到文件；不写 = 标准输出")]


def import_(
    file: FileArgument, dry_run: DryOption = False, store: StoreOption = "", config: ConfigOption = CONFIG
) -> None:
    """导入辖区：文件就是全部，里面没有的算撤下（不删）。同一个文件再导一次什么都不变。"""
    district = district_from(file)
    done = import_district(_url(store, config), district, dry_run=dry_run, now=datetime.now(UTC))
    for line in done:
        typer.echo(line)
    typer.echo(f"{'会改' if dry_run else '已改'} {len(done)} 处" if done else "没有变化")


def check(file: FileArgument) -> None:
    """检查辖区文件；有错就逐条说出 文件:行 和值，退出码 1。"""
    district = district_from(file)
    counted = (len(district.areas), len(district.rooms), len(district.members), len(district.people))
    typer.echo("{}：{} 个区域，{} 个群，{} 个成员单位，{} 个人".format(file, *counted))


def export(output: OutOption = None, store: StoreOption = "", config: ConfigOption = CONFIG) -> None:
    """把库里现行的辖区写成 district.yaml。"""
    text = write_district(load_district(_url(store, config)))
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


def import_district(url: str, district: District, *, dry_run: bool, now: datetime) -> list[str]:
    """Make ``district`` the whole (unless ``dry_run``) and say what changes, a line each; StoreFailed."""
    with closing(Store.open(url)) as store:
        return store.call(_import, district, dry_run=dry_run, now=now)


def load_district(url: str) -> District:
    """The district that a store has now; StoreFailed."""
    with closing(Store.open(url)) as store:
        return store.call(lambda tx: tx.district.load())


def _import(tx: Tx, district: District, *, dry_run: bool, now: datetime) -> list[str]:
    lines = changes(tx.district.load(), district)
    if lines and not dry_run:
        tx.district.save(district, now)
        tx.audit.add(Audit("district", "import", "cli", now, source="cli", after=f"{len(lines)} changes"))
    return lines


def _url(store: str, config: Path) -> str:
    return store or settings_from(config).database
