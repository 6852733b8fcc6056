"""What ``gridbot bench city`` runs in processes of their own: days of the city, or two years of its past. ``python -m``."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from bot.city.day import Day
from bot.city.past import write_past
from bot.city.places import city
from bot.city.play import City, Played, lost
from bot.cli.bench_peers import resident_kb
from bot.cli.bench_wechat import percentile
from bot.settings import Settings
from models.store import Store, Tx

BEGINS = datetime(2026, 3, 3, 16, tzinfo=UTC)
"""Midnight in Shanghai; the past lies before it, the days after it."""


def main() -> None:
    """``argv[1]`` is a JSON object: mode "days" or "past", store (a file), estates, rooms, days, messages or share."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    told = json.loads(sys.argv[1])
    with closing(Store.open(f"sqlite:///{told['store']}")) as store:
        if told["mode"] == "past":
            district = city(told["estates"], told["rooms"])
            write_past(store, district, BEGINS, told["days"], told["share"])
        else:
            asyncio.run(_days(store, told))


async def _days(store: Store, told: dict[str, Any]) -> None:
    district, file = city(told["estates"], told["rooms"]), Path(told["store"])
    play = City(store, district, Settings(), BEGINS)
    held = {"tickets": await store.run(_tickets), "lines": await store.run(_lines)}
    gc.freeze()
    size = file.stat().st_size
    for n in range(told["days"]):
        begins = BEGINS + timedelta(days=n)
        cpu = time.process_time()
        played = await play.play(Day(district, begins, n, told["messages"]))
        figures = _figures(played, time.process_time() - cpu)
        figures["grown"] = (file.stat().st_size - size) / 1e6
        size = file.stat().st_size
        figures["past"] = held
        figures |= await store.run(lost, played.caught, begins + timedelta(days=1))
        sys.stdout.write(json.dumps(figures) + "\n")
        sys.stdout.flush()


def _tickets(tx: Tx) -> int:
    return sum(tx.tickets.counts().values())


def _lines(tx: Tx) -> int:
    return tx.inbox.count()


def _figures(played: Played, cpu: float) -> dict[str, Any]:
    return {
        "messages": played.messages,
        "seconds": played.seconds,
        "cpu": cpu,
        "take": _shares(played.take),
        "work": _shares(played.work),
        "tick": _shares(played.tick),
        "rss": resident_kb(os.getpid()) / 1024,
        "wanted": len(played.wanted),
        "caught": len(played.caught),
        "again": played.again,
        "false": played.false,
        "answers": played.staff,
    }


def _shares(seconds: Sequence[float]) -> list[float]:
    """The median, p99 and the most, in ms."""
    return [percentile(seconds, share) * 1e3 for share in (0.5, 0.99, 1.0)]


if __name__ == "__main__":
    main()
