"""Whether a text announces something: adverts, chat, tips, news of long ago, denials, tenders and blank forms do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.words import Service
from notices.roles import Role, Timed
from notices.status import stop_words

_QUOTED = re.compile(r"[“「『\"][^”」』\"\n]{8,}[”」』\"]")
_AGAINST: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    (
        "辟谣",
        6,
        re.compile(
            r"辟谣|网传|谣言|造谣|不信谣|不信不转|旧闻|传播[^。]{0,30}的(?:信息|消息)|误解和恐慌|不实(?:信息|消息)"
        ),
    ),
    ("防骗", 6, re.compile(r"骗局|诈骗|反诈")),
    (
        "空白样张",
        6,
        re.compile(
            r"范本|模板|样本|_{2,}|[XY×]{2,}\s*(?:年|月|日|公司|小区|时|街道|社区|路|区)|[X×]月[X×]日|某[日月]至|本月某日|某某|年\s+月\s+日"
        ),
    ),
    ("招标", 6, re.compile(r"招标|投标|开标|中标")),
    (
        "买卖",
        3,
        re.compile(
            r"接龙|团购|[社团]区?团|截单|封团|自提|以旧换新|立减|特价|优惠|促销|大酬宾|抢购|下单|包邮|开业|打[一二三四五六七八九]折|清洗团"
        ),
    ),
    (
        "价钱",
        3,
        re.compile(
            r"(?:价|只要|仅需|补|减|送|充|单灶|满)\s?\d{2,}|\d(?:\.\d+)?元[!/,。起]?(?!以)|\d+/台|[进到]店|送货|现场演示|煤气罐|换罐|钢瓶"
        ),
    ),
    (
        "教人",
        4,
        re.compile(
            r"怎么[办走防做写]|^[^。\n]{0,30}[吗呢]\?|^[^。\n]{0,24}多久|是指在|通常分为|包括但不限于|一般情况下|怎样|如何(?!通行)|第[一二]步|先别急|一[看关][:：]?[^。]{0,24}二[看裹关]|收藏|课堂|攻略|小知识|查询方法|本文|本篇|文章标题|最新消息速递|为您带来|^摘要|结语|查看物业通知|点击"
        ),
    ),
    ("听说", 4, re.compile(r"真的假的|听[^,。]{0,10}[讲说](?!明)|有没有(?:懂|人知道)|是不是要停|谁知道")),
    ("谣传", 6, re.compile(r"转(?:给|发)(?:你|家人|亲)|速转|扩散|内部消息|赶[快紧](?:囤|储|买)|[停断][水电气]三天")),
    ("天气", 4, re.compile(r"气象台提醒|阵风|雷暴大风|可能造成[^。]{0,8}停[水电气]")),
    (
        "往事",
        6,
        re.compile(
            r"还记得|那场(?![^。]{0,3}停)|当年|如今|年过去|去年[^。]{0,24}(?:停|爆)|历时|昨日开庭|开庭|案件|审理|索赔|年度会议|记忆犹新"
        ),
    ),
    ("收费停车", 6, re.compile(r"缴费|开票|计费|泊位|违约金|阶梯[水电气]价|滞纳金")),
    ("上门", 4, re.compile(r"入户安检|免费安检|不推销|抄表")),
    ("活动", 4, re.compile(r"地球一小时|自愿关灯|评选|答题|抽奖")),
)
_FORMAL = re.compile(
    r"尊敬的|敬请谅解|特此[通公]告|不便之处|见谅|通[知告]如下|公告如下|(?:停[水电气]|影响|管制|封闭|施工|停产影响)(?:的)?(?:范围|区域|路段|时间|单位)|抢修|各位(?:业主|居民|邻居|用户)|恢复供|[发公]布|公司"
)
_NOT_SAID_BEFORE = re.compile(
    r"(?:如需|如果|若|可能造成|可能|凭|未安排|没有|从不|也不会|不会|不是|避免|天热|遇到|听说)[^,。\n()]{0,6}$|[不没未](?:会|再|曾|用|准备)?$"
)
_NOT_SAID_AFTER = re.compile(r"\s*(?:通知截图|救星|不停业|怎么|心慌|来水一股|信息\n|[吗么?？])")
_BY_DISTRICT = re.compile(r"(?:^|\n)[-•*\s]*[\u4e00-\u9fff]{2,6}(?:[区县镇乡]|街道)\s*:")
_MANY = 5
_LINE = 16


def evidence(plain: str, kind: Service | None, times: Sequence[Timed], areas: int) -> tuple[float, tuple[str, ...]]:
    """How much speaks for an announcement (above 0: it is one), and the reasons for and against.

    A bare list of places by district is one too: what is left when a notice is passed on without its head.
    """
    unquoted = _QUOTED.sub(lambda m: "□" * len(m[0]), plain)
    said = kind is not None and any(_stated(unquoted, kind))
    timed = any(t.role is not Role.STAMP and t.stretch.kind != "lasts" for t in times)
    against = [(name, weight) for name, weight, sign in _AGAINST if sign.search(plain)]
    formal = min(len(set(_FORMAL.findall(plain))), 3)
    score = 2.0 * said + 1.0 * timed + 1.0 * (areas > 0) + 0.7 * formal - sum(w for _, w in against)
    bare_list = areas >= _MANY and len(_BY_DISTRICT.findall(plain)) >= 2
    if not bare_list and (not said or not (timed or areas)):
        score = min(score, 0.0)
    reasons = [f"说到停供或恢复: {'是' if said else '否'}", f"有时间: {'是' if timed else '否'}", f"地点 {areas} 处"]
    return score, (*reasons, *(f"像{name}" for name, _ in against))


def _stated(plain: str, kind: Service) -> Iterator[bool]:
    for m in stop_words(plain, kind):
        before, after = plain[max(0, m.start() - _LINE) : m.start()], plain[m.end() : m.end() + _LINE]
        if not _NOT_SAID_BEFORE.search(before) and not _NOT_SAID_AFTER.match(after):
            yield True
