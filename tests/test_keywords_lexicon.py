"""The word list as data: what is wrong with it is said with its line; what it promises holds."""

from __future__ import annotations

import pytest

from keywords.examples import failing_examples
from keywords.lexicon import Kind, Lexicon, Sign, default_lexicon, load_lexicon
from keywords.normalise import normalise
from keywords.rules import judge
from keywords.sieve import Sieve
from models.errors import BadLexicon
from models.topics import TOPIC_SERVICES

SMALL = """
version: "t"
groups:
  none: [没, 没有]
topics:
  E01:
    name: 停电
    service: power
    terms: ["{none}电了", 停电]
    examples: [停电了]
  W01:
    name: 停水
    service: water
    terms: [停水]
    pairs:
      - {all: [[龙头], [不出水]], near: 6}
    examples: [停水了]
acts:
  ask_info: [吗]
friends: [停电影]
said:
  ask_info: [要停水吗]
silent:
  friends: [停电影]
"""

LEXICON = default_lexicon()
SIEVE = Sieve(LEXICON)
EXAMPLES = [(code, text) for code, topic in LEXICON.topics.items() for text in topic.examples]


def problems(old: str, new: str) -> str:
    with pytest.raises(BadLexicon) as caught:
        load_lexicon(SMALL.replace(old, new), "l.yaml")
    return str(caught.value)


def test_groups_are_written_out() -> None:
    lexicon = load_lexicon(SMALL, "l.yaml")
    assert lexicon.words["没电了"] == lexicon.words["没有电了"] == (Sign(Kind.STRONG, "E01"),)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: 停电", "nmae: 停电", "l.yaml:7 topics.E01.nmae"),
        ("E01:", "Q01:", "未知的类目"),
        ("service: power", "service: fire", "'fire': 未知的服务"),
        ("service: power", "service: water", "应属于 power"),
        ("examples: [停水了]", "examples: []", "没有例句"),
        ("terms: [停水]", "terms: [停水, 停电]", "'停电': 同一个词已属于 E01"),
        ("friends: [停电影]", "friends: [停水]", "会被它抵消"),
        ("{none}", "{noon}", "'noon': 未知的词组"),
        ("ask_info: [吗]", "shout: [吗]", "未知的键"),
        ("near: 6", "near: six", "'six': 应为整数"),
        ("terms: [停水]", "terms: [停水, 95598]", "数字要加引号"),
        ('version: "t"', "version: 1", "缺少版本"),
        ("all: [[龙头], [不出水]]", "all: []", "至少要有一组词"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, said: str) -> None:
    assert said in problems(old, new)


def test_every_problem_is_listed_at_once() -> None:
    text = problems("service: power", "service: fire").splitlines()
    both = SMALL.replace("service: power", "service: fire").replace("examples: [停水了]", "examples: []")
    with pytest.raises(BadLexicon) as caught:
        load_lexicon(both, "l.yaml")
    assert len(str(caught.value).splitlines()) == len(text) + 1


@pytest.mark.parametrize("text", ["[]", "a: [", "topics: 3\nversion: 'x'"])
def test_what_is_no_lexicon_is_refused(text: str) -> None:
    with pytest.raises(BadLexicon):
        load_lexicon(text, "l.yaml")


def test_all_topics_of_the_field_are_there() -> None:
    assert set(LEXICON.topics) == set(TOPIC_SERVICES)


@pytest.mark.parametrize(("code", "text"), EXAMPLES, ids=[text for _, text in EXAMPLES])
def test_each_example_is_read_as_its_topic(code: str, text: str) -> None:
    plain = normalise(text).text
    verdict = judge(SIEVE.find(plain), plain, LEXICON)
    assert (verdict.captured, verdict.topic) == (True, code)


def test_the_shipped_lexicon_has_no_failing_entry() -> None:
    assert failing_examples(LEXICON) == []


def test_a_failing_example_is_named() -> None:
    lexicon: Lexicon = load_lexicon(SMALL.replace("examples: [停水了]", "examples: [停水了, 今天真热]"), "l.yaml")
    assert [(f.place, f.text) for f in failing_examples(lexicon)] == [("topics.W01.examples", "今天真热")]


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ("[要停水吗]", "[停水了]", "said.ask_info", "例句被读成 report"),
        ("[停电影]", "[停电了]", "silent.friends", "不该接的例句被接住"),
        (
            "friends: [停电影]\nsaid",
            "friends: [停电影, 停水果]\nmoods: {past: [去年停]}\nsaid",
            "silent.past",
            "没有例句",
        ),
        ("ask_info: [要停水吗]", "{}", "said.ask_info", "没有例句"),
    ],
)
def test_acts_and_reasons_to_stay_silent_have_examples_that_hold(old: str, new: str, place: str, reason: str) -> None:
    head, tail = SMALL.rsplit(old, 1)
    assert (place, reason) in {(f.place, f.reason) for f in failing_examples(load_lexicon(head + new + tail, "l.yaml"))}
