"""``gridbot notice parse`` and ``gridbot evaluate notices``: what the grammar makes of announcements, and how good that is."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.lines import open_streams
from bot.cli.notice_score import figures
from models.errors import BadInput, Place
from models.notice import Announcement
from notices.parse import parse

_TIME = "%Y-%m-%dT%H:%M"


def parse_command(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="标准输入每行一个 JSON，标准输出同序每行一个 JSON")] = False,
) -> None:
    """逐条读公告：哪项服务、什么状态、时间段、地点、原因、谁发的、电话，没读懂的写在 why。"""
    if not jsonl:
        raise typer.BadParameter("目前只有一种格式，请加 --jsonl", param_hint="--jsonl")
    open_streams()
    for row, at in _rows(sys.stdin, "<stdin>"):
        sys.stdout.write(
            json.dumps({"id": row.get("id"), **reading(parse(row["text"], at))}, ensure_ascii=False) + "\n"
        )
        sys.stdout.flush()


def evaluate_notices(
    gold: Annotated[Path, typer.Argument(help="JSONL：公告，每行带标注", exists=True)],
) -> None:
    """公告：是不是公告、服务、状态、时间段、地点各对了多少。"""
    rows = list(_rows(gold.read_text(encoding="utf-8").splitlines(), str(gold)))
    made = {str(row["id"]): reading(parse(row["text"], at)) for row, at in rows}
    typer.echo(json.dumps(figures([row for row, _ in rows], made), ensure_ascii=False))


def reading(said: Announcement) -> dict[str, Any]:
    """An announcement in the fields of ``gridbot notice parse --jsonl`` (DESIGN §4), without the id."""
    return {
        "is_notice": said.is_notice,
        "service": said.service,
        "also": list(said.also),
        "status": said.status,
        "blocks": [{"start": _time(b.start), "end": _time(b.end), "areas": _list(b.areas)} for b in said.blocks],
        "areas": [
            {"text": a.text, "kind": a.kind, "effect": a.effect, "buildings": _list(a.buildings)} for a in said.areas
        ],
        "reason": said.reason,
        "publisher": said.publisher,
        "hotline": list(said.hotline),
        "why": [*said.why, *(f"存疑：{d}" for d in said.doubts)],
    }


def _time(at: datetime | None) -> str | None:
    return at.strftime(_TIME) if at else None


def _list(values: tuple[Any, ...] | None) -> list[Any] | None:
    return None if values is None else list(values)


def _rows(lines: Iterable[str], file: str) -> Iterator[tuple[dict[str, Any], datetime]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            row = _object(line, file, number)
            yield row, _published(row, file, number)


def _object(line: str, file: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput([(Place(file, number), f"不是 JSON：{error}")]) from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise BadInput([(Place(file, number, "text"), "每行应是一个带 text 和 published_at 的对象")])
    return row


def _published(row: dict[str, Any], file: str, number: int) -> datetime:
    value = row.get("published_at")
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None) if isinstance(value, str) else _missing(value)
    except ValueError:
        raise BadInput([(Place(file, number, "published_at", str(value)), "应是当地时间 YYYY-MM-DDTHH:MM")]) from None


def _missing(value: object) -> datetime:
    raise ValueError(value)
