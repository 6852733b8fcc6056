"""The ticker's round over suspected outages: whom nobody answered is reminded, the next is asked too, and at last it lapses."""

from __future__ import annotations

from datetime import datetime

from dispatch.cause import Suspecting
from dispatch.scene import Scene
from dispatch.suspect import levels, subject_of, tell_card
from models.suspicion import Suspicion, Verdict


def chase_cards(scene: Scene, limits: Suspecting) -> int:
    """Do what is due at ``scene.now``; how many cards. A function of the rows and the hour."""
    cards = scene.tx.suspicions.chased(scene.now)
    for card in cards:
        _lapse(scene, card) if scene.now >= card.opened_at + limits.lapse else _remind(scene, card, limits)
    return len(cards)


def _remind(scene: Scene, card: Suspicion, limits: Suspecting) -> None:
    """Those who have it once more, and the next level; at the top it waits until it lapses."""
    above = levels(scene, card)
    level = card.level + 1
    fresh = above[level] if level < len(above) else ()
    people = tuple(dict.fromkeys((*card.asked, *fresh)))
    after = card.evolve(asked=people, level=level, chase_at=_next(card, level, len(above), limits, scene.now))
    scene.tx.suspicions.save(after)
    scene.note(subject_of(card), "remind", reason=f"没有人答复，第 {level} 次", after="、".join(people))
    tell_card(scene, after, people, f"again {level}")


def _next(card: Suspicion, level: int, levels_: int, limits: Suspecting, now: datetime) -> datetime:
    lapses = card.opened_at + limits.lapse
    return min(now + limits.answer, lapses) if level + 1 < levels_ else lapses


def _lapse(scene: Scene, card: Suspicion) -> None:
    over = card.evolve(state=Verdict.LAPSED, chase_at=None, decided_at=scene.now)
    scene.tx.suspicions.save(over)
    scene.note(subject_of(card), "lapse", reason="没有人答复")
