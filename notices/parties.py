"""Who announces, why, and which number to ring."""

from __future__ import annotations

import re

from notices.text import Text

_ORG = (
    r"(?:公司|集团|供电局|电业局|电力局|供电所|供电分局|分局|水务局|交通运输局|建设局|公安局|管理局|[^邮]局|管理处|工程处|处|水厂|水司|供水|水务|供电|电力|燃气|热力|交警|市政|住建|交通|支队|大队|政府|办公室|街道办|办事处|指挥部|"
    r"营业所|营业部|服务部|服务中心|分公司|养护中心|中心|管理所|桥管所|供电所|所|水厂|物业|居委会|村委会|社区|管委会|工程队|客服|电网|自来水)"
)
_REST = r"(?:[一-鿿]{0,8}(?:公司|局|所|集团|中心|厂|部|大队|支队))?"
_NAME = r"[\u4e00-\u9fffA-Za-z（）()]"
_HEAD = re.compile(rf"^\s*【(?P<who>{_NAME}{{2,16}}?)】")
_NOT_WHO = re.compile(
    r"突发|紧急|恢复|复[电水气]|来[电水气]|取消|延期|延长|改期|更正|提示|预告|通知|公告|告知|应急|快报|提醒|施工|绕行|路况|检修|停[水电气]|抢修(?!队)|燃气$|^供水抢修"
)
_SIGNED = re.compile(
    rf"(?:^|[\n。—,]|\s)[—\s(]*(?P<who>{_NAME}{{0,24}}?{_ORG}(?:[ \t]+{_NAME}{{2,20}}{_ORG})?{_NAME}{{0,6}})[\s)]*(?=$|[\d◇]|\s)"
)
_SPOKEN = re.compile(
    rf"(?:接到?|从|据)(?P<who>{_NAME}{{2,20}}?{_ORG}{_REST})(?:的?(?:通知|获悉|电话|函告|安排|消息)|上?了解到)|(?P<who2>{_NAME}{{2,20}}?{_ORG}{_REST})(?:将于|定于|计划|拟|将对|通报|发布|提醒|工作人员)|记者(?:了解到|从)[“\"]?(?P<who3>{_NAME}{{2,20}}?{_ORG}{_REST})"
)
_PERSON = re.compile(
    r"(?:^|[\n。,—])\s*(?P<who>(?:网格员|网格长|工程部|管家|物业)[\u4e00-\u9fff]{0,4}|[\u4e00-\u9fff]{2,12}(?:网格|社区|物业|管家)[\u4e00-\u9fff]{0,3})\s*(?:[\d:◇]*)$"
)
_REASON = re.compile(
    r"(?:^|[\n。,:;】\s])(?:因为?|由于|鉴于|受(?=[^,。]{2,20}影响))(?P<why>[^,。;\n]{2,60}?)(?:的?原因|需要)?(?:影响)?(?=[,。\n◇]|,|$)|(?:停[水电气])?(?:原因|事由)\s*:\s*(?P<why2>[^,。\n;]{2,50})|(?:^|[\n。,])(?:为了?(?!期|准|保安全|您|大家))(?P<why3>[^,。\n]{4,40})"
)
_PHONE = re.compile(
    r"(?<![\d.\-#K+])(?:0\d{2,3}-\d{7,8}|400-?\d{3}-?\d{4}|9[56]\d{3,4}|12[1-9]\d{2}|1[3-9]\d{9}|[2-8]\d{6,7})(?![\d.]|万|元|伏|户|米)"
)


def hotlines(masked: str) -> tuple[str, ...]:
    """The numbers to ring, in reading order, without repeats; ``masked`` has its times blanked."""
    return tuple(dict.fromkeys(m[0] for m in _PHONE.finditer(masked)))


def publisher(text: Text, plain: str, masked: str) -> str | None:
    """Who announces, as written: the head in 【】, the signature, or the company that is named in passing."""
    head = _HEAD.match(plain)
    if head and not _NOT_WHO.search(head["who"]):
        return text.span(head.start("who"), head.end("who"))
    tail = max(0, len(masked) - 90)
    for pattern in (_SIGNED, _PERSON):
        found = [m for m in pattern.finditer(masked, tail) if not re.search(r"[停断]|请|恢复", m["who"])]
        if found:
            return text.span(found[-1].start("who"), found[-1].end("who"))
    spoken = _SPOKEN.search(masked)
    group = next((g for g in ("who", "who2", "who3") if spoken and spoken[g]), None)
    return text.span(spoken.start(group), spoken.end(group)) if spoken and group else None


def reason(text: Text, masked: str) -> str | None:
    """Why, as written, without 因 and 需要."""
    m = _REASON.search(masked)
    group = next((g for g in ("why", "why2", "why3") if m and m[g]), None)
    return text.span(m.start(group), m.end(group)).strip() if m and group else None
