"""``gridbot capture``, ``evaluate`` and ``lexicon check`` as a person types them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from factories import a_district

from bot.cli.main import main
from models.district import write_district

DATA = Path(__file__).parent / "data"
FIELDS = ["id", "captured", "service", "topic", "act", "urgency", "estate", "building", "matter", "why"]
Gridbot = Callable[..., tuple[int, str, str]]


@pytest.fixture
def gridbot(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Gridbot:
    """Runs a command with some standard input: (exit code, stdout, stderr)."""

    def run(*words: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["gridbot", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


def lines(*rows: dict[str, Any]) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def a_row(number: int, text: str, nick: str, **more: Any) -> dict[str, Any]:
    at = f"2026-07-03T10:{number:02}:00+08:00"
    return {"id": f"L{number}", "text": text, "nick": nick, "sender": nick, "room": "room-01", "at": at, **more}


def test_each_line_is_answered_with_the_agreed_fields(gridbot: Gridbot) -> None:
    code, out, _ = gridbot(
        "capture", "--jsonl", stdin=lines({"id": 7, "text": "我们小区停电了"}, {"id": "b", "text": "早"})
    )
    first, second = map(json.loads, out.splitlines())
    assert code == 0
    assert list(first) == list(second) == FIELDS
    assert (first["id"], first["captured"], first["service"], first["topic"]) == (7, True, "power", "E01")
    assert (second["id"], second["captured"], second["matter"], second["act"]) == ("b", False, None, "other")


def test_with_context_and_district_the_lines_belong_together(gridbot: Gridbot, tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text(write_district(a_district()), encoding="utf-8")
    rows = lines(
        a_row(1, "停电了吗？我家没电了", "3栋-王"), a_row(2, "5栋也停电了", "5栋-李"), a_row(3, "+1", "6栋-陈")
    )
    code, out, _ = gridbot("capture", "--jsonl", "--context", "--district", str(tmp_path / "d.yaml"), stdin=rows)
    made = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert len({m["matter"] for m in made}) == 1
    assert [(m["estate"], m["building"]) for m in made] == [("yt-xc", "3"), ("yt-xc", "5"), ("yt-xc", "6")]


def test_context_works_without_a_district(gridbot: Gridbot) -> None:
    rows = lines(a_row(1, "停电了吗？我家没电了", "3栋-王"), a_row(2, "5栋也停电了", "5栋-李"))
    made = [json.loads(line) for line in gridbot("capture", "--jsonl", "--context", stdin=rows)[1].splitlines()]
    assert made[0]["matter"] == made[1]["matter"] is not None


@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        ('{"id": 1, "text": "早"}\nnonsense', "<stdin>:2"),
        ('{"id": 1}', "<stdin>:1 text"),
        ("[1]", "<stdin>:1"),
        ('{"text": "早", "at": "noon"}', "<stdin>:1 at = 'noon'"),
    ],
)
def test_a_bad_line_is_named(gridbot: Gridbot, stdin: str, said: str) -> None:
    code, _, err = gridbot("capture", "--jsonl", stdin=stdin)
    assert code == 1
    assert said in err


def test_blank_lines_and_missing_keys_are_fine(gridbot: Gridbot) -> None:
    code, out, _ = gridbot(
        "capture", "--jsonl", stdin='{"text": "停水了吗"}\n\n{"text": "早", "at": "2026-07-03T10:00"}\n'
    )
    assert code == 0
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["1", "3"]


def test_chat_is_evaluated_with_the_agreed_figures(gridbot: Gridbot) -> None:
    code, out, _ = gridbot(
        "evaluate", "chat", str(DATA / "chat_dev.jsonl"), "--district", str(DATA / "district_dev.yaml")
    )
    figures = json.loads(out)
    assert code == 0
    assert figures["n"] == 1547
    assert figures["lines"]["f1"] > 0.7


def test_single_lines_are_evaluated(gridbot: Gridbot, tmp_path: Path) -> None:
    head = "id\tcapture\tservice\tact\turgency\tsource\ttext\n"
    rows = "1\tyes\tpower\tfault\tP12\tchat\t我们小区停电了\n2\tno\t-\t-\t-\tchat\t早上好\n3\tyes\tgas\tfault\tP0\ttipdm/x\t楼道有煤气味\n"
    (tmp_path / "g.tsv").write_text(head + rows, encoding="utf-8")
    figures = json.loads(gridbot("evaluate", "capture", str(tmp_path / "g.tsv"))[1])
    assert (figures["f1"], figures["p0_recall"], figures["letters"]["tp"], figures["n"]) == (1.0, "1/1", 1, 3)


def test_the_shipped_lexicon_is_sound(gridbot: Gridbot) -> None:
    code, out, _ = gridbot("lexicon", "check")
    assert code == 0
    assert "48 类" in out


def test_a_broken_lexicon_is_named_with_its_line(gridbot: Gridbot, tmp_path: Path) -> None:
    (tmp_path / "l.yaml").write_text('version: "1"\ntopics:\n  Q01: {name: x}\n', encoding="utf-8")
    code, _, err = gridbot("lexicon", "check", str(tmp_path / "l.yaml"))
    assert code == 1
    assert "l.yaml:3 topics.Q01" in err


@pytest.mark.parametrize("command", [("capture", "--jsonl"), ("notice", "parse", "--jsonl")])
def test_half_characters_and_broken_bytes_go_in_and_out(command: tuple[str, ...]) -> None:
    said = b'{"id": "a\\ud800", "text": "\\ud800\xff\xe5\x81\x9c\xe7\x94\xb5", "published_at": "2026-06-01T08:00"}\n'
    done = subprocess.run(
        [sys.executable, "-m", "bot", *command], input=said, capture_output=True, check=True, cwd=DATA.parent.parent
    )
    assert json.loads(done.stdout)["id"] == "a\ud800"


@pytest.mark.parametrize("line", ["[" * 100_000, '{"text": "停电", "at": "0001-01-01T00:00:00+08:00"}'])
def test_a_line_that_no_chat_would_have_is_named(gridbot: Gridbot, line: str) -> None:
    code, _, err = gridbot("capture", "--jsonl", stdin=line)
    assert code == 1
    assert "<stdin>:1" in err
