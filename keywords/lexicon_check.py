"""What may be wrong with a lexicon, found before it is used: every problem with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from models.errors import Place
from models.topics import TOPIC_SERVICES
from models.words import Act, Service, Urgency
from models.yamlfile import Lines

Problem = tuple[Place, str]

CUES = frozenset(
    {
        "have",
        "advice",
        "life",
        "mine",
        "where",
        "when",
        "fright",
        "still",
        "real",
        "works",
        "wail",
        "extent",
        "vital",
        "distress",
        "smoke",
    }
)
"""Moods that only the second reader weighs."""

REASONS = frozenset({"past", "elsewhere", "hypothetical", "advert", "rumour", "negated", "news"})
"""Moods for which a line is no trouble here and now."""
FRIENDS = "friends"

MOODS = frozenset(
    {
        *REASONS,
        "trouble",
        "civic",
        "soft",
        "errand",
        *CUES,
    }
)
_TOP = frozenset(
    {"version", "groups", "topics", "acts", "moods", "said", "silent", "ordinary", "friends", "friend_pairs"}
)
_TOPIC = frozenset({"name", "service", "urgency", "terms", "nouns", "broad", "pairs", "weak", "danger", "examples"})
_PAIR = frozenset({"all", "near", "weak"})
_GROUP = re.compile(r"\{(\w+)\}")


def expand(term: str, groups: dict[str, list[str]]) -> list[str]:
    """A term with every ``{group}`` replaced by each of its words."""
    found = _GROUP.search(term)
    if not found:
        return [term]
    return [w for word in groups[found[1]] for w in expand(term.replace(found[0], word, 1), groups)]


class _Finder:
    """Walks one lexicon and collects what is wrong."""

    def __init__(self, lines: Lines, file: str) -> None:
        self.lines, self.file = lines, file
        self.problems: list[Problem] = []

    def wrong(self, path: tuple[Any, ...], reason: str, value: Any = "") -> None:
        line = next((self.lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in self.lines), 0)
        self.problems.append((Place(self.file, line, ".".join(map(str, path)), str(value)), reason))

    def keys(self, path: tuple[Any, ...], value: Any, known: frozenset[str]) -> bool:
        if not isinstance(value, dict):
            self.wrong(path, "应为键值表", value)
            return False
        for key in value:
            if key not in known:
                self.wrong((*path, key), "未知的键", key)
        return True

    def terms(self, path: tuple[Any, ...], value: Any, groups: dict[str, list[str]]) -> Iterator[tuple[int, str]]:
        if not isinstance(value, list):
            self.wrong(path, "应为词的列表", value)
            return
        for n, term in enumerate(value):
            if not isinstance(term, str) or not term:
                self.wrong((*path, n), "应为非空的词（数字要加引号）", term)
            elif unknown := [g for g in _GROUP.findall(term) if g not in groups]:
                self.wrong((*path, n), "未知的词组", unknown[0])
            else:
                yield n, term


def problems_of(data: Any, lines: Lines, file: str) -> list[Problem]:
    """Every problem of a lexicon, with file, line, key path and value; [] when it may be used."""
    finder = _Finder(lines, file)
    if not finder.keys((), data, _TOP):
        return finder.problems
    if not isinstance(data.get("version"), str):
        finder.wrong(("version",), "缺少版本（文字）", data.get("version", ""))
    groups = _groups(finder, data.get("groups", {}))
    _topics(finder, data.get("topics"), groups)
    _named(finder, ("acts",), data.get("acts", {}), frozenset(a.value for a in Act), groups)
    _named(finder, ("moods",), data.get("moods", {}), MOODS, groups)
    _named(finder, ("said",), data.get("said", {}), frozenset(a.value for a in Act), {})
    _named(finder, ("silent",), data.get("silent", {}), frozenset({*REASONS, FRIENDS}), {})
    friends = set(dict(finder.terms(("friends",), data.get("friends", []), groups)).values())
    list(finder.terms(("ordinary",), data.get("ordinary", []), groups))
    _pairs(finder, ("friend_pairs",), data.get("friend_pairs", []), groups)
    if not finder.problems:
        _clashes(finder, data, groups, friends)
    return finder.problems


def _groups(finder: _Finder, groups: Any) -> dict[str, list[str]]:
    if not isinstance(groups, dict):
        finder.wrong(("groups",), "应为键值表", groups)
        return {}
    return {name: [t for _, t in finder.terms(("groups", name), words, {})] for name, words in groups.items()}


def _topics(finder: _Finder, topics: Any, groups: dict[str, list[str]]) -> None:
    if not isinstance(topics, dict) or not topics:
        finder.wrong(("topics",), "缺少 topics")
        return
    for code, entry in topics.items():
        path = ("topics", code)
        if code not in TOPIC_SERVICES:
            finder.wrong(path, "未知的类目", code)
        if finder.keys(path, entry, _TOPIC):
            _topic(finder, path, entry, groups)


def _topic(finder: _Finder, path: tuple[Any, ...], entry: dict[str, Any], groups: dict[str, list[str]]) -> None:
    if not entry.get("name"):
        finder.wrong(path, "缺少 name")
    if entry.get("service") not in {s.value for s in Service}:
        finder.wrong((*path, "service"), "未知的服务", entry.get("service", ""))
    elif (right := TOPIC_SERVICES.get(path[1])) not in (None, entry["service"]):
        finder.wrong((*path, "service"), f"应属于 {right}", entry["service"])
    if entry.get("urgency", "P2") not in {u.value for u in Urgency}:
        finder.wrong((*path, "urgency"), "未知的紧急程度", entry["urgency"])
    if not entry.get("examples"):
        finder.wrong(path, "没有例句")
    for key in ("terms", "nouns", "broad", "weak", "examples"):
        list(finder.terms((*path, key), entry.get(key, []), groups))
    for key in ("pairs", "danger"):
        _pairs(finder, (*path, key), entry.get(key, []), groups)


def _pairs(finder: _Finder, path: tuple[Any, ...], rules: Any, groups: dict[str, list[str]]) -> None:
    for n, rule in enumerate(rules if isinstance(rules, list) else []):
        here = (*path, n)
        if not finder.keys(here, rule, _PAIR):
            continue
        if not isinstance(rule.get("near", 1), int):
            finder.wrong((*here, "near"), "应为整数", rule["near"])
        if not isinstance(rule.get("all"), list) or not rule["all"]:
            finder.wrong(here, "all 至少要有一组词")
            continue
        for m, part in enumerate(rule["all"]):
            list(finder.terms((*here, "all", m), part, groups))


def _named(
    finder: _Finder, path: tuple[str, ...], lists: Any, known: frozenset[str], groups: dict[str, list[str]]
) -> None:
    if finder.keys(path, lists, known):
        for name, terms in lists.items():
            list(finder.terms((*path, name), terms, groups))


def _clashes(finder: _Finder, data: dict[str, Any], groups: dict[str, list[str]], friends: set[str]) -> None:
    owner: dict[str, tuple[str, tuple[Any, ...]]] = {}
    for code, entry in data["topics"].items():
        for key, n, term in _owned(entry):
            path = ("topics", code, key, n)
            for word in expand(term, groups):
                first, _ = owner.setdefault(word, (code, path))
                if first != code:
                    finder.wrong(path, f"同一个词已属于 {first}", word)
                if word in friends:
                    finder.wrong(path, "这个词又是易混词（friends），会被它抵消", word)


def _owned(entry: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    for key in ("terms", "nouns", "broad"):
        yield from ((key, n, term) for n, term in enumerate(entry.get(key, ())))
