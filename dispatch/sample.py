"""Who is asked for a rating when many heard of one trouble: a sample, not a storm. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from math import ceil


def sampled(items: Sequence[str], share: float, salt: str) -> tuple[str, ...]:
    """A ``share`` of the items (0–1, at least one unless it is 0), the same for the same ``salt`` in whatever order."""
    wanted = ceil(share * len(set(items)))
    return tuple(
        sorted(set(items), key=lambda item: blake2b(f"{salt} {item}".encode(), digest_size=8).digest())[:wanted]
    )
