"""The topic codes of the field (DOMAIN §3) and the service that each belongs to."""

from __future__ import annotations

from models.words import Service

_RANGES: dict[Service, tuple[str, tuple[int, ...]]] = {
    Service.POWER: ("E", tuple(range(1, 13))),
    Service.WATER: ("W", (*range(1, 10), *range(11, 15))),
    Service.GAS: ("G", tuple(range(1, 11))),
    Service.ROAD: ("R", tuple(range(1, 12))),
    Service.HEAT: ("H", (1,)),
    Service.OTHER: ("X", (1,)),
}

TOPIC_SERVICES: dict[str, Service] = {
    f"{letter}{number:02}": service for service, (letter, numbers) in _RANGES.items() for number in numbers
}
"""E01 → power, …, X01 → other."""
