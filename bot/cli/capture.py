"""``gridbot capture`` and ``gridbot evaluate capture|chat``: what the reader makes of lines, and how good that is."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.lines import messages_of, open_streams
from bot.cli.measure import LETTERS, chat_figures, line_figures, read_tsv
from bot.cli.options import district_from
from keywords.lexicon import default_lexicon
from keywords.reader import Reader
from models.areas import District
from models.capture import Capture

DistrictOption = Annotated[Path | None, typer.Option("--district", help="辖区文件：小区、楼栋和工作人员由它认出")]
ContextOption = Annotated[bool, typer.Option("--context", help="连着读：按文件顺序，用前面的话理解后面的话")]


def capture(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="标准输入每行一个 JSON，标准输出同序每行一个 JSON")] = False,
    context: ContextOption = False,
    district: DistrictOption = None,
) -> None:
    """逐行说出：该不该接，什么事，急不急，在哪里，属于哪件事，为什么。"""
    if not jsonl:
        raise typer.BadParameter("目前只有一种格式，请加 --jsonl", param_hint="--jsonl")
    open_streams()
    area = _district(district)
    reader = Reader(default_lexicon(), area)
    read = reader.read if context else reader.read_alone
    for given, message in messages_of(sys.stdin, "<stdin>", area):
        sys.stdout.write(json.dumps({"id": given, **reading(read(message))}, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def reading(made: Capture) -> dict[str, Any]:
    """A reading in the fields of ``gridbot capture --jsonl`` (DESIGN §4), without the id."""
    return {
        "captured": made.captured,
        "service": made.service,
        "topic": made.topic,
        "act": made.act,
        "urgency": made.urgency,
        "estate": made.estate,
        "building": made.building,
        "matter": made.matter,
        "why": list(made.why),
    }


def evaluate_capture(
    gold: Annotated[Path, typer.Argument(help="TSV：id capture service act urgency source text", exists=True)],
) -> None:
    """单句：该接的接了多少，不该接的接了多少。"""
    rows = read_tsv(gold)
    reader = Reader(default_lexicon(), District())
    lines = (json.dumps({"id": row["id"], "text": row["text"]}) for row in rows)
    made = {given: reading(reader.read_alone(m)) for given, m in messages_of(lines, str(gold), District())}
    typer.echo(json.dumps(line_figures(rows, made, LETTERS), ensure_ascii=False))


def evaluate_chat(
    gold: Annotated[Path, typer.Argument(help="JSONL：聊天记录，每行带 gold", exists=True)],
    district: DistrictOption = None,
) -> None:
    """群聊：连着读，行、事件、地点各对了多少。"""
    area = _district(district)
    reader = Reader(default_lexicon(), area)
    lines = gold.read_text(encoding="utf-8").splitlines()
    made = {str(given): reading(reader.read(message)) for given, message in messages_of(lines, str(gold), area)}
    rows = [json.loads(line) for line in lines if line.strip()]
    typer.echo(json.dumps(chat_figures(rows, made), ensure_ascii=False))


def _district(path: Path | None) -> District:
    return district_from(path) if path else District()
