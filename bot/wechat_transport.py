"""What is written to a gateway during one turn of the event loop leaves in one piece.

grpclib writes every frame by itself, and two frames a call are two system calls here and two wake-ups there; a few
messages are fetched at a time, so that most of them travel together.
"""

from __future__ import annotations

import asyncio
from typing import Any

from grpclib.client import Channel, Handler
from grpclib.protocol import H2Protocol


class Gathered:
    """As much of an asyncio transport as grpclib uses, over a real one."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Send it with everything else of this turn."""
        if not self._parts:
            self._loop.call_soon(self._send)
        self._parts.append(data)

    def close(self) -> None:
        """Send what was written, then hang up."""
        self._send()
        self._transport.close()

    def is_closing(self) -> bool:
        """Whether it has been hung up."""
        return bool(self._transport.is_closing())

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """As the transport below has it."""
        return self._transport.get_extra_info(name, default)

    def _send(self) -> None:
        data, self._parts = b"".join(self._parts), []
        if data and not self._transport.is_closing():
            self._transport.write(data)


class _Protocol(H2Protocol):
    """HTTP/2 over a gathered transport."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(Gathered(transport))  # type: ignore[arg-type]


class GatheringChannel(Channel):
    """A gRPC channel whose frames are gathered."""

    def _protocol_factory(self) -> H2Protocol:
        return _Protocol(Handler(), self._config, self._h2_config)
