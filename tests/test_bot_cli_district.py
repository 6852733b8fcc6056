"""``gridbot district``, ``backup`` and ``restore`` as a person types them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import a_district

from bot.cli.main import main
from models.district import read_district, write_district

Gridbot = Callable[..., tuple[int, str, str]]


@pytest.fixture
def gridbot(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Gridbot:
    """Runs a command in a folder of its own: (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["gridbot", *words])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A good district file."""
    (tmp_path / "d.yaml").write_text(write_district(a_district()), encoding="utf-8")
    return "d.yaml"


def test_check_counts_a_good_file(gridbot: Gridbot, file: str) -> None:
    assert gridbot("district", "check", file) == (0, "d.yaml：7 个区域，4 个群，6 个成员单位，9 个人\n", "")


def test_check_names_file_line_and_value_of_each_mistake(gridbot: Gridbot, tmp_path: Path, file: str) -> None:
    text = (tmp_path / file).read_text(encoding="utf-8")
    (tmp_path / file).write_text(
        text.replace("kind: street", "kind: lane").replace("fallback: true", "fallback: maybe")
    )
    code, out, err = gridbot("district", "check", file)
    assert (code, out) == (1, "")
    assert "d.yaml:3 areas[1].kind = 'lane'" in err
    assert "'maybe'" in err


def test_a_file_that_is_not_there_is_one_line(gridbot: Gridbot) -> None:
    code, _, err = gridbot("district", "check", "none.yaml")
    assert (code, err.count("\n")) == (1, 1)
    assert "none.yaml" in err


def test_a_dry_run_says_what_would_change_and_changes_nothing(gridbot: Gridbot, file: str) -> None:
    code, out, _ = gridbot("district", "import", file, "--dry-run")
    assert code == 0
    assert "+ rooms room-01" in out
    assert "会改 32 处" in out
    assert gridbot("district", "export")[1].startswith("areas: []")


def test_importing_twice_changes_nothing_and_an_export_is_the_same_district(gridbot: Gridbot, file: str) -> None:
    assert "已改 32 处" in gridbot("district", "import", file)[1]
    assert gridbot("district", "import", file)[1] == "没有变化\n"
    assert read_district(gridbot("district", "export")[1], "export") == a_district()


def test_a_bad_file_changes_nothing(gridbot: Gridbot, tmp_path: Path, file: str) -> None:
    gridbot("district", "import", file)
    (tmp_path / "bad.yaml").write_text("areas: [")
    assert gridbot("district", "import", "bad.yaml")[0] == 1
    assert gridbot("district", "import", file)[1] == "没有变化\n"


def test_a_backup_is_restored_into_an_empty_store_and_over_a_full_one_only_by_force(
    gridbot: Gridbot, file: str
) -> None:
    gridbot("district", "import", file)
    assert gridbot("backup", "b.gz")[0] == 0
    assert gridbot("restore", "b.gz", "--store", "sqlite:///other.db")[0] == 0
    assert gridbot("district", "import", file, "--store", "sqlite:///other.db")[1] == "没有变化\n"
    code, _, err = gridbot("restore", "b.gz")
    assert (code, "--force" in err) == (1, True)
    assert gridbot("restore", "b.gz", "--force")[0] == 0
    assert gridbot("restore", "none.gz", "--force")[0] == 1


def test_a_word_too_many_is_a_matter_of_usage(gridbot: Gridbot) -> None:
    assert gridbot("district", "check")[0] == 2
    assert gridbot("backup", "a", "b")[0] == 2
