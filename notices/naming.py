"""Whether a name that stands in a span is what the span means: "云台新村1-5幢" yes, "云台路" and "云台花园" no."""

from __future__ import annotations

import re
from enum import Enum

_ENDINGS = "花园|花苑|新村|家园|公寓|新苑|新城|雅苑|佳苑|名苑|名邸|名都|国际|广场|大厦|大院|山庄|庄园|苑|园|里|府|庭|湾|居|轩|阁|邸|城|村|镇|乡|街道|区政府"
_OTHER_NAME = re.compile(
    rf"(?:[东西南北中]?(?:路|街|大道|大街|巷|弄|桥|线|站|河|山)|(?:{_ENDINGS})(?!居民|用户|部分|内)|[\u4e00-\u9fff]{{0,6}}(?:公司|酒店|宾馆|学校|小学|中学|幼儿园|市场|超市|医院|工厂|厂|店|中心|银行|局|所|馆|学院))"
)
_GENERIC = re.compile(rf"(?:{_ENDINGS}|小区|社区|老小区)")
_LIKELY = re.compile(r"(?:小区|社区|片区|住宅区|宿舍|家属院)")
_PART = re.compile(r"部分|一带|周边|附近|可能|局部|末梢|沿线|两侧|层|楼上|高层|高区|低区|户$|以[东南西北]|[东西南北]侧")
_ZONE = re.compile(r"^[一二三四五六七八九十\dA-Za-z东西南北中、和及至到\-~]+[期区]")
_NOTHING_MORE = re.compile(
    r"$|[\d#A-Za-z(、,和及与\s]|(?:仅|只有?|只停|居民|用户|住户|业主|商户|全部|全体|所有|各|等|内|整个|[东西南北]?[一二三四五六七八九十]+[期区号幢栋])"
)
_BEFORE = re.compile(r"(?:[区市县镇乡道村路街巷弄号内)、和及与]|社区|小区|街道|大道)$")


class Fit(Enum):
    """How well a span means the name that stands in it."""

    WHOLE = "whole"
    PART = "part"
    OTHER = "other"


def fit(span: str, start: int, end: int, *, counted: bool) -> Fit:
    """How ``span[start:end]``, a known name, is meant; ``counted``: the span goes on with building numbers."""
    before, after = span[:start], span[end:]
    if _OTHER_NAME.match(after) or (_GENERIC.fullmatch(span[start:end]) and not _alone(before)):
        return Fit.OTHER
    if _LIKELY.match(after) or _PART.search(after) or (_ZONE.match(after) and not counted):
        return Fit.PART
    return Fit.WHOLE if _NOTHING_MORE.match(after) and _alone(before) else Fit.PART


def _alone(before: str) -> bool:
    """Whether a name begins there, and is not the end of a longer one: "金星新村" is not the 新村 of this district."""
    return not before or bool(_BEFORE.search(before))
