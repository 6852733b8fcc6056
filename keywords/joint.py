"""How a line stands to the trouble that it joins: who spoke there before says much of what a line does (report, 我家也是, 催)."""

from __future__ import annotations

from keywords.look import Look
from keywords.memory import Trouble

LIKELY = 1800.0
"""For so many seconds a room's last trouble is taken for the one that a line will join."""
_STEPS = ((60, "0"), (180, "1"), (600, "2"), (1800, "3"), (7200, "4"))


def likely(look: Look) -> Trouble | None:
    """The trouble that a line will probably join, before it is decided."""
    context = look.context
    if context.kin is not None:
        return context.kin
    return context.hot if context.hot_age <= LIKELY else None


def joint(look: Look, trouble: Trouble | None) -> tuple[str, ...]:
    """Readable features (``j.``) of a line and the trouble that it joins, as that was before; None: it opens one."""
    if trouble is None:
        return ("j.new",)
    return (
        "j.old",
        f"j.lines{min(trouble.lines, 4)}",
        f"j.age{_age(look.at - trouble.last_at)}",
        "j.room" if look.message.room in trouble.rooms else "j.far",
        f"j.topic.{trouble.topic}",
        f"j.service.{trouble.topic[0]}",
        f"j.urgency.{trouble.urgency.value}",
        *(("j.back",) if trouble.restored else ()),
        *_speaker(look, trouble),
        *_building(look.place.numbers.building, trouble),
    )


def _speaker(look: Look, trouble: Trouble) -> tuple[str, ...]:
    spoke = trouble.speakers.get(look.message.sender)
    if spoke is None:
        return ("j.first",)
    return ("j.mine", f"j.mine{_age(look.at - spoke)}", *(("j.alone",) if len(trouble.speakers) == 1 else ()))


def _building(building: str | None, trouble: Trouble) -> tuple[str, ...]:
    if not building:
        return ()
    return ("j.here" if building in trouble.buildings else "j.there" if trouble.buildings else "j.where",)


def _age(seconds: float) -> str:
    return next((name for limit, name in _STEPS if seconds <= limit), "5")
