"""The decision on one line: danger by rule first, then the second reader, which weighs the words and the context."""

from __future__ import annotations

from keywords.features import act_features, features
from keywords.joint import joint, likely
from keywords.kin import SHARED, WIDE, kinship
from keywords.learned import Models
from keywords.lexicon import Kind, Lexicon
from keywords.look import Look
from keywords.memory import Trouble
from keywords.peril import peril_of
from keywords.rules import Verdict, judge
from keywords.topics import candidates
from models.capture import Capture
from models.words import Act, Service, Urgency

_FOLLOW = frozenset({Act.ME_TOO, Act.RESTORED, Act.URGE, Act.ASK_STATUS})
_RECENT = 1800.0
AGREED = 0.15
"""How much surer (0 … 1) the second reader is of a line that the rules capture, how much less of one that they doubt."""
CLEAR = 0.8
"""How sure a resident's plain report of a building's trouble is in any context: enough to open a matter."""
SEVERAL = 3
"""From so many lines on an outage is no longer one household's."""


class Decider:
    """Decides captured or not, topic, act and urgency of a look; it does not remember anything."""

    def __init__(self, lexicon: Lexicon, models: Models) -> None:
        self._lexicon = lexicon
        self._models = models

    def decide_alone(self, look: Look, key: str) -> Capture:
        """By the line's own words; a captured line opens a matter of its own."""
        verdict = judge(look.found, look.text.text, self._lexicon)
        capture = self._with_place(look, self._from(verdict))
        if look.staff and verdict.act is not Act.NOTICE and verdict.urgency is not Urgency.P0:
            return self._dropped(capture, "工作人员的答复")
        return capture.evolve(matter=key, opens=True) if capture.captured else capture

    def decide(self, look: Look) -> Capture:
        """With its context; ``matter`` is left to the linker."""
        verdict = judge(look.found, look.text.text, self._lexicon)
        capture = self._by_rules(look, verdict) if self._models.empty else self._by_models(look, verdict)
        return self._with_place(look, capture)

    def settle(self, look: Look, capture: Capture, trouble: Trouble | None) -> Capture:
        """What a resident's line does is decided once more when it is known whose trouble it joins."""
        if not capture.captured or capture.topic is None or look.staff or self._models.empty:
            return capture
        act = self._act(look, features(look), trouble)
        danger = capture.urgency is Urgency.P0 or bool(look.found.of(Kind.DANGER))
        if act is Act.RESTORED and capture.urgency is Urgency.P0:
            return capture
        return capture.evolve(act=act, urgency=self._urgency(look, capture.topic, act, danger))

    def _act(self, look: Look, names: list[str], trouble: Trouble | None) -> Act:
        act, own = Act(self._models.act(act_features(names, joint(look, trouble)))), look.context.own
        goes_on = act is Act.ME_TOO and trouble is not None and own is trouble
        return Act.REPORT if goes_on else act

    def _by_rules(self, look: Look, verdict: Verdict) -> Capture:
        context = look.context
        if look.staff and verdict.act not in (Act.NOTICE, Act.RESTORED):
            return self._dropped(self._from(verdict), "工作人员的答复")
        follows = context.hot is not None and context.hot_age <= _RECENT and not context.advert
        if context.hot and follows and not verdict.captured and verdict.act in _FOLLOW and _speaks(look, verdict.act):
            urgency = None if verdict.act is Act.RESTORED else context.hot.urgency
            because = f"上文 {context.hot.topic} {context.hot_age / 60:.0f} 分钟前"
            return Capture(True, context.hot.service, context.hot.topic, verdict.act, urgency, why=(because,))
        return self._from(verdict)

    def _by_models(self, look: Look, verdict: Verdict) -> Capture:
        names = features(look)
        chance, plainly = self._chance(look, verdict, names)
        peril = peril_of(look)
        danger = peril is not None or (verdict.perilous and not _speaks_of_known(look, verdict))
        warned = (f"险情：上文之下 → {peril} P0",) if peril else ()
        why = (*warned, *verdict.because, *plainly, *self._weighed(names, chance))
        if chance < self._models.threshold and not danger:
            return Capture(False, act=Act.OTHER, score=chance, why=why)
        act = self._act(look, names, likely(look))
        if act not in _TOLD_BY_STAFF and _speaks_of_known(look, verdict):
            return Capture(False, act=Act.OTHER, score=chance, why=(*why, "工作人员的答复"))
        topic = peril if peril else verdict.topic if danger and verdict.topic else self._topic(look, act)
        if danger and act is Act.RESTORED and not look.staff and not _is_known(look, topic):
            act = Act.REPORT
        urgency = self._urgency(look, topic, act, danger)
        return Capture(True, self._service(topic), topic, act, urgency, score=max(chance, float(danger)), why=why)

    def _chance(self, look: Look, verdict: Verdict, names: list[str]) -> tuple[float, tuple[str, ...]]:
        """How likely (0 … 1) a line is about a matter: the second reader, moved by what the rules are sure of, and why."""
        chance = self._models.caught.chance(names)
        if verdict.captured:
            chance = min(1.0, chance + AGREED)
        elif look.found.of(Kind.STRONG) and verdict.doubted:
            chance = max(0.0, chance - AGREED)
        if verdict.clear and not look.staff and chance < CLEAR:
            return CLEAR, ("说清了楼栋和故障",)
        return chance, ()

    def _topic(self, look: Look, act: Act) -> str:
        choice = candidates(look, act.value)
        best = choice[self._models.best_topic([c.features for c in choice])].topic if choice else "X01"
        named = look.found.of(Kind.STRONG)
        if named and not any(kinship(best, topic) for topic in named):  # what is named is no other trouble of the room
            best = next(iter(named))
        hot = look.context.hot
        others = act is Act.ME_TOO and hot is not None and look.message.sender not in hot.speakers
        return SHARED.get(best, best) if others else best

    def _weighed(self, names: list[str], chance: float) -> list[str]:
        reasons = "，".join(f"{name} {weight:+.1f}" for name, weight in self._models.caught.reasons(names))
        return [f"权衡 {chance:.2f}：{reasons}"] if reasons else [f"权衡 {chance:.2f}"]

    def _urgency(self, look: Look, topic: str, act: Act, danger: bool) -> Urgency | None:
        if act is Act.RESTORED:
            return None
        own = self._lexicon.topics[topic].urgency if topic in self._lexicon.topics else Urgency.P2
        if danger or own is Urgency.P0:
            return Urgency.P0
        trouble = look.context.kin or look.context.hot
        if topic in WIDE and trouble is not None and trouble.lines >= SEVERAL and trouble.topic[0] == topic[0]:
            return Urgency.P1 if topic not in ("E10", "W13", "G08", "W02", "W03", "G03") else own
        return own

    def _service(self, topic: str) -> Service:
        return self._lexicon.topics[topic].service

    def _from(self, verdict: Verdict) -> Capture:
        if not verdict.captured or verdict.topic is None:
            return Capture(False, score=verdict.score, why=verdict.because)
        service = self._service(verdict.topic)
        return Capture(
            True, service, verdict.topic, verdict.act, verdict.urgency, score=verdict.score, why=verdict.because
        )

    @staticmethod
    def _dropped(capture: Capture, reason: str) -> Capture:
        return Capture(False, score=capture.score, why=(*capture.why, reason))

    @staticmethod
    def _with_place(look: Look, capture: Capture) -> Capture:
        place = look.place
        if not capture.captured:
            return capture
        why = (*capture.why, *((f"{place.by} → {place.estate}",) if place.by else ()))
        numbers = place.numbers
        return capture.evolve(
            estate=place.estate, building=numbers.building, unit=numbers.unit, flat=numbers.flat, why=why
        )


_TOLD_BY_STAFF = frozenset({Act.NOTICE, Act.RESTORED})


def _speaks_of_known(look: Look, verdict: Verdict) -> bool:
    """Whether somebody on duty speaks of a trouble that is known here: an answer, no report."""
    return look.staff and _is_known(look, verdict.topic or "")


def _is_known(look: Look, topic: str) -> bool:
    """Whether a trouble of a topic's service is open here."""
    return any(t is not None and t.topic.startswith(topic[:1]) for t in (look.context.hot, look.context.kin))


def _speaks(look: Look, act: Act) -> bool:
    """A short follow-up, or one that names the service of what was just said."""
    return len(look.text.text) <= 16 or act is Act.ME_TOO
