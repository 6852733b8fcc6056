"""What each service touches in a home: enough to tell which of two open troubles a short line answers."""

from __future__ import annotations

import re

_HINTS = {
    "E": re.compile(r"[电亮黑灯闸]|空调|冰箱|路由|wifi|风扇|蜡烛|有光|充电|手电|电梯"),
    "W": re.compile(r"[水洗]|龙头|马桶|泡沫|泡泡|刷牙|[浑黄]的|冲厕|奶瓶|浴缸"),
    "G": re.compile(r"[火灶炒煮燃]|点着|打着|[煤燃没有来停]气|气[来停了]|锅|做饭|晚饭|吃饭|味"),
    "H": re.compile(r"[暖冻冷]|地热|\d度|凉|不热|热乎"),
    "R": re.compile(r"[路街桥坑]|开车|绕|堵|公交|井盖|红绿灯|行人"),
}


def hints_in(text: str) -> frozenset[str]:
    """The first letters of the topics (E, W, G, H, R) whose things a text names: ``灯又亮了`` → E."""
    return frozenset(letter for letter, pattern in _HINTS.items() if pattern.search(text))


def hint_of(text: str, topic: str) -> str:
    """Whether a text names the things of a topic's service (``same``), of others only (``other``), or none (``none``)."""
    found = hints_in(text)
    return "none" if not found else "same" if topic[0] in found else "other"
