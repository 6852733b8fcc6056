"""The three linear models of the second reader, and the small readable file that they are kept in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from keywords.linear import Choice, Yes

HEADER = "gridbot-models 1"
_LIGHT = 0.02


@dataclass(frozen=True, slots=True)
class Models:
    """``caught``: is the line about a matter; ``act`` and ``topic``: which. ``threshold``: from which chance on it is caught."""

    caught: Yes
    act: Choice
    topic: Choice
    threshold: float = 0.5

    @property
    def empty(self) -> bool:
        """Whether nothing was learned: then the rules decide alone."""
        return not self.caught.weights


def no_models() -> Models:
    """Models that know nothing."""
    return Models(Yes({}), Choice({}), Choice({}))


def write_models(models: Models) -> str:
    """One line a weight (``kind TAB feature TAB name TAB weight``), sorted; weights of no weight are left out."""
    lines = [HEADER, f"threshold\t\t\t{models.threshold:.3f}", f"bias\t\t\t{models.caught.bias:.4f}"]
    lines += [f"caught\t{f}\t\t{w:.3f}" for f, w in sorted(models.caught.weights.items()) if abs(w) >= _LIGHT]
    lines += _rows("act", models.act)
    lines += _rows("topic", models.topic)
    return "\n".join(lines) + "\n"


def _rows(kind: str, choice: Choice) -> Iterator[str]:
    for feature, row in sorted(choice.weights.items()):
        for name, weight in sorted(row.items()):
            if abs(weight) >= _LIGHT:
                yield f"{kind}\t{feature}\t{name}\t{weight:.2f}"


def read_models(text: str) -> Models:
    """The models of ``write_models``; ValueError when the text is none of it."""
    head, *lines = text.split("\n")
    if head != HEADER:
        raise ValueError(head)
    single: dict[str, float] = {}
    caught: dict[str, float] = {}
    many: dict[str, dict[str, dict[str, float]]] = {"act": {}, "topic": {}}
    for line in filter(None, lines):
        kind, feature, name, weight = line.split("\t")
        if kind == "caught":
            caught[feature] = float(weight)
        elif kind in many:
            many[kind].setdefault(feature, {})[name] = float(weight)
        else:
            single[kind] = float(weight)
    return Models(Yes(caught, single["bias"]), Choice(many["act"]), Choice(many["topic"]), single["threshold"])


def default_models() -> Models:
    """The models that ship with the product, or none when they were not trained yet."""
    source = files("keywords") / "data" / "models.tsv"
    return read_models(source.read_text(encoding="utf-8")) if source.is_file() else no_models()
