"""Enumerations of places: ``A路（B路—C路段）、锦屏花园38栋和63栋、1、2、7#楼等`` as single items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from notices.numbers import CN
from notices.places import kind_of

_SEP = re.compile(
    r"以及|◇+|[、,;，/和及与跟\t|\n]|(?<=[\u4e00-\u9fff)]) +(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff])"
)
_SOFT = ("和", "及", "与", "跟", "以及", "/")
_COUNT_END = re.compile(
    rf"(?:^|[^{CN}\dA-Za-z])(?:[A-Za-z]?\d{{1,4}}|[{CN}]{{1,2}}|[A-Z])$|^(?:[A-Za-z]?\d{{1,4}}|[{CN}]{{1,2}}|[A-Z])$"
)
_UNITS = "号楼|号院|#楼|#|幢|栋|座|单元|期|区|组|队|号变|变|号|层|楼|村"
_COUNTED_END = re.compile(rf"(?:\d|[{CN}A-Z])(?P<unit>{_UNITS})$")
_COUNTED = re.compile(
    rf"^(?:[A-Za-z]?\d{{1,4}}|[{CN}]{{1,2}}|[A-Z])(?:(?:-|~|至|到)(?:[A-Za-z]?\d{{1,4}}|[{CN}]{{1,2}}))?(?P<unit>{_UNITS})(?P<rest>.*)$"
)
_NUMBER_FIRST = re.compile(rf"^(?:[A-Za-z]?\d{{1,4}}|[{CN}]{{1,2}}|[A-Z])(?=[、,和及与跟\-~至到]|$|{_UNITS})")
_BOUNDED = re.compile(r"以[东南西北]|^[东南西北]至")
_LANE = re.compile(r"(?:非?机动车道|人行道|车行道)(?:$|半)")
_CLASS = re.compile(
    r"[\u4e00-\u9fff]{1,6}等.{0,4}(?:工业|高耗能|商业)?(?:用户|企业)|(?:学校|医院|居民)[\u4e00-\u9fff]{0,2}用[水电气]$|学校$|车$"
)
_WHOLLY = re.compile(r"(?:全部|全体|全村|大部)$")
_NUMBER = re.compile(r"\d{1,4}(?:号|幢|栋|#|号楼|#楼)")
_CROSSING = re.compile(r"[^、,;]{1,10}(?:交叉|交汇|交界|交接|十字路?口|路口)")
_HEAD = re.compile(
    r"^(?:[\s:(\-•·*,“”\"]|以及|及|与|含|如(?!意|家|归|皋|东)|例如|包括|其中|位于|您所在的|届时|目前|期间|对|将|现|因此|造成|导致|影响|涉及|还有|另|此外|同时|"
    r"主要是?|为|到|在|使|全部|这段时间|时间|(?:抢修|施工|停[水电气]|作业|检修|在此)?期间|[^、,]{0,8}位置[为是在]|的|决定|需|此次|本次|是|具体的?地段为|高处的|整条|给|原?计划的|原定的|原(?=[^价])|了(?=解)|为了|供[水电气暖]的|影响范围|范围(?!内)|咱们?(?:小区|村)?|我们小区|"
    r"[^、,]{0,8}(?:老人|门外|以[东南西北])的|[^、]{0,10}还是|[^、]*(?=全[镇市县乡城]$))+"
)
_WORKS = (
    r"(?:电缆|线路|管道|管网|给水|燃气|供水|排水|雨污分流|路面|道路|庭院管|立管|水箱|设备)*(?:绝缘化)?"
    r"(?:迁改|改造|检修|改接|切改|更新|维修|抢修|迁移|碰口|碰接|割接|消缺|增容|大修|改建|冲洗|清洗消毒|清洗)(?:工程|作业|工作|施工|期间)*"
)
_AND_SO_ON = r"等(?!工业|高耗能|商业|企业)(?:地|处|小区|用户|单位|区域|片区|周边片区|周边区域|周边|路段|家|一带|处用户|多处|大多数用户|[^、]{0,8}(?:用户|小区|单位|受此))*"
_FOOT = re.compile(
    rf"(?:\s|{_AND_SO_ON}|将|均|(?<=[区户楼栋幢村家全号们民线路街])都|全部|全线|整体|同时|暂时|暂|临时|短时间?|夜间|会|也|仍|先|先行|现|目前|已|已经|继续|一并|同步|分别|范围|[、,:(“”\"]|的|共|一样|"
    r"仍需|还|要|再|内|◇|因|由|受|出现|发生|(?:实施|实行|进行|采取)了?|部分道路|通行|哪家还|哪家|以及|则|这段|是|应|就|可能|现在|整[栋幢]|全幅|"
    rf"由[东南西北][往向][东南西北]|略有|陆续|速断|过流|相继|双向|低压|逐[栋幢楼户]|(?:塌方|塌陷|损毁|积水|结冰)(?:路段|路面|处)|各用水户|\d+(?:\.\d+)?万?余?多?用?户|及周边(?:区域|地区)?|(?<=\))(?:道路|路段)|全长[\d.]+(?:米|公里|千米)|分时段|(?<=[户域区栋幢楼])用[水电气]|日?用气量|上午|中午|下午|晚上|今晚|(?:半夜|夜里)?(?:开始|起)|(?<!.条)(?:天然气|燃气|供水|供电|供气|用电)|{_WORKS})+$"
)
WORKS = re.compile(_WORKS)
_FOOT_LENGTH, _NEAR, _LONGEST = 40, 60, 600


def items(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the single places in ``plain[start:end]``, trimmed; empty ones are left out."""
    for a, b in _joined(plain, list(_pieces(plain, start, end))):
        trimmed = trim(plain, a, b)
        if trimmed:
            yield trimmed


def trim(plain: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without what only leads in or out; None when nothing is left, or it is too long for a place."""
    if end - start > _LONGEST:
        return None
    head = _HEAD.match(plain[start:end])
    start += head.end() if head else 0
    near = max(start, end - _FOOT_LENGTH)
    foot = _FOOT.search(plain[near:end])
    end = near + foot.start() if foot else end
    return (start, end) if end > start else None


def _pieces(plain: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Pieces with the separator that follows each; brackets hold together."""
    depth, first = 0, start
    cuts = {m.start(): m for m in _SEP.finditer(plain, start, end)}
    i = start
    while i < end:
        depth += (plain[i] == "(") - (plain[i] == ")")
        m = cuts.get(i)
        if m and depth <= 0 and _cuts(plain, first, m, end):
            yield first, i, m[0]
            first = i = m.end()
            continue
        i += 1
    yield first, end, ""


def _cuts(plain: str, first: int, m: re.Match[str], end: int) -> bool:
    if m[0] not in _SOFT:
        return True
    left = plain[max(first, m.start() - _NEAR) : m.start()]
    right = re.split(r"[、,;]", plain[m.end() : min(end, m.end() + _NEAR)], maxsplit=1)[0]
    return bool(
        (kind_of(_WHOLLY.sub("", left.strip())) is not None or _NUMBER.fullmatch(left.strip()))
        and (kind_of(right.strip()) is not None or len(right) > 3)
        and not right.startswith(("周边", "人行道", "非机动车道", "机动车道"))
        and not _CROSSING.match(right)
    )


def _joined(plain: str, pieces: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int, str]] = []
    for a, b, sep in pieces:
        if merged and _continues(
            plain[max(merged[-1][0], merged[-1][1] - _NEAR) : merged[-1][1]],
            merged[-1][2],
            plain[a : min(b, a + _NEAR)],
        ):
            merged[-1] = (merged[-1][0], b, sep)
        else:
            merged.append((a, b, sep))
    return [(a, b) for a, b, _ in merged]


def _continues(left: str, sep: str, right: str) -> bool:
    """Whether ``right`` goes on with what ``left`` names: 1、2 | 7#楼 · 5栋 | 6栋三层以下 · A路以北 | B路以东."""
    left, right = left.rstrip(), right.strip()
    if sep[:1] in (";", "\n", "\t", "|", "◇", ":", " ") or not right:
        return False
    if _LANE.match(right) or (sep == "、" and _CLASS.match(right) and (len(left) <= 3 or kind_of(left) is None)):
        return True
    if sep in ("、", ",") and _BOUNDED.search(left) and _BOUNDED.search(right):
        return True
    return _counts_on(left, sep, right)


def _counts_on(left: str, sep: str, right: str) -> bool:
    counted = _COUNTED.match(right)
    if _COUNT_END.search(left) and _NUMBER_FIRST.match(right):
        return True
    ended = _COUNTED_END.search(left)
    if not ended or not counted or counted["rest"][:1].isdigit() or sep in ("及", "以及"):
        return False
    return _same_unit(ended["unit"], counted["unit"])


def _same_unit(left: str, right: str) -> bool:
    return right.startswith(left) or {left, right} <= {"#", "#楼", "号楼", "楼"}
