"""The lexicon's own examples as a test of it: each must be read, alone, as its topic or its act, or be left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from keywords.lexicon import Kind, Lexicon
from keywords.lexicon_check import FRIENDS, REASONS
from keywords.normalise import normalise
from keywords.rules import act_of, judge
from keywords.sieve import Sieve
from models.words import Act


@dataclass(frozen=True, slots=True)
class Failing:
    """An example, or a term, that is not read as its topic, its act or its silence; ``place``: where it stands."""

    place: str
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
                failing.append(Failing(f"topics.{topic.code}.examples", example, f"例句被读成 {read}"))
    return [*failing, *_said(lexicon, sieve), *_caught(lexicon, sieve), *_missing(lexicon), *_killed(lexicon, sieve)]


def _said(lexicon: Lexicon, sieve: Sieve) -> Iterator[Failing]:
    for act, example in lexicon.said:
        text = normalise(example).text
        read = act_of(sieve.find(text), text)
        if read != act:
            yield Failing(f"said.{act}", example, f"例句被读成 {read.value}")


def _caught(lexicon: Lexicon, sieve: Sieve) -> Iterator[Failing]:
    for reason, example in lexicon.silent:
        text = normalise(example).text
        found = sieve.find(text)
        if judge(found, text, lexicon).captured:
            yield Failing(f"silent.{reason}", example, "不该接的例句被接住")
        elif not (found.killed if reason == FRIENDS else reason in found.of(Kind.MOOD)):
            yield Failing(f"silent.{reason}", example, "例句里没有认出这个缘由的词")


def _missing(lexicon: Lexicon) -> Iterator[Failing]:
    """Acts and reasons not to catch a line that have words but no example."""
    signs = {s for found in lexicon.words.values() for s in found}
    acts = {s.name for s in signs if s.kind is Kind.ACT} - {Act.THANKS, Act.OTHER}
    reasons = {s.name for s in signs if s.kind is Kind.MOOD and s.name in REASONS}
    friends = {FRIENDS} if lexicon.friends else set()
    yield from (Failing(f"said.{act}", "", "没有例句") for act in sorted(acts - {a for a, _ in lexicon.said}))
    given = {r for r, _ in lexicon.silent}
    yield from (Failing(f"silent.{r}", "", "没有例句") for r in sorted((reasons | friends) - given))


def _killed(lexicon: Lexicon, sieve: Sieve) -> list[Failing]:
    failing = []
    for word, signs in lexicon.words.items():
        topics = [s.name for s in signs if s.kind is Kind.STRONG]
        if topics and word in sieve.find(word).killed:
            failing.append(Failing(f"topics.{topics[0]}", word, "这个词被易混词抵消"))
    return failing
