"""``gridbot review``: what waits for a person's decision, and a person's word on the lines that the reader doubted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from bot.cli.options import CONFIG, ConfigOption, settings_from
from bot.judging import judge_line
from bot.privacy_notice import says_what_is_reviewed
from bot.wording import judged
from dispatch.wording_topics import TOPICS
from keywords.judged import row_of
from models.areas import District, Room
from models.notice import Notice
from models.sample import NO, YES, Sample, Source
from models.store import Store, Tx
from models.ticket import Ticket

NumberArgument = Annotated[int, typer.Argument(help="待核对的号")]
ByOption = Annotated[str, typer.Option("--by", help="谁核对的，记在台账里")]
_UNKNOWN = "unknown room "
_WHY = {Source.DOUBT: "拿不准", Source.SHADOW: "影子群的提议", Source.TICKET: "工单"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person's decision; ``silent`` are rooms in shadow that were not told that lines are kept."""

    district: District
    notices: list[Notice]
    tickets: list[Ticket]
    unknown: list[str]
    samples: list[Sample]
    silent: list[Room]


def review(ctx: typer.Context, config: ConfigOption = CONFIG) -> None:
    """等人决定的事：待核实的公告、待确认的诉求、未绑定的群、待核对的话。不带子命令 = 列出来。"""
    if ctx.invoked_subcommand:
        return
    with closing(Store.open(settings_from(config).database)) as store:
        tables = [table for table in _tables(store.call(_waiting)) if table.row_count]
    for table in tables:
        Console().print(table)
    if not tables:
        typer.echo("没有等人决定的事")


def confirm(number: NumberArgument, by: ByOption = "cli", config: ConfigOption = CONFIG) -> None:
    """这一句说的正是猜的那件事。"""
    _judge(number, YES, by, config)


def dismiss(number: NumberArgument, by: ByOption = "cli", config: ConfigOption = CONFIG) -> None:
    """这一句不该接。"""
    _judge(number, NO, by, config)


def correct(
    number: NumberArgument,
    topic: Annotated[str, typer.Argument(help="类目，如 E01")],
    act: Annotated[str, typer.Option("--act", help="说话人在做什么，如 report ask_status；不写 = 照猜的")] = "",
    by: ByOption = "cli",
    config: ConfigOption = CONFIG,
) -> None:
    """这一句该接，说的是另一类事。"""
    _judge(number, f"{topic.upper()} {act}".strip(), by, config)


def export(config: ConfigOption = CONFIG) -> None:
    """把核对过的话按行打印成 JSON，给 gridbot train --examples 用；不含姓名、号码、地址和是谁说的。"""
    with closing(Store.open(settings_from(config).database)) as store:
        samples = store.call(lambda tx: tx.samples.judged())
    for sample in samples:
        typer.echo(json.dumps(row_of(sample), ensure_ascii=False))


def _judge(number: int, verdict: str, by: str, config: ConfigOption) -> None:
    with closing(Store.open(settings_from(config).database)) as store:
        said = store.call(_say, number=number, verdict=verdict, by=by, now=datetime.now(UTC))
    typer.echo(judged(said))


def _say(tx: Tx, *, number: int, verdict: str, by: str, now: datetime) -> Sample:
    return judge_line(tx, number=number, verdict=verdict, by=by, now=now)


def _waiting(tx: Tx) -> Waiting:
    unknown = [key.removeprefix(_UNKNOWN) for key in tx.flags.all() if key.startswith(_UNKNOWN)]
    district = tx.district.load()
    silent = [room for room in district.rooms if room.shadow and not says_what_is_reviewed(tx, room.id)]
    return Waiting(district, tx.notices.review(), tx.tickets.waiting(), unknown, tx.samples.waiting(), silent)


def _tables(waiting: Waiting) -> Iterator[Table]:
    notices = Table("公告", "来源", "为什么等", title="待核实的公告")
    for notice in waiting.notices:
        reasons = [*notice.said.doubts, *(f"没认出：{text}" for text in notice.unmatched)]
        notices.add_row(str(notice.id), notice.feed, "；".join(reasons) or "来源未授权")
    yield notices
    tickets = Table("工单", "地方", "说的什么", title="待确认的诉求")
    for ticket in waiting.tickets:
        tickets.add_row(str(ticket.number), waiting.district.name(ticket.estate), ticket.summary)
    yield tickets
    rooms = Table("群", title="未绑定的群")
    for room in waiting.unknown:
        rooms.add_row(room)
    yield rooms
    yield from _lines(waiting)


def _lines(waiting: Waiting) -> Iterator[Table]:
    lines = Table("号", "群", Column("说的什么", overflow="fold"), "猜是", "把握", "为什么留", title="待核对的话")
    for sample in waiting.samples:
        room = waiting.district.room.get(sample.room)
        topic, _, act = sample.guess.partition(" ")
        lines.add_row(
            str(sample.id),
            room.topic if room else sample.room,
            sample.masked,
            f"{topic} {TOPICS.get(topic, '')} {act}".strip() or "不接",
            f"{sample.score:.2f}",
            _WHY[sample.source],
        )
    yield lines
    silent = Table("群", title="影子群，还没有告知会留下提议，所以没有留：gridbot room announce 群 --by-hand")
    for room in waiting.silent:
        silent.add_row(room.topic)
    yield silent
