"""What the reader is measured against: the plain design (cut into words, compare each with every term), and a bare search.

Neither decides anything; both look for the same terms as the lexicon.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import jieba
from ahocorasick_rs import AhoCorasick
from rapidfuzz import fuzz, process

CLOSE = 80
"""How alike (0–100) a word and a term must be to count."""


class Plain:
    """``jieba.lcut`` with its own dictionary, then ``rapidfuzz.process.extractOne`` for each token, as both come.

    ``strict`` compares by plain edit distance and gives up early, which is several times faster.
    """

    def __init__(self, terms: Sequence[str], *, strict: bool = False) -> None:
        jieba.setLogLevel(logging.WARNING)
        self._cutter = jieba.Tokenizer()
        self._cutter.initialize()
        self._terms = list(terms)
        self._strict = strict

    def find(self, text: str) -> list[str]:
        """The terms that the words of a text are like."""
        best = (self._best(token) for token in self._cutter.lcut(text))
        return [term for term, likeness in best if likeness >= CLOSE]

    def _best(self, token: str) -> tuple[str, float]:
        if self._strict:
            found = process.extractOne(token, self._terms, scorer=fuzz.ratio, score_cutoff=CLOSE)
        else:
            found = process.extractOne(token, self._terms)
        return (found[0], found[1]) if found else ("", 0.0)


class Bare:
    """One Aho-Corasick search for all terms: as fast as words can be found at all."""

    def __init__(self, terms: Sequence[str]) -> None:
        self._finder = AhoCorasick(list(terms))

    def find(self, text: str) -> int:
        """How many terms stand in a text."""
        return len(self._finder.find_matches_as_indexes(text))
