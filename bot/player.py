"""Plays a script (``bot.script``) on the practice stage: the demo and the dialog tests."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from bot.around import Around
from bot.clock import PracticeClock
from bot.engine import Engine, advance
from bot.notice_flow import take_announcement
from bot.practice import private_room
from bot.script import BOT, Cue, Cut, Expect, Joined, Published, Recalled, Said
from bot.stage import PracticeStage
from models.areas import District
from models.errors import BadInput, Place
from models.notice import FeedItem, Notice
from models.store import Store, Tx

_NUMBER = re.compile(r"工单\s*(\d+)")
_BLANK = re.compile(r"\{工单\s*(?P<part>[^}]*)\}")


class Player:
    """One script on one stage. ``publish`` takes an announcement of a member in."""

    def __init__(
        self,
        *,
        stage: PracticeStage,
        engine: Engine,
        clock: PracticeClock,
        district: District,
        publish: Callable[[FeedItem], Awaitable[None]],
    ) -> None:
        self._stage, self._engine, self._clock = stage, engine, clock
        self._district, self._publish = district, publish

    async def play(self, cue: Cue) -> None:
        """Move the clock to a cue and do it; what falls due before and at once is done too."""
        if isinstance(cue, Expect):
            return
        await advance(self._engine, self._clock, cue.at)
        if isinstance(cue, Said):
            await self._say(cue)
        elif isinstance(cue, Recalled):
            room = self.room_of(cue.room, cue.line)
            await self._stage.recall(room=room, sender=self._id(cue.who), nick=cue.who, text=cue.text)
        elif isinstance(cue, Joined):
            room = self.room_of(cue.room, cue.line)
            await self._stage.join(room=room, who=cue.who, bot=cue.who == BOT)
        elif isinstance(cue, Cut):
            self._stage.connect(back=cue.back)
            self._engine.stale = True
        elif isinstance(cue, Published):
            await self._publish(self._item(cue))
        await self._engine.tick(self._clock.now())

    def room_of(self, name: str, line: int) -> str:
        """The id of a room that a script names by id or topic; BadInput when there is none."""
        if name.startswith("@") or name in self._district.room:
            return name
        found = next((r.id for r in self._district.rooms if r.topic == name), None)
        if found is None:
            raise BadInput([(Place("脚本", line, value=name), "没有这个群")])
        return found

    async def _say(self, cue: Said) -> None:
        room = self.room_of(cue.room, cue.line) if cue.room else ""
        person = next((p for p in self._district.people if cue.who in (p.id, p.name)), None)
        sender = person.id if person else cue.who
        where = room or private_room(sender)
        quotes = self._quoted(where, self._numbered(where, cue.quotes)) if cue.quotes else ""
        await self._stage.play(
            room=room,
            sender=sender,
            nick=person.name if person else cue.who,
            text=self._numbered(where, cue.text),
            to_bot=cue.to_bot,
            quotes=quotes,
        )

    def _id(self, who: str) -> str:
        return next((p.id for p in self._district.people if who in (p.id, p.name)), who)

    def _numbered(self, room: str, text: str) -> str:
        """``{工单}`` and ``{工单 停水}`` replaced by the number that the bot last named there (in a line with 停水)."""
        return _BLANK.sub(lambda blank: self._last_number(room, blank["part"] or ""), text)

    def _last_number(self, room: str, part: str) -> str:
        for line in reversed(self._stage.transcript(room, 300)):
            if line.by_bot and part in line.text and (match := _NUMBER.search(line.text)):
                return match[1]
        return "？"

    def _quoted(self, room: str, part: str) -> str:
        """The last line of the bot that holds ``part``, else the words themselves."""
        lines = (line.text for line in reversed(self._stage.transcript(room, 300)) if line.by_bot and part in line.text)
        return next(lines, part)

    def _item(self, cue: Published) -> FeedItem:
        member = self._district.member.get(cue.member)
        if member is None:
            raise BadInput([(Place("脚本", cue.line, value=cue.member), "没有这个成员单位")])
        return FeedItem(f"{member.name}公告", f"script-{cue.line}", cue.text, cue.at, member.code)


def publisher(store: Store, around: Callable[[], Around]) -> Callable[[FeedItem], Awaitable[None]]:
    """What ``Player`` needs to publish: the use case, in its own transaction."""

    async def publish(item: FeedItem) -> None:
        await store.run(_publish, item=item, around=around())

    return publish


def _publish(tx: Tx, *, item: FeedItem, around: Around) -> Notice | None:
    return take_announcement(tx, item=item, trusted=True, around=around)
