"""The wording of a line with what differs from town to town taken out: dialect, numerals, house numbers, and which service."""

from __future__ import annotations

import re

_DIALECT = {
    "没": "没有 没得 莫得 莫有 冇得 冇有 木有 冒得 木得 冇",
    "咋": "咋个 怎么 么样 怎个 咋子 咋",
    "啥": "啥子 什么 么事 么子 么斯 甚么 啥",
    "谁": "哪个 哪位 哪家 谁家",
    "家": "屋头 屋里头 屋里 屋 家里",
    "我": "我们 咱们 咱 俺们 俺 我们家 我们屋",
    "娃": "娃儿 娃娃 孩子 小孩 伢 崽 宝宝 小朋友",
    "知": "晓得 知道",
    "了": "哒 嘞 咯 啰 啦 咧 喽 唠",
    "啊": "呀 哦 喔 哟 噢 哈 噻 撒 嗷 哎 诶 呢 嘛 喃 咧",
    "吗": "么 嘛 不嘞 啵",
    "这": "勒个 这个 这 勒",
    "时": "什么时候 啥时候 么时候 几时 何时 多会儿 啥时 啥子时候 哪个时候 几点 多久 好久 多长时间",
    "很": "好 蛮 挺 特 忒 老 太 非常 特别",
    "别": "莫 不要 甭 别",
    "师": "师傅 师父",
    "栋": "幢 号楼 座 栋楼",
}
_CANON = {word: plain for plain, words in _DIALECT.items() for word in words.split() if word != plain}
_WORD = re.compile("|".join(sorted(map(re.escape, _CANON), key=len, reverse=True)))
_NUMERAL = re.compile(r"[零一二三四五六七八九十百两半\d]+(?=[点栋幢楼号#天户家个度层盏米小分单年月周块百千万])|\d+")
_HOUSE = re.compile(r"(?:0\s?[-—、,~至到和及]\s?)*0\s?(?:栋|#)(?:楼)?(?:0单元)?|0-0(?:-0)?")
_SERVICE = re.compile(r"[电水气火灯暖]")


def canonical(text: str) -> str:
    """A normalised text in one dialect, every number as ``0``, every house number as ``▢``."""
    plain = _NUMERAL.sub("0", text)
    plain = _WORD.sub(lambda m: _CANON[m[0]], plain)
    return _HOUSE.sub("▢", plain)


def frame(canon: str) -> str:
    """A canonical text without which service it speaks of: ``水来了`` and ``电来了`` are both ``〇来了``."""
    return _SERVICE.sub("〇", canon)
