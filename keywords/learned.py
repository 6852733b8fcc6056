"""The second reader's linear models, and the small readable file that they are kept in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from keywords.linear import Weights, Yes, best_of

HEADER = "gridbot-models 1"
LIGHT = 0.03
"""Weights nearer to 0 than this are left out of the file."""


@dataclass(frozen=True, slots=True)
class Models:
    """``caught``: is the line about a matter · ``acts``: one model an act · ``topic``: weights that rank candidates.

    ``threshold``: from which chance on a line is caught.
    """

    caught: Yes
    acts: Mapping[str, Yes] = field(default_factory=dict)
    topic: Mapping[str, float] = field(default_factory=dict)
    threshold: float = 0.4

    @property
    def empty(self) -> bool:
        """Whether nothing was learned: then the rules decide alone."""
        return not self.caught.weights

    def act(self, features: list[str]) -> str:
        """The act with the best score; ties go to the first in alphabetical order."""
        return max(sorted(self.acts), key=lambda name: self.acts[name].score(features))

    def best_topic(self, candidates: list[tuple[str, ...]]) -> int:
        """The index of the candidate that ranks first."""
        return best_of(self.topic, candidates)


def no_models() -> Models:
    """Models that know nothing."""
    return Models(Yes({}))


def write_models(models: Models) -> str:
    """One line a weight (``part TAB feature TAB weight``), sorted by part and feature."""
    lines = [HEADER, f"threshold\t\t{models.threshold:.3f}"]
    parts = {"caught": models.caught, **{f"act {name}": model for name, model in sorted(models.acts.items())}}
    for part, model in parts.items():
        lines.append(f"{part}\t\t{model.bias:.4f}")
        lines += _rows(part, model.weights)
    return "\n".join([*lines, *_rows("topic", models.topic)]) + "\n"


def _rows(part: str, weights: Mapping[str, float]) -> list[str]:
    return [f"{part}\t{feature}\t{weight:.3g}" for feature, weight in sorted(weights.items()) if abs(weight) >= LIGHT]


def read_models(text: str) -> Models:
    """The models of ``write_models``; ValueError when the text is none of it."""
    head, *lines = text.split("\n")
    if head != HEADER:
        raise ValueError(head)
    parts: dict[str, Weights] = {}
    biases: dict[str, float] = {}
    for line in filter(None, lines):
        part, feature, weight = line.split("\t")
        if feature:
            parts.setdefault(part, {})[feature] = float(weight)
        else:
            biases[part] = float(weight)
    acts = {p.removeprefix("act "): Yes(w, biases[p]) for p, w in parts.items() if p.startswith("act ")}
    return Models(Yes(parts["caught"], biases["caught"]), acts, parts["topic"], biases["threshold"])


def default_models() -> Models:
    """The models that ship with the product, or none when they were not trained yet."""
    source = files("keywords") / "data" / "models.tsv"
    return read_models(source.read_text(encoding="utf-8")) if source.is_file() else no_models()
