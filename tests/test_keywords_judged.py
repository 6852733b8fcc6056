"""Judged lines as examples: they teach, and they stand apart from one another."""

from __future__ import annotations

import pytest
from factories import a_message, a_sample

from keywords.judged import log_of, row_of
from keywords.learned import Models
from keywords.lexicon import default_lexicon
from keywords.reader import Reader
from keywords.training import train
from models.areas import District
from models.sample import NO, YES

LEXICON = default_lexicon()
SAID = [("停电了", True), ("又停水了", True), ("路灯不亮", True), ("今天吃什么", False), ("好的谢谢", False)] * 6


def _learned(*more: dict[str, object]) -> Models:
    rows = [{"text": t, "captured": c, "topic": "E01" if c else None, "act": "report" if c else None} for t, c in SAID]
    return train([log_of([*rows, *more], LEXICON)], LEXICON)


def _score(models: Models, text: str) -> float:
    return Reader(LEXICON, District(), models=models).read(a_message(text, nick="")).score


def test_what_was_dismissed_is_caught_less_surely_and_what_was_confirmed_more() -> None:
    line = "丝瓜架子塌了"
    no = row_of(a_sample(masked=line, verdict=NO))
    yes = row_of(a_sample(masked=line, guess="R09 report", verdict=YES))
    before = _score(_learned(), line)
    assert _score(_learned(*[no] * 4), line) < before < _score(_learned(*[yes] * 4), line)


def test_examples_are_in_rooms_and_days_of_their_own() -> None:
    log = log_of([row_of(a_sample(verdict=NO)) for _ in range(3)], LEXICON)
    assert len({e.message.room for e in log.examples}) == 3
    gaps = [b.message.at - a.message.at for a, b in zip(log.examples, log.examples[1:], strict=False)]
    assert min(gaps).days >= 1


def test_a_line_that_needs_another_before_it_teaches_nothing() -> None:
    said = [row_of(a_sample(guess=f"W01 {act}", verdict=YES)) for act in ("me_too", "report", "restored")]
    assert [e.gold.act for e in log_of(said, LEXICON).examples] == ["report"]


def test_an_unknown_topic_is_an_error() -> None:
    with pytest.raises(KeyError):
        log_of([{"text": "停电", "captured": True, "topic": "Q1", "act": "report"}], LEXICON)
