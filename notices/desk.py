"""What a person decides about a notice: corrected, dropped, a name taught. Rights are asked by who calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.areas import Alias, District
from models.errors import NotFound, Refused
from models.notice import Announcement, Notice, Reach
from models.store import Tx
from models.store.district import with_aliases
from models.ticket import Audit
from models.words import Delivery, Effect, NoticeStatus
from notices.doubts import BACKWARDS, without_place, without_time
from notices.gazetteer import gazetteer
from notices.match import alike_to, match
from notices.parse import parse
from notices.phrases import what
from notices.standing import long_over
from notices.take import Hour, note, objections, publish, say
from notices.undo import home_of

SHORTEST = 2
"""Characters of a name that may be taught."""


def waiting(tx: Tx, at: Hour) -> list[Notice]:
    """What waits for a person, the oldest first; what is over by now waits no longer."""
    found = tx.notices.review()
    for past in (n for n in found if long_over(n, at.now, at.tz)):
        tx.notices.drop(past.id, past.version)
        note(tx, past.evolve(state="dropped"), "drop", "bot", at.now, "已经过去，不再等人")
    return [n for n in found if not long_over(n, at.now, at.tz)]


def unplaced(notice: Notice) -> bool:
    """Whether one of its places matched nothing but looks like one of ours: a name to be taught."""
    return any(alike_to(span) for span in notice.unmatched)


def amend(tx: Tx, *, id: int, part: str, words: str, actor: str, district: District, at: Hour) -> Notice:
    """The notice with a correction, waiting to be published; NotFound, Refused when the words cannot be read.

    ``part`` is time, place, reason, phone or "" (the whole text). What waits is corrected in place; of what is
    published a further version is made.
    """
    standing = _standing(tx, id)
    said = _corrected(standing.said, part, words, at)
    reach, unmatched = standing.reach, standing.unmatched
    if part in ("place", ""):
        reach, unmatched = match(said, district, home_of(standing, district))
    made = standing.evolve(
        version=_next(tx, standing),
        said=said,
        reach=reach,
        unmatched=unmatched,
        text=f"{standing.text}\n更正：{words}" if part else words,
        state="review",
    )
    tx.notices.add(made)
    note(tx, made, "amend", actor, at.now, f"{part or 'text'}：{words}")
    return made


def _standing(tx: Tx, id: int) -> Notice:
    notice = tx.notices.standing(id)
    if notice.state == "dropped":
        raise Refused(f"公告 {id} 已经作废")
    return notice


def _next(tx: Tx, notice: Notice) -> int:
    """The version that a change makes: what waits is changed in place, what is published gets a further one."""
    return notice.version if notice.state == "review" else tx.notices.latest(notice.id).version + 1


def _corrected(said: Announcement, part: str, words: str, at: Hour) -> Announcement:
    word = what(said.service, Effect.OFF)
    match part:
        case "time":
            read = parse(f"{word}通知\n{word}范围：本小区\n{word}时间：{words}", at.local)
            blocks = tuple(replace(b, areas=None) for b in read.blocks if b.start or b.end)
            if not blocks or BACKWARDS in read.doubts:
                raise Refused(f"“{words}”没读懂，时间请写成：6月12日 8:00至17:00")
            return replace(said, blocks=blocks, doubts=without_time(said.doubts))
        case "place":
            read = parse(f"{word}通知\n{word}范围：{words}\n{word}时间：明天8:00至9:00", at.local)
            if not read.areas:
                raise Refused(f"“{words}”没读懂，地点请写成：柳汀新村1-5幢、清荷苑")
            blocks = tuple(replace(b, areas=None) for b in said.blocks)
            return replace(said, areas=read.areas, blocks=blocks, doubts=without_place(said.doubts))
        case "reason":
            return replace(said, reason=words)
        case "phone":
            return replace(said, hotline=(words,))
    read = parse(words, at.local)
    if not read.is_notice:
        raise Refused("这段话读不出停水、停电、停气或封路的公告")
    return read


def drop(tx: Tx, *, id: int, why: str, actor: str, district: District, at: Hour) -> Notice:
    """The notice counts for nothing; rooms that were told of it are told that it is off. NotFound."""
    standing = tx.notices.standing(id)
    told = standing.state == "published" and any(r.status is Delivery.SENT for r in tx.outbox.of_notice(id) if r.room)
    if told and not standing.over:
        said = replace(standing.said, status=NoticeStatus.CANCELLED)
        gone = standing.evolve(version=_next(tx, standing), said=said)
        tx.notices.add(gone)
        note(tx, gone, "drop", actor, at.now, why)
        say(tx, gone, district, at)
        return gone
    tx.notices.drop(id, standing.version)
    if standing.state == "published":
        tx.outbox.withdraw(notice=id, reason=f"公告 {id} 作废")
    gone = standing.evolve(state="dropped")
    note(tx, gone, "drop", actor, at.now, why)
    return gone


@dataclass(frozen=True, slots=True)
class Taught:
    """What a name that was taught changed: the notice that was decided on, others that it placed, and the district."""

    notice: Notice
    others: tuple[Notice, ...]
    district: District


def teach(tx: Tx, *, id: int, name: str, area: str, actor: str, district: District, at: Hour) -> Taught:
    """``name`` is a name of the area (a code) from now on; the notice is matched anew, and published when nothing else
    stands against it. Others that spoke of the name are matched anew too. NotFound, Refused."""
    wanted = _standing(tx, id)
    _check(district, name, area)
    alias = Alias(name, area, actor, at.now, id)
    tx.district.learn(alias)
    tx.audit.add(Audit("district", "alias", actor, at.now, reason=f"公告 {id}", after=f"{name} = {area}"))
    wider = with_aliases(district, (alias,))
    placed = _rematch(tx, wanted, actor, wider, at) or wanted
    if placed.state == "review" and placed.reach and not objections(placed, at):
        placed = publish(tx, id=id, actor=actor, district=wider, now=at.now, tz=at.tz, calendar=at.calendar)
    return Taught(placed, tuple(_others(tx, name, id, actor, wider, at)), wider)


def area_named(words: str, district: District) -> str:
    """The code of the one area that bears this code, name or alias; NotFound."""
    if words in district.area:
        return words
    found = gazetteer(district).named(words)
    if len(found) != 1:
        raise NotFound("area", words)
    return found[0]


def forget(tx: Tx, *, name: str, actor: str, at: Hour) -> None:
    """A taught name is taken back; what was published by it stays. NotFound."""
    if not tx.district.forget(name):
        raise NotFound("alias", name)
    tx.audit.add(Audit("district", "forget", actor, at.now, before=name))


def _check(district: District, name: str, area: str) -> None:
    if area not in district.area:
        raise NotFound("area", area)
    if len(name) < SHORTEST:
        raise Refused(f"“{name}”太短，不能当地名")
    others = [code for code in gazetteer(district).named(name) if code != area]
    if others:
        raise Refused(f"“{name}”已经是{district.name(others[0])}的名字")


def _others(tx: Tx, name: str, id: int, actor: str, district: District, at: Hour) -> Iterator[Notice]:
    """The other notices that wait or still count and could not place the name."""
    found = {n.id: n for n in (*tx.notices.open(at.local), *tx.notices.review()) if n.id != id}
    for notice in found.values():
        if any(name in span for span in notice.unmatched) and (placed := _rematch(tx, notice, actor, district, at)):
            yield placed


def _rematch(tx: Tx, notice: Notice, actor: str, district: District, at: Hour) -> Notice | None:
    """The notice with the places that it now reaches besides; None when there are none."""
    reach, unmatched = match(notice.said, district, home_of(notice, district), notice.text)
    known = {r.estate for r in notice.reach}
    more = tuple(r for r in reach if r.estate not in known)
    if not more:
        return None
    placed = _wider(tx, notice, (*notice.reach, *more), unmatched)
    tx.notices.add(placed)
    note(tx, placed, "place", actor, at.now, "；".join(r.why for r in more))
    say(tx, placed, district, at)
    return placed


def _wider(tx: Tx, notice: Notice, reach: tuple[Reach, ...], unmatched: tuple[str, ...]) -> Notice:
    """In place while it waits, else a further version."""
    said = replace(notice.said, doubts=without_place(notice.said.doubts))
    return notice.evolve(version=_next(tx, notice), said=said, reach=reach, unmatched=unmatched)
