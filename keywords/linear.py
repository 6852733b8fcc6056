"""Linear models over readable features: one that says yes or no, one that chooses among names. Plain Python, no randomness."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Yes:
    """A logistic model: the chance that the answer is yes."""

    weights: Mapping[str, float]
    bias: float = 0.0

    def score(self, features: Iterable[str]) -> float:
        """The log-odds of yes."""
        get = self.weights.get
        return self.bias + sum(get(f, 0.0) for f in features)

    def chance(self, features: Iterable[str]) -> float:
        """The probability of yes, 0 … 1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.score(features)))))

    def reasons(self, features: Iterable[str], most: int = 4) -> list[tuple[str, float]]:
        """The features that weighed most, the heaviest first."""
        weighed = [(f, self.weights[f]) for f in features if f in self.weights]
        return sorted(weighed, key=lambda item: (-abs(item[1]), item[0]))[:most]


@dataclass(frozen=True, slots=True)
class Choice:
    """A multi-class model: for each feature the names that it speaks for or against."""

    weights: Mapping[str, Mapping[str, float]]

    def scores(self, features: Iterable[str]) -> dict[str, float]:
        """The score of every name that a feature speaks of."""
        total: dict[str, float] = {}
        for feature in features:
            for name, weight in self.weights.get(feature, {}).items():
                total[name] = total.get(name, 0.0) + weight
        return total

    def best(self, features: Iterable[str]) -> str | None:
        """The name with the highest score (ties: the first in order), None when nothing is known."""
        total = self.scores(features)
        return min(total, key=lambda name: (-total[name], name)) if total else None


def train_yes(
    rows: Sequence[tuple[Sequence[str], bool]], *, rounds: int = 8, rate: float = 0.15, decay: float = 2e-6
) -> Yes:
    """A logistic model by AdaGrad over the rows in their order, ``rounds`` times; deterministic."""
    weights: Weights = {}
    squares: Weights = {}
    bias, bias_square = 0.0, 1.0
    for _ in range(rounds):
        for features, answer in rows:
            score = bias + sum(weights.get(f, 0.0) for f in features)
            error = (1.0 if answer else 0.0) - 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
            if abs(error) < 0.01:
                continue
            bias_square += error * error
            bias += rate * error / math.sqrt(bias_square)
            step = error * error
            for f in features:
                seen = squares[f] = squares.get(f, 1.0) + step
                weight = weights.get(f, 0.0)
                weights[f] = weight + rate * (error / math.sqrt(seen) - decay * 1e3 * weight)
    return Yes(weights, bias)


def train_choice(rows: Sequence[tuple[Sequence[str], str]], *, rounds: int = 8) -> Choice:
    """A multi-class averaged perceptron over the rows in their order, ``rounds`` times; deterministic."""
    weights: dict[str, Weights] = {}
    sums: dict[str, Weights] = {}
    step = 1
    for _ in range(rounds):
        for features, answer in rows:
            guess = Choice(weights).best(features)
            if guess != answer:
                for f in features:
                    _move(weights, sums, f, answer, 1.0, step)
                    if guess is not None:
                        _move(weights, sums, f, guess, -1.0, step)
            step += 1
    return Choice({f: {n: w - sums[f][n] / step for n, w in row.items()} for f, row in weights.items()})


def _move(weights: dict[str, Weights], sums: dict[str, Weights], feature: str, name: str, by: float, step: int) -> None:
    row = weights.setdefault(feature, {})
    row[name] = row.get(name, 0.0) + by
    total = sums.setdefault(feature, {})
    total[name] = total.get(name, 0.0) + by * step
