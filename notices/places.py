"""What kind of place a span names, and which buildings it counts up."""

from __future__ import annotations

import re
from functools import lru_cache

from notices.numbers import CN, number

_NUM = r"[A-Za-z]?\d{1,4}[A-Za-z]?"
_UNIT = r"(?:号楼|号院|#楼|#|幢|栋|座|号|楼(?!上|以上|以下|以|道|往|层))"
_BUILDINGS = re.compile(
    rf"(?P<list>(?:{_NUM}|[A-Z])(?:{_UNIT})?(?:\s*(?:[、,和及与跟]|-|~|至|到)\s*(?:{_NUM}|[A-Z])(?:{_UNIT})?)*?)\s*(?P<unit>号楼|号院|#楼|#|幢|栋|座|楼)(?!以上|以下|道|上|往|及|层)"
)
_BARE_PAIR = re.compile(r"期(?P<list>\d{1,3}(?:[、及和]\d{1,3})+)$")
_BARE_LIST = re.compile(r"(?P<list>[A-Z]\d{1,3}(?:[、,和][A-Z]\d{1,3})+)$")
_BRACKET = re.compile(rf"\(((?!除|不含|不包括|[^()]*(?:除外|不停|已拆|不计|不在)){_NUM}[^()]*{_UNIT})\)$")
_HOUSE = re.compile(r"(?P<list>\d{1,4}号?(?:(?:[、,和及]|-|~|至|到)\d{1,4}号?)+)(?P<odd>单|双)?号?院?$")
_NUMBERED = re.compile(
    r"[路街巷弄道里村]\d{1,4}号?(?:(?:[、,和及]|-|~|至|到)\d{1,4}号?)*号(?:院|大院)?(?:\((?:单|双)号\))?$"
)
_RANGE = re.compile(r"^([A-Za-z]?)(\d{1,4})[A-Za-z]?(?:-|~|至|到)([A-Za-z]?)(\d{1,4})$")
_TAIL = r"(?:\(.*\))?(?:部分|局部)?(?:区域|居民|用户|住户|片区|地块|一带|周边|附近|及周边|沿线|两侧|沿街|商铺|商户|工商户|单位|高层|低层|门面)*(?:\(.*\))?$"
_FLOORS = re.compile(
    rf"(?:[{CN}\d]+)(?:层|楼)(?:及?以上|及?以下|往上|往下|上|至|的|用户)|高层|高区|低区|(?:住户|居民|用户)$|高楼$"
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "line",
        re.compile(
            r"\d+\s*(?:[kK][vV]|千伏)|(?:(?<!沿)(?<!环)线|回|公变|专变|配变|\d号变|变电站|变压器|间隔|开闭所|母线|环网柜|线路|台区|主变|杆后段|以下线路)(?:停|$)|#\d+杆"
        ),
    ),
    (
        "bounded_region",
        re.compile(r"(?:以|之)[东南西北](?!.{0,3}门)|[东南西北]至.+[东南西北]至|合围|围合|[东南西北]侧区域|围成"),
    ),
    (
        "road_section",
        re.compile(
            r"(?:路|街|大道|巷|弄|公路|大街|桥|高架|隧道|通道|立交|辅路|匝道|胡同|环路|道|路片|国道|省道|县道|连接线|坡|路口|交叉口|交汇处|交界处|道口|环岛|转盘|段)"
            r"(?:\(.*\))?(?:[东南西北中]段|[东南西北]侧|[东南西北]半幅|[往向][东南西北]|附近|东端|西端|沿线|两侧|沿街|周边|路段|剩余路段|一带|部分|部分路段|道路|商铺|商户|[一-鿿]{0,4}用户|居民|住户|工商户|单位|车道|机动车道|非机动车道|人行道|及|靠.{1,3}一侧)*(?:\(.*\))?$"
            r"|K\d+\+\d+|(?:路|街|道|桥|巷|弄).*(?:至|到|-).*(?:路|街|口|桥|门|段|站|厂|店)"
        ),
    ),
    (
        "other",
        re.compile(r"^(?:周边|其余|其它|其他)(?:各?小区|区域|片区|楼.*|地区)$|..用[水电气]$|采暖$|供暖$|居民生活$"),
    ),
    (
        "town_or_district",
        re.compile(
            rf"(?:[^高低小园片社校厂东西南北中A-Za-z\d一二三四五六七八九十活宅]区|[镇乡]辖区|"
            rf"[\u4e00-\u9fff]{{2,6}}(?<!部分)(?<!上述)(?<!下列)(?<!相关)(?<!多个)(?<!影响)(?<!以上)(?:区域|地区)){_TAIL}"
        ),
    ),
    (
        "town_or_district",
        re.compile(
            rf"(?:镇|乡|[^新]村|街道|社区|县|片区|组|队|屯|寨|城区|老城|镇区|城[东南西北]|[东西南北]头|开发区|新区|高新区|全[市区县镇城乡村]|城|老街|村委会|村民组|[一二三四五六七八九十]队|里甸)(?:高位区域|内)?{_TAIL}"
        ),
    ),
    (
        "unit",
        re.compile(
            r"(?:公司|集团.{0,6}|厂|医院|卫生院|[^号\d]楼(?<=酒楼|茶楼|歌楼)|火锅|餐厅|餐馆|饭馆|食府|网吧|浴室|洗浴|澡堂|学校|小学|中学|大学|学院|幼儿园|[一二三四五六七八九十\d]中|[一二三四五六七八九十\d]小|[一二三四]幼|附幼|酒店|宾馆|饭店|旅馆|超市|市场|广场|商场|商城|影城|大厦|大楼|办公楼|[^邮]局|委|中心|站|所|银行|农行|馆|企业|门诊部|食堂|工业园|产业园|园区|法院|检察院|台|队部|武装部|指挥部|底商|报社|养鸡场|养殖场|农场|分场|场|加气站|泵站|校区|校部|机构|敬老院|养老院|专用线|宿舍楼|业|光学|洗涤|制药|置业|房地产|物业|销售|油库|粮库|服装城|楼宇|专柜|门店|变电所|临时电|财险|储运|自来水)"
            r"(?:\(.*\))?(?:[A-Z]区|[A-Z]口)?(?:等)?(?:工业)?(?:用户|单位|企业|商铺|食堂|及周边|老院区|[东西南北城].{0,2}校区|候车大厅)*(?:\(.*\))?$"
        ),
    ),
    (
        "estate",
        re.compile(
            rf"(?:小区|花园|花苑|苑|新村|家园|公寓|名邸|名都|国际|宿舍|家属院|家属楼|住宅楼|大院|院|湾|里|府|庭|园|居|郡|墅|公馆|佳园|华府|邸|天地|山庄|庄园|都会|豪庭|花城|御景|世纪城|新城|新苑|生活区|住宅区|公租房|还建房|安置房|[一二三四五六七八九十\dA-Z东南西北]+[期区]|洲|岛|台|轩|阁|城|坊|寓|居委会|雅居|景|峰|世家|江南|现代城)(?:[东西南北]院|[东西南北]区)?{_TAIL}"
        ),
    ),
)


def kind_of(text: str) -> str | None:
    """The kind of place that a plain span looks like; None when it does not look like a place."""
    span = text.strip()
    if _BARE_LIST.match(span) or (_HOUSE.search(span) and re.search("[单双]号", span)):
        return "building_range"
    if _NUMBERED.search(span):
        return "building_range"
    if _BUILDINGS.search(span) and not re.search(r"\d\s*(?:kV|千伏)|号变|公变|线$", span):
        return (
            "estate" if re.search(r"\d号(?:大院|院)$", span) and len(buildings(span) or ()) == 1 else "building_range"
        )
    for kind, shape in _KINDS:
        if shape.search(span):
            return kind
    if re.search(r"(?:\d|[一二三四五六七八])单元$", span):
        return "building_range"
    if re.search(r"等(?:工业|高耗能|商业).{0,2}(?:用户|企业)$", span):
        return "unit"
    if re.search(r"^.{2,8}(?:一带|周边|附近)$|(?:高位|低洼|末梢|地势较高)(?:的)?区域$", span):
        return "town_or_district"
    return "other" if _FLOORS.search(span) or _BARE_PAIR.search(span) else None


def buildings(text: str) -> tuple[str, ...] | None:
    """The buildings of a span as written, ranges counted out; None when it names none (all of the place)."""
    found: dict[str, None] = {}
    span = re.sub(r"\(.*?\)", "", text)
    bracket = _BRACKET.search(text)
    if bracket and not _BUILDINGS.search(span):
        span = bracket[1]
    matches = list(_BUILDINGS.finditer(span))
    if not matches:
        house = _HOUSE.search(span) or _BARE_PAIR.search(span) or _BARE_LIST.match(span)
        matches = [house] if house else []
    for m in matches:
        for part in re.split(r"[、,和及与跟]", m["list"]):
            found.update(dict.fromkeys(_count(part)))
    named = tuple(found)
    return _odd_or_even(span, named) or None


def _odd_or_even(span: str, named: tuple[str, ...]) -> tuple[str, ...]:
    for word, rest in (("单号", 1), ("双号", 0)):
        if word in span:
            return tuple(b for b in named if not b.isdigit() or int(b) % 2 == rest)
    return named


def _count(part: str) -> list[str]:
    bare = re.sub(_UNIT, "", part).strip()
    m = _RANGE.match(bare)
    if m and int(m[2]) <= int(m[4]) <= int(m[2]) + 400:
        return [f"{m[1]}{n}" for n in range(int(m[2]), int(m[4]) + 1)]
    return [bare] if bare else []


@lru_cache(maxsize=256)  # 全市 asks it of one text for each of its estates
def zones(text: str) -> tuple[str, ...]:
    """``一二三期`` as 一期, 二期, 三期; ``A区、B区``; () when the span names none."""
    m = re.search(rf"((?:[{CN}A-Z\d][期区]?[、和及至到\-]?)+)([期区])(?:$|[^\w])", text)
    if not m:
        return ()
    names = re.findall(rf"[{CN}A-Z]|\d+", m[1])
    return tuple(f"{n}{m[2]}" for n in _through(names, m[1]))


def _through(names: list[str], written: str) -> list[str]:
    if len(names) == 2 and re.search(r"[至到\-]", written):
        first, last = number(names[0]), number(names[1])
        digits = "零一二三四五六七八九十"
        return [digits[n] for n in range(first, min(last, 10) + 1)]
    return names
