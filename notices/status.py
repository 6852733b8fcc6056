"""Which service an announcement is about, and what it says about the supply."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from models.words import NoticeStatus, Service
from notices.clauses import level
from notices.roles import Role, Timed

_BOILERPLATE = re.compile(
    r"(?:如|若|遇|倘)[^。\n]{0,16}?(?:雨|雪|天气|气候|因|特殊|不可抗|警报|提前|变动|变化|未能|延误|延期)[^。\n;)]{0,40}(?:顺延|取消|改期|推迟|延后|另行[通公]告|另行安排|通知|为准|及时恢复[^。\n]{0,4}|通水|送电)|恢复[^。\n,]{0,8}时间[^。\n]{0,20}(?:提前或延后|为准|另行通知)"
)
_WEIGHTS: tuple[tuple[Service, str], ...] = (
    (
        Service.POWER,
        r"(?<!公司)(?<!单位)(?<!客服)来电(?!咨询|告|显示|:)|(?:停|断|限|缺|没得?|无|复|送|失)电(?!影|话|视|梯|动|器|脑)|停.{0,2}电|供电|电力|跳闸|用电|配电|变压器|10kV|台区|公变|临时电|配变|专变|台变|过负荷|熔断器|线路(?:检修|停运)",
    ),
    (
        Service.WATER,
        r"(?:停|断|缺|没|无|来|降压供|通|送|降|储)水(?!果)|供水|自来水|水压|水务|水厂|用水|制水|浑水|来的水|有水|通不了水|加压站|二次供水|爆管|二供|水司",
    ),
    (Service.GAS, r"(?:停|断|没|无|来|通|送|供|用)气(?!象)|燃气|天然气|煤气|气压|调压|灶前阀"),
    (
        Service.ROAD,
        r"(?:封闭|中断|管制|禁止|限制|双向|恢复|开放|半幅|占用).{0,6}(?:交通|通行|施工|车道|道路|路段|断行|行人)|交通管制|封路|断行|断交|断道|全封闭|半封闭|半幅|绕行|封闭施工|禁行|禁止一切|交警|通行|占道|铺沥青|不让[进走]|车道|放行|限重|限速|断交|高架|半边路|路面|挪挪?车|停回去",
    ),
    (Service.HEAT, r"供暖|供热|暖气|停暖|停热|热力"),
)
_SIGNS = tuple((s, re.compile(p)) for s, p in _WEIGHTS)
_STOPS = {
    Service.POWER: re.compile(
        r"(?:停|断|没得?|无|限)电|停止供电|(?:供电|电力)中断|供电(?:恢复)?正常|跳闸|拉闸|线[^,。]{0,6}停运|恢复(?:送|供)电|供电[^,。]{0,4}恢复|复电|(?<!公司)(?<!单位)(?<!客服)来电(?!咨询|告|显示|:)|送电|送不了电|限电|用电负荷"
    ),
    Service.WATER: re.compile(
        r"(?:停|断|没|无|缺)水(?!果)|(?:定时|限时|分时段?)供水|降压|停止供水|供水中断|水压[^,。]{0,6}[低小降]|(?:水压|供水压力)[^,。]{0,4}(?:波动|不稳|不足|下降|降低)|减压供水|恢复供水|来水|通水|制水|来的水|都有水|通不了水|照常供水|用水照常|供水照常|水压照旧|水可能小|同时断水|往下水道倒水"
    ),
    Service.GAS: re.compile(
        r"(?:停|断|没|无)气|(?:暂停|停止)供气|供气中断|都没气|气压[^,。]{0,8}低|恢复(?:正常)?(?:供|通)气|供气[^,。]{0,4}中断|限时供气|置换|通气|的气|关(?:灶前|气)阀|气压[^,。]{0,4}正常|用气[^,。]{0,4}(?:压减|暂停)|限供"
    ),
    Service.ROAD: re.compile(
        r"(?:[东西南北]?半幅|全幅|全|半)?封闭|断行|断交|断道|交通管制|禁止[^,。]{0,14}通行|中断交通|封路|占道|占用|半幅|不让[进走]|人车都别进|放行|通行管制|围挡|停回去|双向禁行|单行|禁止总重|限速|占着|恢复(?:双向|正常)?通行|恢复(?:双向|正常)?通车|开放时间|断路|管制(?!措施)"
    ),
    Service.HEAT: re.compile(
        r"停(?:止供)?[暖热]|(?:暂停|停止|中断)供[暖热]|供[暖热]中断|恢复供[暖热]|(?:延期|推迟|延后)(?:开始)?供[暖热]|供[暖热](?:开始)?(?:的)?(?:时间|日期)?[^,。]{0,4}(?:推迟|延期|延后)|低温(?:供热|运行)|降温运行"
    ),
}
_STOPS_ANY = re.compile(
    r"(?:^|[\s;])停:|(?<=[栋幢楼区村组户期号全都直])停(?=[,。;、\s]|$)|两头停|[都经部元]通了|恢复(?:供应)?时间|(?:预计|已)[^,。]{0,10}恢复"
)
_NOT_STOPPED = re.compile(r"不停|不受|照常|正常|因[^,]*$|接[^,]*通知|制水车间|水厂[^,]*停电|不影响")

_CANCELLED = re.compile(
    r"(?:停[水电气]|检修|施工|管制|封闭|清洗|改造|工作|作业|冲洗|降压|供水|置换|计划|那[次场个])[^。\n]{0,24}(?:取消|不搞了|不用再?做|不做了|作罢|停办|不再(?:进行|实施))|予以取消|不搞了|取消(?:停[水电气]|本次|此次|原定|检修)|(?:停[水电气])(?:工作|作业)?取消|停[水电气]不停了"
)
_ENDS = r"(?:恢复|[通送来复](?:水|电|气)|供[水电气]|开放|封闭|截[至止]|结束|完成|限供|断交|管制|修复|检修|抢修|放行|时间|通车|解除|工期)"
_EXTENDED = re.compile(
    rf"{_ENDS}[^。;\n]{{0,26}}?(?:延长|延迟|推迟|延后|延至|延期|推到|拖到|顺延到|延续|延到)|延长[至到]|原(?:计划|定|预计|说)[^。\n]{{0,24}}?(?:恢复|[通送来复][水电气]|完成|结束)[^。\n]{{0,40}}?,(?:现)?预计|推迟[断封][^。]{{0,6}}截止|来不及|无法按原|无法按时|(?:送|通|来|完)不[了成上][水电气]?|指望不上|仍未恢复[^。]{{0,20}}延|管制延期|要拖到|(?:还没|没|未)(?:结束|修好|固化好)[^。]{{0,30}}(?:延|推)"
)
_MOVED = re.compile(
    r"改期|现更改|更改为|改为\d|改[在到至为]|挪到|挪至|时间调整|调整[为至]|顺延[至到](?!(?:晚|今晚|下午|上午|\d{1,2}[点时:]))|顺延(?:[一二两三四五六七\d]+)[天日周]|推迟(?:[一二两三四五六七\d]+)[天日周]|提前[至到](?![^。\n]{0,14}(?:恢复|[送来通复][电水气]))|提[早前](?:[一二两三四五六七\d]+)[天日周](?![^。]{0,8}(?:通知|告知|公示|公告|张贴))|变更(?:为|如下|:)|推迟[至到]"
)
_BACK = re.compile(
    r"(?:已|已经|现|均|全部|陆续|刚|同步|提前|截至|分段)[^。;\n,]{0,24}?(?:恢复(?!.{0,4}(?:时间|前))|来水|来电|通[水气电车]|送电|复电|送上|放行|通行|通了|开放|并网|修好|送电成功|运行|解除|接通)|来电了|来水了|通气了|通了通了|(?:转起来|修好)了|送电成功|恢复了?(?:正常)?(?:供水|供电|供气|送电|通[水电气]|通行|双向通行|(?:双向|正常)?通车)[,。;!\n]|供[水电气]才?(?:恢复)?正常[,。]|(?:供[电水气]|通行)[^。]{0,4}已经?恢复|[试全].{0,2}送(?:成功|上)|撤了|起解除|全部(?:通气|来电|复电|通水|来水)|接好了|回到正常|有电了|有水,|来的水|\d放行"
)
_NOT_YET = re.compile(
    r"(?:预计|争取|将|待|力争|有望|[请需]等|等待|如|尽快|尽早|尽量|保证|及时|第一时间|逐步|若|可能|以免|延[迟期长后]?[至到]|推迟|直至|直到|后|每[晚天日]|^(?:夜间|晚间|夜里|中午|午间))[^。\n,]{0,18}?(?:恢复|来水|来电|通[水气电]|送电|复电|通行|修好|有[水电气])|恢复[^,。]{0,8}(?:时间|后|前|初期|期间)"
)
_BUT = re.compile(r"[^。\n,]{0,6},但[^。\n]{0,60}(?:推迟|延)")
_STILL = re.compile(
    r"预计[今明后]|仍(?:停|需|然|等|按|未|断|封|在(?:抢修|立杆|停|处理|施工))|还(?:要|没|停|在|差)|(?:预计|估计|争取|最快|要等到|得等到|等到)[^。\n]{0,14}\d[^。\n]{0,12}|延至|需等|尚未|正在(?:抢修|立杆)|继续(?:停|断|封)|自行处理"
)
_EMERGENCY = re.compile(
    r"突发|突然|紧急|抢修|抢险|故障|跳闸|爆[裂管]|管道爆|断裂|冻[裂坏]|挖[断破坏]|碰断|碰线|撞[坏断]|漏[水气]|泄漏|在漏|受损|损坏|中断(?!交通)|塌|滑塌|冰堵|进水|烧了|烧坏|失压|失电|积水|结冰|倒杆|断线|倒杆|(?<!电梯)停运|燃气味|台风|泡了|侧翻|缺陷|险情|没电了|没水了|突停|过负荷|过载|烧断|熔断|雷击|事故|起火"
)
_PLANNED = re.compile(
    r"计划|预告|定于|拟于|拟对|拟定|将于|将分|将对|将在|预定|预安排|安排|检修|更换|改造|清洗|换|施工|届时|工程|维护|升级|调整"
)
_ALREADY = re.compile(r"已(?:经)?[^,。\n]{0,8}(?:封闭|停[水电气]|断[水电气])")
_FIRM = re.compile(r"计划(?![^,。;]{0,14}(?:修复|恢复|完工|完成|送电|通[水气]))|预告|定于|拟于|拟对|拟定于|置换安排")
_CAUSE = re.compile(r"^\s*(?:但?因(?!此)|由于|接|为配合)")
_PUMP = re.compile(r"泵(?:房|站|组)?|水厂")
_TITLE = 40
HOUR = timedelta(hours=1)


def service(plain: str) -> tuple[Service | None, tuple[Service, ...]]:
    """The main service and those that are stopped besides; (None, ()) when nothing points to one."""
    stops = {s: _stops_of(plain, sign, causes=False) for s, sign in _STOPS.items()}
    if not any(stops.values()):
        stops = {s: _stops_of(plain, sign, causes=True) for s, sign in _STOPS.items()}
    firsts = {s: found[0] for s, found in stops.items() if found}
    earliest = min(firsts, key=lambda s: firsts[s], default=None)
    scores = {s: (_score(sign, plain, stops[s]) + 4.0 * (s is earliest), s is earliest) for s, sign in _SIGNS}
    best = max(scores, key=lambda s: scores[s])
    if scores[best][0] <= 0:
        return None, ()
    return best, tuple(s for s in firsts if s is not best and _stopped_too(plain, s, best))


def _stops_of(plain: str, sign: re.Pattern[str], *, causes: bool) -> list[int]:
    """Where a service is said to be stopped; what is only a cause ("因水厂停电") counts when nothing else is said."""
    return [m.start() for m in sign.finditer(plain) if causes or not _is_cause(_clause(plain, m.start(), m.start()))]


def _is_cause(before: str) -> bool:
    """Whether a clause speaks of why: 因…, or of a pump that has tripped."""
    return bool(_CAUSE.search(before) or _PUMP.search(before))


def _score(sign: re.Pattern[str], plain: str, stops: list[int]) -> float:
    title = 2.0 * any(at < _TITLE for at in stops)
    return min(len(sign.findall(plain)), 3) + 2.0 * min(len(stops), 3) + title


def _stopped_too(plain: str, kind: Service, main: Service) -> bool:
    found = [m for m in _STOPS[kind].finditer(plain) if not _NOT_STOPPED.search(_clause(plain, m.start(), m.end() + 8))]
    if kind is Service.ROAD:
        return any(re.search(r"封闭|断行|禁止|单行|半幅|断交|禁行", m[0]) for m in found)
    return bool(found) and main is not kind and (main is Service.ROAD or len(found) >= 1)


def stop_words(plain: str, kind: Service) -> Iterator[re.Match[str]]:
    """Where the text says that this service is stopped, reduced or back."""
    yield from _STOPS[kind].finditer(plain)
    yield from _STOPS_ANY.finditer(plain)


def bare(plain: str) -> str:
    """The text without its weather clause and the like, blanked so that positions stay."""
    return _BOILERPLATE.sub(lambda m: "□" * len(m[0]), plain)


def status(plain: str, times: Sequence[Timed], published: datetime) -> NoticeStatus:
    """What the text says about the supply; ``plain`` without boilerplate."""
    moved_time = any(t.role is Role.WINDOW and t.stretch.kind in ("range", "days", "day", "point") for t in times)
    moved = bool(_MOVED.search(plain))
    old = any(t.role is Role.OLD for t in times)
    if _CANCELLED.search(plain) and not (moved and old and _new_range(times)):
        return NoticeStatus.CANCELLED
    if _restored(plain):
        return NoticeStatus.PARTLY_RESTORED if _partly(plain, times, published) else NoticeStatus.RESTORED
    if _EXTENDED.search(level(plain)) and not (_new_range(times) and moved):
        return NoticeStatus.EXTENDED
    if moved and (old or moved_time) and re.search(r"原|改期|改[在到至为]|挪|推迟|提[早前]|顺延|变更|调整", plain):
        return NoticeStatus.RESCHEDULED
    return _nature(plain, times, published)


def _new_range(times: Sequence[Timed]) -> bool:
    return any(t.role is Role.WINDOW and t.stretch.kind in ("range", "days") for t in times)


def _restored(plain: str) -> bool:
    return any(
        not _NOT_YET.search(_clause(plain, m.start(), m.end())) and not _BUT.match(plain, m.end())
        for m in _BACK.finditer(plain)
    )


def _clause(plain: str, start: int, end: int) -> str:
    left = max(plain.rfind(c, 0, start) for c in ",。;!\n")
    return plain[left + 1 : end]


def _partly(plain: str, times: Sequence[Timed], published: datetime) -> bool:
    future = any(t.role is Role.BACK and t.stretch.start and t.stretch.start > published + HOUR / 2 for t in times)
    return bool(_STILL.search(plain)) or future


def _nature(plain: str, times: Sequence[Timed], published: datetime) -> NoticeStatus:
    starts = _starts(plain, times)
    ahead = bool(starts) and min(starts).date() > published.date()
    if not ahead and not _FIRM.search(plain) and (_EMERGENCY.search(plain) or (not starts and _ALREADY.search(plain))):
        return NoticeStatus.EMERGENCY
    begun = bool(starts) and min(starts) <= published and not _PLANNED.search(plain)
    return NoticeStatus.EMERGENCY if begun else NoticeStatus.PLANNED


def _starts(plain: str, times: Sequence[Timed]) -> list[datetime]:
    """When supply stops, as far as it is said: hours where there are any, else days."""
    said = [t.stretch for t in times if t.role is Role.WINDOW and t.stretch.start]
    hours = [s.start for s in said if s.start and s.kind in ("range", "point", "days")]
    return hours or [s.start for s in said if s.start and plain[s.at : s.to] not in ("刚刚", "刚才")]
