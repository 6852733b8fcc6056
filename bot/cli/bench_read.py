"""``gridbot bench read``: how fast the reader reads beside the plain design, and whether it stays so as things grow.

Ratios are taken in one run, in turns, as the median of several rounds of CPU time.
"""

from __future__ import annotations

import gzip
import json
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Column, Table

from bot.cli.bench_growth import growing
from bot.cli.bench_loading import in_fresh_process
from bot.cli.figure import Figure
from bot.cli.lines import messages_of
from bot.cli.options import district_from
from bot.replay import read_log
from keywords.lexicon import default_lexicon
from keywords.plain import Bare, Plain
from keywords.reader import Reader
from models.areas import District
from models.errors import BadInput, Place
from models.message import Message

T = TypeVar("T")
CORPUS = Path("../shared/data/chat_plain_dev.txt.gz")
LOG, DISTRICT = Path("tests/data/chat_dev.jsonl"), Path("tests/data/district_dev.yaml")
ROUNDS, HISTORY = 5, 100_000
_BATCH = 300
"""Lines a round: the plain design needs seconds for so many."""
_SIZE, _SMALL = 100_000, 10_000
_ODD = {
    "停电又": "话",
    "栋": "栋",
    "3-4、": "楼栋",
    "9": "数字",
    "[": "括号",
    "\u202e\u200b": "看不见的",
    "👨‍👩‍👧": "表情",
    "\ufdfa": "一个变十八个",
}


def read(
    corpus: Annotated[
        Path | None,
        typer.Argument(help="普通聊天，一行一句（.txt 或 .gz）；不写 = 有评测用的就用，没有就用随仓库的记录"),
    ] = None,
    log: Annotated[Path, typer.Option(help="连着读的聊天记录")] = LOG,
    district: Annotated[Path, typer.Option(help="它的辖区")] = DISTRICT,
    rounds: Annotated[int, typer.Option(min=1, help="每项量几轮，取中位数")] = ROUNDS,
    lines: Annotated[int, typer.Option(min=100, help="一个群的历史最多加到多少行")] = HISTORY,
) -> None:
    """读得多快：和朴素做法（结巴切词，逐词找最像的）比，和光找词比；小区、历史变多以后还快不快；装载、内存、怪话。"""
    table = Table(Column("项目", overflow="fold"), "结果", Column("说明", overflow="fold"))
    for figure in figures(corpus, log, district, rounds, lines):
        table.add_row(*figure)
    Console().print(table)


def figures(corpus: Path | None, log: Path, district: Path, rounds: int, lines: int) -> Iterator[Figure]:
    """All figures of the reader, one after the other."""
    texts, name = _texts(corpus)
    yield from _alone(texts, name, rounds)
    yield from _with_context(log, district, rounds)
    yield from in_fresh_process(log)
    yield from growing([line.message for line in read_log(log)], rounds, lines)
    yield _odd()


def _texts(corpus: Path | None) -> tuple[list[str], str]:
    """The lines of the corpus, and what to call it; without one those of the written logs."""
    path = corpus or (CORPUS if CORPUS.exists() else None)
    if path is None:
        logs = sorted(LOG.parent.glob("chat_*.jsonl"))
        return [
            json.loads(line)["text"] for p in logs for line in p.read_text(encoding="utf-8").splitlines()
        ], "自写的记录"
    try:
        raw = path.read_bytes()
        text = gzip.decompress(raw) if path.suffix == ".gz" else raw
        return [line for line in text.decode("utf-8").splitlines() if line.strip()], path.name
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise BadInput([(Place(str(path)), f"读不了：{error}")]) from None


def _alone(texts: Sequence[str], name: str, rounds: int) -> Iterator[Figure]:
    lexicon = default_lexicon()
    reader = Reader(lexicon, District())
    plain, strict, bare = Plain(lexicon.vocabulary), Plain(lexicon.vocabulary, strict=True), Bare(lexicon.vocabulary)
    messages = [m for _, m in messages_of((json.dumps({"text": t}) for t in texts), name, District())]
    step = max(1, len(texts) // (rounds * _BATCH))
    times: list[tuple[float, ...]] = []
    for n in range(rounds):
        some = slice(n, None, step * rounds)
        told = texts[some]
        times.append(
            (
                _each(reader.read_alone, messages[some]),
                _each(plain.find, told),
                _each(strict.find, told),
                _each(bare.find, told),
            )
        )
    ours, plainly, strictly, barely = (median(column) for column in zip(*times, strict=True))
    ratio, quick = (median(row[n] / row[0] for row in times) for n in (1, 2))
    yield Figure(
        "单句：是朴素做法的几倍",
        f"{ratio:.0f} 倍",
        f"{name}；我们每秒 {1 / ours:,.0f} 句，朴素做法 {1 / plainly:,.0f} 句；至少 15 倍",
    )
    yield Figure("单句：朴素做法只比编辑距离、不到 80 分就放弃", f"{quick:.0f} 倍", f"每秒 {1 / strictly:,.0f} 句")
    distance = median(row[0] / row[3] for row in times)
    yield Figure(
        "单句：离光找词（Aho-Corasick）多远", f"{distance:.0f} 倍时间", f"光找词每秒 {1 / barely:,.0f} 句，不判断"
    )


def _with_context(log: Path, district: Path, rounds: int) -> Iterator[Figure]:
    lexicon, area = default_lexicon(), district_from(district)
    messages = [line.message for line in read_log(log)]
    plain = Plain(lexicon.vocabulary)
    step = max(1, len(messages) // _BATCH)
    times = []
    for n in range(rounds):
        ours = _each(Reader(lexicon, area).read, messages)
        times.append((ours, _each(plain.find, [m.text for m in messages[n % step :: step]])))
    ours = median(row[0] for row in times)
    ratio = median(row[1] / row[0] for row in times)
    yield Figure(
        "连着读：是朴素做法的几倍",
        f"{ratio:.1f} 倍",
        f"{log.name}；每行 {ours * 1e3:.2f} 毫秒，每秒 {1 / ours:,.0f} 行；至少 2 倍",
    )


def _each(do: Callable[[T], object], things: Sequence[T]) -> float:
    """CPU seconds for each of some things."""
    began = time.process_time()
    for thing in things:
        do(thing)
    return (time.process_time() - began) / len(things)


def _odd() -> Figure:
    """The slowest of some very long and odd messages; how long a tenth of it takes tells whether time is linear."""
    reader = Reader(default_lexicon(), District())
    took = {}
    for unit, name in _ODD.items():
        long, short = (_long(unit, size) for size in (_SIZE, _SMALL))
        took[name] = (
            min(_each(reader.read, [long] * 3) for _ in range(3)),
            min(_each(reader.read, [short] * 3) for _ in range(3)),
        )
    name, (long_took, short_took) = max(took.items(), key=lambda item: item[1][0])
    return Figure(
        "十万字的一条",
        f"{long_took * 1e3:.1f} 毫秒",
        f"最慢的是“{name}”；一万字的 {short_took * 1e3:.1f} 毫秒；要在 20 毫秒内",
    )


def _long(unit: str, size: int) -> Message:
    (_, message), *_ = messages_of([json.dumps({"text": (unit * size)[:size], "room": "r"})], "odd", District())
    return message
