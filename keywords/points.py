"""哪里有水, 避难所在哪, 安置点: whether somebody asks where there is water or shelter. Pure.

Only while an emergency state stands is such a line answered; else it is read like any other.
"""

from __future__ import annotations

import re

from models.emergency import SHELTER, WATER

_LONGEST = 30
_WHERE = r"(?:哪里|哪儿|哪边|哪|在哪里?|什么地方|啥地方)"
_ASK = re.compile(r"哪|在什么地方|啥地方|有没有|有吗|有么|[吗么呢?？]$|怎么去|位置")
_KINDS = {
    WATER: re.compile(
        rf"{_WHERE}.{{0,4}}?(?:有|能|可以)?.{{0,3}}?(?:接水|打水|取水|领水|送水车|有水)"
        r"|(?:取水点|送水点|供水点|接水点|送水车|水车)"
    ),
    SHELTER: re.compile(
        r"(?:避难|安置|避险|庇护)(?:所|点|场所|的地方)?|(?:去|到|住)(?:哪|什么地方).{0,3}?(?:躲|避|住)"
    ),
}
_NOT = re.compile(r"喝水|水果|开水|热水|水电费|充值")


def asked_points(text: str) -> tuple[str, ...]:
    """The kinds of points (water, shelter) that a line asks for; () when it asks for none."""
    line = text.strip()
    if len(line) > _LONGEST or _NOT.search(line) or not _ASK.search(line):
        return ()
    return tuple(kind for kind, pattern in _KINDS.items() if pattern.search(line))
