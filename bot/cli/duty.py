"""``gridbot handover`` and ``gridbot roster``: who goes on from whom, and where nobody is on duty."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from bot.cli.explain import AtOption
from bot.cli.options import CONFIG, ConfigOption, settings_from
from bot.settings import Settings
from dispatch.handover import Handover, hand_over, misfit
from dispatch.roster_gaps import roster_gaps, unknown_year
from dispatch.scene import Scene
from dispatch.targets import find_person
from dispatch.wording_briefs import gap_line
from dispatch.wording_duty import handed
from dispatch.wording_duty import misfit as why_not
from models.areas import Person
from models.errors import NotFound, Refused
from models.store import Store, Tx

DaysOption = Annotated[int, typer.Option("--days", min=1, max=60, help="往后看几天")]


def handover(
    one: Annotated[str, typer.Argument(help="交出的人：id 或姓名")],
    other: Annotated[str, typer.Argument(help="接手的人")],
    config: ConfigOption = CONFIG,
) -> None:
    """交接：工单、待批、班次一次转给接手的人，交出的人当即没有权限。"""
    settings = settings_from(config)
    with closing(Store.open(settings.database)) as store:
        typer.echo(store.call(_hand_over, one, other, settings, datetime.now(UTC)))


def _hand_over(tx: Tx, one: str, other: str, settings: Settings, now: datetime) -> str:
    district = tx.district.load()
    people = [find_person(district, name) for name in (one, other)]
    for name, person in zip((one, other), people, strict=True):
        if person is None:
            raise NotFound("person", name)
    first, second = (p for p in people if p)
    scene = Scene(tx, district, settings.limits, now, settings.tz, source="cli", actor="cli")
    return handed(first, second, _moved(scene, first, second))


def _moved(scene: Scene, one: Person, other: Person) -> Handover:
    if why := misfit(one, other):
        raise Refused(why_not(one, other, why))
    return hand_over(scene, one, other, "命令行交接")


def roster(at: AtOption = None, days: DaysOption = 7, config: ConfigOption = CONFIG) -> None:
    """往后几天哪里没有人值班；没有节假日数据的年份也说。有空档时退出码仍是 0。"""
    settings = settings_from(config)
    with closing(Store.open(settings.database)) as store:
        district = store.call(lambda tx: tx.district.load())
    when = (at or datetime.now(settings.tz).replace(tzinfo=None)).replace(tzinfo=settings.tz)
    gaps = roster_gaps(district, when, timedelta(days=days))
    for gap in gaps:
        typer.echo(gap_line(district, gap, when.astimezone(UTC), settings.tz))
    if year := unknown_year(when, timedelta(days=days)):
        typer.echo(f"没有 {year} 年的节假日数据，工作日按周一至周五算")
    if not district.rosters:
        typer.echo("辖区没有排班（rosters），按片区负责人派")
    elif not gaps:
        typer.echo(f"往后 {days} 天没有空档")
