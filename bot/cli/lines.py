"""A chat log as JSON lines on a stream: one object in, one message out, with errors that name the line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from io import TextIOWrapper
from typing import Any
from zoneinfo import ZoneInfo

from models.areas import District
from models.errors import BadInput, Place
from models.message import Message
from models.words import Role

_ZONE = ZoneInfo("Asia/Shanghai")
_START = datetime(2026, 1, 1, tzinfo=UTC)
_STEP = timedelta(seconds=1)
_YEARS = range(1970, 9000)


def messages_of(lines: Iterable[str], file: str, district: District) -> Iterator[tuple[str, Message]]:
    """The id as it was given and the message, for each line that is not blank; BadInput names file and line.

    Only ``text`` is needed. A line without ``at`` is said one second after the one before; a time without zone is local.
    """
    at = _START
    for number, line in enumerate(lines, start=1):
        if line.strip():
            row = _row(line, file, number)
            at = _time(row["at"], file, number) if row.get("at") else at + _STEP
            yield row.get("id", str(number)), _message(row, at, str(number), district)


def _row(line: str, file: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput([(Place(file, number), f"不是 JSON：{error}")]) from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise BadInput([(Place(file, number, "text"), "每行应是一个带 text 的对象")])
    return row


def _time(value: Any, file: str, number: int) -> datetime:
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadInput([(Place(file, number, "at", str(value)), "不是 ISO 时间")]) from None
    if at.year not in _YEARS:
        raise BadInput([(Place(file, number, "at", str(value)), "不像是这里的年份")])
    return (at if at.tzinfo else at.replace(tzinfo=_ZONE)).astimezone(UTC)


def open_streams() -> None:
    """Let standard input and output take whatever comes: broken bytes are read as U+FFFD, half characters written as \\u…."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def _message(row: dict[str, Any], at: datetime, number: str, district: District) -> Message:
    sender = str(row.get("sender") or row.get("nick") or "")
    return Message(
        id=str(row.get("id", number)),
        channel="jsonl",
        room=str(row.get("room") or ""),
        sender=sender,
        nick=str(row.get("nick") or ""),
        text=row["text"],
        at=at,
        role=_role(sender, district),
    )


def _role(sender: str, district: District) -> Role | None:
    person = district.person.get(sender)
    return person.role if person else None
