"""Taking back a wrong join: the text becomes a notice of its own, and its thread is what it was before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.areas import District
from models.errors import Refused
from models.notice import Notice
from models.store import Tx
from models.words import Delivery, RoomKind
from notices.match import match
from notices.parse import parse
from notices.take import Hour, local_of, note, say

ROOM = "群 "
"""How the name of a feed begins that is a room: what is posted there lies in its estates."""


@dataclass(frozen=True, slots=True)
class Split:
    """The thread as it was before (a version of its own, so that rooms hear of it), and the notice that was freed."""

    kept: Notice
    freed: Notice


def split(tx: Tx, *, id: int, actor: str, district: District, at: Hour) -> Split:
    """Free the last version of a thread; NotFound, Refused when there is none that it was joined to.

    The freed one waits: whoever splits reads it anyway. Rooms that have heard the wrong version are told how it stands;
    where it still waited, nothing is said. What the source gives again under the same number goes to the freed notice
    from now on.
    """
    before, *_, wrong = _joined(tx, id)
    told = any(row.status is Delivery.SENT and f" v{wrong.version} " in row.key for row in tx.outbox.of_notice(id))
    for version in range(before.version + 1, wrong.version + 1):
        tx.notices.drop(id, version)
    kept = before.evolve(version=tx.notices.latest(id).version + 1)
    tx.notices.add(kept)
    note(tx, kept, "split", actor, at.now, f"第 {wrong.version} 版并错了，拆开")
    say(tx, kept, district, at, heard=wrong if told else before)
    return Split(kept, _free(tx, wrong, actor, district, at))


def _joined(tx: Tx, id: int) -> list[Notice]:
    """The versions that one other source added last, after the one that they were joined to."""
    tx.notices.latest(id)
    standing = [v for v in tx.notices.versions(id) if v.state != "dropped"]
    own = [n for n, v in enumerate(standing) if (v.feed, v.ref) != (standing[-1].feed, standing[-1].ref)]
    if not own:
        raise Refused(f"公告 {id} 没有并进来的可以拆")
    return standing[own[-1] :]


def _free(tx: Tx, wrong: Notice, actor: str, district: District, at: Hour) -> Notice:
    said = parse(wrong.text, local_of(wrong.published_at, at.tz))
    said = replace(said, is_notice=True, service=said.service or wrong.said.service)
    reach, unmatched = match(said, district, home_of(wrong, district), wrong.text)
    freed = wrong.evolve(id=tx.notices.new_id(), version=1, said=said, reach=reach, unmatched=unmatched, state="review")
    tx.notices.add(freed)
    note(tx, freed, "split", actor, at.now, f"从公告 {wrong.id} 拆出")
    return freed


def home_of(notice: Notice, district: District) -> tuple[str, ...]:
    """The estates of the residents' room in which it was posted; () for a feed, a staff room and a private chat."""
    room = district.room.get(notice.feed.removeprefix(ROOM)) if notice.feed.startswith(ROOM) else None
    return district.room_estates(room.id) if room and room.kind is RoomKind.RESIDENTS else ()
