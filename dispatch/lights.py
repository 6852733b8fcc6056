"""红黄绿: the colour of an estate by rules that are data. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.figures import Cut, Light
from models.formula import Formula

RED, YELLOW, GREEN, NONE = "red", "yellow", "green", ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A colour that an estate gets ``when`` a formula over its figures holds, and ``why`` the threshold is this."""

    colour: str
    when: Formula
    why: str


@dataclass(frozen=True, slots=True)
class Lights:
    """The rules, the graver colour first; an estate with fewer than ``least`` tickets and none of them true has no colour."""

    rules: tuple[Rule, ...] = ()
    least: int = 1


@dataclass(frozen=True, slots=True)
class Grading:
    """A hot spot is ``times`` of one topic at one place within ``days``; with the rules of the colours."""

    times: int = 3
    days: int = 30
    lights: Lights = Lights()


GRADING = Grading()


def lights(cuts: Mapping[str, Cut], graded: Sequence[str], by: Lights) -> tuple[Light, ...]:
    """The colour of each of the ``graded`` estates, red first; an estate without a ticket has no figures and no colour."""
    order = (RED, YELLOW, GREEN, NONE)
    found = [light(code, cuts.get(code, Cut()), by) for code in graded]
    return tuple(sorted(found, key=lambda one: (order.index(one.colour), one.estate)))


def light(estate: str, cut: Cut, by: Lights) -> Light:
    """The first colour of which a rule holds, with all of its rules that do; a rule without a value does not."""
    for colour in (RED, YELLOW):
        why = tuple(_reasons(cut, by, colour))
        if why:
            return Light(estate, colour, why)
    return Light(estate, GREEN if cut.tickets >= by.least else NONE)


def _reasons(cut: Cut, by: Lights, colour: str) -> Iterator[str]:
    return (rule.why for rule in by.rules if rule.colour == colour and rule.when(cut))
