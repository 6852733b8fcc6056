"""The staff of the city as they answer: who gets a ticket takes it, comes and mends it; what is doubtful is confirmed."""

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
    """What they will say, in the order of time; it depends on nothing but the tickets that they were told of."""

    def __init__(self) -> None:
        self._coming: list[tuple[datetime, int, str, str]] = []
        self._ids = count(1)

    def told(self, outgoing: Outgoing, now: datetime) -> None:
        """One of them reads a private text."""
        head = _HEAD.match(outgoing.text)
        if not head or not outgoing.person or "协办" in outgoing.text:
            return
        number = int(head["number"])
        if "待办结" in head["mark"]:
            self._will(outgoing.person, now, 5 + number % _ROUND, f"办结 {number}")
        elif "待确认" in head["mark"]:
            self._will(outgoing.person, now, 3 + number % _ROUND, f"{'受理' if number % 2 else '误报'} {number}")
        elif outgoing.why.startswith(("dispatched", "reassigned")) and not outgoing.person.startswith("wx-grid"):
            self._work(outgoing.person, now, number)

    def until(self, at: datetime) -> Iterator[Message]:
        """What they have said by then."""
        while self._coming and self._coming[0][0] <= at:
            when, n, person, text = heapq.heappop(self._coming)
            yield Message(f"staff-{when:%m%d}-{n}", CHANNEL, "", person, person, text, when)

    def _work(self, person: str, now: datetime, number: int) -> None:
        self._will(person, now, 1 + number % 10, f"接单 {number}")
        self._will(person, now, 25 + number % _ROUND, f"到场 {number}")
        self._will(person, now, 60 + number % 90, f"完成 {number} {_RESULTS[number % len(_RESULTS)]}")

    def _will(self, person: str, now: datetime, minutes: int, text: str) -> None:
        heapq.heappush(self._coming, (now + timedelta(minutes=minutes), next(self._ids), person, text))


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
