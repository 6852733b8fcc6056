"""Which matter a captured line belongs to: one that fits by topic, place, time and speaker, or a new one."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from keywords.kin import WIDE, kinship, window
from keywords.lexicon import Lexicon
from keywords.look import Look
from keywords.memory import Memory, Trouble
from models.areas import District
from models.capture import Capture
from models.message import Message
from models.words import Act, Service, Urgency

JOIN = 2.0
"""From this score on a line joins a matter."""
_ECHO = frozenset({Act.ME_TOO, Act.RESTORED, Act.URGE, Act.COMPLAIN, Act.ASK_STATUS})


class Linker:
    """Joins lines to matters and keeps the matters of one memory up to date."""

    def __init__(self, lexicon: Lexicon, memory: Memory, district: District) -> None:
        self._lexicon = lexicon
        self._memory = memory
        self._district = district

    def link(self, look: Look, capture: Capture) -> Capture:
        """The capture with its matter; the memory of the matter is brought up to date."""
        if not capture.captured or capture.topic is None:
            return capture
        best = max(self._candidates(look, capture), key=lambda item: (item[0], item[1].last_at), default=None)
        opens = best is None or best[0] < JOIN
        trouble = self._open(look, capture) if best is None or opens else best[1]
        why = "新的一件事" if opens else f"并入 {trouble.key}（{trouble.topic}，{(look.at - trouble.last_at) / 60:.0f} 分钟前）"
        self.note(look, capture, trouble)
        return capture.evolve(matter=trouble.key, opens=opens, why=(*capture.why, why))

    def note(self, look: Look, capture: Capture, trouble: Trouble) -> None:
        """One more line of a trouble."""
        trouble.heard(look.at, look.message.room, look.message.sender, capture.topic, capture.estate)
        if capture.building:
            trouble.buildings.add(capture.building)
        if capture.act is Act.RESTORED:
            trouble.restored += 1
        elif capture.urgency is not None and capture.urgency.value < trouble.urgency.value:
            trouble.urgency = capture.urgency
        self._memory.keep(trouble)

    def _open(self, look: Look, capture: Capture) -> Trouble:
        return Trouble(
            key_of(look.message),
            capture.service or Service.OTHER,
            capture.topic or "X01",
            capture.urgency or Urgency.P2,
            capture.estate,
            look.at,
            look.at,
        )

    def _candidates(self, look: Look, capture: Capture) -> Iterator[tuple[float, Trouble]]:
        room = look.message.room
        estates = {capture.estate, *self._district.room_estates(room)} - {None}
        for trouble in self._memory.troubles.values():
            age = look.at - trouble.last_at
            if age > window(trouble.topic) and look.message.sender not in trouble.speakers:
                continue
            near = self._nearness(capture, trouble, room, estates)
            if near is not None:
                yield near + self._fit(look, capture, trouble, room), trouble

    def _nearness(self, capture: Capture, trouble: Trouble, room: str, estates: set[str | None]) -> float | None:
        if room in trouble.rooms:
            apart = capture.estate and trouble.estates and capture.estate not in trouble.estates
            return 0.0 if apart else 0.4
        if not trouble.estates.isdisjoint(estates):
            return 0.2
        if capture.topic in WIDE or trouble.urgency is Urgency.P0:
            return self._shared(capture.estate, trouble)
        return None

    def _shared(self, estate: str | None, trouble: Trouble) -> float | None:
        area = self._district.area.get(estate or "")
        others = [self._district.area[e] for e in trouble.estates if e in self._district.area]
        if area is None or not others:
            return None
        if any(set(area.lines) & set(o.lines) for o in others) and trouble.topic[0] == "E":
            return 0.2
        if any(set(area.roads) & set(o.roads) for o in others) and trouble.topic[0] != "E":
            return 0.0
        return -0.4 if any(area.parent == o.parent for o in others) else None

    def _fit(self, look: Look, capture: Capture, trouble: Trouble, room: str) -> float:
        topic = capture.topic or ""
        kin = max([kinship(topic, trouble.topic), *(0.9 * kinship(topic, t) for t in trouble.topics)])
        if kin == 0.0:
            return -9.0
        score = 2 * kin + self._speaker(look, trouble)
        here = look.at - trouble.rooms.get(room, -1e9)
        score += 0.8 if here <= 180 else 0.5 if here <= 1200 else 0.2 if here <= 3600 else 0.0
        if capture.act in _ECHO:
            score += 0.3
        if topic not in WIDE:
            score += self._narrow(capture, trouble, here)
        return score

    @staticmethod
    def _speaker(look: Look, trouble: Trouble) -> float:
        spoke = look.at - trouble.speakers.get(look.message.sender, -1e9)
        return 1.2 if spoke <= 300 else 0.6 if spoke <= 7200 else 0.3 if spoke < 1e8 else 0.0

    @staticmethod
    def _narrow(capture: Capture, trouble: Trouble, here: float) -> float:
        """Troubles of one home or stairwell: another building is another trouble."""
        if not capture.building or not trouble.buildings:
            return 0.0
        if capture.building in trouble.buildings:
            return 0.5
        return 0.0 if capture.topic and capture.topic[0] == "R" else -0.4 if here <= 600 else -0.9


def key_of(message: Message) -> str:
    """The key of the matter that a message opens: the same in every replay."""
    return "m-" + blake2b(f"{message.channel}|{message.id}".encode(), digest_size=6).hexdigest()
