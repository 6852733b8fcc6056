"""wechaty works, and nothing of its side effects remains: seen from outside, on a process of its own."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from gateway_peer import TOKEN, GatewayPeer, fresh_gateway, gateway

from bot import wechat_compat
from bot.wechat_compat import Wechaty, WechatyOptions

__all__ = ["gateway"]
ROOT = Path(__file__).parent.parent
HEARD = "三栋今天又停水了"


@dataclass(slots=True)
class Run:
    """What one process did."""

    folder: list[str]
    touched: dict[str, Any]
    seconds_to_end: float
    code: int
    words: str = field(repr=False)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A child that connects, takes one message and is asked to end; its environment is full of traps."""
    peer, folder = fresh_gateway(), tmp_path_factory.mktemp("cwd")
    traps = {"TOKEN": "trap-token", "ENDPOINT": "127.0.0.1:1", "WECHATY_LOG": "debug", "WECHATY_LOG_FILE": "trap.log"}
    environment = {**os.environ, **traps, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    child = subprocess.Popen(
        [sys.executable, "-W", "error", str(ROOT / "tests" / "wechat_child.py"), peer.endpoint, TOKEN],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    first = child.stdout.readline()
    peer.say(HEARD, id="child-1")
    second = child.stdout.readline()
    asked = time.monotonic()
    child.terminate()
    out, err = child.communicate(timeout=10)
    ended = time.monotonic() - asked
    assert [first, second] == ["connected\n", "took child-1\n"], err
    touched = json.loads(out.splitlines()[-1])
    yield Run([p.name for p in folder.iterdir()], touched, ended, child.returncode, first + second + out + err)


@pytest.mark.gateway
def test_nothing_is_left_in_the_working_directory(run: Run) -> None:
    assert run.folder == []
    assert run.touched["files"] == []
    assert all(Path(folder).parts[-1].startswith("tmp") for folder in run.touched["folders"])


@pytest.mark.gateway
def test_no_port_is_opened_and_only_the_gateway_is_called(run: Run, gateway: GatewayPeer) -> None:
    assert set(run.touched["ports"]) <= {0}  # urllib3 asks at its import whether there is IPv6
    assert set(run.touched["peers"]) == {gateway.endpoint}


@pytest.mark.gateway
def test_no_token_and_no_words_of_a_message_are_written_to_any_log(run: Run) -> None:
    assert TOKEN not in run.words
    assert HEARD not in run.words
    assert "trap-token" not in run.words


@pytest.mark.gateway
def test_environment_and_log_handlers_are_as_they_were(run: Run) -> None:
    assert run.touched["unchanged"]


@pytest.mark.gateway
def test_it_ends_by_itself_within_two_seconds_of_being_asked(run: Run) -> None:
    assert run.code == 0
    assert run.seconds_to_end < 2.0


def test_loggers_of_wechaty_are_silent_and_others_are_not() -> None:
    for name in ("Wechaty", "PuppetService", "Contact", "Room", "Message", "Config", "wechaty.plugin"):
        assert not logging.getLogger(name).isEnabledFor(logging.CRITICAL), name
        assert not any(type(h) is logging.StreamHandler for h in logging.getLogger(name).handlers), name
    assert logging.getLogger("bot").isEnabledFor(logging.ERROR)


def test_options_of_wechaty_do_not_share_a_token() -> None:
    first, second = (WechatyOptions(puppet_options=wechat_compat.PuppetOptions()) for _ in range(2))
    first.puppet_options.token = "of the first"
    assert second.puppet_options.token is None
    assert Wechaty.__module__ == "wechaty.wechaty"
