"""Where a line speaks of: estate from text, nickname and room; building, stairwell and flat from text, else nickname."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind
from rapidfuzz import fuzz, process

from keywords.normalise import simplified
from keywords.numbers import Numbers, after_name, in_nick, in_text
from keywords.sounds import sound
from models.areas import Area, District
from models.words import AreaKind

_STREETS = re.compile(r"^(?:路|街|大道|桥|站|厂|线|村委|小学|幼儿园|公园|市场|中学|派出所)")
_ABOUT_US = re.compile(r"我们|我家|我这|咱|就我|俺|轮到")
_NEXT_DOOR = re.compile(
    r"(?:隔壁|对面|旁边|边上|附近)(?:的|那个|那)?(?:小区|院子|市(?![政场民])|县|区(?![域块])|镇|乡|村(?![委口里]))"
)
"""A place beside the room's that is not named: 隔壁小区停水了."""
_BESIDE_WORD = re.compile(r"(?:隔壁|对面|旁边)(?:的|那个)?(\w\w)")
_BESIDE = re.compile(r"(?:隔壁|对面|旁边|附近)(?:的|那个)?$")
_ANOTHER_ROW = re.compile(r"(?:[前后对旁左右东西南北][面边头]?|隔壁)(?:的|那|这|一){1,3}[排栋幢座]")
"""Not the speaker's own building and none with a number: 后面那排."""
_STAFF_NICK = re.compile(
    r"网格|物业|供电|燃气|水务|供水|市政|社区|管家|客服|书记|调度|热力|抢修|服务站|街道|养护|居委|派出所|网格员|城管|供热"
)
_RESIDENT_NICK = re.compile(r"楼长|楼栋长|栋长|单元长|业委会|监督|志愿")
CLOSE = 86
"""How alike (0–100) a nickname's first word must sound to an estate's name to be taken for a slip of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line is about; ``other`` says that the text names an estate that the room does not serve."""

    estate: str | None
    numbers: Numbers
    other: bool = False
    by: str = ""
    roads: frozenset[str] = frozenset()


class Gazetteer:
    """The names of one district, ready to be found in texts and nicknames."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._names: dict[str, str] = {}
        for area in district.areas:
            if area.kind is AreaKind.ESTATE:
                for name in (area.name, *area.aliases):
                    if len(name) > 1:
                        self._names.setdefault(name.translate(simplified()).lower(), area.code)
        self._halves: dict[str, set[str]] = {}
        for name, code in self._names.items():
            self._halves.setdefault(name[:2], set()).add(code)
        self._list = list(self._names)
        self._finder = AhoCorasick(self._list, matchkind=MatchKind.LeftmostLongest) if self._list else None
        self._roads = sorted({r.translate(simplified()).lower() for a in district.areas for r in a.roads})
        self._road_finder = AhoCorasick(self._roads, matchkind=MatchKind.LeftmostLongest) if self._roads else None
        self._rooms: dict[str, tuple[str, ...]] = {}
        self._in_nick = lru_cache(maxsize=4096)(self._read_nick)
        self._sounds_of = lru_cache(maxsize=256)(self._find_sounds)

    def staffed(self, nick: str) -> bool:
        """Whether a nickname is that of somebody on duty (网格员…, …物业) and not of a resident."""
        return bool(_STAFF_NICK.search(nick)) and not _RESIDENT_NICK.search(nick)

    def locate(self, text: str, nick: str, room: str) -> Place:
        """The place of a line of ``nick`` in ``room`` (an id; unknown rooms serve nothing)."""
        own = self._own(room)
        said = self._in_text(text, own)
        if not said and self._is_next_door(text, own):
            return Place(None, in_text(text), other=True, by="别处", roads=self._roads_in(text))
        nick_estate, nick_numbers = self._in_nick(nick, own)
        numbers = in_text(text)
        road = self._by_road(text, own) if len(own) > 1 and not said else None
        estate = said or self._only(own) or road or (nick_estate if nick_estate in own or not own else None)
        other = bool(said) and bool(own) and said not in own
        at_home = not other and not _ANOTHER_ROW.search(text) and self._is_home(said, nick_estate)
        if numbers.building is None and not numbers.whole and at_home:
            numbers = Numbers(
                nick_numbers.building, numbers.unit or nick_numbers.unit, numbers.flat or nick_numbers.flat
            )
        by = "文字" if said else "群" if self._only(own) else "昵称" if estate else ""
        return Place(estate or self._wide(room), self._valid(estate, numbers), other, by, self._roads_in(text))

    def _is_next_door(self, text: str, own: tuple[str, ...]) -> bool:
        """Whether a text says that it is about a place beside the room's: 隔壁小区, or by half a name, 隔壁凤麓."""
        if _NEXT_DOOR.search(text):
            return True
        beside = _BESIDE_WORD.search(text)
        named = self._halves.get(beside[1], set()) if beside else set()
        return bool(named) and named.isdisjoint(own)

    def _roads_in(self, text: str) -> frozenset[str]:
        if self._road_finder is None:
            return frozenset()
        return frozenset(self._roads[n] for n, _, _ in self._road_finder.find_matches_as_indexes(text))

    def _own(self, room: str) -> tuple[str, ...]:
        return self._rooms.setdefault(room, self._district.room_estates(room)) if room in self._district.room else ()

    def _by_road(self, text: str, own: Sequence[str]) -> str | None:
        """The one estate of the room along a road that the text names."""
        found = {e for e in own for road in self._district.area[e].roads if road in text}
        return found.pop() if len(found) == 1 else None

    @staticmethod
    def _only(estates: Sequence[str]) -> str | None:
        return estates[0] if len(estates) == 1 else None

    @staticmethod
    def _is_home(estate: str | None, nick_estate: str | None) -> bool:
        return nick_estate is None or estate is None or nick_estate == estate

    def _wide(self, room: str) -> str | None:
        """The community that a room serves as a whole."""
        found = self._district.room.get(room)
        area = self._district.area.get(found.areas[0]) if found and len(found.areas) == 1 else None
        return area.code if area and area.kind is AreaKind.COMMUNITY else None

    def _in_text(self, text: str, own: Iterable[str]) -> str | None:
        if self._finder is None:
            return None
        found: list[str] = []
        for n, start, end in self._finder.find_matches_as_indexes(text):
            code = self._names[self._list[n]]
            if not _STREETS.match(text[end:]) and (code in own or _named(text, start, end)):
                found.append(code)
        if own and _ABOUT_US.search(text):
            found = [c for c in found if c in own]
        return next((c for c in found if c in own), found[0] if found else None)

    def _read_nick(self, nick: str, own: tuple[str, ...]) -> tuple[str | None, Numbers]:
        if self.staffed(nick):
            return None, Numbers()
        plain = nick.translate(simplified()).lower()
        hits = self._finder.find_matches_as_indexes(plain) if self._finder else []
        if not hits:
            return self._slip(plain, own), in_nick(plain)
        word, _, end = hits[0]
        rest = after_name(plain[end:])
        return self._names[self._list[word]], rest if rest.building else in_nick(plain)

    def _slip(self, nick: str, own: tuple[str, ...]) -> str | None:
        """The estate of the room whose name a nickname misspells; the sound decides."""
        head = re.split(r"[\d\s\-_·.]", nick, maxsplit=1)[0]
        names, sounds = self._sounds_of(own) if len(head) > 2 and len(own) > 1 else ((), ())
        best = process.extractOne(sound(head), sounds, scorer=fuzz.ratio, score_cutoff=CLOSE)
        return self._names[names[best[2]]] if best else None

    def _find_sounds(self, own: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names of some estates, and what they sound like."""
        names = tuple(name for name in self._list if self._names[name] in own)
        return names, tuple(sound(name) for name in names)

    def _valid(self, estate: str | None, numbers: Numbers) -> Numbers:
        area: Area | None = self._district.area.get(estate or "")
        if area is None or not area.buildings or numbers.building is None:
            return numbers
        if re.split(r"[,-]", numbers.building)[0] in area.buildings:
            return numbers
        return Numbers(None, numbers.unit, numbers.flat, numbers.whole)


def _named(text: str, start: int, end: int) -> bool:
    """A short alias of another estate counts only when it is plainly a place (``名都那边``, ``气象3栋``, ``隔壁凤麓``)."""
    return (
        end - start > 2
        or bool(_BESIDE.search(text[:start]))
        or bool(re.match(r"^(?:[\d一二三四五六七八九十]|那边|那儿|小区|苑|也|全|都|停|亮|没|黑|好像|的)", text[end:]))
    )
