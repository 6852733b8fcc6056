"""What a time in the text is for: the window or its start, the return of supply, a window that no longer holds, or
merely when the text was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from notices.stretches import Stretch


class Role(Enum):
    """What a stretch of time is for; ``supply`` are the hours of a ration, outside of which there is none."""

    WINDOW = "window"
    BACK = "back"
    OLD = "old"
    SUPPLY = "supply"
    STAMP = "stamp"


@dataclass(frozen=True, slots=True)
class Timed:
    """A stretch with its role; ``past`` when the text says that it has happened."""

    stretch: Stretch
    role: Role
    past: bool = False


_AND = re.compile(r"\s*[、,和及]\s*(?:以及)?")
_SUPPLIED = re.compile(r"(?!.{0,4}(?:[定限错]时|时段))[^,。;停断]{0,8}?(?:供[水电气]|开闸|送[水电])")
_SUPPLY_BEFORE = re.compile(r"(?:供[水电气]|开闸|送[水电])(?:的)?(?:时段|时间)(?:分别)?[为是:]?\s*$")
_RATIONED = re.compile(r"限时|定时供|分时段?供|其[余他]时[间段]|只在|错时供")
_END = re.compile(r"[。;!?\n]")
_CLAUSE = re.compile(r"[,。;!?\n]")
_OLD_BEFORE = re.compile(
    r"(?<!仍按)(?<!继续按)(?<!照)原(?:定|先|计划|预计|拟|本|说|公告|通知|安排|公布|来|方案)?(?![因址址产水])(?:(?!改为|改至|改到|改在|调整为|调整[至到]|更改|变更|顺延[至到]|延[长迟期后]?[至到]|推[迟后]?[至到]|挪到|提前[至到]|现|延期,|推迟,|,预计)[^。\n])*$"
)
_OLD_AFTER = re.compile(
    r"\s*(?:的|那[次个场]|起的?|结束的?|截止的?)?[^,。\n]{0,14}?(?:那[次个场][^,。]{0,6}(?:挪|改|推|延|取消|不)|(?:送|通|来|完|修)不[了成上]|来不及|指望不上)"
)
_FROM_BEFORE = re.compile(r"由\s*$")
_FROM_AFTER = re.compile(r"\s*(?:延|推|调|改|提|后移|变更)")
_MOVED_AFTER = re.compile(
    r"\s*[^,。\n停断]{0,4}(?:的|那[次个场]|[^,。\n]{1,14}[停断][水电气])[^,。\n]{0,16}(?:挪|顺延[至到]|不[停搞做]了,改|改期|推迟|改到|改在|改为|顺延)"
)
_STAMP_BEFORE = re.compile(
    r"(?:发布(?:时间|日期|于)?|公告日期|(?:^|[\n。;,(])\s*日期|落款|签发|更新时间|记者)\s*[:(]?\s*$"
)
_STAMP_AFTER = re.compile(
    r"\s*\)?\s*(?:(?:上午|下午|晚间?|早上?)?[发公]布|通报|讯|从|印发|公告$|消息|电$|,[^,。\n]{2,16}(?:宣布|公布|发布|获悉|了解到)|,?记者|,\s*(?:据|本报)|发出)"
)
_SAYS = re.compile(r"[停断恢复通来延至到将止起]|封闭|时间|预计|[于自从]\s*$")
_WHO = re.compile(r"自来水|交通|通信|联通|南通|昭通|通州|通辽|来宾|营业所|供[水电气]")
_CLOSING = re.compile(r"[\s)。]*(?:发布|通报|印)?[\s)。]*$")
_SIGNATURE = re.compile(r"[^,。;:!?]{0,34}")
_BACK_WORDS = (
    r"恢复|来水|来电|来气|通水|通气|通电|送电|复电|送上|供上|有[水电气]|通了|修好|修复|完工|完成|结束|截止|放行|开放|解除|转起来|能好|"
    r"点火|轮完|复通|换好|试送|合闸|并网|回到正常|恢复正常|抽干|排除|拆围|撤除|能用|正常供|通车|试过|连头完"
)
_BACK_AFTER = re.compile(
    rf"\s*\)?(?:(?:之?前|止|左右|许|上下|前后|已|已经|才|就|便)*)(?:[^,。;\n停断]{{0,14}}?|[^,。;\n停断]{{0,8}},)(?:{_BACK_WORDS})"
)
_BY_AFTER = re.compile(r"\s*(?:之?前(?!后)|止|截止|为止)")
_BACK_BEFORE = re.compile(
    r"(?:预计|争取|估计|最快|力争|有望|延[长迟期后续伸]?[至到]|推[迟后]?[至到]|拖到|挪到|等到?|直到|得等到|截至|截止到?|持续到|(?:[停断][水电气]|封闭|管制|断行)[^,。]{0,4}[至到]|恢复(?:供[水电气])?(?:时间)?[为:是]?)[^,。;\n]{0,10}$"
)
_STARTS_AFTER = re.compile(r"\s*(?:许|左右|整)?(?:起|开始|后开始|时?起)")
_PAST_AFTER = re.compile(r"\s*(?:已|左右已)")
_EXPECTED = re.compile(r"预计|争取|估计|最快|力争|有望|大概|大约能|计划|延|推迟|要等|得等|等到|将|待")
_DONE = re.compile(r"已|截[至止]|了(?!解)|全部|刚|[来通]的|照常|正常|提前")


def roles(plain: str, found: list[Stretch]) -> list[Timed]:
    """The stretches with their roles, in order."""
    timed = [_timed(plain, s) for s in found]
    for i in range(len(timed) - 2, -1, -1):
        one, other = timed[i].stretch, timed[i + 1].stretch
        if timed[i + 1].role is Role.SUPPLY and one.kind == "range" and _AND.fullmatch(plain, one.to, other.at):
            timed[i] = Timed(one, Role.SUPPLY)
    for i in range(1, len(timed)):
        one, other = timed[i - 1].stretch, timed[i].stretch
        if timed[i - 1].role is Role.SUPPLY and other.kind == "range" and _AND.fullmatch(plain, one.to, other.at):
            timed[i] = Timed(other, Role.SUPPLY)
    return timed


def _timed(plain: str, stretch: Stretch) -> Timed:
    before, after = _before(plain, stretch.at), _after(plain, stretch.to)
    if _is_stamp(plain, stretch, before, after):
        return Timed(stretch, Role.STAMP)
    if _is_old(before, after):
        return Timed(stretch, Role.OLD)
    supplied = _SUPPLIED.match(after) or _SUPPLY_BEFORE.search(before)
    if stretch.kind == "range" and supplied and _RATIONED.search(plain):
        return Timed(stretch, Role.SUPPLY)
    if stretch.kind in ("point", "day", "lasts") and _is_back(before, after):
        return Timed(stretch, Role.BACK, past=_is_past(before, after))
    return Timed(stretch, Role.WINDOW)


def _before(plain: str, at: int) -> str:
    sentence = plain[max(0, at - 120) : at]
    cut = max((m.end() for m in _END.finditer(sentence)), default=0)
    return sentence[cut:]


def _after(plain: str, to: int) -> str:
    ahead = plain[to : to + 80]
    end = _END.search(ahead)
    return ahead[: end.start()] if end else ahead


def _is_stamp(plain: str, stretch: Stretch, before: str, after: str) -> bool:
    if stretch.kind == "lasts":
        return False
    if _STAMP_BEFORE.search(before) or _STAMP_AFTER.match(after):
        return True
    if (
        stretch.kind == "days"
        and re.match(r"\)?[^,。]{0,6}$", after)
        and re.search(r"(?:信息|一览|安排|计划|公告|预告|汇总)[(]?$", before)
    ):
        return True
    return stretch.kind in ("point", "day") and _is_signature(plain, stretch, before, after)


def _is_signature(plain: str, stretch: Stretch, before: str, after: str) -> bool:
    closing = _CLOSING.match(plain, stretch.to) is not None
    line_alone = not after.strip(" )") and _SIGNATURE.fullmatch(before) is not None and stretch.at - len(before) > 0
    quiet = not _SAYS.search(_WHO.sub("", before))
    return (closing or line_alone) and quiet and _SIGNATURE.fullmatch(before) is not None and stretch.at > 20


def _is_old(before: str, after: str) -> bool:
    if _OLD_BEFORE.search(before) or _OLD_AFTER.match(after) or _MOVED_AFTER.match(after):
        return True
    return bool(_FROM_BEFORE.search(before) and _FROM_AFTER.match(after))


def _is_back(before: str, after: str) -> bool:
    clause = before[max((m.end() for m in _CLAUSE.finditer(before)), default=0) :]
    if _BY_AFTER.match(after) or _BACK_BEFORE.search(clause):
        return True
    return not _STARTS_AFTER.match(after) and bool(_BACK_AFTER.match(after))


def _is_past(before: str, after: str) -> bool:
    clause = before[max((m.end() for m in _CLAUSE.finditer(before)), default=0) :]
    if _EXPECTED.search(clause):
        return False
    return bool(_DONE.search(clause) or _DONE.search(after[:24]))
