"""Which topic a captured line is about: candidates from its words and its context, each with readable features."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from keywords.hints import hints_in
from keywords.kin import kinship
from keywords.lexicon import TOPICAL, Kind
from keywords.look import Look
from keywords.rules import topic_scores

_DIGIT = re.compile(r"\d+")
_DIFFERENT = 0.3
_NEIGHBOURS = {
    "W01": ("W11", "W13", "W03", "W02"),
    "W02": ("W01", "W11"),
    "E01": ("E10", "E02"),
    "E02": ("E01",),
    "E03": ("E01",),
    "E07": ("E01",),
    "G02": ("G08", "G07", "G03"),
    "G03": ("G02",),
    "G06": ("G02",),
    "E10": ("E01",),
    "W13": ("W01",),
    "G08": ("G02",),
    "G07": ("G02",),
    "W04": ("W01", "W02"),
    "W11": ("W01",),
    "E05": ("E01", "E04", "R09"),
    "G01": ("G07",),
    "W09": ("R02",),
    "R02": ("W09",),
    "R09": ("E04", "E05"),
    "E04": ("R09",),
    "R03": ("E11",),
    "E11": ("R03",),
    "H01": ("W05",),
    "R01": ("R07",),
    "R06": ("R07",),
    "R07": ("R06",),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic with what speaks for it."""

    topic: str
    features: tuple[str, ...]


def candidates(look: Look, act: str) -> list[Candidate]:
    """The topics that a line may be about, sorted by code; [] when neither words nor context name one."""
    lexical = topic_scores(look.found)
    context = _context(look)
    names = {*lexical, *context}
    if clear := {s.name for s in look.found.signs if s.kind in (Kind.STRONG, Kind.DANGER)}:
        named = {s.name for s in look.found.signs if s.kind in TOPICAL and s.kind is not Kind.WEAK}
        names = {n for n in names if n in named or any(kinship(n, c) >= _DIFFERENT for c in clear)}
    names |= {near for name in tuple(names) for near in _NEIGHBOURS.get(name, ())}
    best = max(lexical.values(), default=0.0)
    hints = hints_in(look.text.text)
    grams = _grams(look)
    return [
        Candidate(
            name,
            (
                *_lexical(name, lexical, best),
                *_kinds(name, look),
                *context.get(name, ("not.context",)),
                *(f"{c}&{a}" for c in context.get(name, ()) for a in (act, "lex" if lexical else "mute")),
                *_kin(name, look, act),
                *_hint(name[0], hints, "lex" if name in lexical else "context" if name in context else "near"),
                *(f"{g}>{name}" for g in grams),
                f">{name}",
            ),
        )
        for name in sorted(names)
    ]


def _lexical(name: str, lexical: Mapping[str, float], best: float) -> tuple[str, ...]:
    if name not in lexical:
        return ("lex.no", "lex.no.other" if lexical else "lex.none")
    rank = "best" if lexical[name] == best else "less"
    return (f"lex.{rank}", f"lex.{rank}{min(int(lexical[name]), 6)}")


def _hint(letter: str, hints: frozenset[str], how: str) -> tuple[str, ...]:
    if not hints or letter == "X":
        return ("hint.none",)
    says = "same" if letter in hints else "other"
    return (f"hint.{says}", f"hint.{says}.{how}", f"hint.{says}{len(hints)}")


def _kinds(name: str, look: Look) -> tuple[str, ...]:
    return tuple(f"kind.{s.kind.value}" for s in look.found.signs if s.name == name and s.kind in TOPICAL)


def _context(look: Look) -> dict[str, tuple[str, ...]]:
    """For each topic of the context where it comes from and how old it is."""
    context = look.context
    found: dict[str, list[str]] = {}

    def say(topic: str | None, what: str, age: float) -> None:
        if topic:
            found.setdefault(topic, []).extend((what, f"{what}{_age(age)}"))

    if context.hot:
        say(context.hot.topic, "hot", context.hot_age)
        say(context.hot.latest, "hotlast", context.hot_age)
    if context.own_line:
        say(context.own_line.topic, "own", look.at - context.own_line.at)
    if context.kin:
        say(context.kin.topic, "kin", context.kin_age)
    if context.supply:
        size = "many" if context.supply.lines >= 3 else "few"
        say(context.supply.topic, f"supply.{size}", context.supply_age)
        if context.supply.restored:
            say(context.supply.topic, "supply.back", context.supply_age)
    if context.wide:
        say(context.wide.topic, "wide", context.wide_age)
    if context.previous and context.previous.captured:
        say(context.previous.topic, "prev", look.at - context.previous.at)
    return {topic: tuple(dict.fromkeys(features)) for topic, features in found.items()}


def _age(seconds: float) -> str:
    return "0" if seconds <= 180 else "1" if seconds <= 1200 else "2" if seconds <= 7200 else "3"


def _kin(name: str, look: Look, act: str) -> tuple[str, ...]:
    hot = look.context.hot
    if hot is None or look.context.hot_age > 7200:
        return ()
    fit = kinship(name, hot.topic)
    size = "one" if len(hot.speakers) < 2 else "several"
    return (
        f"fit.{'same' if fit == 1 else 'kin' if fit > 0 else 'else'}",
        f"{hot.topic}→{name}",
        f"{hot.topic}→{name}&{act}",
        f"{hot.topic}→{name}&{size}",
    )


def _grams(look: Look) -> list[str]:
    text = f"^{_DIGIT.sub('0', look.text.text)[:60]}$"
    moods = [f"m.{s.name}" for s in look.found.signs if s.kind in (Kind.MOOD, Kind.ACT)]
    signs = [f"{s.kind.value}.{s.name}" for s in look.found.signs if s.kind in TOPICAL]
    return [text[n : n + 2] for n in range(len(text) - 1)] + moods + signs
