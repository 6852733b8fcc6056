"""The words of the field as data: what ``data/lexicon.yaml`` says, checked (``lexicon_check``) and expanded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib.resources import files
from typing import Any

from keywords.lexicon_check import expand, problems_of
from models.errors import BadLexicon
from models.words import Act, Service, Urgency
from models.yamlfile import read_yaml

NEAR = 8
"""How many characters may lie between two words of a pair when the lexicon does not say."""


class Kind(StrEnum):
    """What a word or a pair of words is a sign of."""

    STRONG = "strong"
    NOUN = "noun"
    BROAD = "broad"
    WEAK = "weak"
    DANGER = "danger"
    ACT = "act"
    MOOD = "mood"
    FRIEND = "friend"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Sign:
    """What a word stands for: ``name`` is a topic code, an act, a mood or "" (false friends, ordinary words)."""

    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Words of which one of each part must stand within ``near`` characters of one of the first part."""

    sign: Sign
    parts: tuple[tuple[str, ...], ...]
    near: int


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of DOMAIN §3; ``urgency`` is what it has by itself."""

    code: str
    name: str
    service: Service
    urgency: Urgency
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Topics, words and pairs, groups expanded; ``said`` and ``silent``: acts, and reasons not to catch, with examples."""

    version: str
    topics: Mapping[str, Topic]
    words: Mapping[str, tuple[Sign, ...]]
    pairs: tuple[Pair, ...]
    said: tuple[tuple[str, str], ...] = ()
    silent: tuple[tuple[str, str], ...] = ()

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        """Every word that is looked for, single or as part of a pair, sorted."""
        parts = (word for pair in self.pairs for part in pair.parts for word in part)
        return tuple(sorted({*self.words, *parts}))

    @cached_property
    def friends(self) -> frozenset[str]:
        """The false friends."""
        return frozenset(w for w, signs in self.words.items() if any(s.kind is Kind.FRIEND for s in signs))


def load_lexicon(text: str, file: str) -> Lexicon:
    """Read a lexicon; BadLexicon lists every problem with file, line and value."""
    data, lines = read_yaml(text, file, BadLexicon)
    if problems := problems_of(data, lines, file):
        raise BadLexicon(problems)
    groups: dict[str, list[str]] = data.get("groups", {})
    words: dict[str, list[Sign]] = {}
    for sign, term in _single(data):
        for word in expand(term, groups):
            words.setdefault(word, []).append(sign)
    return Lexicon(
        version=data["version"],
        topics={code: _topic(code, entry) for code, entry in data["topics"].items()},
        words={w: tuple(dict.fromkeys(signs)) for w, signs in words.items()},
        pairs=tuple(_pairs(data, groups)),
        said=_examples(data.get("said", {})),
        silent=_examples(data.get("silent", {})),
    )


def _examples(lists: dict[str, list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for name, texts in lists.items() for text in texts)


def default_lexicon() -> Lexicon:
    """The lexicon that ships with the product."""
    source = files("keywords") / "data" / "lexicon.yaml"
    return load_lexicon(source.read_text(encoding="utf-8"), "keywords/data/lexicon.yaml")


def _topic(code: str, entry: dict[str, Any]) -> Topic:
    urgency = Urgency(entry.get("urgency", "P2"))
    return Topic(code, entry["name"], Service(entry["service"]), urgency, tuple(entry["examples"]))


def _single(data: dict[str, Any]) -> Iterator[tuple[Sign, str]]:
    for code, entry in data["topics"].items():
        yield from ((Sign(Kind.STRONG, code), term) for term in entry.get("terms", ()))
        yield from ((Sign(Kind.NOUN, code), term) for term in entry.get("nouns", ()))
        yield from ((Sign(Kind.BROAD, code), term) for term in entry.get("broad", ()))
        yield from ((Sign(Kind.WEAK, code), term) for term in entry.get("weak", ()))
    for act, terms in data.get("acts", {}).items():
        yield from ((Sign(Kind.ACT, Act(act).value), term) for term in terms)
    for mood, terms in data.get("moods", {}).items():
        yield from ((Sign(Kind.MOOD, mood), term) for term in terms)
    yield from ((Sign(Kind.FRIEND, ""), term) for term in data.get("friends", ()))
    yield from ((Sign(Kind.ORDINARY, ""), term) for term in data.get("ordinary", ()))


def _pairs(data: dict[str, Any], groups: dict[str, list[str]]) -> Iterator[Pair]:
    for code, entry in data["topics"].items():
        for rule in entry.get("pairs", ()):
            yield _pair(Sign(Kind.WEAK if rule.get("weak") else Kind.STRONG, code), rule, groups)
        yield from (_pair(Sign(Kind.DANGER, code), rule, groups) for rule in entry.get("danger", ()))
    yield from (_pair(Sign(Kind.FRIEND, ""), rule, groups) for rule in data.get("friend_pairs", ()))


def _pair(sign: Sign, rule: dict[str, Any], groups: dict[str, list[str]]) -> Pair:
    parts = tuple(tuple(w for term in part for w in expand(term, groups)) for part in rule["all"])
    return Pair(sign, parts, rule.get("near", NEAR))


_CHINESE = re.compile(r"^[\u4e00-\u9fa5]{2,}$")


def has_sound(word: str) -> bool:
    """Whether a word can be meant by its homophones: at least two characters, all Chinese."""
    return bool(_CHINESE.match(word))


TOPICAL = frozenset({Kind.STRONG, Kind.NOUN, Kind.BROAD, Kind.WEAK, Kind.DANGER})
"""The kinds that name a topic."""
