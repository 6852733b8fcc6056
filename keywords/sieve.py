"""The first sieve: which words of the lexicon stand in a text, as written or by their sound, and what they are signs of."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import jieba
from ahocorasick_rs import AhoCorasick

from keywords.lexicon import TOPICAL, Kind, Lexicon, Pair, Sign, has_sound
from keywords.sounds import sound

MOST_HITS = 40
"""How many places of one word list are compared in a pair: bounds the work on absurd texts."""

FAVOUR = 20
"""How much likelier a false friend is than a term when both claim a character (打过电话 is no 过电)."""

_BY_SOUND = frozenset({Kind.STRONG, Kind.NOUN, Kind.BROAD, Kind.DANGER})


@dataclass(frozen=True, slots=True)
class Hit:
    """One word of the lexicon in a text; ``meant`` differs from the text when it was found by its sound."""

    meant: str
    start: int
    end: int
    by_sound: bool = False


@dataclass(slots=True)
class Found:
    """What the sieve found: for each sign the words that show it, and the terms that a false friend took away."""

    signs: dict[Sign, list[str]] = field(default_factory=dict)
    by_sound: set[str] = field(default_factory=set)
    killed: list[str] = field(default_factory=list)

    def of(self, kind: Kind) -> dict[str, list[str]]:
        """Topics, acts or moods of one kind with the words that show them."""
        return {s.name: words for s, words in self.signs.items() if s.kind is kind}


class Sieve:
    """Looks for all words of one lexicon at once, in time linear in the text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._words = lexicon.vocabulary
        self._written = AhoCorasick(self._words)
        self._pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for n, pair in enumerate(lexicon.pairs):
            for m, part in enumerate(pair.parts):
                for word in part:
                    self._pairs[word].append((n, m))
        self._spoken_words = [w for w in self._words if has_sound(w) and self._about_topic(w)]
        self._spoken = AhoCorasick([sound(w) for w in self._spoken_words])
        self._topical = [self._about_topic(w) for w in self._words]
        self._cutter = _cutter(lexicon)

    def _about_topic(self, word: str) -> bool:
        single = self._lexicon.words.get(word, ())
        paired = (self._lexicon.pairs[n].sign for n, _ in self._pairs.get(word, ()))
        return any(s.kind in _BY_SOUND for s in (*single, *paired))

    def find(self, text: str) -> Found:
        """All signs of one normalised text."""
        hits = [
            Hit(self._words[n], start, end)
            for n, start, end in self._written.find_matches_as_indexes(text, overlapping=True)
        ]
        hits += self._heard(text, hits)
        return self._judge(text, hits) if hits else Found()

    def find_topics(self, text: str) -> Found:
        """All signs of a text in which a word of some topic stands, nothing for all others: most lines end here."""
        written = self._written.find_matches_as_indexes(text, overlapping=True)
        if not any(self._topical[n] for n, _, _ in written) and not self._spoken.find_matches_as_indexes(sound(text)):
            return Found()
        found = self.find(text)
        return found if any(s.kind in TOPICAL for s in found.signs) else Found()

    def _heard(self, text: str, written: Sequence[Hit]) -> list[Hit]:
        found = []
        for n, start, end in self._spoken.find_matches_as_indexes(sound(text), overlapping=True):
            word = self._spoken_words[n]
            if _shares(word, text[start:end]) and not any(
                h.start < end and start < h.end and h.end - h.start >= end - start for h in written
            ):
                found.append(Hit(word, start, end, by_sound=True))
        return found

    def _judge(self, text: str, hits: list[Hit]) -> Found:
        found = Found()
        friends = self._friends(text, hits)
        for hit in hits:
            if self._is_taken(hit, friends):
                found.killed.append(hit.meant)
                continue
            if hit.by_sound:
                found.by_sound.add(hit.meant)
            for sign in self._lexicon.words.get(hit.meant, ()):
                found.signs.setdefault(sign, []).append(hit.meant)
        self._match_pairs(text, [h for h in hits if not self._is_taken(h, friends)], found)
        return found

    def _friends(self, text: str, hits: Sequence[Hit]) -> list[tuple[int, int]]:
        spans = [(h.start, h.end) for h in hits if h.meant in self._lexicon.friends and not h.by_sound]
        if spans:
            spans = [s for s in spans if s in set(self._tokens(text))]
        for start, end in self._paired_friends(hits):
            spans.append((start, end))
        return spans

    def _tokens(self, text: str) -> Iterable[tuple[int, int]]:
        at = 0
        for token in self._cutter.cut(text, HMM=False):
            yield at, at + len(token)
            at += len(token)

    def _paired_friends(self, hits: Sequence[Hit]) -> Iterable[tuple[int, int]]:
        for pair, parts in self._complete(hits):
            if pair.sign.kind is Kind.FRIEND and (match := _near(parts, pair.near)):
                yield match[-1].start - 1, match[-1].end

    @staticmethod
    def _is_taken(hit: Hit, friends: Sequence[tuple[int, int]]) -> bool:
        return any(
            start < hit.end and hit.start < end and not (hit.start <= start and end <= hit.end)
            for start, end in friends
        )

    def _complete(self, hits: Sequence[Hit]) -> Iterable[tuple[Pair, list[list[Hit]]]]:
        places: dict[int, dict[int, list[Hit]]] = defaultdict(lambda: defaultdict(list))
        for hit in hits:
            for n, m in self._pairs.get(hit.meant, ()):
                if len(places[n][m]) < MOST_HITS:
                    places[n][m].append(hit)
        for n in sorted(places):
            pair = self._lexicon.pairs[n]
            if len(places[n]) == len(pair.parts):
                yield pair, [places[n][m] for m in range(len(pair.parts))]

    def _match_pairs(self, text: str, hits: Sequence[Hit], found: Found) -> None:
        for pair, parts in self._complete(hits):
            if pair.sign.kind is Kind.DANGER:
                parts = [parts[0], *([h for h in part if not _DENIED.search(text[: h.start])] for part in parts[1:])]
            if pair.sign.kind is not Kind.FRIEND and (match := _near(parts, pair.near)):
                found.signs.setdefault(pair.sign, []).append("…".join(h.meant for h in match))
                found.by_sound.update(h.meant for h in match if h.by_sound)


_DENIED = re.compile(r"(?<!有)(?:没有|没|未|不会|不)$")
"""What denies the word that follows: 没有漏气 is no leak, 有没有漏气 may be one."""
_PARTICLES = frozenset("了呢的得地吗么啊吧嘛哒啦没有不也还又就都在是")


def _shares(word: str, written: str) -> bool:
    """A homophone keeps at least half of the word's characters, and what differs is no particle."""
    pairs = list(zip(word, written, strict=True))
    same = [a for a, b in pairs if a == b and a not in _PARTICLES]
    other = [b for a, b in pairs if a != b]
    return bool(other and same) and 2 * len(other) <= len(word) and not _PARTICLES.intersection(other)


def _near(parts: Sequence[Sequence[Hit]], near: int) -> list[Hit] | None:
    for first in parts[0]:
        match = [first]
        for others in parts[1:]:
            other = next((h for h in others if all(_apart(h, m) for m in match) and _gap(first, h) <= near), None)
            if other is None:
                break
            match.append(other)
        else:
            return match
    return None


def _apart(a: Hit, b: Hit) -> bool:
    return a.end <= b.start or b.end <= a.start


def _gap(a: Hit, b: Hit) -> int:
    return max(a.start, b.start) - min(a.end, b.end)


def _cutter(lexicon: Lexicon) -> jieba.Tokenizer:
    """A tokenizer of our own whose whole dictionary is the lexicon: it settles where a term ends and a false friend begins."""
    cutter = jieba.Tokenizer()
    frequencies: dict[str, int] = {}
    for word in lexicon.vocabulary:
        for n in range(1, len(word)):
            frequencies.setdefault(word[:n], 0)
        frequencies[word] = round(math.exp(1.5 * len(word))) * (FAVOUR if word in lexicon.friends else 1) + 1
    cutter.FREQ, cutter.total, cutter.initialized = frequencies, sum(frequencies.values()), True
    return cutter
