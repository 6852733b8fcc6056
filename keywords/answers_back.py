"""Short answers to "恢复了吗": 来了, 有了, 还没, 没有, 5栋没有. Pure; they count only where a room has just been asked."""

from __future__ import annotations

import re

_LONGEST = 16
_PLACE = r"(?:(?:我们?|咱们?|俺)?(?:家|这边|这里|这)?(?:[A-Za-z]?\d{1,3}\s*(?:号楼|栋|幢|#|号)?(?:楼)?(?:\d单元)?)?\s*(?:整栋|全)?)"
_BACK = re.compile(
    rf"^{_PLACE}(?:都|已经?|刚刚?)?(?:来了|有了|好了|来电了|来水了|来气了|通气了|有电了|有水了|有气了|恢复了|正常了)(?:[，, ]?谢谢)?[。.!！~～哈啦呀]*$"
)
_OUT = re.compile(
    rf"^{_PLACE}(?:都|也|还|仍|依然|怎么还)*(?:没有?|没呢|没来|没好|没恢复|没有来|没有好)(?:[电水气]|来[电水气]|恢复)?(?:呢|啊|呀|哦|哪)?[。.!！~～]*$"
)
_ASKS = re.compile(r"[?？吗么]")


def is_bare(text: str) -> bool:
    """Whether an answer names neither a place nor a supply: it makes sense only behind the question."""
    return not re.search(r"\d|[栋幢楼家电水气]", text)


def answers_back(text: str) -> bool | None:
    """True: it is back; False: it is not; None: the line is no such answer."""
    bare = text.strip()
    if not bare or len(bare) > _LONGEST or _ASKS.search(bare):
        return None
    if _OUT.match(bare):
        return False
    return True if _BACK.match(bare) else None
