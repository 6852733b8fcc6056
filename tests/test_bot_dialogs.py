"""Conversations as tests: silence where a line is expected fails, and so does a line too many."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from rehearsal import play_dialog

from models.store import Store

DIALOGS = sorted((Path(__file__).parent / "dialogs").glob("*.txt"))


@pytest.mark.parametrize("path", DIALOGS, ids=lambda p: p.stem)
def test_the_conversation_goes_as_written(store: Store, path: Path) -> None:
    faults = asyncio.run(play_dialog(store, path))
    assert not faults, "\n".join(faults)


def test_a_line_too_many_and_a_line_too_few_both_fail(store: Store, tmp_path: Path) -> None:
    script = tmp_path / "wrong.txt"
    script.write_text("09:00 room-01 3栋-张三：我家停水了\n> room-01：这句话机器人不会说\n", encoding="utf-8")
    faults = asyncio.run(play_dialog(store, script))
    assert any("没有在 room-01 说" in fault for fault in faults)
    assert any("多说了一句" in fault for fault in faults)
