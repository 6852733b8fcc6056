"""How fast a program may ask."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

A_MINUTE, MOST = timedelta(minutes=1), 120


@dataclass
class Pace:
    """How fast each key may ask: ``MOST`` requests in any minute. Kept in this process: a restart forgives."""

    _asked: dict[str, deque[datetime]] = field(default_factory=dict)

    def wait(self, digest: str, now: datetime) -> float:
        """Seconds to wait before the next request is listened to; 0 when this one is, and it counts."""
        asked = self._asked.setdefault(digest, deque())
        while asked and asked[0] <= now - A_MINUTE:
            asked.popleft()
        if len(asked) >= MOST:
            return (asked[0] + A_MINUTE - now).total_seconds()
        asked.append(now)
        return 0.0
