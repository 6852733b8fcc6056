"""Two readers on one log: only what differs is reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from factories import NOW, a_district, a_message

from keywords.compare import changes
from keywords.learned import default_models
from keywords.lexicon import Lexicon, default_lexicon
from keywords.reader import Reader
from models.message import Message

LEXICON, MODELS = default_lexicon(), default_models()
SAID = ("今天毛豆四块", "我家停电了 整栋都黑了", "我家也是", "楼道里好大的煤气味", "来了来了")


def _reader(lexicon: Lexicon = LEXICON) -> Reader:
    return Reader(lexicon, a_district(), models=MODELS)


def _log() -> list[Message]:
    return [a_message(text, id=str(n), sender=f"h-{n}", at=NOW + timedelta(minutes=n)) for n, text in enumerate(SAID)]


def test_a_reader_reads_like_itself() -> None:
    assert list(changes(_log(), _reader(), _reader())) == []


def test_a_lexicon_without_a_danger_is_noticed_on_its_line() -> None:
    tame = replace(LEXICON, pairs=tuple(p for p in LEXICON.pairs if p.sign.name != "G01"))
    words = {word: tuple(s for s in signs if s.name != "G01") for word, signs in LEXICON.words.items()}
    found = list(changes(_log(), _reader(), _reader(replace(tame, words=words))))
    assert 4 in [change.number for change in found]
    smell = next(change for change in found if change.number == 4)
    assert "urgency" in smell.fields
    assert any("G01" in why for why in smell.gone)
    assert not any("G01" in why for why in smell.new)


def test_a_matter_that_an_earlier_line_opens_is_still_the_same_matter() -> None:
    """Only the key differs, since it is made of the first line; the grouping does not."""
    before = _reader()
    after = _reader()
    after.read(a_message("停电了停电了 我家", id="before", sender="h-x", at=NOW - timedelta(minutes=1)))
    fields = {name for change in changes(_log(), before, after) for name in change.fields}
    assert "matter" not in fields
