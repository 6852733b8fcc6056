"""The store: one database, one thread, one transaction a use case."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import StatementError

from models.errors import StoreFailed
from models.store.engine import make_engine, only_writer, wipe
from models.store.failures import as_failure, is_busy
from models.store.schema import bring_up
from models.store.tx import Tx, tx_on

P = ParamSpec("P")
T = TypeVar("T")
UseCase = Callable[Concatenate[Tx, P], T]


class Store:
    """Runs use cases: each gets a ``Tx``, and all that it does stands when it returns or falls when it raises.

    A use case may be run again from its start when somebody else held the database, so it does nothing but read and
    write its ``Tx``. What goes wrong in the database comes out as StoreFailed.
    """

    def __init__(self, engine: Engine, *, tries: int = 3, pause: Callable[[float], None] = time.sleep) -> None:
        self._engine = engine
        self._tries, self._pause = tries, pause
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    @classmethod
    def open(
        cls, url: str, *, patience: float = 2.0, tries: int = 3, pause: Callable[[float], None] = time.sleep
    ) -> Self:
        """Open ``sqlite:///var/gridbot.db`` or ``postgresql+psycopg://…`` and bring its schema up; StoreFailed.

        A use case waits ``patience`` seconds for another writer, ``tries`` times, with a ``pause`` between.
        """
        store = cls(make_engine(url, patience=patience), tries=tries, pause=pause)
        try:
            store._thread.submit(store._prepare).result()
        except StoreFailed:
            store.close()
            raise
        return store

    async def run(self, use_case: UseCase[P, T], /, *args: P.args, **kw: P.kwargs) -> T:
        """Run a use case in one transaction and await it."""
        return await asyncio.wrap_future(self._submit(use_case, *args, **kw))

    def call(self, use_case: UseCase[P, T], /, *args: P.args, **kw: P.kwargs) -> T:
        """The same, blocking: for the command line and tests."""
        return self._submit(use_case, *args, **kw).result()

    async def wipe(self, *, most: int) -> str:
        """Overwrite what was deleted where the database still holds its bytes (``engine.wipe``); how. StoreFailed."""
        return await asyncio.wrap_future(self._thread.submit(self._wipe, most))

    def wipe_now(self, *, most: int) -> str:
        """The same, blocking."""
        return self._thread.submit(self._wipe, most).result()

    def _wipe(self, most: int) -> str:
        try:
            return wipe(self._engine, most)
        except StatementError as error:
            raise as_failure(error) from error

    def close(self) -> None:
        """Wait for what runs, and let the database go."""
        self._thread.shutdown()
        self._engine.dispose()

    def _submit(self, use_case: UseCase[P, T], /, *args: P.args, **kw: P.kwargs) -> Future[T]:
        once = partial(self._once, use_case, *args, **kw)
        try:
            return self._thread.submit(self._patiently, once)
        except RuntimeError as error:
            raise StoreFailed("the store is closed", retry=False) from error

    def _patiently(self, once: Callable[[], T]) -> T:
        """Try a few times while somebody else holds the database."""
        for attempt in range(1, self._tries):
            try:
                return once()
            except StatementError as error:
                if not is_busy(error):
                    raise as_failure(error) from error
                self._pause(0.05 * 2**attempt)
        return self._last(once)

    def _last(self, once: Callable[[], T]) -> T:
        try:
            return once()
        except StatementError as error:
            raise as_failure(error) from error

    def _once(self, use_case: UseCase[P, T], /, *args: P.args, **kw: P.kwargs) -> T:
        with self._engine.begin() as conn:
            only_writer(conn)
            return use_case(tx_on(conn), *args, **kw)

    def _prepare(self) -> None:
        self._patiently(self._bring_up)

    def _bring_up(self) -> None:
        with self._engine.begin() as conn:
            only_writer(conn)
            bring_up(conn)
