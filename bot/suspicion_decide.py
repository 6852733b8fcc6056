"""The use case of an answer to a suspected outage, for chat and console: 确认 makes a notice, 已知 joins one, 不是 closes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.around import Around
from bot.replies import in_return, told_of
from dispatch import wording_suspect as say
from dispatch.scene import Scene
from dispatch.suspect import heard_now, may_not_answer, places_of, with_estates
from dispatch.suspect_decide import settle_card
from dispatch.trail import Trail
from dispatch.wording import place
from models.areas import Person
from models.errors import Refused
from models.message import Message
from models.notice import Notice
from models.outgoing import Outgoing
from models.store import Tx
from models.suspicion import Suspicion, Verdict
from models.ticket import Ticket
from models.words import AreaKind
from notices.answer import covering
from notices.stated import Areas, Stated, places_in, state_fault, whole_estates
from notices.take import Hour

WHOLE_LINE = "全线"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: ``until`` the stated hour (aware), ``places`` the area in the staff's own words ("" = what was
    heard of), ``notice`` the number of the notice that 已知 means."""

    verdict: Verdict
    until: datetime | None = None
    places: str = ""
    reason: str = ""
    notice: int | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of it: the text for who answered; ``refused`` says why nothing was done ("" = it was)."""

    text: str
    card: Suspicion
    notice: Notice | None = None
    refused: str = ""


def decide(tx: Tx, *, number: int, answer: Answer, person: Person, around: Around, source: str = "") -> Decided:
    """Take the answer of ``person`` to card ``number``; NotFound. It can be taken back for a while (``take_back``)."""
    trail = Trail(tx, asked=True)
    scene = around.scene(tx, actor=person.id, source=source, trail=trail)
    card = tx.suspicions.get(number)
    if refused := _refusal(scene, card, answer, person):
        return Decided(refused, card, refused=refused)
    try:
        done = _DO[answer.verdict](scene, card, answer, around)
    except Refused as error:
        return Decided(say.unread_place(str(error)), card, refused="place")
    trail.keep(person.id, verb_of(card), around.now)
    return done


def verb_of(card: Suspicion) -> str:
    """What the deed of an answer is called."""
    return f"suspicion {card.number}"


def _refusal(scene: Scene, card: Suspicion, answer: Answer, person: Person) -> str:
    if card.state is not Verdict.OPEN:
        return say.over(scene.district, card, scene.now, scene.tz)
    if reason := may_not_answer(scene.district, person, card):
        return say.not_yours(card, reason)
    return say.PAST if answer.until and answer.until <= scene.now else ""


def _confirm(scene: Scene, card: Suspicion, answer: Answer, around: Around) -> Decided:
    """A fault notice of the member for the whole area; one that stands already takes the reports instead."""
    standing = standing_notice(scene.tx, _estates(scene, card), card, around)
    if standing and not answer.places:
        return _join(scene, card, replace(answer, verdict=Verdict.KNOWN), standing, around)
    areas, reach = _area(scene, card, answer, around)
    member = scene.district.member.get(card.member, scene.district.fallback)
    stated = Stated(card.service, member, areas, reach, _local(card.since, around), _end(answer, around), answer.reason)
    notice = state_fault(
        scene.tx, stated, feed=f"疑似 {card.number}", ref=str(card.number), actor=scene.actor, district=scene.district,
        at=_hour(around),
    )  # fmt: skip
    scene.tx.outbox.hold(notice.id, around.now + around.clocks.take_back)
    estates = tuple(dict.fromkeys(r.estate for r in reach))
    card = settle_card(
        scene, card, Verdict.CONFIRMED, around.suspecting, estates=estates, until=answer.until, reason=answer.reason,
        notice=notice.id,
    )  # fmt: skip
    rooms = {row.room for row in scene.tx.outbox.of_notice(notice.id) if row.room}
    return Decided(say.confirmed(card, notice.id, len(rooms), around.now, around.tz), card, notice)


def _hour(around: Around) -> Hour:
    return Hour(around.now, around.tz, around.calendar)


def _end(answer: Answer, around: Around) -> datetime | None:
    return _local(answer.until, around) if answer.until else None


def _local(at: datetime, around: Around) -> datetime:
    return at.astimezone(around.tz).replace(tzinfo=None, second=0, microsecond=0)


def _area(scene: Scene, card: Suspicion, answer: Answer, around: Around) -> Areas:
    """The area that was named; else all of the line when more than one of its estates was heard of; else the one."""
    heard = heard_now(scene, card).estates or card.estates
    if answer.places and answer.places != WHOLE_LINE:
        return places_in(answer.places, card.service, scene.district, _hour(around))
    wide = card.line and (len(heard) > 1 or answer.places == WHOLE_LINE)
    codes = with_estates(scene.district, (*heard, *places_of(scene, card)) if wide else heard)
    codes = tuple(c for c in codes if scene.district.area[c].kind is AreaKind.ESTATE)
    why = f"同在 {card.line}" if wide else "居民反映，单位确认"
    return whole_estates(codes, scene.district, sure=heard, why=why)


def _know(scene: Scene, card: Suspicion, answer: Answer, around: Around) -> Decided:
    """Known to the member: the reports join the notice that is meant or stands; without one nothing is posted."""
    heard = _estates(scene, card)
    named = scene.tx.notices.latest_published(answer.notice) if answer.notice is not None else None
    named = named if named and card.service in (named.said.service, *named.said.also) else None
    return _join(scene, card, answer, named or standing_notice(scene.tx, heard, card, around), around)


def _join(scene: Scene, card: Suspicion, answer: Answer, notice: Notice | None, around: Around) -> Decided:
    card = settle_card(
        scene, card, answer.verdict, around.suspecting, until=answer.until, reason=answer.reason,
        notice=notice.id if notice else None,
    )  # fmt: skip
    return Decided(say.known(card, around.now, around.tz), card, notice)


def _deny(scene: Scene, card: Suspicion, answer: Answer, around: Around) -> Decided:
    card = settle_card(scene, card, Verdict.DENIED, around.suspecting, reason=answer.reason)
    return Decided(say.said_no(card), card)


def _estates(scene: Scene, card: Suspicion) -> tuple[str, ...]:
    """The estates in the places that were heard of."""
    codes = heard_now(scene, card).estates or card.estates
    return tuple(dict.fromkeys(e for code in codes for e in scene.district.estates_in(code)))


def standing_notice(tx: Tx, estates: Sequence[str], card: Suspicion, around: Around) -> Notice | None:
    """The one published notice that explains an outage of all these estates now."""
    standing = tx.notices.at(estates, around.local)
    found = [
        covering(
            standing, estate=estate, building=None, service=card.service, at_local=around.local,
            district=around.district, tz=around.tz,
        )
        for estate in estates
    ]  # fmt: skip
    during = {c.notice.id: c.notice for c in found if c and c.phase == "during"}
    return during.popitem()[1] if len(during) == 1 and all(c and c.phase == "during" for c in found) else None


def known_to_member(tx: Tx, ticket: Ticket, message: Message, around: Around) -> Outgoing | None:
    """The answer to who asks after a trouble of which its member has said 已知, without a notice: what it said, and when."""
    cards = (c for c in tx.suspicions.of_ticket(ticket.number) if c.state is Verdict.KNOWN and c.notice is None)
    card = max(cards, key=lambda c: c.number, default=None)
    if card is None or not ticket.open or ticket.resolved_at:
        return None
    where = place(around.district, ticket)
    text = say.told_rooms(around.district, card, where, ticket.number, around.now, around.tz)
    key = f"suspicion {card.number} answer {told_of(message)} → {message.room}"
    return in_return(message, key, text, now=around.now, ticket=ticket.number, why="answer：单位已知")


def known_by_notice(tx: Tx, notice: Notice, around: Around) -> None:
    """A notice was published: open cards whose places it explains need no answer any more, their reports join it."""
    if notice.over or notice.state != "published":
        return
    reached = {r.estate for r in notice.reach}
    for card in tx.suspicions.open():
        scene = around.scene(tx, source=f"notice {notice.id}")
        heard = _estates(scene, card)
        explains = standing_notice(tx, heard, card, around) if set(heard) <= reached else None
        if explains and explains.id == notice.id:
            settle_card(scene, card, Verdict.KNOWN, around.suspecting, notice=notice.id)


_DO = {Verdict.CONFIRMED: _confirm, Verdict.KNOWN: _know, Verdict.DENIED: _deny}
