"""代报: the staff report for somebody without WeChat; who reported hears the result and tells it by telephone."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.around import Around, Outcome
from bot.door import Admitted
from bot.replies import aside
from bot.report_rows import report_of
from dispatch.matters import joined_to_standing
from dispatch.take import take_capture
from dispatch.wording_proxy import NOT_UNDERSTOOD, WHICH_ESTATE, taken
from models.areas import District, Person
from models.capture import Capture
from models.message import Message
from models.store import Tx
from models.ticket import Ticket
from models.words import Act, MessageKind, RoomKind

_TROUBLE = frozenset({Act.REPORT, Act.REQUEST, Act.COMPLAIN, Act.ASK_STATUS, Act.ASK_INFO, Act.ME_TOO, Act.URGE})


def estate_meant(district: District, person: Person, text: str) -> str | None:
    """The estate that the words name, else the only one of the person's own."""
    named = [e.code for e in district.estates if any(n in text for n in (e.name, *e.aliases))]
    own = {code for area in person.areas for code in district.estates_in(area)}
    among = [code for code in named if not own or code in own] or named or sorted(own)
    return among[0] if len(among) == 1 else None


_PHONE = re.compile(
    r"[\s,，;；。(（]*(?:电话|手机|联系电话|号码)?[\s:：]*(?<!\d)(?:1\d{10}|0\d{2,3}-?\d{7,8})(?!\d)[)）]?"
)
_SOMEBODY = re.compile(
    r"(?:[\u4e00-\u9fa5]{1,2}|老[\u4e00-\u9fa5])(?:奶奶|爷爷|阿姨|大爷|大妈|大娘|大叔|师傅|老师|先生|女士|婆婆|老人)"
    r"(?:的?家里?|屋里|(?=\s))?"
)


def as_said_there(message: Message, text: str, estate: str | None, district: District) -> Message:
    """The line as the household would have said it in a group of its estate (王奶奶家 → 我家, no telephone), for the
    reader; who says it is nobody that it knows."""
    text = _SOMEBODY.sub("我家", _PHONE.sub("", text)).strip()
    rooms = [r.id for r in district.rooms if r.kind is RoomKind.RESIDENTS and estate in district.room_estates(r.id)]
    near = min(rooms, key=lambda r: len(district.room_estates(r)), default="")
    return message.evolve(
        text=text, room=near, sender="代报", nick="", role=None, to_bot=False, quotes="", kind=MessageKind.TEXT
    )


def take_proxy(tx: Tx, *, seen: Admitted, capture: Capture, estate: str | None, around: Around) -> Outcome:
    """One report for somebody else: its matter and ticket as ever, the rooms silent, the answer to who reported."""
    if not tx.inbox.take(seen.message, seen.digest):
        return Outcome("known", why=("这条命令做过了",))
    if not capture.captured or capture.act not in _TROUBLE:
        return _unclear(tx, seen, around, NOT_UNDERSTOOD)
    place = capture.estate or estate
    if place is None:
        return _unclear(tx, seen, around, WHICH_ESTATE)
    capture = joined_to_standing(tx, replace(capture, estate=place, act=Act.REPORT), around.now)
    message = seen.message.evolve(room="", role=None)
    report = report_of(replace(seen, message=message), capture, around, anonymous=False)
    ticket = take_capture(
        tx,
        capture=capture,
        message=message,
        report=report,
        district=around.district,
        clocks=around.clocks,
        now=around.now,
        tz=around.tz,
        speak=False,
        proxy=message.sender,
    )
    assert ticket is not None
    _reply(tx, seen, around, taken(around.district, ticket, by=seen.message.sender), ticket)
    return Outcome("ticket", ticket=ticket, why=("代报",))


def _unclear(tx: Tx, seen: Admitted, around: Around, text: str) -> Outcome:
    _reply(tx, seen, around, text, None)
    return Outcome("unclear", why=("代报没听懂",))


def _reply(tx: Tx, seen: Admitted, around: Around, text: str, ticket: Ticket | None) -> None:
    message = seen.message
    answer = aside(
        message,
        f"reply {message.channel} {message.id} proxy → {message.sender}",
        text,
        now=around.now,
        lasts=None,
        ticket=ticket.number if ticket else None,
        why="reply proxy",
    )
    tx.outbox.put(answer)
