"""What happens to a message, as a list of small stages whose order reads in one line.

Each stage answers ``True`` when the message is done with. Nothing of a message that matches nothing is kept.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot import switches
from bot.around import Around, Outcome, around_of
from bot.asked_lately import SUPPLY, as_answer
from bot.bulletins import answer_points
from bot.door import admit
from bot.etiquette import Verdict, staff_answers
from bot.flow import take_line
from bot.newrooms import note_unknown_room
from bot.notice_desk import at_desk, draft
from bot.notice_talk import answer_question
from bot.obey import obey
from bot.passage import Passage, Trace
from bot.patient import Patient
from bot.privacy_notice import someone_joined
from bot.proposals import doubtful, keep_line, propose, proposes
from bot.proxy import as_said_there, estate_meant, take_proxy
from bot.recall import take_back
from bot.settings import Settings
from bot.spoke import is_spoken, note_spoke, spoke_lately
from bot.unclear import answer_unclear, is_unclear
from bot.understood import understood
from bot.unheard import note_unheard
from dispatch.unheard import media_of
from keywords.answers_back import answers_back
from keywords.points import asked_points
from keywords.questions import question_of
from keywords.reader import Reader
from keywords.scrub import Scrubber
from models.areas import District
from models.capture import Capture
from models.errors import Refused
from models.message import Message
from models.privacy import Vault
from models.sample import Source
from models.store import Store
from models.words import MessageKind
from notices.drafts import is_draft
from notices.rights import DESK

_log = structlog.get_logger("bot.pipeline")
_OUT, _IN = frozenset({"勿扰", "退订"}), frozenset({"恢复"})
T = TypeVar("T")


class Pipeline:
    """Takes the messages of all channels, one after the other.

    ``clock`` gives now (aware UTC); ``sleep`` waits seconds between two tries when the store is busy or full: a
    message that matters is never given up.
    """

    def __init__(
        self,
        *,
        store: Store,
        reader: Reader,
        vault: Vault,
        settings: Settings,
        district: District,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._store, self._reader, self._vault = store, reader, vault
        self._settings, self.district = settings, district
        self._scrubber = Scrubber(district)
        self._clock = clock
        self._patient = Patient(store, sleep)
        self.on_trace: Callable[[Trace], None] = lambda _: None
        self._spoke = store.call(spoke_lately, now=clock())
        self._stages = (
            self._unbound,
            self._joined,
            self._recalled,
            self._choice,
            self._command,
            self._points,
            self._draft,
            self._unheard,
            self._read,
            self._propose,
            self._question,
            self._take,
        )

    @property
    def trouble(self) -> str:
        """Why the store does not take anything just now; "" when it does."""
        return self._patient.trouble

    def use(self, district: District, reader: Reader) -> None:
        """Go on with another district and a reader made for it."""
        self.district, self._reader, self._scrubber = district, reader, Scrubber(district)

    async def take(self, message: Message) -> None:
        """One message through all stages; raises nothing but a programming error."""
        passage = Passage(message, self._clock(), admit(message, self.district, self._vault))
        for stage in self._stages:
            if await stage(passage):
                self.on_trace(passage.trace(stage.__name__))
                return

    async def _unbound(self, passage: Passage) -> bool:
        message = passage.raw
        if message.private or message.room in self.district.room:
            return False
        await self._keep(note_unknown_room, message=message, now=passage.now)
        return True

    async def _joined(self, passage: Passage) -> bool:
        message = passage.seen.message
        if message.kind is not MessageKind.JOINED:
            return False
        verdict = await self._keep(
            someone_joined, message=message, district=self.district, settings=self._settings, now=passage.now
        )
        passage.outcome = Outcome("announced", why=(verdict.why,)) if verdict.ok else None
        return True

    async def _recalled(self, passage: Passage) -> bool:
        if passage.seen.message.kind is not MessageKind.RECALL:
            return False
        passage.outcome = await self._keep(take_back, seen=passage.seen, around=self._around(passage))
        return True

    async def _choice(self, passage: Passage) -> bool:
        message = passage.seen.message
        word = message.text.strip().strip("。！!. ")
        if message.by_staff or word not in _OUT | _IN:
            return False
        if word in _IN and not await self._keep(switches.is_out, sender=message.sender):
            return False
        await self._keep(switches.set_opt_out, seen=passage.seen, out=word in _OUT, now=passage.now)
        passage.said = True
        return True

    async def _command(self, passage: Passage) -> bool:
        message = passage.seen.message
        command = understood(message, district=self.district, now=passage.now, tz=self._settings.tz)
        if command is None:
            return False
        if command.verb == "proxy":
            return await self._proxy(passage, command.text)
        try:
            around = self._around(passage)
            passage.outcome = await self._keep(
                obey, seen=passage.seen, command=command, around=around, scrubber=self._scrubber
            )
        except Refused as refused:
            _log.info("command_refused", verb=command.verb, reason=str(refused))
        if passage.outcome and passage.outcome.district:
            self.district = passage.outcome.district  # rights that end, end at once
        return True

    async def _points(self, passage: Passage) -> bool:
        """Where there is water or shelter, while an emergency state stands."""
        if kinds := asked_points(passage.seen.message.text):
            around = self._around(passage)
            passage.outcome = await self._keep(answer_points, seen=passage.seen, kinds=kinds, around=around)
        return passage.outcome is not None

    async def _proxy(self, passage: Passage, text: str) -> bool:
        """代报: read as if it had been said in a group of the estate that is meant."""
        message = passage.seen.message
        person = self.district.person[message.sender]
        estate = estate_meant(self.district, person, text)
        said = as_said_there(message, text, estate, self.district)
        capture = self._reader.read(said)
        passage.capture = capture if capture.captured else self._reader.read_alone(said)
        passage.outcome = await self._keep(
            take_proxy, seen=passage.seen, capture=passage.capture, estate=estate, around=self._around(passage)
        )
        return True

    async def _draft(self, passage: Passage) -> bool:
        message, local = passage.seen.message, passage.now.astimezone(self._settings.tz).replace(tzinfo=None)
        if message.role not in DESK or not at_desk(message, self.district) or not is_draft(message.text, local):
            return False
        passage.outcome = await self._keep(draft, seen=passage.seen, around=self._around(passage))
        return True

    async def _unheard(self, passage: Passage) -> bool:
        """A voice or picture message is told to the workers, and then read like any other."""
        if media_of(passage.seen.message):
            passage.said = await self._keep(note_unheard, seen=passage.seen, around=self._around(passage))
        return False

    async def _read(self, passage: Passage) -> bool:
        message = passage.seen.message
        passage.capture = self._reader.read(message)
        if is_spoken(message):
            self._spoke[message.room][passage.capture.service] = message.at
            await self._keep(note_spoke, room=message.room, service=passage.capture.service, at=message.at)
        if passage.capture.topic in SUPPLY or await self._answers(passage) or passage.capture.captured:
            return False
        if doubtful(message, passage.capture, self._settings.reading):
            await self._keep(
                keep_line,
                seen=passage.seen,
                capture=passage.capture,
                scrubber=self._scrubber,
                source=Source.DOUBT,
            )
        if question_of(message.text):
            return False
        if is_unclear(message):
            await self._keep(answer_unclear, message=message, now=passage.now)
            passage.outcome = Outcome("unclear", why=("没看懂",))
        return True

    async def _answers(self, passage: Passage) -> bool:
        """Whether a line that says nothing by itself answers what its room was asked."""
        message = passage.seen.message
        if answers_back(message.text) is None or message.by_staff:
            return False
        place, around = self._reader.look(message).place, self._around(passage)
        answer = await self._keep(as_answer, message=message, place=place, around=around)
        passage.capture = answer or passage.capture
        return answer is not None

    async def _propose(self, passage: Passage) -> bool:
        capture = passage.capture
        if capture is None or not proposes(self.district, passage.seen.message, capture):
            return False
        keep = self._settings.reading.review_days > 0
        passage.outcome = await self._keep(
            propose, seen=passage.seen, capture=capture, scrubber=self._scrubber, keep=keep
        )
        return True

    async def _question(self, passage: Passage) -> bool:
        """A question that opens no matter is answered from a notice, or forgotten."""
        capture, message = passage.capture, passage.seen.message
        question = question_of(message.text)
        if capture is None or capture.captured or question is None:
            return False
        place = self._reader.look(message).place
        asked = capture.evolve(service=question.service, estate=place.estate, building=place.numbers.building)
        if message.by_staff or place.other:
            return True
        notice = await self._keep(
            answer_question,
            seen=passage.seen,
            capture=asked,
            question=question,
            around=self._around(passage),
            speak=self._may_speak(message, asked).ok,
        )
        passage.outcome = Outcome("deflected", notice=notice, why=("问的是公告里的事",)) if notice else None
        return True

    async def _take(self, passage: Passage) -> bool:
        capture = passage.capture
        assert capture is not None
        speak = self._may_speak(passage.seen.message, capture)
        passage.outcome = await self._keep(
            take_line, seen=passage.seen, capture=capture, around=self._around(passage), speak=speak.ok
        )
        if not speak.ok:
            passage.outcome = replace(passage.outcome, why=(*passage.outcome.why, speak.why))
        _log.info(
            "captured",
            message=passage.raw.id,
            topic=capture.topic,
            act=capture.act.value,
            urgency=capture.urgency.value if capture.urgency else None,
            matter=capture.matter,
            outcome=passage.outcome.kind,
        )
        return True

    def _may_speak(self, message: Message, capture: Capture) -> Verdict:
        """Not when a person of the staff is just answering."""
        window = timedelta(minutes=self._settings.reading.speak_after_staff_minutes)
        return staff_answers(self._spoke.get(message.room, {}), message, capture, window=window)

    def _around(self, passage: Passage) -> Around:
        return around_of(self._settings, self.district, self._vault, passage.now)

    async def _keep(self, use_case: Callable[..., T], **arguments: object) -> T:
        return await self._patient.run(use_case, **arguments)
