"""Linear models over readable features: one that says yes or no, one that ranks candidates. Plain Python, no randomness."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Yes:
    """A logistic model: the chance that the answer is yes."""

    weights: Mapping[str, float]
    bias: float = 0.0

    def score(self, features: Iterable[str]) -> float:
        """The log-odds of yes."""
        return self.bias + sum(map(self.weights.get, features, repeat(0.0)))

    def chance(self, features: Iterable[str]) -> float:
        """The probability of yes, 0 … 1."""
        return _chance(self.score(features))

    def reasons(self, features: Iterable[str], most: int = 4) -> list[tuple[str, float]]:
        """The features that weighed most, the heaviest first."""
        weighed = [(f, self.weights[f]) for f in features if f in self.weights]
        return sorted(weighed, key=lambda item: (-abs(item[1]), item[0]))[:most]


def train_yes(rows: Sequence[tuple[Sequence[str], bool]], *, rounds: int = 4, rate: float = 0.05) -> Yes:
    """A logistic model by AdaGrad over the rows in their order, ``rounds`` times; deterministic.

    Every feature counts as much as the root of its log-odds ratio (Wang and Manning 2012, with the power of ½), so that
    what tells the two answers apart learns faster than what stands in every line.
    """
    scale = _log_odds(rows)
    number = {f: n for n, f in enumerate(scale)}
    numbered = [([number[f] for f in features], answer) for features, answer in rows]
    yes = sum(answer for _, answer in rows)
    bias = math.log((yes + 1) / (len(rows) - yes + 1))
    weights, bias = _descend(numbered, list(scale.values()), bias, rounds, rate)
    return Yes(dict(zip(scale, weights, strict=True)), bias)


def _descend(
    rows: Sequence[tuple[Sequence[int], bool]], scale: Sequence[float], bias: float, rounds: int, rate: float
) -> tuple[list[float], float]:
    """AdaGrad over numbered features; the weights and the bias."""
    weights, squares = [0.0] * len(scale), [1.0] * len(scale)
    weight_of = weights.__getitem__
    for _ in range(rounds):
        for features, answer in rows:
            error = answer - _chance(bias + sum(map(weight_of, features)))
            if abs(error) < _SURE:
                continue
            bias += rate * 0.1 * error
            for f in features:
                gradient = error * scale[f]
                squares[f] += gradient * gradient
                weights[f] += rate * gradient * scale[f] / math.sqrt(squares[f])
    return weights, bias


def train_both_ways(rows: Sequence[tuple[Sequence[str], bool]]) -> Yes:
    """The mean of the models learned from the first row to the last and from the last to the first."""
    forth, back = train_yes(rows), train_yes(rows[::-1])
    weights = {f: (w + back.weights[f]) / 2 for f, w in forth.weights.items()}
    return Yes(weights, (forth.bias + back.bias) / 2)


_SURE = 0.01


def _chance(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _log_odds(rows: Sequence[tuple[Sequence[str], bool]]) -> Weights:
    seen: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for features, answer in rows:
        count = seen[answer]
        for f in features:
            count[f] = count.get(f, 0) + 1
    yes = sum(answer for _, answer in rows) + 2
    no = len(rows) - yes + 4
    odds = {
        f: math.log((seen[1].get(f, 0) + 1) / yes) - math.log((seen[0].get(f, 0) + 1) / no)
        for f in {*seen[0], *seen[1]}
    }
    return {f: math.copysign(math.sqrt(abs(v)), v) for f, v in sorted(odds.items())}


def train_rank(
    rows: Sequence[tuple[Sequence[Sequence[str]], int]], *, rounds: int = 6, rate: float = 0.1, rare: int = 2
) -> Weights:
    """Weights that put the right candidate first: the chance of each by softmax, by AdaGrad over the rows in their order.

    ``rows``: (features of each candidate, the right one); features of fewer than ``rare`` candidates are left out.
    """
    count = Counter(f for candidates, _ in rows for features in candidates for f in features)
    kept = [([[f for f in c if count[f] >= rare] for c in candidates], right) for candidates, right in rows]
    weights, squares = dict.fromkeys(sorted(count), 0.0), dict.fromkeys(count, 1.0)
    for _ in range(rounds):
        for candidates, right in kept:
            for n, (features, chance) in enumerate(zip(candidates, _chances(weights, candidates), strict=True)):
                error = (n == right) - chance
                if abs(error) < _SURE:
                    continue
                for f in features:
                    squares[f] += error * error
                    weights[f] += rate * error / math.sqrt(squares[f])
    return {f: w for f, w in weights.items() if w}


def _chances(weights: Mapping[str, float], candidates: Sequence[Sequence[str]]) -> list[float]:
    scores = [sum(map(weights.__getitem__, features)) for features in candidates]
    grown = [math.exp(score - max(scores)) for score in scores]
    return [g / sum(grown) for g in grown]


def best_of(weights: Mapping[str, float], candidates: Sequence[Iterable[str]]) -> int:
    """The index of the candidate with the highest sum of weights; the first of equals."""
    scores = [sum(weights.get(f, 0.0) for f in features) for features in candidates]
    return max(range(len(scores)), key=lambda n: (scores[n], -n))
