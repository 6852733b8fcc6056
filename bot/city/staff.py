"""The people of the city as they answer: the staff take tickets, come and mend; one reporter of four rates."""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count

from bot.channel import ChannelState, Take
from bot.city.day import CHANNEL
from models.message import Message
from models.outgoing import Outgoing

_HEAD = re.compile(r"^【(?P<mark>[^【】\d]*)工单 (?P<number>\d+)】")
_RESULTS = ("换好了", "修好了，恢复正常", "已处理，试过没问题", "疏通了", "跳闸复位")
_ROUND = 20


class Staff:
    """What they will say, in the order of time; it depends on nothing but what they were told."""

    def __init__(self) -> None:
        self._coming: list[tuple[datetime, int, Message]] = []
        self._reporters: dict[str, Message] = {}
        self._ids = count(1)

    def reported(self, message: Message) -> None:
        """A resident has reported something in a room."""
        self._reporters[message.room] = message

    def told(self, outgoing: Outgoing, now: datetime) -> None:
        """They read a text: one of the staff in private, or a room."""
        if outgoing.room:
            self._rate(outgoing, now)
        else:
            self._answer(outgoing, now)

    def _rate(self, outgoing: Outgoing, now: datetime) -> None:
        reporter = self._reporters.get(outgoing.room)
        if reporter and outgoing.why.startswith("result") and outgoing.ticket and outgoing.ticket % 4 == 0:
            said = reporter.evolve(text="满意", quotes=outgoing.text, to_bot=True)
            self._will(said, now, 4 + outgoing.ticket % _ROUND)

    def _answer(self, outgoing: Outgoing, now: datetime) -> None:
        head = _HEAD.match(outgoing.text)
        if not head or not outgoing.person or "协办" in outgoing.text:
            return
        number = int(head["number"])
        if "待办结" in head["mark"]:
            self._say(outgoing.person, now, 5 + number % _ROUND, f"办结 {number}")
        elif "待确认" in head["mark"]:
            self._say(outgoing.person, now, 3 + number % _ROUND, f"{'受理' if number % 2 else '误报'} {number}")
        elif outgoing.why.startswith(("dispatched", "reassigned")) and not outgoing.person.startswith("wx-grid"):
            self._work(outgoing.person, now, number)

    def until(self, at: datetime) -> Iterator[Message]:
        """What they have said by then."""
        while self._coming and self._coming[0][0] <= at:
            yield heapq.heappop(self._coming)[2]

    def _work(self, person: str, now: datetime, number: int) -> None:
        self._say(person, now, 1 + number % 10, f"接单 {number}")
        self._say(person, now, 25 + number % _ROUND, f"到场 {number}")
        self._say(person, now, 60 + number % 90, f"完成 {number} {_RESULTS[number % len(_RESULTS)]}")

    def _say(self, person: str, now: datetime, minutes: int, text: str) -> None:
        self._will(Message("", CHANNEL, "", person, person, text, now), now, minutes)

    def _will(self, message: Message, now: datetime, minutes: int) -> None:
        at, n = now + timedelta(minutes=minutes), next(self._ids)
        heapq.heappush(self._coming, (at, n, message.evolve(id=f"answer-{at:%m%d}-{n}", at=at)))


class CityChannel:
    """An account of the city: what it says to the staff is heard by them; nothing leaves the process."""

    def __init__(self, name: str, staff: Staff, clock: Callable[[], datetime]) -> None:
        self.name, self._staff, self._clock = name, staff, clock
        self.sent = 0

    async def run(self, take: Take) -> None:
        """The day is handed over by who plays it; nothing comes from here."""

    async def send(self, outgoing: Outgoing) -> str:
        """Said."""
        self.sent += 1
        self._staff.told(outgoing, self._clock())
        return f"{self.name} {self.sent}"

    def state(self) -> ChannelState:
        """Always there."""
        return ChannelState(self.name, True, None, "city")
