"""``gridbot run``: everything in one process."""

from __future__ import annotations

import asyncio
import logging
import sys
from importlib import import_module

import structlog

from bot.cli.options import CONFIG, ConfigOption, district_from, settings_from, vault_from

# Seconds after which a thread that computes gives way to one that waits. Python's 5 ms would hold up the store's thread,
# which gives way at each of its statements, for a tenth of a second a report while lines come in one after the other.
_GIVE_WAY = 0.0005


def run(config: ConfigOption = CONFIG) -> None:
    """启动：群、定时、网页在一个进程里；空库时导入辖区并演一天。Ctrl-C 停止。"""
    settings = settings_from(config)
    sys.setswitchinterval(_GIVE_WAY)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO if settings.live else logging.WARNING)
    )
    start = import_module("bot.app").run  # the web costs other commands nothing
    asyncio.run(start(settings, vault_from(settings), lambda: district_from(settings.district)))
