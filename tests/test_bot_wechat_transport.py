"""Frames that travel together, and headers that are packed once."""

from __future__ import annotations

import asyncio
from typing import Any

from hpack import Decoder, Encoder
from hypothesis import given
from hypothesis import strategies as st

from bot.wechat_transport import Gathered, Packer, Unpacker

_HEADERS = st.lists(
    st.tuples(st.sampled_from([":path", "te", "grpc-timeout", "date", "x"]), st.sampled_from(["a", "b", "c" * 90])),
    max_size=5,
)


class _Transport:
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return {"peername": ("127.0.0.1", 1)}.get(name, default)


def test_what_is_written_in_one_turn_leaves_in_one_piece() -> None:
    async def scene() -> list[bytes]:
        transport = _Transport()
        gathered = Gathered(transport)
        gathered.write(b"a")
        gathered.write(b"b")
        await asyncio.sleep(0)
        gathered.write(b"c")
        await asyncio.sleep(0)
        return transport.written

    assert asyncio.run(scene()) == [b"ab", b"c"]


def test_what_was_written_before_the_end_is_sent_and_nothing_after_it() -> None:
    async def scene() -> tuple[list[bytes], bool, Any]:
        transport = _Transport()
        gathered = Gathered(transport)
        gathered.write(b"last")
        gathered.close()
        gathered.write(b"too late")
        await asyncio.sleep(0)
        return transport.written, gathered.is_closing(), gathered.get_extra_info("peername")

    assert asyncio.run(scene()) == ([b"last"], True, ("127.0.0.1", 1))


@given(st.lists(st.one_of(_HEADERS, st.integers(0, 300)), max_size=30))
def test_blocks_are_the_same_as_without_a_memory(turns: list[Any]) -> None:
    plain, packer, unpacker, reader = Encoder(), Packer(), Unpacker(Decoder()), Decoder()
    for turn in turns:
        if isinstance(turn, int):
            if turn != plain.header_table_size:  # hpack forgets to tell a new size that is set twice
                plain.header_table_size = packer.header_table_size = turn
            continue
        block = packer.encode(turn)
        assert block == plain.encode(turn)
        assert unpacker.decode(block) == reader.decode(block)


def test_headers_that_come_again_are_packed_and_unpacked_without_work(monkeypatch: Any) -> None:
    packer, unpacker = Packer(), Unpacker(Decoder())
    headers = [(":path", "/x"), ("te", "trailers")]
    blocks = [packer.encode(headers) for _ in range(3)]
    read = [unpacker.decode(block) for block in blocks]
    assert blocks[1] == blocks[2]
    monkeypatch.setattr(Encoder, "encode", None)
    monkeypatch.setattr(Decoder, "decode", None)
    assert packer.encode(headers) == blocks[2]
    assert unpacker.decode(blocks[2]) == read[2]
