"""HTTP/2 to a gateway, made cheap for a thousand calls that are all alike.

grpclib writes every frame by itself, and two frames a call are two system calls here and two wake-ups there: what is
written during one turn of the event loop leaves in one piece. And the headers of one call after the other are the same:
they are packed and unpacked once, for as long as the table that HPACK (RFC 7541) numbers them by does not change.
"""

from __future__ import annotations

import asyncio
from typing import Any

from grpclib.client import Channel, Handler
from grpclib.protocol import H2Protocol
from hpack import Decoder, Encoder
from hpack.table import HeaderTable

_MOST = 64  # different blocks of headers that are remembered


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


class _Table(HeaderTable):
    """HPACK's table; ``turns`` counts its entries, those that fell out included."""

    def __init__(self) -> None:
        super().__init__()
        self.turns = 0

    def add(self, name: bytes, value: bytes) -> None:
        self.turns += 1
        super().add(name, value)

    @property
    def state(self) -> tuple[int, int]:
        """Equal as long as every number means what it meant."""
        return self.turns, self.maxsize


class Packer(Encoder):
    """Packs a block of headers once, while the table stays what it was."""

    def __init__(self) -> None:
        super().__init__()
        self.header_table = self._table = _Table()
        self._known: dict[Any, tuple[tuple[int, int], bytes]] = {}

    def encode(self, headers: Any, huffman: bool = True) -> bytes:
        """The block; the same bytes as without a memory."""
        headers, before, resized = tuple(headers), self._table.state, bool(self.table_size_changes)
        known = self._known.get(headers)
        if known and known[0] == before and not resized:
            return known[1]
        packed: bytes = super().encode(headers, huffman)
        if before == self._table.state and not resized:
            _remember(self._known, headers, (before, packed))
        return packed


class Unpacker(Decoder):
    """Unpacks a block of headers once, while the table stays what it was."""

    def __init__(self, like: Decoder) -> None:
        super().__init__(like.max_header_list_size)
        self.max_allowed_table_size = like.max_allowed_table_size
        self.header_table = self._table = _Table()
        self._known: dict[Any, tuple[tuple[int, int], tuple[Any, ...]]] = {}

    def decode(self, data: Any, raw: bool = False) -> Any:
        """The headers; the same as without a memory."""
        block, before = (bytes(data), raw), self._table.state
        known = self._known.get(block)
        if known and known[0] == before:
            return list(known[1])
        headers = super().decode(data, raw)
        if before == self._table.state:
            _remember(self._known, block, (before, tuple(headers)))
        return headers


def _remember(known: dict[Any, Any], key: Any, value: Any) -> None:
    if len(known) >= _MOST:
        known.clear()
    known[key] = value


class _Protocol(H2Protocol):
    """HTTP/2 over a gathered transport."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(Gathered(transport))  # type: ignore[arg-type]
        inner = self.connection._connection
        inner.encoder, inner.decoder = Packer(), Unpacker(inner.decoder)


class GatheringChannel(Channel):
    """A gRPC channel whose frames are gathered."""

    def _protocol_factory(self) -> H2Protocol:
        return _Protocol(Handler(), self._config, self._h2_config)
