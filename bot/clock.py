"""The practice clock: it stands, jumps forward, or runs. Never backwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta


class PracticeClock:
    """``elapsed`` gives seconds of a monotonic counter; the clock stands at ``start`` (aware UTC) until ``run``."""

    def __init__(self, start: datetime, elapsed: Callable[[], float]) -> None:
        self._base, self._elapsed = start, elapsed
        self._since: float | None = None

    def now(self) -> datetime:
        """The moment that this clock shows, aware UTC."""
        if self._since is None:
            return self._base
        return self._base + timedelta(seconds=self._elapsed() - self._since)

    def move(self, to: datetime) -> None:
        """Jump to ``to``; an earlier moment is ignored."""
        self._base = max(self.now(), to)
        if self._since is not None:
            self._since = self._elapsed()

    def run(self) -> None:
        """Go on in real time from where the clock stands."""
        self._since = self._elapsed()
