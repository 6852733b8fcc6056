"""What the sender writes."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from outbox_bench import NOON, Bench

from bot.duerows import save_surely
from models.errors import StoreFailed
from models.store import Store
from models.words import Delivery


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


def test_a_text_that_was_said_is_written_down_even_if_the_store_was_locked_then(bench: Bench) -> None:
    bench.put("a")
    calls: list[int] = []

    class Locked:
        """The store, locked once when something is to be written."""

        async def run(self, use_case: Any, /, *args: Any, **kw: Any) -> Any:
            calls.append(1)
            if len(calls) == 1:
                raise StoreFailed("database is locked", retry=True)
            return await bench.store.run(use_case, *args, **kw)

    row = bench.row("a").evolve(status=Delivery.SENT, sent_at=NOON)
    asyncio.run(save_surely(Locked(), [row], pause=0))  # type: ignore[arg-type]
    assert bench.row("a").status is Delivery.SENT
