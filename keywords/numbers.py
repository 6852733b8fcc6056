"""Building, unit and room numbers as residents write them, in a text or in a nickname."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.buildings import building_key

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_N = r"(?:[a-f]?\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_B = r"(?:栋|幢|号楼|#楼|#|座|棟|号院|橦)"
_SEP = r"(?:\s?[、,，和及跟与]\s?|\s)"
_SPAN = r"(?:-|—|–|~|～|至|到)"
_LIST = re.compile(rf"(?<![\d.那这哪整每同-])((?:{_N}{_B}?(?:{_SEP}|\s?{_SPAN}\s?)){{0,30}}{_N})\s?{_B}")
_MINE = re.compile(rf"(?:我们?|咱们?|俺们?|这|本)(?:家|这|住|在|是)*({_N}){_B}")
_FLOOR_BUILDING = re.compile(rf"(?<!\d)({_N})楼(?:{_N}|一|二|三|四|五|六)(?:单元|门)")
_BESIDE = re.compile(r"^(?:旁|边上|对面|隔壁|附近|那边|东边|西边|南边|北边|不受|不停|不在|除外|正常)")
_ALL = re.compile(r"^(?:都|全|楼|人)")
_PIECES = re.compile(rf"({_N}){_B}?\s?(?:{_SPAN}\s?({_N}))?")
_UNIT = re.compile(r"(\d{1,2}|[一二三四五六])\s?(?:单元|门洞)")
_FLAT = re.compile(r"(?<![\d.:])(\d{3,4})(?:室|(?![\d.:年元块度v%米]))")
_WHOLE = re.compile(r"整个小区|全小区|全部小区|小区全|整小区|所有楼")

_NICK_DASHED = re.compile(
    r"(?<![\d#])([a-f]?\d{1,3})\s?[-－—_]\s?(?:(\d{1,2})\s?[-－—_]\s?)?(\d{3,4}|[a-z]\d{1,3})(?!\d)"
)
_NICK_BUILDING = re.compile(rf"(?<!\d)({_N})\s?(?:栋|幢|号楼|#|座|橦)\s?(\d{{3,4}})?")
_NICK_FLOOR = re.compile(r"(?<!\d)(\d{1,2}|[一二三四五六七八九十]{1,3})楼(?!栋?长)")
_NICK_UNIT = re.compile(r"(?<!\d)(\d{1,2})\s?[-－—]\s?(\d)(?!\d)")
_NICK_LEAD = re.compile(r"^(?:[^\W\d_]{1,4}[-－]?)?(\d{1,2})\s?[-－—_](?=[^\W\d_])")
_NICK_TAIL = re.compile(r"(?:^|[-－])[^\W\d_]{2,6}(\d{1,2})$")
_NICK_NUMBER = re.compile(r"(?<!\d)(\d{1,2})号(?!群|线|院)")
_NICK_HEAD = re.compile(r"^\s?[-－]?(\d{1,2})(?!\d)(?!群|期|号线)")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Building (``"3"``, ``"5-12"``, ``"6,7"``), stairwell and flat, as far as they are said."""

    building: str | None = None
    unit: str | None = None
    flat: str | None = None
    whole: bool = False


def arabic(numeral: str) -> str:
    """``十二`` → ``12``; digits stay (without leading zeros)."""
    if numeral[-1:].isdigit():
        return numeral.lstrip("0") or numeral
    tens, _, ones = numeral.rpartition("十") if "十" in numeral else ("", "", numeral)
    value = _DIGITS.get(ones, 0) + (10 * _DIGITS.get(tens, 1) if "十" in numeral else 0)
    return str(value)


def in_text(text: str) -> Numbers:
    """The numbers that a message names; a building *beside* which something is, is none."""
    if _WHOLE.search(text):
        return Numbers(whole=True)
    return Numbers(_building_in(text), _first(_UNIT, text), _flat_in(text))


def _building_in(text: str) -> str | None:
    if mine := _MINE.search(text):
        return arabic(mine[1])
    found: list[str] = []
    for match in _LIST.finditer(text):
        if not _BESIDE.match(text[match.end() :]) and not (match[1] == "一" and _ALL.match(text[match.end() :])):
            found += _expand(match[1])
    if not found and (floor := _FLOOR_BUILDING.search(text)):
        found = [arabic(floor[1])]
    if not found and (dashed := _NICK_DASHED.search(text)):
        found = [arabic(dashed[1])]
    return written(found)


def _expand(piece: str) -> list[str]:
    found: list[str] = []
    for match in _PIECES.finditer(piece):
        first, last = arabic(match[1]), arabic(match[2]) if match[2] else ""
        if last.isdigit() and first.isdigit() and int(first) < int(last) <= int(first) + 60:
            found += [str(n) for n in range(int(first), int(last) + 1)]
        else:
            found += [first, last] if last else [first]
    return found


def written(buildings: list[str]) -> str | None:
    """A set of buildings in the one way it is written: ``3``, ``6,7``, ``14-18`` (three or more in a row)."""
    names = sorted(set(buildings), key=building_key)
    if not names:
        return None
    runs: list[list[str]] = []
    for name in names:
        if runs and name.isdigit() and runs[-1][-1].isdigit() and int(name) == int(runs[-1][-1]) + 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    return ",".join(f"{r[0]}-{r[-1]}" if len(r) > 2 else ",".join(r) for r in runs)


def _flat_in(text: str) -> str | None:
    if match := _NICK_DASHED.search(text):
        return match[3]
    return match[1] if (match := re.search(r"(?<![\d.])(\d{3,4})室", text)) else None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return arabic(match[1]) if match else None


def after_name(rest: str) -> Numbers:
    """The numbers of what follows an estate's name in a nickname: ``二村11果果妈`` → 11."""
    found = in_nick(rest)
    if found.building is None and (match := _NICK_HEAD.search(rest)):
        return Numbers(arabic(match[1]))
    return found


def in_nick(nick: str) -> Numbers:
    """The numbers of a nickname: ``3-2-601`` is building 3, stairwell 2, flat 601; ``黄叔7栋``, ``银杏5-老梁``, ``8#1203``."""
    if match := _NICK_BUILDING.search(nick):
        rest = nick[match.end(1) :]
        dashed = _NICK_DASHED.search(nick)
        flat = match[2] or (dashed[3] if dashed and dashed[1] == match[1] else None)
        return Numbers(arabic(match[1]), _first(_UNIT, rest), flat)
    if match := _NICK_DASHED.search(nick):
        return Numbers(arabic(match[1]), match[2], match[3])
    for pattern in (_NICK_UNIT, _NICK_LEAD, _NICK_FLOOR, _NICK_NUMBER, _NICK_TAIL):
        if match := pattern.search(nick):
            unit = match[2] if pattern is _NICK_UNIT else _first(_UNIT, nick)
            return Numbers(arabic(match[1]), unit)
    return Numbers()
