"""Use cases that switch the bot itself: pause, opt-out."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import wording
from bot.door import Admitted
from bot.etiquette import Verdict
from bot.replies import aside, in_return, told_of
from models.areas import District, Person
from models.message import Message
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Audit, Command
from models.words import Priority, Role


def set_pause(tx: Tx, *, room: str, paused: bool, actor: str, now: datetime) -> None:
    """Stop or start speaking, in one room or ("") everywhere; P0 passes."""
    key = f"paused {room}" if room else "paused"
    before = tx.flags.get(key) or ""
    if paused:
        tx.flags.set(key, now.isoformat())
    else:
        tx.flags.delete(key)
    tx.audit.add(Audit(f"room {room}" if room else "bot", "pause" if paused else "resume", actor, now, before=before))


def switch(
    tx: Tx, *, message: Message, command: Command, actor: Person | None, district: District, now: datetime
) -> Verdict:
    """The kill switch by chat, of an admin only: this room, or all when it is said in private. Answered in private."""
    if actor is None or actor.role is not Role.ADMIN:
        if actor:
            tx.outbox.put(_aside(message, wording.ONLY_ADMINS, now))
        return Verdict(False, "只有管理员可以暂停")
    stop, room = command.verb == "pause", command.target or message.room
    set_pause(tx, room=room, paused=stop, actor=actor.id, now=now)
    where = district.room[room].topic if room in district.room else room or "全部"
    tx.outbox.put(_aside(message, wording.paused(where) if stop else wording.resumed(where), now))
    return Verdict(True, f"{command.verb} {where}")


def _aside(message: Message, text: str, now: datetime) -> Outgoing:
    """Said in private to one of the staff; it passes the pause that it speaks of (``bot.verdict``)."""
    key, lasts = f"switch {told_of(message)}", timedelta(minutes=10)
    return aside(message, key, text, now=now, why="switch", lasts=lasts, priority=Priority.STAFF)


def set_opt_out(tx: Tx, *, seen: Admitted, out: bool, now: datetime) -> None:
    """勿扰 and 恢复: the keyed hash alone is kept, and the answer goes to where it was said."""
    message = seen.message
    if not tx.inbox.take(message, seen.digest):
        return
    if message.private:
        tx.people.remember(message.sender, seen.sealed.sender, now, message.account, private=True)
    if out:
        tx.people.opt_out(message.sender, now)
        tx.samples.forget(message.sender)
    else:
        tx.people.opt_in(message.sender)
    text = wording.OPTED_OUT if out else wording.OPTED_IN
    tx.outbox.put(in_return(message, f"opt {told_of(message)}", text, now=now, why="choice：居民本人的选择"))


def is_out(tx: Tx, *, sender: str) -> bool:
    """Whether this sender (keyed hash) has said 勿扰."""
    return tx.people.opted_out(sender)
