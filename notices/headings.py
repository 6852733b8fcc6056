"""Headings, numbering and titles: what opens a list of places, and what opens something else."""

from __future__ import annotations

import re

_STOP = r"(?:停|断)[水电气]|降压|停供|封闭|管制|占道|限行"
_OF_PLACES = r"范围|区域|路段|地段|片区|小区|地区|台区|线路|设备"
_OF_USERS = r"(?:停[水电气]|受影响|影响|涉及)(?:的)?(?:用户|客户|小区单位|小区及单位)|停[水电气]单位"
LABEL = re.compile(
    # 停水范围如下： · 对下列区域停水：
    rf"(?P<label>(?:[\u4e00-\u9fff()、\"“”]{{0,14}}?(?:{_OF_PLACES}|{_OF_USERS})(?:的?(?:居民|用户|客户|单位){{1,2}})?)"
    rf"(?:将?受到?影响|(?:将|实行|进行|实施|暂时|临时)*(?:{_STOP}))?(?:如下|为|是|包括|有|不变|照旧)?(?:\([^()\n]{{1,12}}\))?\s*:"
    # 停： · 低压受影响： · 含：
    r"|(?:^|(?<=[\s;。,:]))(?:停[水电气]?|低压受影响|受影响|影响|影响交通|含|其中)\s*:"
    # 10kV云台线： · 南岗区：
    r"|(?:[\d\u4e00-\u9fffA-Za-zⅠ-Ⅻ#]{2,20}?(?:线|回|以下|专线))\s*:"
    r"|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,6}(?:[区县镇乡]|街道)\s*:)"
)
OTHER_LABEL = re.compile(
    r"[\u4e00-\u9fff]{0,8}(?:时间|日期|原因|内容|方式|措施|电话|热线|绕行[^:]{0,4}|编号|类型|状态|城市|区县|变电站|备注|注|起止|"
    r"时段|方案|提示|联系人|客服|咨询|查询|应急水点|建议|绕行路线|施工单位|建设单位)\s*:"
)
HEADING = re.compile(
    r"[\s(]*[一二三四五六七八九十\d]{0,2}[)、.,]?\s*(?:交通)?(?:管制|封闭|施工|停[水电气暖热供]|降压|减压|低压|限水|受?影响|限行)(?:的)?(?:路段|范围|区域|小区)\s*"
)
TITLE = re.compile(r"[^,。\n]{0,24}(?:关于|转发)[^,。]{4,60}(?:通告|公告|通知|说明|告知书?|函|的信息)\s*")
_NUMBERING = re.compile(
    r"[\s(]*(?:第?[一二三四五六七八九十]{1,3}|\d{1,2})(?:[、)\t]|\.(?!\d)|批|阶段)+[\s:]*|[-•·*]\s+"
)
_COUNTS = re.compile(r"\d{1,3}[、#幢栋号]")
_OPENING = re.compile(r"提示\s*:$")
"""With 温馨提示 at its very start a text begins; further on it gives advice."""
_NUMBERED = re.compile(r"\s*\(?\d{1,2}[)、.]+\s*$")
_BULLETS = ("-", "•", "·", "*")


def after_numbering(plain: str, start: int, end: int) -> int:
    """Where a sentence begins behind its number or bullet; ``1、3月8日`` is numbered, ``1、2、7#楼`` counts."""
    m = _NUMBERING.match(plain, start, end)
    return start if m is None or _COUNTS.match(plain, m.end()) else m.end()


def is_bullet(mark: str) -> bool:
    """Whether what stands before a sentence is a bullet, which carries on a list, and not a number."""
    return mark.strip() in _BULLETS


def is_numbered(mark: str) -> bool:
    """Whether it is a number in digits, as the items of a list have."""
    return bool(_NUMBERED.match(mark))


def labels(plain: str, start: int, end: int) -> list[re.Match[str]]:
    """The headings of lists of places in a sentence."""
    return [m for m in LABEL.finditer(plain, start, end) if not OTHER_LABEL.fullmatch(m[0].strip())]


def others(plain: str, start: int, end: int) -> list[int]:
    """Where headings of something else stand."""
    found = OTHER_LABEL.finditer(plain, start, end)
    return [m.start() for m in found if plain[: m.start()].strip() or not _OPENING.search(m[0])]
