"""A danger to life that shows only against what the room speaks of: half a sentence is enough (DOMAIN §3)."""

from __future__ import annotations

from keywords.look import Look

OUTAGE = 8 * 3600.0
"""For so many seconds somebody who lives by a machine is in danger after the last word of an outage."""
NOW = 1800.0
"""For so long fainting or smoke belongs to the trouble that the room spoke of last."""
_BREATH = frozenset({"G01", "G07", "G10", "E05", "X01", "W09"})
_WIRES = frozenset({"E01", "E02", "E03", "E04", "E06", "E09"})


def peril_of(look: Look) -> str | None:
    """The topic of the danger that a resident's line means here, None for none.

    A breathing machine during an outage, somebody fainting where there is gas or a lift is stuck, smoke where the
    power is failing.
    """
    if look.staff:
        return None
    moods, context = look.moods, look.context
    if "vital" in moods and context.outage is not None and context.outage_age <= OUTAGE:
        return "E01"
    hot = context.hot.topic if context.hot is not None and context.hot_age <= NOW else ""
    if "distress" in moods and hot in _BREATH:
        return hot
    return "E05" if "smoke" in moods and hot in _WIRES else None
