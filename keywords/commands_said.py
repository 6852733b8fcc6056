"""A line that may be a command, and the pieces of which commands are made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from keywords.commands_words import RATINGS
from models.words import Role

NAMED = r"(?:工单|单号|#)\s*"
NOT_A_PLACE = r"(?!\d)(?!\s*(?:[栋幢室层楼户]|号楼|单元))(?![号点时分日月年天元个米度家人次楼:：./\-~～%])"
NUM = rf"(?:{NAMED})?(?P<n>\d{{1,6}}){NOT_A_PLACE}"
SEP = r"[\s,，、。:：;；!！]*"
FIRST = re.compile(rf"^(?P<named>{NAMED})?(?P<n>\d{{1,6}}){NOT_A_PLACE}{SEP}(?P<rest>.*)$", re.S)
NEXT = re.compile(rf"^{SEP}(?:了{SEP})?{NUM}{SEP}(?P<rest>.*)$", re.S)
LOOSE = re.compile(r"^(?:[\s,，、。:：;；!！~～.]|了|啦|咯)")
ENDS = " 。.!！~～?？"
WORD = "|".join(sorted(RATINGS, key=len, reverse=True))
"""Any word of rating."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line to be read, with what stands around it.

    ``quoted`` is the one ticket that the quotation names; ``to_bot`` that it is said to the bot, alone or by name;
    ``addressed`` that it is either, or quotes a text that names tickets, ``named`` all that it names, in order.
    """

    text: str
    quoted: int | None
    addressed: bool
    to_bot: bool
    private: bool
    role: Role | None
    now: datetime
    tz: ZoneInfo
    named: tuple[int, ...] = ()
