"""``gridbot train``: the second reader learns from the written logs that ship with the repository."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.lines import messages_of
from bot.cli.options import district_from
from keywords.judged import log_of, row_of
from keywords.learned import write_models
from keywords.lexicon import Lexicon, default_lexicon
from keywords.scenes import read_scenes
from keywords.training import Example, Log, train
from models.capture import Capture
from models.errors import BadInput, Place
from models.store import Store
from models.words import Act, Service, Urgency

_DATA, _OUT = Path("tests/data"), Path("keywords/data/models.tsv")
_FIRST = datetime(2026, 1, 5, tzinfo=UTC)
"""When the scenes begin; only the distances between their lines count."""


def train_command(
    data: Annotated[Path, typer.Option(help="放 chat_train_*.jsonl 和 district_train_*.yaml 的目录")] = _DATA,
    out: Annotated[Path, typer.Option(help="写到哪里")] = _OUT,
    store: Annotated[str, typer.Option(help="再用上这个库里核对过的话（数据库地址）")] = "",
    examples: Annotated[Path | None, typer.Option(help="再用上 gridbot review lines export 的文件（JSONL）")] = None,
) -> None:
    """从随仓库的聊天记录重新学一遍；同样的记录学出同样的结果。"""
    lexicon = default_lexicon()
    logs = [read_log(path, lexicon) for path in sorted(data.glob("chat_train_*.jsonl"))]
    scenes = scenes_in(data, lexicon)
    if not logs:
        raise typer.BadParameter(f"{data} 里没有 chat_train_*.jsonl", param_hint="--data")
    sources = list(_sources(store, examples))
    judged = [_judged(rows, name, lexicon) for rows, name in sources]
    models = train([*logs, *scenes, *judged], lexicon)
    out.write_text(write_models(models), encoding="utf-8")
    lines, acted, more = (sum(len(log.examples) for log in some) for some in (logs, scenes, judged))
    left = sum(len(rows) for rows, _ in sources) - more
    apart = f"（另 {left} 句离不开上文，没有用）" if left else ""
    typer.echo(
        f"读了 {len(logs)} 份记录 {lines} 行、短场景 {acted} 行、核对过的话 {more} 句{apart}，权重 {len(models.caught.weights)} 个，写到 {out}"
    )


def _sources(store: str, examples: Path | None) -> Iterator[tuple[list[dict[str, Any]], str]]:
    """The judged lines that were asked for, as exported rows, and where they come from."""
    if store:
        with closing(Store.open(store)) as opened:
            yield [row_of(sample) for sample in opened.call(lambda tx: tx.samples.judged())], store
    if examples:
        yield [_row(line, examples, n) for n, line in enumerate(_lines(examples), start=1)], str(examples)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput([(Place(str(path)), f"读不了：{error}")]) from None


def _row(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
        return {"text": str(row["text"]), "captured": bool(row["captured"]), "topic": row["topic"], "act": row["act"]}
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput([(Place(str(path), number), f"不是一句核对过的话：{error!r}")]) from None


def _judged(rows: list[dict[str, Any]], name: str, lexicon: Lexicon) -> Log:
    try:
        return log_of(rows, lexicon)
    except (KeyError, ValueError) as error:
        raise BadInput([(Place(name), f"没有这个类目或言行：{error}")]) from None


def scenes_in(data: Path, lexicon: Lexicon) -> list[Log]:
    """The short scenes of a folder (``scenes_*.txt``), a log each file."""
    return [_scenes(path, lexicon) for path in sorted(data.glob("scenes_*.txt"))]


def _scenes(path: Path, lexicon: Lexicon) -> Log:
    try:
        return read_scenes(path.read_text(encoding="utf-8"), lexicon, _FIRST)
    except (KeyError, ValueError) as error:
        raise BadInput([(Place(str(path)), f"场景看不懂：{error}")]) from None


def read_log(path: Path, lexicon: Lexicon) -> Log:
    """A written log with its gold; its district lies beside it as ``district_….yaml``."""
    district = district_from(path.with_name(path.name.replace("chat_", "district_")).with_suffix(".yaml"))
    lines = path.read_text(encoding="utf-8").splitlines()
    golds = (json.loads(line)["gold"] for line in lines if line.strip())
    messages = messages_of(lines, str(path), district)
    return Log(district, tuple(Example(m, gold_of(g, lexicon)) for (_, m), g in zip(messages, golds, strict=True)))


def gold_of(gold: dict[str, Any], lexicon: Lexicon) -> Capture:
    """What the author of a log says of a line, as a capture (heat and other troubles have service ``none`` there)."""
    if not gold["capture"]:
        return Capture(captured=False, matter=gold["matter"])
    topic = lexicon.topics.get(gold["topic"])
    return Capture(
        captured=True,
        service=topic.service if topic else Service.OTHER,
        topic=gold["topic"],
        act=Act(gold["act"]),
        urgency=Urgency(gold["urgency"]) if gold["urgency"] else None,
        estate=gold["estate"],
        building=gold["building"],
        matter=gold["matter"],
    )
