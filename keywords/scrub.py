"""A line as an example: without names, numbers and addresses, but still of the same kind (3栋停水了 → 0栋停水了).

The second reader sees every number as 0 anyway, so nothing is lost that it learns from. What cannot be known from one
line, a full name that nothing introduces, is found only where the district or the speaker's own nickname has it.
"""

from __future__ import annotations

import re
import unicodedata

from ahocorasick_rs import AhoCorasick, MatchKind

from keywords.normalise import simplified, whole
from models.areas import District
from models.words import AreaKind

SOMEONE, SOMEWHERE, ROAD, ID = "某人", "某小区", "某路", "某号"
LONGEST = 300
"""How many characters of a line an example holds."""

_LONGEST_WORD = 4
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文施耿鲁齐严倪殷季柳"
)
_NAME = rf"(?:欧阳|司马|上官|诸葛|[{_SURNAMES}])"
_TITLE = (
    "师傅|师父|主任|书记|站长|经理|队长|所长|阿姨|叔叔?|大爷|大妈|大姐|大哥|奶奶|爷爷|姐|哥|老师|医生|先生|女士|嫂|伯|婶"
    "|工(?![作程地资人具期业厂序])|总(?![是共数])"
)
_TITLED = re.compile(rf"[老小阿]?(?!施工){_NAME}[\u4e00-\u9fa5]{{0,2}}?(?:{_TITLE})")
_FAMILIAR = re.compile(rf"[老小阿](?!高层|方法|白菜|黄车|钱包|江湖|石子|田园){_NAME}(?![\u4e00-\u9fa5]?[路街区栋楼])")
_INTRODUCED = re.compile(
    rf"(?P<by>我是|我叫|名叫|姓名|联系人|户主|房东|租客|业主)[:：是]?\s?{_NAME}[\u4e00-\u9fa5]{{1,2}}"
)
_NAMED = re.compile(r"@(?P<who>[^@\u2005\n]{1,64})\u2005|@(?P<word>[^\s@,，。!！?？:：]{1,20})\s?")
_ON_DUTY = re.compile(r"网格|物业|供电|燃气|水务|供水|市政|社区|管家|客服|书记|师傅|主任|热力|维修|所有人")
_LINK = re.compile(r"(?:https?://|www\.)[^\s\u4e00-\u9fa5]+|[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,64}")
_LATIN = re.compile(r"[A-Za-z0-9_\-]{3,}")
_SPOKEN = re.compile(
    r"[〇零一二三四五六七八九十百两]+(?=\s?(?:栋|幢|橦|号|座|单元|门|楼|层|室|户|期|弄|巷))|[〇零一幺二三四五六七八九]{3,}"
)
_DIGITS = re.compile(r"\d[\d\s\-—–_.]*\d|\d")
_WORDS = re.compile(r"[\u4e00-\u9fa5]{2,6}|[A-Za-z]{2,}")


class Scrubber:
    """Takes out of lines what could lead to a person or a home of one district."""

    def __init__(self, district: District) -> None:
        self._instead: dict[str, str] = {}
        for person in district.people:
            self._put(person.name, SOMEONE)
        for area in district.areas:
            for road in area.roads:
                self._put(road, ROAD)
            if area.kind is not AreaKind.DISTRICT:
                for name in (area.name, *area.aliases):
                    self._put(name, SOMEWHERE)
        for room in district.rooms:
            self._put(room.topic, SOMEWHERE)
        self._list = list(self._instead)
        self._finder = AhoCorasick(self._list, matchkind=MatchKind.LeftmostLongest) if self._list else None

    def _put(self, name: str, instead: str) -> None:
        plain = _plain(name)
        if len(plain) > 1:
            self._instead.setdefault(plain, instead)

    def scrub(self, text: str, nick: str = "") -> str:
        """``text`` as an example, at most ``LONGEST`` characters; ``nick`` is the speaker's, looked for in the text."""
        said = _plain(_NAMED.sub(_mentioned, _LINK.sub(ID, text[: 2 * LONGEST])))
        said = _own_name(self._without_names(said), nick)
        said = _INTRODUCED.sub(lambda m: m["by"] + SOMEONE, said)
        said = _FAMILIAR.sub(SOMEONE, _TITLED.sub(SOMEONE, said))
        return _DIGITS.sub("0", _SPOKEN.sub("0", _LATIN.sub(_account, said)))[:LONGEST].strip()

    def _without_names(self, text: str) -> str:
        if self._finder is None:
            return text
        parts, done = [], 0
        for n, start, end in self._finder.find_matches_as_indexes(text):
            parts += [text[done:start], self._instead[self._list[n]]]
            done = end
        return "".join([*parts, text[done:]])


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", whole(text)).translate(simplified())


def _mentioned(match: re.Match[str]) -> str:
    duty = _ON_DUTY.search(match["who"] or match["word"])
    return f"@{duty[0] if duty else SOMEONE} "


def _account(match: re.Match[str]) -> str:
    """Letters and digits mixed, or a long word: an account rather than wifi or led."""
    word = match[0]
    letters = sum(c.isalpha() for c in word)
    return ID if letters and (len(word) > letters or letters > _LONGEST_WORD) else word


def _own_name(text: str, nick: str) -> str:
    for word in _WORDS.findall(_plain(nick[:64])):
        if not _ON_DUTY.search(word):
            text = text.replace(word, SOMEONE)
    return text
