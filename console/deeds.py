"""What can be done to a ticket from its page: the words of chat, each with what must be said along with it."""

from __future__ import annotations

from dataclasses import dataclass

from console.staff import person_of
from dispatch.life import hindrance
from dispatch.rights import denied
from models.areas import District
from models.login import Viewer
from models.ticket import Ticket
from models.words import Action, Status

A = Action


@dataclass(frozen=True, slots=True)
class Deed:
    """A button. ``word`` is what is typed in chat, ``like`` whose rights it needs; ``hint`` is shown where something is
    written along (``must``: it has to be)."""

    word: str
    like: Action
    hint: str = ""
    must: bool = False
    main: bool = False


DEEDS = (
    Deed("受理", A.ACCEPT, main=True),
    Deed("接单", A.SIGN, main=True),
    Deed("已联系", A.CONTACT, "约了几点", main=True),
    Deed("到场", A.ARRIVE, main=True),
    Deed("进度", A.PROGRESS, "到哪一步了", must=True),
    Deed("上门未遇", A.NOT_MET, "留了什么话"),
    Deed("完成", A.RESOLVE, "做了什么，居民会看到", must=True, main=True),
    Deed("续办", A.RESUME, main=True),
    Deed("退单", A.RETURN, "界限和依据：表后 开关烧了", must=True),
    Deed("转给", A.REASSIGN, "谁", must=True),
    Deed("协办", A.REASSIGN, "哪个单位", must=True),
    Deed("延期", A.EXTEND, "到什么时候，为什么：明天下午 等配件", must=True),
    Deed("挂账", A.SUSPEND, "到什么时候复核，为什么", must=True),
    Deed("转外部", A.OUTSIDE, "哪条热线，单号：95598 20261124001", must=True),
    Deed("并单", A.MERGE, "并到几号", must=True),
    Deed("不予受理", A.REJECT, "为什么，居民会看到", must=True),
    Deed("误报", A.DISMISS, "为什么"),
    Deed("重办", A.REOPEN, "哪里没好", must=True),
    Deed("定责", A.DECIDE, "归谁，依据", must=True),
    Deed("吹哨", A.MERGE, "要上级做什么", must=True),
    Deed("督办", A.MERGE, "为什么"),
    Deed("办结", A.CLOSE),
)
_BY_WORD = {d.word: d for d in DEEDS}
_STANDING_ONLY = {"吹哨", "督办", "协办"}
"""Those that change nothing in the table of states: they ask only whether the ticket is open."""


def deeds_for(viewer: Viewer, ticket: Ticket, district: District) -> list[Deed]:
    """What the viewer may do to the ticket as it stands now."""
    person = person_of(viewer, district)
    return [d for d in DEEDS if _fits(d, ticket) and denied(district, person, ticket, d.like) is None]


def _fits(deed: Deed, ticket: Ticket) -> bool:
    if deed.word in _STANDING_ONLY:
        return ticket.open
    if ticket.status in (Status.CAPTURED, Status.ACCEPTED) and deed.like is A.SIGN:
        return True
    return hindrance(ticket, deed.like) is None


def line_of(word: str, number: int, text: str) -> str | None:
    """What would be typed in a chat: ``"完成 12 换了保险丝"``; None for an unknown word, or when something must be said."""
    deed, said = _BY_WORD.get(word), " ".join(text.split())
    if deed is None or (deed.must and not said) or len(said) > 200:
        return None
    return f"{word} {number} {said}".strip()
