"""What a line says by its own words, without any context: topic, act, and whether it is a matter for the grid at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from keywords.lexicon import TOPICAL, Kind, Lexicon
from keywords.sieve import Found
from models.words import Act, Service, Urgency

_WEIGHT = {Kind.DANGER: 4.0, Kind.STRONG: 2.0, Kind.NOUN: 1.0, Kind.BROAD: 0.8, Kind.WEAK: 0.4}
_NEGATE = ("negated", "past", "elsewhere", "hypothetical", "advert", "news")
_DOUBT = ("past", "elsewhere", "hypothetical", "advert", "news")
_FORMAL = 14
"""From this length on a line is read as a letter: a thing of the field and one civic word are enough."""
_HERE = re.compile(
    r"我家|我屋|家里|屋里|屋头|小区|楼上|楼下|楼道|整栋|单元|物业|邻居|咱们?[这院栋]|我们(?:这|家|栋|楼|小区|村)|这边|又|怎么|咋|突然"
    r"|吗[?!。 ]*$|了没|没[?]*$|今天|昨晚|还没|一直|老是|经常|几点|什么时候|啥时候|门口|路口|\d+(?:栋|幢|号楼|楼|#|单元)|[一二三四五六七八九十](?:栋|幢|单元|楼)|那条|这条|一排|马路上|路上有|[了啦哒咯]$|[了啦]吗"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A line by itself; ``score`` grows with the evidence, ``because`` names it.

    ``doubted``: not here, not now; ``clear``: a trouble of a building is named in plain words, which needs no context.
    """

    captured: bool
    topic: str | None = None
    act: Act = Act.OTHER
    urgency: Urgency | None = None
    score: float = 0.0
    because: tuple[str, ...] = ()
    doubted: bool = False
    clear: bool = False

    @property
    def perilous(self) -> bool:
        """Whether the line's own words are enough for a danger to life; a mere hint (头晕, 消防车) is not."""
        return self.captured and self.urgency is Urgency.P0


def topic_scores(found: Found) -> dict[str, float]:
    """For each topic that a word speaks of, how strongly; a longer word says more."""
    scores: dict[str, float] = {}
    for sign, words in found.signs.items():
        weight = _WEIGHT.get(sign.kind)
        if weight is not None:
            longest = max(len(w) for w in words)
            heard = 0.7 if all(w in found.by_sound for w in words) else 1.0
            scores[sign.name] = scores.get(sign.name, 0.0) + heard * weight * (1 + 0.1 * longest)
    return scores


def judge(found: Found, text: str, lexicon: Lexicon) -> Verdict:
    """The verdict on one normalised text from the words that were found in it."""
    scores = topic_scores(found)
    if not scores:
        return Verdict(False, act=act_of(found, text), because=(_killed(found),))
    topic = min(scores, key=lambda t: (-scores[t], t))
    dangers = found.of(Kind.DANGER)
    act = act_of(found, text)
    if danger := min(dangers, key=lambda t: (-scores[t], t), default=None):
        return Verdict(True, danger, act, Urgency.P0, 9.0, (f"险情词“{dangers[danger][0]}” → {danger} P0",))
    moods = found.of(Kind.MOOD)
    score = _strength(found, text, moods, act)
    because = tuple(_because(found, topic)) + tuple(f"语境“{w[0]}”（{m}）" for m, w in moods.items() if m in _NEGATE)
    urgency = None if act is Act.RESTORED else lexicon.topics[topic].urgency
    captured = score >= 1.0
    clear = captured and _named_plainly(found, text) and not any(m in moods for m in _NEGATE)
    return Verdict(captured, topic, act, urgency, score, because, any(m in moods for m in _DOUBT), clear)


def _named_plainly(found: Found, text: str) -> bool:
    """Whether a text names an event and the building that it befell: 6栋一直跳闸."""
    strong = found.of(Kind.STRONG)
    return bool(strong) and _event(strong, found) >= 1.0 and bool(_BUILDING.search(text))


_BUILDING = re.compile(r"(?:\d|[一二三四五六七八九十])\s?(?:栋|幢|号楼|#)")


def _strength(found: Found, text: str, moods: dict[str, list[str]], act: Act) -> float:
    strong, nouns, broad = found.of(Kind.STRONG), found.of(Kind.NOUN), found.of(Kind.BROAD)
    civic = _civic(moods, text)
    grounded, trouble = _grounded(text, moods), _troubled(moods, broad)
    score = 0.0
    if strong:
        score = _event(strong, found) + 0.3 * grounded + 0.15 * (trouble and bool(nouns))
    elif _written(nouns, found):
        score = 0.4 + 0.3 * trouble + 0.3 * grounded
    elif _written(broad, found):
        score = (0.45 + 0.25 * trouble) * (civic > 1 or (civic > 0 and (trouble or "civic" in moods)))
    if score:
        score += (
            0.2 * (act in _WANTS)
            + 0.4 * ("errand" in moods and bool(nouns))
            + (0.3 if len(text) >= _FORMAL else 0.15) * civic
        )
        score += 0.2 * (len({w for words in (*nouns.values(), *broad.values()) for w in words}) > 1)
    if found.of(Kind.WEAK) and act is Act.ASK_STATUS:
        score += 0.3
    return score - _against(moods, text)


def _troubled(moods: dict[str, list[str]], broad: dict[str, list[str]]) -> bool:
    """Whether a word of trouble stands beside the thing: the 堵 of 堵车 is none."""
    things = [w for words in broad.values() for w in words]
    return any(not any(word in thing for thing in things) for word in moods.get("trouble", ()))


def _civic(moods: dict[str, list[str]], text: str) -> int:
    """How much (0 … 2) a line speaks like a citizen to an office; mere soft words count in a sober line only."""
    plain, soft = len(set(moods.get("civic", ()))), len(set(moods.get("soft", ())))
    return min(2, plain + (soft if plain or not _CHATTY.search(text) else soft // 2))


_CHATTY = re.compile(r"[呢呀啊哈嘛哦啦呗哎嘿哇诶喔~…]|\.\.|我爸|我妈|同学|女朋友")


def _event(strong: dict[str, list[str]], found: Found) -> float:
    """An event that is named says enough; two words near each other, or a mere homophone, want something more."""
    words = {w for ws in strong.values() for w in ws}
    if words <= _FLAT:
        return 0.6
    written = words - found.by_sound
    if any("…" not in w for w in written):
        return 1.0
    return 0.85 if written else 0.6


_FLAT = frozenset({"没电了", "没有电了", "无电了", "没电啊", "没有电啊", "无电啊"})
"""What is mostly said of a battery."""


def _written(things: dict[str, list[str]], found: Found) -> bool:
    """Whether a thing is named as such and not only by its sound."""
    return any(w not in found.by_sound for words in things.values() for w in words)


_WANTS = frozenset({Act.ASK_INFO, Act.ASK_STATUS, Act.REQUEST, Act.URGE, Act.COMPLAIN})


def _grounded(text: str, moods: dict[str, list[str]]) -> bool:
    """Whether something says that it is here and now: 我家, 整栋, 还没, a building …"""
    return bool(_HERE.search(text)) or "extent" in moods


def _against(moods: dict[str, list[str]], text: str) -> float:
    against = sum(_AGAINST[mood] for mood in _AGAINST if mood in moods)
    against += 0.5 if len(moods.get("advert", ())) > 1 else 0.0
    against *= 0.6 if _STILL.search(text) else 1.0
    return against + (HYPOTHETICAL if "hypothetical" in moods else 0.0)


HYPOTHETICAL = 0.8
"""What 要是, 万一 … take away; asking 怎么办 does not soften it."""
_AGAINST = {"negated": 0.8, "past": 0.5, "elsewhere": 0.8, "advert": 0.6, "news": 0.7}
_STILL = re.compile(r"又|还没|现在|刚才|怎么|一直|还在|到现在")


def _because(found: Found, topic: str) -> Iterable[str]:
    for sign, words in found.signs.items():
        if sign.name == topic and sign.kind in _WEIGHT:
            heard = "（谐音）" if words[0] in found.by_sound else ""
            yield f"词“{words[0]}”{heard} → {topic}"


def _killed(found: Found) -> str:
    return f"易混词，不算“{found.killed[0]}”" if found.killed else "没有水电气路的词"


def act_of(found: Found, text: str) -> Act:
    """What the speaker does, by the words alone."""
    acts = found.of(Kind.ACT)
    if len(acts.get("notice", ())) > 1 and len(text) > 30:
        return Act.NOTICE
    if "restored" in acts and (_ASKED_BACK.search(text) or not _is_said(acts["restored"], text)):
        acts.pop("restored")
        acts |= {"ask_status": []} if _ASKED_BACK.search(text) else {}
    for act in (Act.ASK_STATUS, Act.RESTORED, Act.ME_TOO, Act.URGE, Act.REQUEST, Act.COMPLAIN, Act.ASK_INFO):
        if act.value in acts:
            return act
    return Act.REPORT if any(s.kind in TOPICAL for s in found.signs) else Act.OTHER


_ASKED_BACK = re.compile(r"(?:了|复|好)(?:吗|没|么|没有)[?!。~ ]*(?:$| )")
"""来电了吗, 修好没: a question after what a bare 来电了 would state."""
_NOT = frozenset("没未不冇莫")


def _is_said(words: list[str], text: str) -> bool:
    """Whether one of some words stands in a text without 没 before it: the 有了 of 没有了 says the contrary."""
    return any(
        m.start() == 0 or text[m.start() - 1] not in _NOT for w in words for m in re.finditer(re.escape(w), text)
    )


def service_of(lexicon: Lexicon, topic: str | None) -> Service | None:
    """The service of a topic; None for none."""
    return lexicon.topics[topic].service if topic else None
