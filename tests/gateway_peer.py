"""A real wechaty gateway (``tests/gateway``) as a process that can be killed, stopped and asked what it saw."""

from __future__ import annotations

import atexit
from functools import cache

import pytest
from setup_peers import GATEWAY

from bot.cli.bench_peers import TOKEN, Gateway, free_port

__all__ = ["TOKEN", "GatewayPeer", "free_port", "fresh_gateway", "gateway"]


class GatewayPeer(Gateway):
    """The gateway of this folder."""

    def __init__(self) -> None:
        super().__init__(GATEWAY)


@cache
def _peer() -> GatewayPeer:
    """The gateway of this process, for all its tests; it goes with the process."""
    peer = GatewayPeer()
    atexit.register(peer.kill)
    return peer


def fresh_gateway() -> GatewayPeer:
    """The gateway, running, without faults and with nothing sent yet."""
    peer = _peer()
    peer.start()
    peer.ask("reset")
    return peer


@pytest.fixture
def gateway() -> GatewayPeer:
    """As ``fresh_gateway``."""
    return fresh_gateway()
