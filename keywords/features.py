"""The readable features of a line: its signs, its wording, and how both meet the context. Each is a short string.

``s.E01`` a strong sign of E01 · ``w.`` weak · ``d.`` danger · ``a.`` act · ``m.`` mood · ``k`` a false friend was seen ·
``u.`` ``g.`` one and two characters · ``x.`` the whole of a short line · ``c.`` context · ``&`` two things at once.
"""

from __future__ import annotations

import re

from keywords.hints import hint_of
from keywords.kin import kinship
from keywords.lexicon import TOPICAL, Kind
from keywords.look import Context, Look
from keywords.normalise import HEAD, TAIL

_DIGIT = re.compile(r"\d+")
_TO_STAFF = re.compile(r"@\S{0,8}(?:网格|物业|供电|燃气|水务|供水|市政|社区|管家|客服|书记|师傅|主任|热力|维修|所有人)")
_SHORT = {k: k.value[0] for k in Kind} | {Kind.BROAD: "br"}
SHORT = 8
"""Lines of at most so many characters are also taken whole."""
MOST_GRAMS = 120
"""How many characters of a line are cut into n-grams."""


def features(look: Look) -> list[str]:
    """All features of one line, without repeats, in a fixed order."""
    text = _DIGIT.sub("0", look.text.text)
    signs = _signs(look)
    shape = _shape(look, text)
    context = _context(look.context, look)
    grams = _grams(text)
    crossed = [f"{s}&{c}" for c in _coarse(look.context) for s in (*signs, *shape, *(grams if len(text) <= 24 else ()))]
    letters = (f"u.{c}" for c in dict.fromkeys(text[:MOST_GRAMS]))
    return list(dict.fromkeys((*signs, *shape, *context, *grams, *letters, *crossed)))


def _signs(look: Look) -> list[str]:
    found = look.found
    names = []
    strong = 0
    for sign in found.signs:
        if sign.name:
            names.append(f"{_SHORT[sign.kind]}.{sign.name}")
            strong += sign.kind is Kind.STRONG
    names += [f"{sign.kind.value}s" for sign in found.signs if sign.kind in TOPICAL]
    services = {s.name[0] for s in found.signs if s.kind in TOPICAL}
    names += [f"v.{s}" for s in sorted(services)]
    if found.killed:
        names.append("k")
    if found.by_sound:
        names.append("h")
    if strong > 1:
        names.append("strong2")
    return names


def _shape(look: Look, text: str) -> list[str]:
    size = len(text)
    names = [f"size.{min(size // 4, 10)}", "q" if look.asks else "nq"]
    if size <= SHORT:
        names.append(f"x.{text}")
    if "!" in text:
        names.append("!")
    names += [f"e.{mark}" for mark in look.text.marks[:2]]
    if look.text.media:
        names.append(f"media.{look.text.media}")
    if look.text.named:
        names.append("@staff" if _TO_STAFF.search(look.message.text[: HEAD + TAIL]) else "@")
    if look.staff:
        names.append("staff")
    if look.head:
        names.append("head")
    if look.place.other:
        names.append("other")
    if look.place.numbers.building and re.search(r"栋|幢|号楼|#", look.text.text):
        names.append("b")
    return names


def _age(seconds: float) -> str:
    for limit, name in ((45, "0"), (150, "1"), (400, "2"), (1200, "3"), (3600, "4"), (4 * 3600, "5")):
        if seconds <= limit:
            return name
    return "9"


def _context(context: Context, look: Look) -> list[str]:
    names = [f"c.lately{min(context.captured_lately, 6)}"]
    if context.advert:
        names.append("c.advert")
    if context.hot:
        hot = context.hot
        names += [
            f"c.hot{_age(context.hot_age)}",
            f"c.hot.{hot.topic[0]}{_age(context.hot_age)}",
            f"c.topic.{hot.topic}",
        ]
        names.append(f"c.size{min(hot.lines, 9) // 3}")
        names.append(f"c.urg.{hot.urgency.value}")
        if hot.restored:
            names.append("c.back")
        if look.message.sender in hot.speakers:
            names.append(f"c.mine{_age(look.at - hot.speakers[look.message.sender])}")
    if context.supply:
        size = "many" if context.supply.lines >= 3 else "few"
        names.append(f"c.supply.{size}{_age(context.supply_age)}")
    if context.wide:
        names.append(f"c.wide{_age(context.wide_age)}")
        names.append(f"c.wide.{context.wide.topic}")
    if context.kin:
        names.append(f"c.kin{_age(context.kin_age)}")
    names += _relation(context, look)
    names += _previous(context, look)
    return names


def _relation(context: Context, look: Look) -> list[str]:
    """How the line's own topics fit what the room speaks of."""
    own = {s.name for s in look.found.signs if s.kind in TOPICAL}
    if context.hot is None:
        return ["r.none" if own else "r.mute"]
    fit = max((kinship(t, context.hot.topic) for t in own), default=-1.0)
    hint = hint_of(look.text.text, context.hot.topic)
    how = "mute" if fit < 0 else "same" if fit == 1 else "kin" if fit > 0 else "else"
    return [f"r.{how}", f"r.{how}{_age(context.hot_age)}", f"i.{hint}", f"i.{hint}{_age(context.hot_age)}"]


def _previous(context: Context, look: Look) -> list[str]:
    names = []
    if context.previous:
        line = context.previous
        who = "same" if line.sender == look.message.sender else "other"
        what = f"cap.{line.act}" if line.captured else "not"
        names += [
            f"p.{who}.{what}",
            f"p.{who}.{_age(look.at - line.at)}",
            f"p.{who}.{line.captured}.{_age(look.at - line.at)}",
        ]
        names += [f"p.{w}" for w, yes in (("staff", line.staff), ("asks", line.asks)) if yes]
    if context.last and not (context.previous and context.previous.sender == look.message.sender):
        names.append(f"l.{context.last.captured}.{_age(look.at - context.last.at)}")
    if context.own_line:
        names += [f"o.{_age(look.at - context.own_line.at)}", f"o.{context.own_line.topic}"]
    return names


def _coarse(context: Context) -> list[str]:
    """The few states of the room with which every word is crossed."""
    names = []
    if context.hot and context.hot_age <= 1200:
        names.append("hot")
        if context.hot_age <= 400:
            names.append(f"hot.{context.hot.topic[0]}")
    elif context.hot or context.wide:
        names.append("warm")
    else:
        names.append("cold")
    if context.own_line and context.previous and context.previous.sender == context.own_line.sender:
        names.append("own")
    return names


def _grams(text: str) -> list[str]:
    padded = f"^{text[:MOST_GRAMS]}$"
    return [f"g.{padded[n : n + 2]}" for n in range(len(padded) - 1)]


def act_features(names: list[str], joint: tuple[str, ...]) -> list[str]:
    """The features that tell acts apart: all but wording crossed with context, and how the line stands to its trouble."""
    return [*(name for name in names if not (name.startswith("g.") and "&" in name)), *joint]
