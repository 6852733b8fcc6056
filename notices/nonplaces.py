"""What looks like a place and is none: verbs, works, speakers, mere classes of users."""

from __future__ import annotations

import re

from notices.places import kind_of

_ANYWHERE = (
    # what is done, and said of it
    "请|预计|抢修|已[经于]|恢复|需要|如下|安排|施工[^段车]|改造|更新|检修|更换|整改|冲洗|清洗|计划|渗漏|分段|进水|爆裂|爆管|开口|正在|行驶|搞|挪|影响|建议",
    "[停断][水电气]|减量|来气|没|修复|完毕|立杆|架线|放线|断线|倒杆|挖[断破坏]|撞断|损坏|碰断|不(?!夜城)|(?<!自)由|因|了$|说$|味$|^换",
    # who speaks and is spoken to
    "我公司|我司|[您你我]|谅解|尊敬|街坊|邻居|各位|先生|女士|[吗呢吧啊]",
    # papers, times, amounts
    r"公告|通知|进展|关于|工作|作业|期间|为准|原因|现场|目前|情况|时间|阶段|批$|第.批|负荷|隐患|同意|陆续|万户|\d户|公里|\d吨|^共\d|□|[【】]",
    # places that say nothing by themselves
    "多个|[几若]座|下列|以下线|楼道|当地|相关|某|同上|^[贵该]|^上述|^路段|^道路$|^沿线主要|^原行驶|^线路$|时段|^中间|^整个|^全小区|^本小区|^所有|^全部|^一些",
    "^部分|^(?:将?有)?部分(?:地区|区域|小区|用户|路段)|^各.{0,6}用户$|^(?:用户|居民|住户|单位|企业|商户|客户)(?:注意)?$",
    r"^物业$|^[\d\-]{6,}$|^小区$|^环网柜$|^机动车道$|^行车道$|^(?:小区|沿街|临街|周边|底层)?(?:商铺|商户|商业|门店|门面房?|门市|底商)(?:用户)?$|^管网末梢",
)
_NOT_A_PLACE = re.compile("|".join(_ANYWHERE))
_SPEAKER = re.compile(
    r"(?:供电|供水|燃气|水务|电力|自来水|天然气|养护|市政|公安|交警|管理|营业|抢修|工程).{0,8}"
    r"(?:公司|局|所|分局|集团|厂|中心|处|部|支队|大队|部门)$|有限(?:责任)?公司$|^(?:公司|营业所|服务中心|水厂)$|水厂$"
)
_VEHICLES = re.compile(r"车$|车辆$|人员$")
_WRITTEN = re.compile(r"[\u4e00-\u9fff]|\d")
LONGEST = 80


def place_kind(span: str, *, firm: bool, excepted: bool) -> str | None:
    """The kind of a span that may be listed as an area; None when it may not.

    ``firm``: it stands in a list of places, where a name needs no telling ending. ``excepted``: it is named as not
    concerned, which vehicles may be too.
    """
    bare = re.sub(r"\([^()]*\)", "", span)
    kind = kind_of(span) or ("other" if excepted and _VEHICLES.search(span) else None)
    if not 2 <= len(span) <= LONGEST or not _WRITTEN.search(span) or "◇" in span or _NOT_A_PLACE.search(bare):
        return None
    if not firm and (kind is None or _SPEAKER.search(bare)):
        return None
    return kind or "other"
