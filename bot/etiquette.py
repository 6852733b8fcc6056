"""When the bot speaks, whom it names and what it takes back: pure rules. Each decision comes with its reason.

What counts (decided here, issue 3 part 7): *automatic* is what a room is told of a ticket or from a notice because of
what somebody said there: received, asked, changed, result, dismissed, rejected, an answer from a notice. Answers to
who spoke to the bot, posts of notices, the word about a gap and the privacy notice do not count; they have limits of
their own. A danger to life (P0) is beyond all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.parts import is_continued
from bot.quiet import is_quiet, quiet_until
from bot.settings import Etiquette, QuietHours
from dispatch.wording_topics import PRIVATE
from models.capture import Capture
from models.matter import Matter
from models.message import Message
from models.outgoing import Outgoing
from models.ticket import Ticket
from models.words import Act, Priority, Service, Status, Urgency

ASKED_FOR = ("reply", "answer", "switch", "choice")
"""How the ``why`` of a text begins that somebody asked for by speaking to the bot."""

NAMED_FOR = frozenset({"help", "find", "urge"})
"""Commands whose answer may name who gave them: the others tell who had reported or complained."""

_FIRST_WORDS = ("received", "asked")
_UNTAKEN = frozenset({Status.CAPTURED, Status.ACCEPTED, Status.DISPATCHED})
_DAY = timedelta(days=1)
_STORM = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something is done, and why. ``until`` (aware, UTC) is when to do it instead, None = never."""

    ok: bool
    why: str
    until: datetime | None = None


YES = Verdict(True, "没有规矩拦着")


# ---- whom it names


def may_name(message: Message, *, topic: str | None, act: Act, anonymous: bool = False) -> Verdict:
    """Whether an answer in a room may name who spoke (DOMAIN §7: reporters are not shown, nor who speaks of bills)."""
    if message.private or not message.to_bot:
        return Verdict(False, "没有对机器人说话，不点名")
    if anonymous:
        return Verdict(False, "本人说过勿扰，不点名")
    if topic in PRIVATE:
        return Verdict(False, "涉及个人或邻里，不点名")
    if act in (Act.COMPLAIN, Act.REPORT, Act.ME_TOO):
        return Verdict(False, "投诉和报事的人不点名")
    return Verdict(True, "对机器人说的，答的时候点名")


def may_name_for(message: Message, verb: str, *, topic: str | None) -> Verdict:
    """The same for the answer to a command."""
    if verb not in NAMED_FOR:
        return Verdict(False, "这条命令会露出谁报的，不点名")
    return may_name(message, topic=topic, act=Act.ASK_STATUS)


# ---- when it is silent


def staff_answers(
    spoke: Mapping[Service | None, datetime], message: Message, capture: Capture, *, window: timedelta
) -> Verdict:
    """Whether the bot leaves a line to a person of the staff who has just spoken in the room (``ok`` = it speaks).

    ``spoke`` says when staff last spoke there, by the service that they spoke of (None = of nothing in particular).
    A word on something else does not count: who answers for the power leaves a burst pipe to the bot.
    """
    if capture.urgency is Urgency.P0:
        return Verdict(True, "危及人身安全，照说")
    if message.by_staff:
        return Verdict(True, "工作人员自己说的")
    for service, what in ((capture.service, "正说着这件事"), (None, "刚说过话")):
        at = spoke.get(service)
        if at is not None and timedelta(0) <= message.at - at < window:
            return Verdict(False, f"工作人员在群里{what}，机器人不插话")
    return YES


# ---- how much it says


def is_automatic(row: Outgoing) -> bool:
    """Whether a text counts against the three a matter and the six a day (see above)."""
    if not row.room or row.danger or is_continued(row.key) or row.why.startswith(ASKED_FOR):
        return False
    return row.priority is Priority.REPLY or (row.priority is Priority.RESTORATION and row.ticket is not None)


def three_a_matter(row: Outgoing, ticket: Ticket | None, told: Iterable[Outgoing], limits: Etiquette) -> Verdict:
    """A room hears of a matter at most three times by itself. ``told`` are the texts that were sent for its ticket."""
    if not is_automatic(row) or ticket is None or ticket.urgency is Urgency.P0:
        return YES
    said = sum(is_automatic(other) and other.room == row.room for other in told)
    if said < limits.texts_a_matter:
        return YES
    return Verdict(False, f"这件事在本群已自动说过 {said} 次")


def six_a_day(
    row: Outgoing,
    ticket: Ticket | None,
    today: Iterable[Outgoing],
    *,
    storm: bool,
    morning: datetime,
    limits: Etiquette,
) -> Verdict:
    """A room hears six automatic texts a day: a first word beyond them is not said, what was promised waits for the morning.

    ``today`` are the texts sent into the room since local midnight, ``morning`` is when tomorrow's may leave.
    """
    if not is_automatic(row) or storm or (ticket is not None and ticket.urgency is Urgency.P0):
        return YES
    said = sum(map(is_automatic, today))
    if said < limits.texts_a_room_a_day:
        return YES
    why = f"今天在本群已自动说过 {said} 次"
    first = row.ticket is None or row.why.startswith(_FIRST_WORDS)
    return Verdict(False, why) if first else Verdict(False, f"{why}，明早再说", morning)


def is_storm(matters: Iterable[Matter], room: str, now: datetime, limits: Etiquette) -> bool:
    """Whether so much happens at once that a room needs more than six texts: a wide trouble of its own, or many anywhere.

    ``matters`` are the open ones.
    """
    fresh = 0
    for matter in matters:
        if room in matter.rooms and matter.households >= limits.storm_households:
            return True
        fresh += matter.opened_at > now - _STORM
    return fresh >= limits.storm_matters


def tomorrow(now: datetime, quiet: QuietHours, tz: ZoneInfo) -> datetime:
    """When the texts of tomorrow may leave: after midnight and after the quiet hours (aware, UTC)."""
    midnight = (now.astimezone(tz) + _DAY).replace(hour=0, minute=0, second=0, microsecond=0)
    return quiet_until(midnight.astimezone(now.tzinfo), quiet, tz)


def today_began(now: datetime, tz: ZoneInfo) -> datetime:
    """Local midnight (aware, UTC)."""
    return now.astimezone(tz).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)


# ---- what it takes back


def may_take_back(ticket: Ticket | None, *, others: bool) -> Verdict:
    """Whether a recalled message takes its report back; ``others`` says that more lines hold up the matter."""
    if ticket is None:
        return Verdict(True, "还没有开单")
    if ticket.urgency is Urgency.P0:
        return Verdict(False, "涉及人身安全，撤回也不撤单")
    if others:
        return Verdict(True, "只撤这一条，还有别人反映")
    if ticket.status not in _UNTAKEN or ticket.signed_at is not None:
        return Verdict(False, "已经有人接手或办过")
    return Verdict(True, "还没有人接手")


# ---- when it says who it is, and that it was away


def may_announce(last: datetime | None, now: datetime, *, arrived: bool, limits: Etiquette) -> Verdict:
    """Whether a room gets the privacy notice: when the bot comes in, for newcomers at most once in seven days.

    ``last`` is when it was last posted there, ``arrived`` that it is the bot who came in (then once a day at most).
    """
    apart = _DAY if arrived else timedelta(days=limits.announce_days)
    if last is not None and now - last < apart:
        return Verdict(False, f"{apart.days} 天内说过")
    return Verdict(True, "机器人进群" if arrived else "群里来了新人")


def when_to_tell(now: datetime, *, open_matter: bool, quiet: QuietHours, tz: ZoneInfo) -> Verdict:
    """When a room hears that it went unheard: at once by day or while a matter of its own is open, else in the morning."""
    if open_matter:
        return Verdict(True, "群里有没办完的事")
    if is_quiet(now, quiet, tz):
        return Verdict(False, "夜里不打扰，早上再说", quiet_until(now, quiet, tz))
    return Verdict(True, "白天")
