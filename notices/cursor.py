"""Reading the words of time in order: days, hours and windows, with the little that may stand between them.

day     = (DATE | DAY | WEEK)+                    6月9日（星期二） · 后天（周三） · 本周六（29日）
hour    = PART* CLOCK | "中午"                    晚 8:00 · 凌晨3时 · 两点半
window  = hour dash (day? hour | day)             22:00 至次日 6:00 · 8时起至6月20日
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from notices.tokens import CLOCK, DATE, DAY, PART, WEEK, Token, tokens

DAYS = (DATE, DAY, WEEK)
DASH = re.compile(
    r"\s*起,\s*|\s*(?:[时分]?[起始]|开始|左右|许)?[,)]?\s*(?:一直)?(?:持续)?(?:至|到|[-~]{1,2}|一|——)\s*(?:第二天)?"
)
_COLUMN = re.compile(r"[ \t|]+")
_INSIDE = re.compile(r"[\s(,]{0,2}\)?")


@dataclass(frozen=True, slots=True)
class Hour:
    """A clock with its part of the day, ``plain[at:to]``."""

    clock: Token
    part: str
    at: int
    to: int

    @property
    def bare(self) -> bool:
        """No part of the day and no colon: 8点半."""
        return not self.part and self.clock.loose


@dataclass(frozen=True, slots=True)
class Window:
    """From an hour to an hour; ``day`` are the words of the day on which it ends, [] when they are not said."""

    first: Hour
    last: Hour
    day: list[Token]
    to: int


class Cursor:
    """The words of time of a plain text; every reader takes an index and gives what it read and the index after it."""

    def __init__(self, plain: str) -> None:
        self.plain, self.tokens = plain, tokens(plain)

    def kind(self, i: int) -> str:
        """The kind of the i-th word; "" behind the last."""
        return self.tokens[i].kind if i < len(self.tokens) else ""

    def gap(self, i: int) -> str:
        """What stands between the word before and the i-th."""
        return self.plain[self.tokens[i - 1].end : self.tokens[i].start] if 0 < i < len(self.tokens) else "\n"

    def group(self, i: int) -> tuple[list[Token], int]:
        """The words of one day."""
        first = i
        while self.kind(i) in DAYS and (i == first or _INSIDE.fullmatch(self.gap(i))):
            i += 1
        return self.tokens[first:i], i

    def hour(self, i: int) -> tuple[Hour | None, int]:
        """An hour of the day; 中午 and 午夜 alone are one."""
        part, first = "", i
        while self.kind(i) == PART and (i == first or not self.gap(i).strip()):
            part = self.tokens[i].word
            i += 1
        if self.kind(i) == CLOCK and (i == first or not self.gap(i).strip()):
            clock = self.tokens[i]
            return Hour(clock, part, self.tokens[first].start, clock.end), i + 1
        if part in ("中午", "正午", "午夜"):
            word = self.tokens[i - 1]
            noon = Token(CLOCK, word.start, word.end, hour=24 if part == "午夜" else 12)
            return Hour(noon, part, word.start, word.end), i
        return None, first

    def _goes_on(self, first: int, after: int) -> bool:
        """Whether a dash follows; in the columns of a table a blank does, between an hour and a day with its hour."""
        if DASH.fullmatch(self.gap(after)):
            return True
        if self.kind(after) != DATE or not _COLUMN.fullmatch(self.gap(after)) or self.kind(first - 1) not in DAYS:
            return False
        return self.kind(after + 1) == CLOCK and not self.gap(after + 1).strip()

    def window(self, i: int) -> tuple[Hour | None, Window | None, int]:
        """An hour, and the window that it begins if a dash and an end follow."""
        first, after = self.hour(i)
        if first is None or after >= len(self.tokens) or not self._goes_on(i, after):
            return first, None, after
        group, j = self.group(after)
        last = None
        if not group or not self.gap(j).strip(" 的"):
            last, j = self.hour(j)
        if last is None and group:
            last = Hour(Token(CLOCK, group[-1].end, group[-1].end, hour=24), "", group[0].start, group[-1].end)
        if last is None or ("," in self.gap(after) and not self.plain.startswith("止", last.to)):
            return first, None, after
        return first, Window(first, last, group, last.to), j
