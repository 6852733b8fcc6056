"""The practice rooms as the console sees them: who can be played where, and what was said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from bot.passage import Trace
from bot.practice import PracticeChannel, private_room, shown_in
from console.ports import Chat, Line, Persona
from models.areas import District, Person
from models.errors import NotFound, Refused
from models.message import Message
from models.words import MessageKind, Role, RoomKind

_LONGEST = 2000


class PracticeStage:
    """The ``Practice`` port of the console over the practice channel."""

    def __init__(
        self, channel: PracticeChannel, district: Callable[[], District], clock: Callable[[], datetime]
    ) -> None:
        self._channel, self._district, self._clock = channel, district, clock
        self._numbers = count(1)
        self._start = clock().strftime("%Y%m%d%H%M%S%f")

    def chats(self) -> Sequence[Chat]:
        """The rooms of the district, then the private chats in which something was said."""
        district = self._district()
        rooms = [Chat(r.id, r.topic, r.kind) for r in district.rooms]
        return [*rooms, *(self._private(district, chat) for chat in self._channel.private_chats())]

    def people(self, room: str) -> Sequence[Persona]:
        """Two residents of each estate of the room and the staff who serve it; in a private chat its one person."""
        district = self._district()
        if room.startswith("@"):
            return [_persona(p) for p in district.people if private_room(p.id) == room]
        if room not in district.room:
            raise NotFound("room", room)
        residents = [] if district.room[room].kind is not RoomKind.RESIDENTS else _residents(district, room)
        return [*residents, *(_persona(p) for p in district.people if _serves(district, p, room))]

    async def say(self, room: str, person: str, text: str) -> None:
        """Say something as somebody; NotFound for an unknown room or person, Refused for nothing or too much."""
        persona = next((p for p in self.people(room) if p.id == person), None)
        if persona is None:
            raise NotFound("person", person)
        if not text.strip() or len(text) > _LONGEST:
            raise Refused(f"一句话要有字，且不超过 {_LONGEST} 字")
        await self.play(room="" if room.startswith("@") else room, sender=persona.id, nick=persona.nick, text=text)

    async def play(
        self, *, room: str, sender: str, nick: str, text: str, to_bot: bool = False, quotes: str = ""
    ) -> None:
        """One line of anybody, as the demo and the console write it; an @ of the bot in the text speaks to it."""
        bare = text.replace("@网格服务机器人", "").strip() or text
        called = to_bot or "@网格服务机器人" in text
        message = self._message(room=room, sender=sender, nick=nick, text=bare, to_bot=called, quotes=quotes)
        person = self._district().person.get(sender)
        await self._channel.say(message, name=nick, role=person.role if person else None)

    async def recall(self, *, room: str, sender: str, nick: str, text: str) -> None:
        """Somebody takes back the last line of theirs that reads ``text``; NotFound when there is none."""
        original = self._channel.last_said(room, nick, text)
        if original is None:
            raise NotFound("line", text)
        message = self._message(room=room, sender=sender, nick=nick, text=original, kind=MessageKind.RECALL)
        await self._channel.say(message, name=nick, shown=f"（撤回了一条消息：{text}）")

    async def join(self, *, room: str, who: str, bot: bool) -> None:
        """Somebody, or the bot itself, comes into a room."""
        message = self._message(room=room, sender=who, nick=who, text="", kind=MessageKind.JOINED, to_bot=bot)
        await self._channel.say(message, name=who, shown="（进群）")

    def connect(self, *, back: bool) -> None:
        """Cut the channel off, or connect it again; what is said meanwhile is not heard."""
        self._channel.connect(back=back)

    def transcript(self, room: str, limit: int) -> Sequence[Line]:
        """The last lines of a room, the oldest first; NotFound for an unknown room."""
        if not room.startswith("@") and room not in self._district().room:
            raise NotFound("room", room)
        return self._channel.transcript(room, limit)

    def note(self, trace: Trace) -> None:
        """Show beside a line what the pipeline made of it."""
        why = trace.capture.why if trace.capture and trace.capture.captured else ()
        if trace.outcome:
            why = (*why, *trace.outcome.why)
        if why:
            self._channel.explain(shown_in(trace.message), trace.message.id, why)

    def _message(self, **said: Any) -> Message:
        number = next(self._numbers)
        return Message(id=f"p{self._start}-{number}", channel=self._channel.name, at=self._clock(), **said)

    def _private(self, district: District, chat: str) -> Chat:
        person = district.person.get(chat.removeprefix("@"))
        return Chat(chat, f"{person.name if person else '居民'}（私聊）", private=True)


def _persona(person: Person) -> Persona:
    return Persona(person.id, person.name, person.role)


def _residents(district: District, room: str) -> list[Persona]:
    """Two doors of each estate, and somebody whose nickname tells nothing."""
    doors = [
        Persona(f"{estate}-{building}", f"{_prefix(district, room, estate)}{building}栋-{name}")
        for estate in district.room_estates(room)[:4]
        for building, name in zip(district.area[estate].buildings[:2], ("小周", "王阿姨"), strict=False)
    ]
    return [*doors, Persona(f"{room}-guest", "静待花开")]


def _prefix(district: District, room: str, estate: str) -> str:
    return district.name(estate) if len(district.room_estates(room)) > 1 else ""


def _serves(district: District, person: Person, room: str) -> bool:
    if person.role in (Role.DISPATCHER, Role.ADMIN):
        return True
    estates = district.room_estates(room)
    return any(district.within(e, a) for a in person.areas for e in estates)
