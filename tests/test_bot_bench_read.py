"""The bench of the reader: what it prints, and that what it measures is what it says."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from factories import a_message
from rehearsal import ROOT
from typer.testing import CliRunner

from bot.cli.bench_growth import MANY, estates, growing
from bot.cli.bench_loading import in_fresh_process
from bot.cli.main import app
from keywords.lexicon import default_lexicon
from keywords.plain import Bare, Plain
from keywords.reader import Reader
from models.errors import BadInput

LOG, DISTRICT = ROOT / "tests/data/chat_dev.jsonl", ROOT / "tests/data/district_dev.yaml"
TERMS = default_lexicon().vocabulary


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The first minutes of a written log."""
    path = tmp_path / "log.jsonl"
    path.write_text("\n".join(LOG.read_text(encoding="utf-8").splitlines()[:60]), encoding="utf-8")
    return path


def test_the_plain_design_and_the_bare_search_find_terms_of_the_lexicon() -> None:
    for plain in (Plain(TERMS), Plain(TERMS, strict=True)):
        assert "停水" in plain.find("我家停水了")
    assert Bare(TERMS).find("我家停水了") > 0
    assert Bare(TERMS).find("abc") == 0


@pytest.mark.slow
def test_all_figures_are_printed_with_what_is_asked_of_them(log: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "chat.txt.gz"
    corpus.write_bytes(gzip.compress("\n".join(["今天毛豆四块", "停水了吗", "好的"] * 7).encode()))
    words = [
        "bench",
        "read",
        str(corpus),
        "--log",
        str(log),
        "--district",
        str(DISTRICT),
        "--rounds",
        "1",
        "--lines",
        "100",
    ]
    said = CliRunner().invoke(app, words, catch_exceptions=False, env={"COLUMNS": "200"}).stdout
    for part in (
        "朴素做法",
        "Aho-Corasick",
        "连着读",
        "装载",
        "内存",
        "10,000 个",
        "历史",
        "十万字",
        "至少 15 倍",
        "chat.txt.gz",
    ):
        assert part in said


def test_a_corpus_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.gz").write_bytes(b"no gzip")
    with pytest.raises(BadInput, match="broken"):
        CliRunner().invoke(app, ["bench", "read", str(tmp_path / "broken.gz")], catch_exceptions=False)


def test_a_fresh_process_loads_and_reads(log: Path) -> None:
    loading, memory = in_fresh_process(log, tries=1)
    assert float(loading.value.split()[0]) > 0
    assert 10 < int(memory.value.split()[0]) < 1000


def test_the_large_district_has_the_rooms_bound_and_its_names_are_found() -> None:
    district = estates(MANY, [a_message(room="r-1"), a_message(room="r-2")])
    assert len(district.estates) == MANY
    assert district.room_estates("r-2") == ("e1",)
    far = district.estates[MANY // 2]
    reader = Reader(default_lexicon(), district)
    assert reader.read(a_message(f"{far.name}3栋停电了", room="r-1", nick="")).estate == far.code


def test_growth_is_a_share_of_the_throughput(log: Path) -> None:
    messages = [a_message(text, id=str(n)) for n, text in enumerate(("停电了", "我家也是", "早", "毛豆四块") * 20)]
    for figure in growing(messages, 1, 200):
        assert int(figure.value.removeprefix("剩 ").rstrip("%")) > 0
