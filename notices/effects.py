"""The predicates of an announcement and what they mean for the places that they are said of."""

from __future__ import annotations

import re

from models.words import Effect, NoticeStatus, Service

KEPT = (
    r"不停[水电气]?|不断[水电气]|不(?:会)?受(?:其|此|任何)?(?:停[水电气])?(?:的)?(?:影响|限制|牵连)|未受(?:波及|影响)|不在[^,。;]{0,12}(?:范围|之列|之内)|除外|照常|没事|不影响|不相干|影响不大|"
    r"正常用[水电气]?|用[水电气]正常|正常供[水电气暖热]|[水电气]正常|有保障|不占|不计|不含|不包括|不包含|不管制|可(?:以)?正常|放学不影响|有自备电源|(?:已|提前)+转供|(?<!恢复)(?<!复)(?<!到)(?<!为)(?<!趋于)正常(?=[,。;、\s]|$)"
)
REDUCED = (
    r"禁止[^,。;]{0,6}(?:总重|货车|货运|重型|大型|\d+吨)[^,。;]{0,12}通行|封闭[东西南北]半幅|打不着火|火苗|失压|往下水道倒水|水压[^,。;]{0,6}(?:好转|回升|照旧)|降压|减压|低压(?!停|线|配|台|柜|电缆|侧|管)|水压[^,。;]{0,8}(?:低|小|降|不足)|压力[^,。;]{0,8}(?:低|小|降|不足)|(?<!天然)(?<!燃)气压[^,。;]{0,8}(?:低|小|降|不足)|供水压力|压力严重不足|偏低|水(?:可能)?小|有水[^,。;]{0,4}小|水流?(?:很|比较|有点)小|水量小|压减|限电|错峰|供[水电气]受限|无水或[^,。]{0,6}|"
    r"[东西南北]?半幅|半封闭|半边路|占道|占用|单行|单向|限行|限速|限重|只留|[只仅](?:准|允许|许|限|能)[^,。;]{0,8}(?:通行|行驶|驶入)|只能单车|总重[^,。;]{0,14}通行|货运?车[^,。;]{0,10}禁|靠右|间断放行|交替通行|用水困难|出现水小|七成供气|限供|围挡"
)
OFF = (
    r"(?:全部|全线|大面积|临时|暂时|暂|计划|全|都|均|会|将|先|同时|同步|一并|紧急|整栋|继续|仍|也)*(?:停|断)[水电气](?!公告|通知|计划|信息|影响|范围|区域|时间|原因|单位|类型|编号|告知|预告|抢修|救星|用户|工作|改期|说明|最新|安排)|(?:没得?|无)[水电气](?!源)|停止供[水电气暖热]|停供|(?:暂停|中断)供[水电气暖热]|供[水电气](?:出现)?中断|"
    r"供(?:水|电|气)压力减小或者无供水|断供|停运|跳闸|(?:全|都|一直|两头)?停(?=[,。;、\s◇]|$|哈|的|吧)|断流|定时供水|倒杆|暂停|一并停止|停用|都没[水电气]|用气暂停|无供水|出现临时停水|停暖|停热|停供热|失电|黑着|"
    r"(?:全|完全)?封闭|断行|断交|断道|双向禁行|禁止[^,。;]{0,14}(?:通行|驶入|通过)|禁行|中断交通|不让[^,。;]{0,4}[进走]|人车都别进|封路|断路|封控"
)
BACK = r"恢复|抢通|通车|来水|来电|通水|通气|通电|送电|复电|送上|放行|通行|有[水电气]|开放|通了|并网|全部来电|全部复电|水已抽干|来的水|不搞了|不做了|解除|供上|试送|合闸|停[水电气](?:予以)?取消|(?:停[水电气]|管制|降压|冲洗|供[水电气])[^,。;]{0,6}取消|取消|不用再?做|点火|都一样|不变|关阀|铺沥青|警戒撤|解除|受(?:此|其|到)?影响(?!的|范围|区|\()|交通管制|管制|拖|推到|推迟|延|提前|改期|挪到|封闭时间|开放时间|供水时间|开门|施工|停[水电气](?:工作|范围(?!新?增|扩大)|时间|改期)|照此前办法"
_KEPT, _REDUCED, _OFF, _BACK = (re.compile(p) for p in (KEPT, REDUCED, OFF, BACK))
PREDICATE = re.compile(rf"(?P<kept>{KEPT})|(?P<reduced>{REDUCED})|(?P<off>{OFF})|(?P<back>{BACK})")
_CLOSED = re.compile(
    r"(?:全封闭|(?<!半)(?<!半幅)(?<!部)封闭(?!东|西|南|北|半))|断行|断交|断道|禁止一切|双向禁行|禁行|中断交通|禁止机动车|人车都别进|不让[^,。]{0,4}[进走]|全幅"
)
_NARROWED = re.compile(r"[东西南北]?半幅|半封闭|半边|占用|单行|单向|限行|限重|只留|管制|总重|围挡|占道|车道")


def effect_of(words: re.Match[str], status: NoticeStatus, whole: Effect) -> Effect:
    """What a predicate says of its places; ``whole`` is what the announcement does where it does not say."""
    if words["kept"]:
        return whole if status in (NoticeStatus.CANCELLED, NoticeStatus.RESTORED) else Effect.EXCLUDED
    if words["reduced"]:
        return Effect.REDUCED
    if words["off"]:
        return Effect.OFF
    return whole


def whole_effect(plain: str, service: Service | None) -> Effect:
    """What the announcement as a whole does: off, or reduced when it speaks of nothing worse."""
    if service is Service.ROAD:
        return Effect.REDUCED if _NARROWED.search(plain) and not _CLOSED.search(plain) else Effect.OFF
    worse = re.search(
        r"(?<!不)(?<!未)(?:停|断)[水电气](?!不|的用户)|无水|没[水电气]|暂停供|停止供|中断|停运|跳闸|全停|恢复(?!正常)|来水|来电|复电|送电|通气",
        plain,
    )
    low = _REDUCED.search(plain) or re.search(r"[气水]压", plain)
    return Effect.REDUCED if low and not worse else Effect.OFF


def label_effect(label: str, whole: Effect, *, two: bool = False) -> Effect:
    """The effect that a heading names: 降压区域, 低压受影响, 不停水区域; with ``two`` lists 受影响 is the lesser."""
    if re.search(r"不停|不受|除外|不含", label):
        return Effect.EXCLUDED
    if re.search(r"降压|低压|压力|减压|偏低|水压|气压|受影响(?:\(|$)|半幅|占道", label):
        return Effect.REDUCED
    if two and "受影响" in label:
        return Effect.REDUCED
    return Effect.OFF if re.search(r"停|断|封闭|施工", label) and whole is not Effect.REDUCED else whole
