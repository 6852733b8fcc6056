"""All that is kept of one person: shown to them, given to them, taken away at their word (个人信息保护法 arts 45, 47).

What an open ticket stands on stays until it is closed; the daily round finishes what was asked for.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.errors import NotFound
from models.keeping import Erasure, Purge
from models.privacy import Vault
from models.store import Tx
from models.ticket import Audit, Ticket

RULE = "本人要求删除（个人信息保护法第四十七条）"
_SETTLED = timedelta(hours=1)
"""The answer must have left before the address by which it goes is forgotten."""
KINDS = {
    "lines": "说过的话",
    "opinions": "评价",
    "comments": "工单上的评语",
    "tickets": "工单上的报事人",
    "texts": "机器人给本人的话",
    "samples": "待核对的话",
    "messages": "收过的消息号",
    "notes": "台账里的本人",
}


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows of each kind went at once, and the open tickets because of which the rest must wait."""

    gone: dict[str, int]
    waits: tuple[Ticket, ...]

    @property
    def total(self) -> int:
        """All rows together."""
        return sum(self.gone.values())


def code_of(vault: Vault, sender: str) -> str:
    """The code by which the staff at a desk find somebody's data: made of the hash, and telling nothing of it."""
    code = vault.hash(f"code\x1f{sender}")[:12].upper()
    return "-".join(code[n : n + 4] for n in (0, 4, 8))


def sender_of_code(tx: Tx, vault: Vault, code: str) -> str:
    """Whose code it is; NotFound when nothing is kept of anybody who has it."""
    bare = code.strip().upper()
    found = next((sender for sender in tx.holdings.senders() if code_of(vault, sender) == bare), None)
    if found is None:
        raise NotFound("person with the code", code)
    return found


def erase(tx: Tx, *, sender: str, by: str, now: datetime) -> Erased:
    """Take away what may go now and remember that the rest must follow; logged without saying who it was."""
    tx.purges.want(Erasure(sender, now))
    erased = _erase(tx, sender, now)
    tx.audit.add(Audit("person", "erase", by, now, reason=RULE, after=f"{erased.total} rows"))
    return erased


def _erase(tx: Tx, sender: str, now: datetime) -> Erased:
    waits = tuple(tx.holdings.open_of(sender))
    gone = tx.holdings.erase(sender, f"gone-{secrets.token_hex(8)}", but=waits)
    for kind, count in gone.items():
        if count:
            tx.purges.note(Purge(now, KINDS[kind], RULE, count))
    return Erased(gone, waits)


def finish_erasures(tx: Tx, *, now: datetime) -> int:
    """What somebody asked for and could not be done at once; when nothing holds it up, their address and their wish go too."""
    done = 0
    for wish in tx.purges.wanted():
        erased = _erase(tx, wish.sender, now)
        done += erased.total
        if not erased.waits and wish.at <= now - _SETTLED:
            address = tx.holdings.forget_address(wish.sender)
            if address:
                tx.purges.note(Purge(now, "私聊过的微信号（加密）", RULE, address))
            tx.purges.fulfilled(wish.sender)
            done += address
    return done
