"""Linear models: they learn what is there, the same each time, and survive their file."""

from __future__ import annotations

import pytest

from keywords.learned import Models, no_models, read_models, write_models
from keywords.linear import Yes, best_of, train_rank, train_yes

ROWS = [(["w.电", "g.停"], True), (["w.水", "g.果"], False)] * 40 + [(["w.电", "g.影"], False)] * 10


def test_yes_and_no_are_told_apart() -> None:
    model = train_yes(ROWS, rounds=20)
    assert model.chance(["w.电", "g.停"]) > 0.7
    assert model.chance(["w.水", "g.果"]) < 0.3
    assert model.chance(["w.电", "g.影"]) < 0.5


def test_learning_twice_gives_the_same() -> None:
    assert train_yes(ROWS) == train_yes(ROWS)


def test_the_reasons_are_the_heaviest_features() -> None:
    assert Yes({"a": 0.1, "b": -2.0, "c": 1.0}).reasons(["a", "b", "c", "d"], 2) == [("b", -2.0), ("c", 1.0)]


def test_a_ranking_is_learned() -> None:
    weights = train_rank([([["own"], ["other"]], 0), ([["other"], ["own"]], 1)] * 3)
    assert best_of(weights, [["other"], ["own"]]) == 1


def test_equal_candidates_give_the_first() -> None:
    assert best_of({}, [["a"], ["b"]]) == 0


def test_models_survive_their_file() -> None:
    models = Models(Yes({"g.停电": 1.5}, -0.5), {"report": Yes({"q": -0.25}, 0.1)}, {"lex.best": 2.0}, 0.4)
    assert read_models(write_models(models)) == models


def test_a_strange_file_is_refused() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        read_models("nonsense")


def test_no_models_are_empty() -> None:
    assert no_models().empty
