"""Sentences cut to clauses, and clauses to pieces, at predicates, openings of lists, causes and other verbs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from notices.effects import PREDICATE

SENTENCE = re.compile(r"[。!?\n;]")
_OPENS = re.compile(
    r"(?:影响|涉及|波及)(?:到|了)?(?:[^,。:;、]{0,8}(?:区域|小区|用户|单位)(?:包括|有|:))?|受影响的[^,。:]{0,6}(?:包括|有|为|是)|具体的?地段为|范围(?:包括|为|是|新?增加?|扩大[到至])|路段仍?[是为]|"
    r"应为|(?:停止|暂停|中断)对|停[水电气]的(?:应[为是]|是|为)|(?<!不)包括|(?<=[。,])含:?|占用|导致|致使|造成|给(?=[^,。]{2,8}[路街巷弄])|(?<=[,。\n;◇:划拟将定需司局队别续)])对(?=[^,。]{2,})|(?<=[,。\n])即"
)
_CAUSE = re.compile(
    r"(?<![原起])因(?![此而素])|由于|(?<=[\u4e00-\u9fff])遇(?!到)|(?<![接感承])受(?!影响|此|其|限)|被(?!服)"
)
_VERB = re.compile(
    r"(?:仍|还)(?:需|要|在|待|等|未|没|差|按|是)|由(?=[^,。]{1,10}(?:供|送|保障|保供))|走(?:的|另|北|南|东|西|备用)|靠(?=[^,。一]{2,})|改由|单独接|自备|自供|"
    r"(?:DN\d+|总阀|立管|管道|管子|主管|柜子|箱变|变压器|加压泵|进线|配电房)|(?<!高)地势(?!较?[高低]的?(?:区域|地区|地带|片区|楼|用户|小区)|区域)|可以|放心|(?<![分特区级])别(?!墅|苑|院)|先别|跟它|属(?=末梢)|为(?=[^,。]{1,6}用户)|是(?=动力)|那[次场个]|积水深|铺沥青|铣刨|的气|哪家|请|警戒|已(?=[改接])|市政直供"
)
SKIP = re.compile(
    r"^[\s◇]*除了?[^,]{1,40}外$|绕[行道]|改[道走]|换乘|请[走沿经]|建议走|沿.{1,12}→|临时站|提前做好|储水|备水|^[^,]{0,1}请|谅解|电话|热线|咨询|客服|详询|水车|"
    r"抢修[队人]|记者|应急水点|施工单位|公交(?!车、|车辆?通行)|取水|消防车|送水|机动车可|居民可|车辆可|凭|志愿|提示|可到|可拨|致电|关注|根据|交通安全法|现场设置|两端设置|路口设置|加大.*力度|调用|推销"
)
REASON = re.compile(
    r"^[\s:(】]*(?:但?因(?!此)|由于|鉴于|为(?!期)|受(?!影响|此)|接(?!到点)|据|根据|应|经(?!济|开)|按照|随着|配合|尊敬)|^[^,。]{0,12}(?:获悉|了解到)$"
)


class At(Enum):
    """What cuts a clause."""

    PREDICATE = 1
    OPENING = 2
    CAUSE = 3
    VERB = 4
    END = 5


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a clause is cut, and the predicate when it is one."""

    start: int
    end: int
    what: At
    predicate: re.Match[str] | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """``plain[start:end]`` between two cuts: what opened it, the predicates before and behind it in its clause."""

    start: int
    end: int
    opened_by: At | None
    before: re.Match[str] | None
    after: re.Match[str] | None


def sentences(plain: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and closing mark of each sentence that holds something."""
    start = 0
    for m in SENTENCE.finditer(plain):
        if plain[start : m.start()].strip():
            yield start, m.start(), m[0]
        start = m.end()
    if plain[start:].strip():
        yield start, len(plain), ""


def split(plain: str, start: int, end: int, marks: str = ",") -> Iterator[tuple[int, int]]:
    """The clauses between commas that stand outside brackets."""
    depth, first = 0, start
    for i in range(start, end):
        depth += (plain[i] == "(") - (plain[i] == ")")
        if depth <= 0 and plain[i] in marks and not _one_region(plain, first, i, end):
            yield first, i
            first = i + 1
    yield first, end


_SIDE = re.compile(r"\s*[东南西北](?:至|到|起)[^,。:;]{2,30}")


def _one_region(plain: str, first: int, comma: int, end: int) -> bool:
    """``东至A路,西至B路`` is one place."""
    before = plain[max(first, comma - 40) : comma]
    return bool(_SIDE.match(plain, comma + 1, end) and re.search(r"[东南西北](?:至|到)[^,。:;]{2,30}$", before))


def level(plain: str) -> str:
    """The text with the inside of its brackets blanked, so that only what stands outside is matched."""
    return re.sub(r"\([^()\n]*\)", lambda m: "(" + "·" * (len(m[0]) - 2) + ")", plain)


def cuts(flat: str, a: int, b: int) -> list[Cut]:
    """The cuts of a clause in order; ``flat`` is ``level`` of the text."""
    found = [Cut(m.start(), m.end(), At.PREDICATE, m) for m in PREDICATE.finditer(flat, a, b)]
    for what, pattern in ((At.OPENING, _OPENS), (At.CAUSE, _CAUSE), (At.VERB, _VERB)):
        early = 0 if what is At.OPENING else 1
        found += [Cut(m.start(), m.end(), what) for m in pattern.finditer(flat, a, b) if m.start() > a + early - 1]
    return sorted(found, key=lambda c: (c.start, c.what is At.PREDICATE))


def pieces(a: int, b: int, found: list[Cut]) -> Iterator[Piece]:
    """What stands between the cuts of a clause."""
    start, last = a, None
    before: re.Match[str] | None = None
    for i, cut in enumerate([*found, Cut(b, b, At.END)]):
        if cut.start < start:
            continue
        after = next((c.predicate for c in found[i:] if c.predicate), None)
        yield Piece(start, cut.start, last.what if last else None, before, after)
        start, last, before = cut.end, cut, cut.predicate or before
