"""应急 开始 金星社区 到明天8点 台风, 应急 续/结束/值班/取水点/安置点/撤点/快报/通报: of the staff only. Pure."""

from __future__ import annotations

import re

from keywords.commands_said import ENDS, Said
from keywords.commands_time import read_until
from models.emergency import SHELTER, WATER
from models.ticket import Command

_GAP = r"[\s,，、:：]*"
_BEGIN = ("开始", "启动", "宣布", "进入")
_ON = ("续", "延长", "延续", "继续", "延期")
_END = ("结束", "解除", "终止", "撤销")
_SHOW = ("", "状态", "情况", "怎么样")
_POINTS = {
    **dict.fromkeys(("取水点", "送水点", "供水点", "接水点"), WATER),
    **dict.fromkeys(("安置点", "避难点", "避难所", "避难安置点", "避险点"), SHELTER),
}
_WORDS = (*_BEGIN, *_ON, *_END, *_SHOW[1:], *_POINTS, "值班", "快报", "通报")
_HEAD = re.compile(
    rf"^应急(?:状态)?(?P<gap>{_GAP})(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))}|)(?P<after>{_GAP})(?P<rest>.*)$",
    re.S,
)
_GONE = re.compile(rf"^(?:应急(?:状态)?{_GAP})?撤点{_GAP}(?P<n>\d{{1,6}})$")
_POINT = re.compile(rf"^(?P<word>{'|'.join(_POINTS)})[\s:：]+(?P<rest>\S.*)$", re.S)
_UNTIL = re.compile(r"(?:^|[\s,，、])(?:到|至)\s*(?=[\d一二两三四五六七八九十今明后大下本周星礼早上中晚凌零])")
_SHIFT = re.compile(rf"^(?P<who>\S+?){_GAP}(?:值|上)?(?P<which>白|夜|晚)班?$")


def emergency(said: Said) -> Command | None:
    """A decision of the street's duty, said in private or in a room; who may is asked when it is done."""
    if said.role is None:
        return None
    line = said.text.strip(ENDS)
    if found := _GONE.match(line):
        return Command("emergency_unpoint", int(found["n"]), why=("撤点",))
    if found := _POINT.match(line):
        return Command("emergency_point", text=found["rest"], target=_POINTS[found["word"]], why=("应急点",))
    found = _HEAD.match(line)
    if found is None or not (said.to_bot or found["gap"] or found["after"] or not found["rest"]):
        return None
    return _of(said, found["word"], found["rest"].strip())


def _of(said: Said, word: str, rest: str) -> Command | None:
    if word in _BEGIN or word in _ON:
        return _spanned(said, "emergency_begin" if word in _BEGIN else "emergency_prolong", rest)
    if word in _END:
        area, _, why = rest.partition(" ")
        return Command("emergency_end", text=why.strip(), target=area, why=("应急结束",))
    if word in _POINTS:
        return Command("emergency_point", text=rest, target=_POINTS[word], why=("应急点",))
    if word == "值班":
        found = _SHIFT.match(rest)
        who, which = (found["who"], "夜" if found["which"] != "白" else "白") if found else (rest, "")
        return Command("emergency_shift", text=which, target=who, why=("应急值班",))
    if word in ("快报", "通报"):
        verb = "emergency_flash" if word == "快报" else "emergency_bulletin"
        return Command(verb, target=rest, why=(word,))
    return Command("emergency_show", target=rest, why=("应急",)) if word in _SHOW and not rest else None


def _spanned(said: Said, verb: str, rest: str) -> Command:
    """``金星社区 到明天8点 台风``: the area in ``target``, the review in ``until``, the reason in ``text``."""
    cut = _UNTIL.search(rest)
    if cut is None:
        area, _, why = rest.partition(" ")
        return Command(verb, text=why.strip(), target=area, why=(verb,))
    until, reason = read_until(rest[cut.end() :], said.now, said.tz)
    return Command(verb, text=reason if until else "", target=rest[: cut.start()].strip(), until=until, why=(verb,))
