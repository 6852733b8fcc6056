"""Places that are named outside the sentences: feeder lines, exceptions in brackets, those who are spoken to, titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from notices.clauses import REASON, sentences, split
from notices.lists import items
from notices.places import kind_of

Span = tuple[int, int]

_LINE = re.compile(
    r"(?:(?<=[对将为,。:;\s◇(、/|于因])|^)(?P<line>(?![因为关将对])[\u4e00-\u9fff]{0,8}?(?<!\d)(?:10|20|35|6)\s*(?:[kK][vV]|千伏)[^,。;:()、\n◇\s|]{1,16}?(?:[线回](?![路缆])(?:#\d+(?:-#\d+)?杆(?:后段)?|[^,。;:、\n◇\s|]{0,6}?(?:公变|环网柜以下|环网柜|支线))?|母线))"
)
_TRANSFORMER = re.compile(r"(?P<line>[\u4e00-\u9fff\d]{2,10}公变)")
_OUT = re.compile(
    r"\((?P<out>[^()]{1,24}?)(?:除外|不停[水电气]?|已拆[^()]*|不计|不在[^()]{0,8})\)|\((?:不含|不包括|除)(?P<but>[^()]{1,24}?)(?:外)?\)"
)
_EXCEPT = re.compile(r"(?:^|(?<=[,。;:\s◇]))除了?(?P<out>[^,。;()\n]{2,40}?)(?:以|之)?外(?=,)")
_DEAR = re.compile(r"尊敬的(?P<who>[^,。:\n]{2,40}?)的?(?:用户|客户|业主|居民|住户)(?:朋友)?(?:们)?[,:!]")
_SPOKEN_TO = re.compile(
    r"(?:^|[\n。!】])\s*(?:各位)?(?P<who>[\u4e00-\u9fff\d]{2,12}?)(?:的(?:各位|[\u4e00-\u9fff]{0,2}(?:邻居|街坊|住户|居民|业主|叔叔阿姨|注意))|租户|(?<!的)业主|的(?=,)|:)"
)
_TITLE_PLACE = re.compile(
    r"关于(?:对|实施|开展)?(?P<place>[^,。\n]{2,24}?)(?:改建|改造|大修|施工|全?封闭|实行|实施|临时|停[水电气]|碰接)"
)
_COUNTED = re.compile(r"(?P<b>(?:[A-Z]?\d{1,3}[、,和]){0,20}[A-Z]?\d{1,3}(?:号楼|幢|栋|#楼))(?!以上|楼道)")


def lines(plain: str) -> Iterator[Span]:
    """Feeder lines of 6 to 35 kV and public transformers; 110 kV stations are causes, not areas."""
    for pattern in (_LINE, _TRANSFORMER):
        yield from (m.span("line") for m in pattern.finditer(plain))


def left_out(plain: str) -> Iterator[Span]:
    """What a bracket excepts, ``（7幢除外）``, ``（不含道路两侧）``; and what a clause does: ``除3号楼、4号楼外，…``."""
    for m in _OUT.finditer(plain):
        span = m.span("out" if m["out"] else "but")
        if kind_of(plain[slice(*span)]) or re.search(r"\d", plain[slice(*span)]):
            yield span
    for m in _EXCEPT.finditer(plain):
        yield from (s for s in items(plain, *m.span("out")) if kind_of(plain[s[0] : s[1]]))


def without_exception(plain: str, a: int, b: int) -> int:
    """The end of the item without a closing bracket that excepts something."""
    m = _OUT.search(plain, a, b)
    return m.start() if m and m.end() == b and m.start() > a and not m[0].startswith("(不含道路") else b


def spoken_to(plain: str) -> Iterator[Span]:
    """Whom a post addresses, where it names no place besides: ``东塘里的邻居们，…``."""
    if dear := _DEAR.search(plain[:200]):
        named = [s for s in items(plain, *dear.span("who")) if kind_of(plain[s[0] : s[1]])]
        if named:
            yield from named
            return
    m = _SPOKEN_TO.search(plain[:80])
    if m and kind_of(m["who"]) in ("estate", "town_or_district", "building_range"):
        yield m.span("who")


def counted(plain: str) -> Iterator[Span]:
    """Building numbers anywhere but in causes and advice."""
    for start, end, _ in sentences(plain):
        for a, b in split(plain, start, end):
            if not REASON.match(plain[a:b]):
                yield from (m.span("b") for m in _COUNTED.finditer(plain, a, b))


def titled(plain: str) -> Iterator[Span]:
    """The place of a title: ``关于严桥至九梓公路改建工程封闭交通施工的通告``."""
    m = _TITLE_PLACE.search(plain[:80])
    if m:
        yield from (s for s in items(plain, m.start("place"), m.end("place")) if kind_of(plain[s[0] : s[1]]))
