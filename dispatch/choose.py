"""Numbered choices: what fits several is asked back once, and answered by one digit (issue 6, part 7)."""

from __future__ import annotations

from dataclasses import replace

from models.deed import Choice
from models.ticket import Command, Ticket

MOST = 8
"""Options that one question offers."""


def labels(options: tuple[str, ...]) -> tuple[str, ...]:
    """What is typed for each option: 1, 2, …; the ticket numbers themselves where a small number could mean either."""
    numbers = [str(n) for n in range(1, len(options) + 1)]
    unclear = any(option in numbers and numbers[i] != option for i, option in enumerate(options))
    return options if unclear else tuple(numbers)


SEEN = "evidence"
"""Marks the question for a boundary where the evidence has been named already."""


def chosen(choice: Choice, said: str) -> str | None:
    """The option that a number means: by its label, or as the ticket's own number."""
    by_label = dict(zip(labels(choice.options), choice.options, strict=True))
    return by_label.get(said) or (said if said in choice.options else None)


def among(tickets: list[Ticket]) -> list[Ticket]:
    """The tickets that are offered, in order of their numbers."""
    return sorted(tickets, key=lambda t: t.number)[:MOST]


def completed(choice: Choice, option: str, rest: str) -> Command:
    """The command that waited, with its answer."""
    text = " ".join(filter(None, (choice.text, rest)))
    if choice.kind == "boundary":
        said = "，".join(filter(None, (option, rest or choice.text)))
        seen = bool(rest) or choice.target == SEEN
        return Command(choice.verb, choice.number, said, option, choice.until, why=("选",), evidence=seen)
    return replace(
        Command(choice.verb, choice.number, text, choice.target, choice.until, why=("选",)), number=int(option)
    )
