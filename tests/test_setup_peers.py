"""What is said, and how it ends, when something that the tests need is missing."""

from __future__ import annotations

import pytest
from setup_peers import main


@pytest.fixture(autouse=True)
def _bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No program is there but Python."""
    monkeypatch.setenv("PATH", "")


def test_on_a_bare_machine_each_missing_peer_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main({}) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("：")[0] for line in lines] == ["pg", "gateway", "browser"]


@pytest.mark.parametrize("required", ["gateway", "pg,gateway", "browser, pg"])
def test_a_peer_that_is_required_and_missing_fails(required: str) -> None:
    assert main({"GRIDBOT_REQUIRE": required}) == 1


def test_what_is_there_is_not_missed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main({"GRIDBOT_TEST_PG": "postgresql://x", "GRIDBOT_REQUIRE": "pg"}) == 0
    assert "pg" not in capsys.readouterr().out


def test_a_name_that_nobody_knows_fails() -> None:
    assert main({"GRIDBOT_REQUIRE": "postgres"}) == 1
