"""``gridbot replay LOG --against F``: what another lexicon, or other models, would read otherwise, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from bot.replay import LogLine
from dispatch.wording_topics import TOPICS
from keywords.compare import Change, changes
from keywords.learned import HEADER, Models, default_models, read_models
from keywords.lexicon import Lexicon, default_lexicon, load_lexicon
from keywords.reader import Reader
from models.areas import District
from models.capture import Capture
from models.errors import BadInput, Place

_NAMES = {
    "captured": "接",
    "service": "服务",
    "topic": "类目",
    "act": "言行",
    "urgency": "缓急",
    "estate": "小区",
    "building": "楼栋",
    "matter": "并到的事",
}


@dataclass(frozen=True, slots=True)
class Side:
    """What one reader is made of."""

    lexicon: Lexicon
    models: Models

    def reader(self, district: District) -> Reader:
        """A reader that has read nothing yet."""
        return Reader(self.lexicon, district, models=self.models)


def this_side(lexicon: Path | None, model: Path | None) -> Side:
    """The side that is compared with: the shipped lexicon and models, or what was named instead."""
    shipped = Side(default_lexicon(), default_models())
    return with_files(shipped, [f for f in (lexicon, model) if f])


def with_files(side: Side, files: Iterable[Path]) -> Side:
    """A side with some files in place of its own; a file of models tells itself by its first line. BadInput, BadLexicon."""
    for file in files:
        text = _text(file)
        if text.startswith(HEADER.split(" ")[0] + " "):
            side = replace(side, models=_models(text, file))
        else:
            side = replace(side, lexicon=load_lexicon(text, str(file)))
    return side


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput([(Place(str(file)), f"读不了：{error}")]) from None


def _models(text: str, file: Path) -> Models:
    try:
        return read_models(text)
    except (ValueError, KeyError) as error:
        raise BadInput([(Place(str(file)), f"不是 gridbot train 写的模型：{error}")]) from None


def print_changes(lines: Sequence[LogLine], district: District, this: Side, other: Side) -> None:
    """Print every line that ``other`` reads otherwise, then a summary with counts."""
    found = []
    for change in changes((line.message for line in lines), this.reader(district), other.reader(district)):
        found.append(change)
        typer.echo("\n".join(_told(change)))
    typer.echo("\n".join(_summary(found, lines)))


def _told(change: Change) -> Iterator[str]:
    yield f"第 {change.number} 行：{_short(change.before)} → {_short(change.after)}　{change.message.text[:60]}"
    parts = (f"{_NAMES[f]} {_value(change.before, f)} → {_value(change.after, f)}" for f in change.fields)
    yield f"    变了：{'；'.join(parts)}"
    if change.gone:
        yield f"    原来：{'；'.join(change.gone)}"
    if change.new:
        yield f"    现在：{'；'.join(change.new)}"


def _short(capture: Capture) -> str:
    if not capture.captured:
        return "不接"
    return f"{capture.topic} {TOPICS.get(capture.topic or '', '')} {capture.act} {capture.urgency or '不急'}"


def _value(capture: Capture, name: str) -> str:
    value = getattr(capture, name)
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value or "无")


def _summary(found: Sequence[Change], lines: Sequence[LogLine]) -> Iterator[str]:
    kinds = Counter(name for change in found for name in change.fields)
    counts = "，".join(f"{_NAMES[name]} {kinds[name]}" for name in _NAMES if kinds[name])
    more = sum(c.after.captured and not c.before.captured for c in found)
    less = sum(c.before.captured and not c.after.captured for c in found)
    yield f"{len(lines)} 行里变了 {len(found)} 行{f'（{counts}）' if counts else ''}；多接 {more} 行，少接 {less} 行"
    golds = [(c, lines[c.number - 1].gold) for c in found if "captured" in c.fields]
    if any(line.gold for line in lines):
        better = sum(gold is not None and c.after.captured == gold["capture"] for c, gold in golds)
        yield f"照标注：接与不接改对 {better} 行，改错 {len(golds) - better} 行"
