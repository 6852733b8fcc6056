"""Facts of an estate that may differ by building: ``公变``, or ``公变, 9-12: 专变`` (DESIGN §5, issue 6 part 1)."""

from __future__ import annotations

from models.buildings import parse_buildings

RANGED = ("supply", "secondary_water", "property", "sewers", "lamps")


def parse_fact(text: str) -> list[tuple[tuple[str, ...], str]]:
    """What ``text`` says, as (buildings, value); () is every other building. ValueError names a range that is wrong.

    ``"property, 9-12: 无"`` gives ``[((), "property"), (("9", …, "12"), "无")]``; a part without a colon after a range
    goes on with that range's buildings only when it is one itself (``"1-4, 6: 专变"``).
    """
    found: list[tuple[tuple[str, ...], str]] = []
    open_range: list[str] = []
    for part in filter(None, (p.strip() for p in text.replace("，", ",").replace("：", ":").split(","))):
        buildings, colon, value = part.rpartition(":")
        if colon:
            found.append((parse_buildings(",".join([*open_range, buildings])), value.strip()))
            open_range = []
        elif _is_range(part):
            open_range.append(part)
        else:
            found.append(((), part))
    if open_range:
        raise ValueError(", ".join(open_range))
    return found


def _is_range(text: str) -> bool:
    try:
        return bool(parse_buildings(text))
    except ValueError:
        return False


def fact_at(text: str, buildings: tuple[str, ...] | None) -> str:
    """The value for these buildings (None: unknown); "" when they do not all have the same one, or when none is stated."""
    stated = parse_fact(text)
    rest = next((value for where, value in stated if not where), "")
    ranges = [(where, value) for where, value in stated if where]
    if buildings is None:
        return rest if not ranges or rest else ""
    values = {next((v for where, v in ranges if b in where), rest) for b in buildings} or {rest}
    return values.pop() if len(values) == 1 else ""


def values_of(text: str) -> list[str]:
    """Every value that a fact may have somewhere."""
    return [value for _, value in parse_fact(text)]
