"""How residents rate: 1, 2, 3, 满意 12, 评价 12 1, and plain words in a quotation or in private. Pure."""

from __future__ import annotations

import re

from keywords.commands_said import ENDS, NUM, SEP, WORD, Said
from keywords.commands_words import QUOTED_RATINGS, RATINGS
from models.ticket import Command
from models.words import Action, Rating

_DIGIT = re.compile(r"^(?P<r>[123])(?:[\s,，、。.;；]+(?P<rest>(?![栋幢楼号层室户]|单元).*))?$", re.S)
_COPIED = re.compile(r"^(?P<r>[123])\s*(?P<word>非常满意|很满意|基本满意|比较满意|不满意|满意)$")


def digit(said: Said) -> Command | None:
    """1, 2 or 3: only in a quotation of a ticket's text, in a private chat, or to the bot."""
    if said.quoted is None and (said.role or not said.to_bot):
        return None
    if found := _COPIED.match(said.text.strip(ENDS)) or _DIGIT.match(said.text):
        comment = found.groupdict().get("rest") or ""
        return Command(Action.RATE, said.quoted, comment.strip(), rating=Rating(int(found["r"])), why=("数字评价",))
    return None


_RATED = re.compile(rf"^(?:评价{SEP})?(?:{NUM}{SEP})?(?P<word>{WORD})(?:[\s,，。;；!！~～了]+(?P<rest>.*))?$", re.S)
_RATED_LAST = re.compile(rf"^(?:评价{SEP})?(?P<word>{WORD}){SEP}{NUM}(?:{SEP}(?P<rest>.*))?$", re.S)


def rating(said: Said) -> Command | None:
    """满意, 基本满意, 不满意: with the number of a ticket, or where the bot is spoken to."""
    last = _RATED_LAST.match(said.text)
    found = last or _RATED.match(said.text)
    if found is None:
        return None
    grade = RATINGS[found["word"]]
    number = int(found["n"]) if found["n"] else None
    if number == grade and not last:  # "1 满意", copied from the question
        number = None
    if number is None and not said.addressed:
        return None
    number = said.quoted if number is None else number
    return Command(Action.RATE, number, (found["rest"] or "").strip(), rating=grade, why=(found["word"],))


_TO_RATE = re.compile(rf"^评价{SEP}(?:{NUM})?(?:{SEP}(?P<r>[123]))?[\s。!！]*$")


def to_rate(said: Said) -> Command | None:
    """评价 12, 评价 12 1: a digit may follow; without one it is told how."""
    found = _TO_RATE.match(said.text) if said.role is None else None
    if found is None or not (found["n"] or said.addressed):
        return None
    number, rating = found["n"], found["r"]
    return Command(
        Action.RATE,
        int(number) if number else said.quoted,
        rating=Rating(int(rating)) if rating else None,
        why=("评价",),
    )


def plainly_rated(said: Said) -> Command | None:
    """很好, 还行, 差评: only in private, or in a quotation of a ticket's text."""
    if (said.quoted is None and not said.private) or said.role is not None:
        return None
    head, _, rest = said.text.strip(ENDS).replace("，", " ").replace(",", " ").partition(" ")
    rating = QUOTED_RATINGS.get(head.strip(ENDS))
    return Command(Action.RATE, said.quoted, rest.strip(), rating=rating, why=(head,)) if rating else None
