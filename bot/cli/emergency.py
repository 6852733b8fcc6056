"""``gridbot emergency`` and ``gridbot care``: what stands, and how many households are kept; never where."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import typer

from bot.cli.options import CONFIG, ConfigOption, settings_from
from dispatch.wording import who
from dispatch.wording_emergency import NONE_STANDS, points_listed, standing
from models.store import Store, Tx


def emergency(config: ConfigOption = CONFIG) -> None:
    """现在的应急状态：范围、原因、复核时间、12 小时班、取水点和安置点。没有时退出码仍是 0。"""
    settings = settings_from(config)
    with closing(Store.open(settings.database)) as store:
        for line in store.call(_standing, datetime.now(UTC), settings.tz):
            typer.echo(line)


def _standing(tx: Tx, now: datetime, tz: ZoneInfo) -> list[str]:
    district, states = tx.district.load(), tx.emergencies.standing()
    lines = [standing(district, e, now, tz) for e in states]
    return [*lines, *(points_listed(tx.emergencies.points(e.id)) for e in states)] or [NONE_STANDS]


def care(config: ConfigOption = CONFIG) -> None:
    """关爱户：登记多少户、谁登记的、还有多少户没上门。门牌和情况只有本片网格员和街道当班的在私聊里能看。"""
    settings = settings_from(config)
    with closing(Store.open(settings.database)) as store:
        for line in store.call(_counted):
            typer.echo(line)


def _counted(tx: Tx) -> list[str]:
    district, kept, owed = tx.district.load(), tx.cares.all(), tx.cares.owed()
    by = Counter(who(district, c.by) for c in kept)
    waiting = Counter(who(district, v.worker) for v in owed)
    asked = sum(c.asked_at is not None for c in kept)
    return [
        f"登记 {len(kept)} 户，{asked} 户在等再次确认同意",
        *(f"{name}登记 {n} 户" for name, n in by.most_common()),
        f"没上门 {len(owed)} 户",
        *(f"{name}还有 {n} 户" for name, n in waiting.most_common()),
    ]
