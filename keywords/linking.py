"""Which matter a captured line belongs to: one that fits by topic, place, time and speaker, or a new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from keywords.around import Around
from keywords.kin import SHARED, WIDE, kinship, window
from keywords.lexicon import Lexicon
from keywords.look import Look
from keywords.memory import Memory, Trouble
from models.areas import District
from models.capture import Capture
from models.message import Message
from models.words import Act, Service, Urgency


@dataclass(frozen=True, slots=True)
class Weights:
    """What speaks for joining a matter; ``join`` is the score from which on a line does."""

    join: float = 2.0
    kin: float = 2.0
    now: float = 1.0
    lately: float = 0.1
    hour: float = 0.7
    echo: float = 0.3
    speaker: float = 1.2
    spoke: float = 0.6
    once: float = 0.3
    same_building: float = -0.1
    other_now: float = 0.3
    other_building: float = -0.3
    same_road: float = 0.8
    same_room: float = 0.2
    other_estate: float = 0.4
    same_estate: float = 0.2
    same_line: float = 0.2
    near_road: float = 0.0
    neighbour: float = -0.9


W = Weights()
OPENS = 0.55
"""How sure (0 … 1) a line must be caught to open a matter of its own; to join one, the models' threshold is enough."""
SURELY = 0.8
"""The same for somebody on duty, who mostly answers, and for 来了, which mostly answers a trouble that is open."""
_ECHO = frozenset({Act.ME_TOO, Act.RESTORED, Act.URGE, Act.COMPLAIN, Act.ASK_STATUS})


class Linker:
    """Joins lines to matters and keeps the matters of one memory up to date."""

    def __init__(self, lexicon: Lexicon, memory: Memory, district: District) -> None:
        self._lexicon = lexicon
        self._memory = memory
        self._district = district
        self._around = Around(district)

    def find(self, look: Look, capture: Capture) -> Trouble | None:
        """The trouble that a captured line joins, None when it would open one."""
        if not capture.captured or capture.topic is None:
            return None
        best = max(
            self._candidates(look, capture), key=lambda item: (item[0], item[1].last_at, item[1].key), default=None
        )
        return best[1] if best is not None and best[0] >= W.join else None

    def link(self, look: Look, capture: Capture, trouble: Trouble | None) -> Capture:
        """The capture with its matter: ``trouble``, else a new one; the memory of the matter is brought up to date."""
        if not capture.captured or capture.topic is None:
            return capture
        if trouble is not None:
            return self._join(look, capture, trouble)
        needed = SURELY if look.staff or capture.act is Act.RESTORED else OPENS
        if capture.score < needed and capture.urgency is not Urgency.P0:
            why = (*capture.why, f"不足以开一件新事（{capture.score:.2f} < {needed}）")
            return Capture(captured=False, score=capture.score, why=why)
        trouble = self._open(look, capture)
        self._note(look, capture, trouble)
        return capture.evolve(matter=trouble.key, opens=True, why=(*capture.why, "新的一件事"))

    def _join(self, look: Look, capture: Capture, trouble: Trouble) -> Capture:
        why = f"并入 {trouble.key}（{trouble.topic}，{(look.at - trouble.last_at) / 60:.0f} 分钟前）"
        self._note(look, capture, trouble)
        return capture.evolve(matter=trouble.key, why=(*capture.why, why))

    def follow(self, look: Look, capture: Capture) -> None:
        """Take a line whose matter is given: it joins the trouble of that key, or opens it."""
        key = capture.matter or key_of(look.message)
        trouble = self._memory.troubles.get(key)
        if trouble is None:
            trouble = self._open(look, capture)
            trouble.key = key
        self._note(look, capture, trouble)

    def _note(self, look: Look, capture: Capture, trouble: Trouble) -> None:
        """One more line of a trouble."""
        trouble.heard(look.at, look.message.room, look.message.sender, capture.estate)
        if capture.topic:
            trouble.says(capture.topic, clearly=look.names(capture.topic))
            if capture.act is Act.ME_TOO and SHARED.get(trouble.topic) == capture.topic:
                trouble.widen(capture.topic)
        trouble.roads |= look.place.roads
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
        estates = self._around.own(room)
        if capture.estate and capture.estate not in estates:
            estates |= {capture.estate}
        around = self._around.near(room, capture.estate)
        for trouble in self._memory.at((room, *look.place.roads), (estates, *around)):
            age = look.at - trouble.last_at
            if look.message.sender not in trouble.speakers and age > window(trouble.topic):
                continue
            near = self._nearness(capture, trouble, room, estates)
            if not trouble.roads.isdisjoint(look.place.roads):
                near = (near or 0.0) + W.same_road
            if near is not None:
                yield near + self._fit(look, capture, trouble, room), trouble

    def _nearness(self, capture: Capture, trouble: Trouble, room: str, estates: frozenset[str]) -> float | None:
        if room in trouble.rooms:
            apart = capture.estate and trouble.estates and capture.estate not in trouble.estates
            return W.other_estate if apart else W.same_room
        if not trouble.estates.isdisjoint(estates):
            return W.same_estate
        if capture.topic in WIDE or trouble.urgency is Urgency.P0:
            return self._shared(capture.estate, trouble)
        return None

    def _shared(self, estate: str | None, trouble: Trouble) -> float | None:
        area = self._district.area.get(estate or "")
        others = [self._district.area[e] for e in trouble.estates if e in self._district.area]
        if area is None or not others:
            return None
        if any(set(area.lines) & set(o.lines) for o in others) and trouble.topic[0] == "E":
            return W.same_line
        if any(set(area.roads) & set(o.roads) for o in others) and trouble.topic[0] != "E":
            return W.near_road
        return W.neighbour if any(area.parent == o.parent for o in others) else None

    def _fit(self, look: Look, capture: Capture, trouble: Trouble, room: str) -> float:
        topic = capture.topic or ""
        kin = max(kinship(topic, trouble.topic), *(0.9 * kinship(topic, t) for t in trouble.main_topics()))
        if kin == 0.0:
            return -9.0
        score = W.kin * kin + self._speaker(look, trouble)
        here = look.at - trouble.rooms.get(room, -1e9)
        score += W.now if here <= 180 else W.lately if here <= 1200 else W.hour if here <= 3600 else 0.0
        if capture.act in _ECHO:
            score += W.echo
        if topic not in WIDE:
            score += self._narrow(capture, trouble, here)
        return score

    @staticmethod
    def _speaker(look: Look, trouble: Trouble) -> float:
        spoke = look.at - trouble.speakers.get(look.message.sender, -1e9)
        return W.speaker if spoke <= 300 else W.spoke if spoke <= 7200 else W.once if spoke < 1e8 else 0.0

    @staticmethod
    def _narrow(capture: Capture, trouble: Trouble, here: float) -> float:
        """Troubles of one home or stairwell: another building is another trouble."""
        if not capture.building or not trouble.buildings:
            return 0.0
        if capture.building in trouble.buildings:
            return W.same_building
        if capture.topic and capture.topic[0] == "R":
            return 0.0
        return W.other_now if here <= 600 else W.other_building


def key_of(message: Message) -> str:
    """The key of the matter that a message opens: the same in every replay."""
    return "m-" + blake2b(f"{message.channel}|{message.id}".encode(errors="surrogatepass"), digest_size=6).hexdigest()
