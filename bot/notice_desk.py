"""What the staff decide about announcements by chat: 发布, 改, 作废, 拆开, 地名, 澄清; each is answered where it was said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.around import Around, Outcome
from bot.door import Admitted
from bot.forwards import clarify
from bot.notice_flow import PRIVATE, ask, hour, item_of, refusal, taken
from bot.replies import in_return, told_of
from bot.restoration import after_version
from models.areas import District, Person
from models.errors import NotFound, Refused
from models.message import Message
from models.notice import Notice
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Command
from models.words import RoomKind
from notices import desk as decide
from notices.match import bare_name, candidates
from notices.parse import parse
from notices.preview import line, preview
from notices.rights import DESK, may_not_publish
from notices.take import Hour, publish
from notices.undo import ROOM, split

ASK_NUMBER = "请带上公告号，如：发布 12。发“待核实”看有哪些在等。"
NOTHING_WAITS = "没有等人确认的公告。"
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class _Desk:
    """One command on its way."""

    tx: Tx
    seen: Admitted
    command: Command
    around: Around
    person: Person

    @property
    def at(self) -> Hour:
        return hour(self.around)


def obey_desk(tx: Tx, *, seen: Admitted, command: Command, around: Around) -> Outcome:
    """Do what a person of the staff decided; refusals are answers, not errors."""
    person = around.district.person.get(seen.message.sender)
    if person is None or person.role not in DESK:
        return Outcome("refused", why=("不是管公告的人",))
    work = _Desk(tx, seen, command, around, person)
    try:
        text, notice = _DO[command.verb](work)
    except (NotFound, Refused) as error:
        text, notice = _no(error), None
    tx.outbox.put(_reply(work, text))
    return Outcome("command" if notice else "refused", notice=notice, why=command.why)


def at_desk(message: Message, district: District) -> bool:
    """Whether it is said where the staff are among themselves: to the bot alone, or in one of their rooms."""
    room = district.room.get(message.room)
    return message.private or (room is not None and room.kind is not RoomKind.RESIDENTS)


def draft(tx: Tx, *, seen: Admitted, around: Around) -> Outcome:
    """An announcement that somebody of the staff writes at the desk: read, and shown back to them."""
    message = seen.message
    if not tx.inbox.take(message, seen.digest):
        return Outcome("known", why=("这条消息收过了",))
    command = Command("notice_post", text=message.text, why=("公告草稿",))
    return obey_desk(tx, seen=seen, command=command, around=around)


def _no(error: NotFound | Refused) -> str:
    if isinstance(error, NotFound):
        return f"没有这{'个地方' if error.kind == 'area' else '条公告'}：{error.key}"
    return f"{error}。"


def _wanted(work: _Desk) -> Notice:
    """The notice that is meant: by number, else the last draft of this person or room, else the only one that waits."""
    if work.command.number is not None:
        return work.tx.notices.standing(work.command.number)
    message, waiting = work.seen.message, decide.waiting(work.tx, work.at)
    own = f"{ROOM}{message.room}" if message.room else f"{PRIVATE}{message.sender}"
    mine = [n for n in waiting if n.feed == own] or (waiting if len(waiting) == 1 else [])
    if not mine:
        raise Refused(ASK_NUMBER.rstrip("。"))
    return mine[-1]


def _allowed(work: _Desk) -> Notice:
    notice = _wanted(work)
    if reason := may_not_publish(work.around.district, work.person, notice):
        raise Refused(f"公告 {notice.id}：{reason}")
    return notice


def _publish(work: _Desk) -> tuple[str, Notice]:
    notice, around = _allowed(work), work.around
    if notice.state == "published":
        return f"公告 {notice.id} 已经发布过了。", notice
    made = publish(
        work.tx, id=notice.id, actor=work.person.id, district=around.district, now=around.now, tz=around.tz,
        calendar=around.calendar,
    )  # fmt: skip
    after_version(work.tx, made, around)
    return published(work.tx, made), made


def published(tx: Tx, notice: Notice) -> str:
    """How many rooms will hear of it."""
    rows = [r for r in tx.outbox.of_notice(notice.id) if r.room and f" v{notice.version} " in r.key]
    rooms = {r.room for r in rows}
    if not rooms:
        return f"公告 {notice.id} 已发布；时间已过，或有关的群都听过了，不再发到群里。"
    return (
        f"公告 {notice.id} 已发布：{len(rooms)} 个群会收到。要改：改 {notice.id} 时间 …；要撤：作废 {notice.id} 原因。"
    )


def _amend(work: _Desk) -> tuple[str, Notice]:
    notice, command = _allowed(work), work.command
    made = decide.amend(
        work.tx, id=notice.id, part=command.target, words=command.text, actor=work.person.id,
        district=work.around.district, at=work.at,
    )  # fmt: skip
    return preview(made, work.around.district, work.at), made


def _drop(work: _Desk) -> tuple[str, Notice]:
    notice = _allowed(work)
    if notice.state == "dropped":
        return f"公告 {notice.id} 已经作废。", notice
    gone = decide.drop(
        work.tx, id=notice.id, why=work.command.text, actor=work.person.id, district=work.around.district, at=work.at
    )
    told = "；已经通知过的群会收到取消的话" if gone.state == "published" else ""
    return f"公告 {notice.id} 已作废{told}。", gone


def _split(work: _Desk) -> tuple[str, Notice]:
    notice = _allowed(work)
    made = split(work.tx, id=notice.id, actor=work.person.id, district=work.around.district, at=work.at)
    kept, freed = made.kept, made.freed
    return f"已拆开：公告 {kept.id} 恢复原样；并错的那条另立为公告 {freed.id}。\n" + preview(
        freed, work.around.district, work.at
    ), freed


def _alias(work: _Desk) -> tuple[str, Notice]:
    notice, district = _allowed(work), work.around.district
    name = work.command.text or (bare_name(notice.unmatched[0]) if notice.unmatched else "")
    area = _area(work, notice)
    taught = decide.teach(
        work.tx, id=notice.id, name=name, area=area, actor=work.person.id, district=district, at=work.at
    )
    made = taught.notice
    for placed in (made, *taught.others):
        after_version(work.tx, placed, work.around)
    others = f"另外对上公告 {'、'.join(str(n.id) for n in taught.others)}。" if taught.others else ""
    after = published(work.tx, made) if made.state == "published" else preview(made, taught.district, work.at)
    return f"记住了：“{name}”就是{district.name(area)}。{others}\n{after}", made


def _area(work: _Desk, notice: Notice) -> str:
    """The code of the place that is meant: a candidate by its number, a code, a name or an alias."""
    district, words = work.around.district, work.command.target
    if words.isdigit() and len(words) == 1 and notice.unmatched:
        near = candidates(notice.unmatched[0], district)
        if 0 < int(words) <= len(near):
            return near[int(words) - 1].code
    return decide.area_named(words, district)


def _clarify(work: _Desk) -> tuple[str, Notice]:
    notice, command = _allowed(work), work.command
    member = work.person.member or notice.member
    said = clarify(
        work.tx, notice, command.text, member=member, by=work.person.id, until=command.until, around=work.around
    )
    return said, notice


def _show(work: _Desk) -> tuple[str, Notice]:
    notice = _wanted(work)
    return preview(notice, work.around.district, work.at), notice


def _list(work: _Desk) -> tuple[str, Notice | None]:
    waiting = decide.waiting(work.tx, work.at)
    lines = [line(n, work.around.district, work.at) for n in waiting[-_SHOWN:]]
    more = f"\n还有 {len(waiting) - _SHOWN} 条，见 gridbot review" if len(waiting) > _SHOWN else ""
    return ("\n".join(lines) + more) or NOTHING_WAITS, waiting[-1] if waiting else None


def _post(work: _Desk) -> tuple[str, Notice]:
    """发公告 …: taken for an announcement whatever it looks like."""
    message = work.seen.message.evolve(text=work.command.text)
    seen = Admitted(message, work.seen.raw, work.around.district, work.around.vault)
    item = item_of(seen, work.person)
    refused = refusal(item, work.person, work.around)
    said = parse(item.text, work.at.local, as_one=True)
    item = replace(item, announcement=said, member="" if refused else item.member)
    notice = taken(work.tx, item, work.around, trusted=False)
    if notice is None:
        raise Refused("这段话读不出停水、停电、停气或封路的公告，或者已经发布过一样的")
    if refused and notice.state == "review":
        ask(work.tx, notice, work.around, f"{work.person.name}发来")
    note = f"\n（{refused}，已转给他们确认）" if refused else ""
    return preview(notice, work.around.district, work.at) + note, notice


def _reply(work: _Desk, text: str) -> Outgoing:
    message = work.seen.message
    return in_return(message, f"desk {told_of(message)}", text, now=work.around.now, why="reply：公告")


_DO: dict[str, Callable[[_Desk], tuple[str, Notice | None]]] = {
    "notice_publish": _publish,
    "notice_amend": _amend,
    "notice_drop": _drop,
    "notice_split": _split,
    "notice_alias": _alias,
    "notice_clarify": _clarify,
    "notice_show": _show,
    "notice_list": _list,
    "notice_post": _post,
}
VERBS = frozenset(_DO)
"""The verbs that are decided here."""
