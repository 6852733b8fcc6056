"""The lexicon's own examples as a test of it: each must be read, alone, as its topic."""

from __future__ import annotations

from dataclasses import dataclass

from keywords.lexicon import Kind, Lexicon
from keywords.normalise import normalise
from keywords.rules import judge
from keywords.sieve import Sieve


@dataclass(frozen=True, slots=True)
class Failing:
    """An example, or a term, that is not read as its topic."""

    topic: str
    text: str
    reason: str


def failing_examples(lexicon: Lexicon) -> list[Failing]:
    """Every example that is read otherwise than its topic says, and every term that a false friend kills."""
    sieve = Sieve(lexicon)
    failing = []
    for topic in lexicon.topics.values():
        for example in topic.examples:
            text = normalise(example).text
            verdict = judge(sieve.find(text), text, lexicon)
            if not verdict.captured or verdict.topic != topic.code:
                read = verdict.topic if verdict.captured else "不接"
                failing.append(Failing(topic.code, example, f"例句被读成 {read}"))
    return failing + _killed(lexicon, sieve)


def _killed(lexicon: Lexicon, sieve: Sieve) -> list[Failing]:
    failing = []
    for word, signs in lexicon.words.items():
        topics = [s.name for s in signs if s.kind is Kind.STRONG]
        if topics and word in sieve.find(word).killed:
            failing.append(Failing(topics[0], word, "这个词被易混词抵消"))
    return failing
