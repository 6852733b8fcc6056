"""``gridbot review lines``: a person's word on the lines that the reader doubted, or that a room in shadow proposed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Column, Table

from bot.cli.options import CONFIG, ConfigOption, settings_from
from bot.judging import judge_line
from bot.privacy_notice import says_what_is_reviewed
from bot.wording import judged
from dispatch.wording_topics import TOPICS
from keywords.judged import row_of
from models.areas import District, Room
from models.sample import NO, YES, Sample, Source
from models.store import Store, Tx

app = typer.Typer(help="待核对的话：是、不是、是另一类；核对过的导出来给 gridbot train 用", no_args_is_help=True)
NumberArgument = Annotated[int, typer.Argument(help="待核对的号，见 gridbot review")]
ByOption = Annotated[str, typer.Option("--by", help="谁核对的，记在台账里")]
_WHY = {Source.DOUBT: "拿不准", Source.SHADOW: "影子群的提议", Source.TICKET: "工单"}


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines without a verdict; ``silent`` are rooms in shadow that were not told that lines are kept."""

    samples: list[Sample]
    silent: list[Room]


@app.command("confirm")
def confirm(number: NumberArgument, by: ByOption = "cli", config: ConfigOption = CONFIG) -> None:
    """这一句说的正是猜的那件事。"""
    _judge(number, YES, by, config)


@app.command("dismiss")
def dismiss(number: NumberArgument, by: ByOption = "cli", config: ConfigOption = CONFIG) -> None:
    """这一句不该接。"""
    _judge(number, NO, by, config)


@app.command("correct")
def correct(
    number: NumberArgument,
    topic: Annotated[str, typer.Argument(help="类目，如 E01")],
    act: Annotated[str, typer.Option("--act", help="说话人在做什么，如 report ask_status；不写 = 照猜的")] = "",
    by: ByOption = "cli",
    config: ConfigOption = CONFIG,
) -> None:
    """这一句该接，说的是另一类事。"""
    _judge(number, f"{topic.upper()} {act}".strip(), by, config)


@app.command("export")
def export(config: ConfigOption = CONFIG) -> None:
    """把核对过的话按行打印成 JSON，给 gridbot train --examples 用；不含姓名、号码、地址和是谁说的。"""
    with closing(Store.open(settings_from(config).database)) as store:
        samples = store.call(lambda tx: tx.samples.judged())
    for sample in samples:
        typer.echo(json.dumps(row_of(sample), ensure_ascii=False))


def waiting_lines(tx: Tx, district: District) -> Lines:
    """What waits for a person's word, and where nothing is kept though it might be."""
    silent = [room for room in district.rooms if room.shadow and not says_what_is_reviewed(tx, room.id)]
    return Lines(tx.samples.waiting(), silent)


def tables(lines: Lines, district: District) -> Iterator[Table]:
    """Both as ``gridbot review`` shows them."""
    table = Table("号", "群", Column("说的什么", overflow="fold"), "猜是", "把握", "为什么留", title="待核对的话")
    for sample in lines.samples:
        table.add_row(*_row(sample, district))
    yield table
    silent = Table("群", title="影子群，还没有告知会留下提议，所以没有留：gridbot room announce 群 --by-hand")
    for room in lines.silent:
        silent.add_row(room.topic)
    yield silent


def _row(sample: Sample, district: District) -> tuple[str, ...]:
    room = district.room.get(sample.room)
    topic, _, act = sample.guess.partition(" ")
    meant = f"{topic} {TOPICS.get(topic, '')} {act}".strip() or "不接"
    where, why = room.topic if room else sample.room, _WHY[sample.source]
    return str(sample.id), where, sample.masked, meant, f"{sample.score:.2f}", why


def _judge(number: int, verdict: str, by: str, config: ConfigOption) -> None:
    with closing(Store.open(settings_from(config).database)) as store:
        said = store.call(_say, number=number, verdict=verdict, by=by, now=datetime.now(UTC))
    typer.echo(judged(said))


def _say(tx: Tx, *, number: int, verdict: str, by: str, now: datetime) -> Sample:
    return judge_line(tx, number=number, verdict=verdict, by=by, now=now)
