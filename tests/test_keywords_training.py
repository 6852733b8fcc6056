"""Learning from written logs, and what the shipped models reach on a log that they never saw."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli.capture import reading
from bot.cli.lines import messages_of
from bot.cli.measure import chat_figures
from bot.cli.options import district_from
from bot.cli.train import read_log
from keywords.learned import write_models
from keywords.lexicon import default_lexicon
from keywords.reader import Reader
from keywords.training import Log, train

DATA = Path(__file__).parent / "data"
LEXICON = default_lexicon()


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    """What the shipped models make of chat_dev.jsonl, which is not among the logs that they learn from."""
    district = district_from(DATA / "district_dev.yaml")
    lines = (DATA / "chat_dev.jsonl").read_text(encoding="utf-8").splitlines()
    reader = Reader(LEXICON, district)
    made = {str(given): reading(reader.read(m)) for given, m in messages_of(lines, "chat_dev.jsonl", district)}
    return chat_figures([json.loads(line) for line in lines], made)


def test_lines_are_caught(figures: dict[str, Any]) -> None:
    assert figures["lines"]["f1"] >= 0.75


def test_troubles_are_found_and_few_are_false(figures: dict[str, Any]) -> None:
    found, gold = map(int, figures["matter_recall"].split("/"))
    assert found / gold >= 0.85
    assert figures["false_matters"] / figures["matters_predicted"] <= 0.13


def test_lines_of_one_trouble_come_together(figures: dict[str, Any]) -> None:
    assert figures["clustering_b3"]["f1"] >= 0.8


def test_dangers_are_known_as_such(figures: dict[str, Any]) -> None:
    found, gold = map(int, figures["p0_matters"].split("/"))
    assert gold - found <= 1


def test_service_topic_act_and_place_are_right(figures: dict[str, Any]) -> None:
    assert figures["service_acc"] >= 0.88
    assert figures["topic_acc"] >= 0.72
    assert figures["act_acc"] >= 0.7
    assert figures["estate_acc"] >= 0.96
    assert figures["building_acc"] >= 0.96


def test_the_same_logs_teach_the_same() -> None:
    log = read_log(DATA / "chat_train_1.jsonl", LEXICON)
    short = [Log(log.district, log.examples[:250])]
    assert write_models(train(short, LEXICON)) == write_models(train(short, LEXICON))
