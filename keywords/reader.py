"""The reader: one message of a room in, one reading out. It remembers its rooms, knows no clock and does no I/O."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from keywords.context import context_of
from keywords.decide import Decider
from keywords.learned import Models, default_models
from keywords.lexicon import TOPICAL, Kind, Lexicon
from keywords.linking import Linker, key_of
from keywords.look import Look
from keywords.memory import Line, Memory, Trouble
from keywords.normalise import Text, normalise, whole
from keywords.place import Gazetteer
from keywords.sieve import Found, Sieve
from models.areas import District
from models.capture import Capture
from models.matter import Matter
from models.message import Message
from models.words import MessageKind, Role

_MEDIA = {
    MessageKind.PICTURE: "图片",
    MessageKind.VOICE: "语音",
    MessageKind.VIDEO: "视频",
    MessageKind.FILE: "文件",
    MessageKind.CARD: "名片",
}

LONGEST_NICK = 64
"""How many characters of a nickname are read; WeChat allows 32."""

UNTOUCHED = Capture(captured=False, why=("没有水电气路的词",))
"""What is made, without any further work, of a line without a word of the field."""


class Reader:
    """Reads the rooms of one district; a deterministic function of (lexicon, models, district, the lines so far)."""

    def __init__(self, lexicon: Lexicon, district: District, *, models: Models | None = None) -> None:
        self._lexicon = lexicon
        self._district = district
        self._estates = cache(lambda room: frozenset(district.room_estates(room)))
        self._sieve = Sieve(lexicon)
        self._gazetteer = Gazetteer(district)
        self._decider = Decider(lexicon, models or default_models())
        self._memory = Memory()
        self._linker = Linker(lexicon, self._memory, district)

    def read(self, message: Message) -> Capture:
        """Read a message with the context of what was read before, and remember it."""
        return self.finish(self.look(message))

    def finish(self, look: Look) -> Capture:
        """Decide on a look, join it to a matter and remember it."""
        return self.settle(look, *self.draft(look))

    def draft(self, look: Look) -> tuple[Capture, Trouble | None]:
        """What a look says, and the open trouble that it joins."""
        capture = self._decider.decide(look)
        return capture, self._linker.find(look, capture)

    def settle(self, look: Look, capture: Capture, trouble: Trouble | None) -> Capture:
        """Join a draft to its trouble, or open one, and remember it."""
        capture = self._linker.link(look, self._decider.settle(look, capture, trouble), trouble)
        self._remember(look, capture)
        return capture

    def trouble(self, key: str | None) -> Trouble | None:
        """The open trouble of a key."""
        return self._memory.troubles.get(key or "")

    def teach(self, look: Look, gold: Capture) -> None:
        """Remember what is true of a look instead of deciding; ``gold.matter`` may be any name of the matter."""
        if gold.captured:
            self._linker.follow(look, gold)
        self._remember(look, gold)

    def read_alone(self, message: Message) -> Capture:
        """Read a message by its own words, as if it were the only one; nothing is remembered."""
        text = self._text(message)
        found = self._sieve.find_topics(text.text) if text.text else Found()
        if not found.signs:
            return UNTOUCHED
        return self._decider.decide_alone(self._look(message, text, found), key_of(message))

    def preload(self, matters: Sequence[Matter]) -> None:
        """Take the open matters of the store, the oldest first, so that lines can join them after a restart."""
        for matter in sorted(matters, key=lambda m: (m.last_at, m.key)):
            self._memory.preload(matter)

    def look(self, message: Message) -> Look:
        """What is known of a message before the decision."""
        text = self._text(message)
        found = self._sieve.find(text.text) if text.text else Found()
        look = self._look(message, text, found)
        topics = [s.name for s in found.signs if s.kind in TOPICAL]
        estates = self._estates(message.room)
        if look.place.estate and look.place.other:
            estates = frozenset((look.place.estate,))
        context = context_of(self._memory, message.room, message.sender, look.at, estates, topics)
        return Look(message, text, found, look.place, look.staff, look.head, look.at, context)

    def _remember(self, look: Look, capture: Capture) -> None:
        """Note what became of a line."""
        message = look.message
        line = Line(
            look.at,
            message.sender,
            capture.matter,
            capture.captured,
            capture.act.value,
            capture.topic,
            capture.estate,
            capture.building,
            any(s.kind is Kind.MOOD and s.name == "advert" for s in look.found.signs),
            look.staff,
            look.asks,
        )
        self._memory.room(message.room).add(line)

    @staticmethod
    def _text(message: Message) -> Text:
        text = normalise(message.text)
        media = _MEDIA.get(message.kind, "")
        return Text(text.text, text.marks, media, text.named) if media and not text.media else text

    def _look(self, message: Message, text: Text, found: Found) -> Look:
        person = self._district.person.get(message.sender)
        role = message.role or (person.role if person else None)
        head = role is Role.BUILDING_HEAD
        nick = whole(message.nick[:LONGEST_NICK])
        staff = (role is not None and not head) or (role is None and self._gazetteer.staffed(nick))
        place = self._gazetteer.locate(text.text, "" if staff else nick, message.room)
        return Look(message, text, found, place, staff, head, message.at.timestamp())
