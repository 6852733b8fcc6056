"""Which parts of a text are personal: phones, ID numbers, plates, bank cards, flats. Patterns only; all are linear.

Sources: mobile numbers GB/T 15120 practice (1[3-9] and nine digits), ID numbers GB 11643, plates GA 36, card numbers
ISO/IEC 7812. What people put between digits (blanks, dashes, dots, brackets, key-cap marks) does not hide a number.
"""

from __future__ import annotations

import re

_GAP = r"[\s\-–—―‐‑−－_.．·•()（）/\u200b-\u200f\u2060\ufeff\ufe0f\u20e3]{0,3}"
_SPOKEN = "〇零一幺二三四五六七八九"
_MONTH_DAY = rf"(?:0{_GAP}[1-9]|1{_GAP}[0-2]){_GAP}(?:0{_GAP}[1-9]|[12]{_GAP}\d|3{_GAP}[01])"


def _digits(count: int) -> str:
    """Another ``count`` digits, each after a gap."""
    return rf"(?:{_GAP}\d){{{count}}}"


_ID18 = rf"[1-9]{_digits(5)}{_GAP}(?:1{_GAP}9|2{_GAP}0){_digits(2)}{_GAP}{_MONTH_DAY}{_digits(3)}{_GAP}[\dXxＸｘ]"
_ID15 = rf"[1-9]{_digits(5)}{_digits(2)}{_GAP}{_MONTH_DAY}{_digits(3)}"
_CARD = rf"[3-69]\d{{3}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}\d{{1,3}})?|\d{{15,}}"
_MOBILE = rf"(?:(?:\+|＋|00)?86{_GAP})?1{_GAP}[3-9]{_digits(9)}"
_SAID = rf"(?<![{_SPOKEN}\d])[一幺1][三四五六七八九3-9][{_SPOKEN}\d]{{9}}(?![{_SPOKEN}\d])"
_LANDLINE = rf"[(（]?0(?:10|2\d|[3-9]\d{{2}})[)）]?{_GAP}[2-8]{_digits(6)}(?:{_GAP}\d)?"
_LOCAL = r"(?:(?<=电话)|(?<=座机)|(?<=电话[:：是])|(?<=座机[:：是]))[2-8]\d{2,3}[ \-]?\d{4}"
_PLATE = (
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][·•・.\- ]?"
    r"(?=[A-Za-z]{0,4}\d)[A-HJ-NP-Za-hj-np-z\d]{4}(?:[A-HJ-NP-Za-hj-np-z\d]{1,2}|[挂学警港澳])(?![A-Za-z\d])"
)

PERSONAL = re.compile(
    rf"(?P<plate>{_PLATE})|(?<!\d)(?:(?P<id>{_ID18}|{_ID15})|(?P<card>{_CARD})|(?P<mobile>{_MOBILE})"
    rf"|(?P<phone>{_LANDLINE}|{_LOCAL}))(?!\d)|(?P<said>{_SAID})"
)
"""One named group for each kind; the leftmost wins, and of the same start the first in this order."""

SHOWN_AS = {
    "plate": "〔车牌〕",
    "id": "〔证件号〕",
    "card": "〔卡号〕",
    "mobile": "〔电话〕",
    "phone": "〔电话〕",
    "said": "〔电话〕",
}

_UNITS = (
    "元|块|角|毛|度|点|时|分|秒|年|月|日|人|户|个|米|公里|千|万|伏|安|吨|方|平|次|条|张|件|斤|公斤|天|小时|路|线|国道|省道|弄|号"
    "|#|级|栋|幢|座|单元|层|楼|期|兆|度电|℃|％|%|㎡|[A-Za-z]"
)
_NOT_ROOM = rf"(?!\d|[.:：\-]\d|\s?(?:{_UNITS}))"
_ROOM = r"[1-9]\d?(?:0[1-9]|1\d)"
_SUFFIX = r"\s?(?:室|房间|号房|房|户室)"
_FLAT = rf"(?:[1-9]\d{{2,3}}{_SUFFIX}|{_ROOM}{_NOT_ROOM})"
_UNIT = r"(?:\d{1,2}|[一二三四五六七八九十甲乙丙丁东西中])\s?(?:单元|门洞|梯)"
_LIST = r"[\s,，、/和及\-]{0,3}"
_FLATS = rf"(?:{_LIST}(?:{_UNIT}{_LIST})?{_FLAT})"
_BUILDING = r"[A-Za-z]?\d{1,3}\s?(?:栋|幢|座|号楼|#楼|#|号)|[A-Za-z]\s?(?:栋|幢|座)"
_DASHED = rf"(?P<short>[A-Za-z]?\d{{1,2}})(?:-\d{{1,2}})?-(?:[1-9]\d{{2,3}}{_SUFFIX}|[1-9]\d{{2,3}}{_NOT_ROOM})"

FLATS = re.compile(
    rf"(?<![\dA-Za-z.:：\-])(?:(?P<building>{_BUILDING}){_FLATS}+|{_DASHED}{_FLATS}*"
    rf"|(?P<flat>{_UNIT}{_LIST}{_FLAT}{_FLATS}*|[1-9]\d{{2,3}}-[1-9]\d{{2,3}}{_SUFFIX}|{_FLAT}))"
)
"""A flat with its building (``building`` or ``short`` is kept), or without one (``flat``)."""

EMERGENCY = frozenset({"110", "114", "119"})
NUMBERED = re.compile(r"(?:工单|单号|编号|订单|户号|表号|第|共|约|版本|№|No\.?)[\s:：#]*$", re.IGNORECASE)
"""What stands before a number that is no flat."""
