"""``gridbot notice parse --jsonl`` and ``gridbot evaluate notices``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.notice import evaluate_notices, parse_command
from bot.cli.notice_score import figures
from models.errors import BadInput

GOLD = Path(__file__).parent / "data" / "notices_written.jsonl"
app = typer.Typer()
app.command("parse")(parse_command)
app.command("evaluate")(evaluate_notices)


def _parse(stdin: str) -> list[dict[str, object]]:
    result = CliRunner().invoke(app, ["parse", "--jsonl"], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_is_answered_in_order_with_the_fields_of_the_contract() -> None:
    rows = [
        {
            "id": "a",
            "text": "因检修，6月12日8:00至17:00云亭新村1-3幢停水。",
            "published_at": "2025-06-10T09:00",
            "more": 1,
        },
        {"id": 2, "text": "今天吃什么", "published_at": "2025-06-10T09:00"},
    ]
    first, second = _parse("\n\n".join(json.dumps(r, ensure_ascii=False) for r in rows))
    assert list(first) == [
        "id",
        "is_notice",
        "service",
        "also",
        "status",
        "blocks",
        "areas",
        "reason",
        "publisher",
        "hotline",
        "why",
    ]
    assert (first["id"], first["service"], first["status"]) == ("a", "water", "planned")
    assert first["blocks"] == [{"start": "2025-06-12T08:00", "end": "2025-06-12T17:00", "areas": None}]
    assert first["areas"] == [
        {"text": "云亭新村1-3幢", "kind": "building_range", "effect": "off", "buildings": ["1", "2", "3"]}
    ]
    assert (second["id"], second["is_notice"], second["blocks"]) == (2, False, [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "<stdin>:2: 不是 JSON"),
        ("[]", "<stdin>:2 text: 每行应是"),
        ('{"id": 1}', "<stdin>:2 text"),
        ('{"text": "停水"}', "<stdin>:2 published_at"),
        ('{"text": "停水", "published_at": "gestern"}', "<stdin>:2 published_at = 'gestern'"),
    ],
)
def test_a_bad_line_is_named(line: str, said: str) -> None:
    with pytest.raises(BadInput, match=said.split(" = ")[0].replace("[", r"\[")):
        _parse('{"text": "停水", "published_at": "2025-06-10T09:00"}\n' + line)


def test_without_jsonl_the_usage_is_shown() -> None:
    assert CliRunner().invoke(app, ["parse"]).exit_code == 2


def test_the_figures_are_printed_as_one_object() -> None:
    shown = json.loads(CliRunner().invoke(app, ["evaluate", str(GOLD)]).stdout)
    assert shown["n"] == 160
    assert shown["areas"]["f1"] > 0.9


def _area(text: str, effect: str = "off", buildings: list[str] | None = None) -> dict[str, object]:
    return {"text": text, "effect": effect, "buildings": buildings}


def test_figures_count_as_acceptance_does() -> None:
    block = {"start": "2025-06-12T08:00", "end": None}
    gold = [
        {
            "id": 1,
            "is_notice": True,
            "service": "water",
            "status": "planned",
            "blocks": [block],
            "areas": [_area("云亭新村1-3幢", buildings=["1", "2", "3"]), _area("清荷苑")],
        },
        {"id": 2, "is_notice": False},
    ]
    made = {
        "1": {
            "is_notice": True,
            "service": "water",
            "status": "emergency",
            "blocks": [block, {"start": None, "end": None}],
            "areas": [_area("云亭新村1-3幢等", "reduced", ["1", "2", "3"]), _area("柳岸")],
        }
    }
    got = figures(gold, made)
    assert (got["is_notice_acc"], got["service_acc"], got["status_acc"]) == (1.0, 1.0, 0.0)
    assert (got["blocks"]["tp"], got["blocks"]["fp"], got["blocks"]["fn"], got["blocks"]["f1"]) == (1, 1, 0, 0.6667)
    assert (got["areas"]["tp"], got["areas"]["fp"], got["areas"]["fn"]) == (1, 1, 1)
    assert (got["effect_acc"], got["buildings_acc"]) == (0.0, "1/1")


def test_figures_of_nothing_are_nought() -> None:
    assert figures([], {})["blocks"]["f1"] == 0.0
