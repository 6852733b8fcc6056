"""问效 in a private chat: a branch looks at what there is to score and scores it; leaders publish; corrections carry a reason."""

from __future__ import annotations

from bot import wording_quarter as words
from bot.around import Around, Outcome
from bot.publishing import Desk, correct_mark, publish
from bot.replies import in_return, told_of
from dispatch.quarter import (
    Inquiry,
    check_mark,
    judged_members,
    keep_mark,
    quarter_to_score,
    scores,
    scores_for,
    totals,
)
from dispatch.targets import SERVICE_WORDS
from keywords.commands_quarter import CORRECT, PUBLISH, SCORE, QuarterLine, read_quarter
from models.areas import District, Member, Person
from models.errors import BadConfig, NotFound, Refused
from models.message import Message
from models.quarter import Mark, Score
from models.spans import QUARTER, Span, read_span, span_of
from models.store import Tx
from models.ticket import Command
from models.words import Priority, Role

_PUBLISHERS = frozenset({Role.DISPATCHER, Role.ADMIN})


def obey_quarter(tx: Tx, *, message: Message, command: Command, actor: Person | None, around: Around) -> Outcome:
    """What one of the staff says of 问效, answered in private."""
    line = read_quarter(command.text)
    try:
        text = _answer(tx, message, line, actor, around)
        kind = "command"
    except (BadConfig, NotFound, Refused) as refused:
        text, kind = words.not_taken(_reason(refused)), "refused"
    row = in_return(
        message, f"quarter {told_of(message)}", text, now=around.now, why="reply quarter", priority=Priority.STAFF
    )
    tx.outbox.put(row)
    return Outcome(kind, why=command.why)


def _reason(error: BadConfig | NotFound | Refused) -> str:
    return f"{error.key} 还没有公布" if isinstance(error, NotFound) else str(error)


def _answer(tx: Tx, message: Message, line: QuarterLine, actor: Person | None, around: Around) -> str:
    desk = Desk(around.district, around.rules, around.tz, around.now, message.sender)
    inquiry = desk.inquiry()
    if not inquiry.standards:
        return words.NO_STANDARDS
    span = _span(tx, line.quarter, inquiry)
    if line.wants == PUBLISH:
        return _publish(tx, span, actor, desk)
    if not scores_for(around.district, actor):
        return words.NOT_A_BRANCH
    assert actor is not None
    return _Branch(tx, inquiry, desk, span, actor, told_of(message)).answer(line)


def _span(tx: Tx, named: str, inquiry: Inquiry) -> Span:
    """The quarter that is meant; one without a year is the latest that has begun."""
    if not named:
        return quarter_to_score(tx, inquiry)
    if named.startswith("Q"):
        this = span_of(QUARTER, inquiry.today)
        year = inquiry.today.year - (named[1] > this.name[-1])
        return read_span(f"{year}{named}")
    return read_span(named)


def _publish(tx: Tx, span: Span, actor: Person | None, desk: Desk) -> str:
    if actor is None or actor.role not in _PUBLISHERS:
        return words.ONLY_LEADERS
    what = publish(tx, span=span, desk=desk)
    return words.published(span.name, totals(what.scores), desk.district)


class _Branch:
    """One line of a branch."""

    def __init__(self, tx: Tx, inquiry: Inquiry, desk: Desk, span: Span, actor: Person, source: str) -> None:
        self._tx, self._inquiry, self._desk, self._span = tx, inquiry, desk, span
        self._actor, self._source = actor, source
        self._areas = scores_for(inquiry.district, actor)

    def answer(self, line: QuarterLine) -> str:
        """Show, score or correct."""
        area, rest = self._area(line.names)
        member = _member(self._inquiry.district, rest)
        if line.wants not in (SCORE, CORRECT):
            return self._shown(area, member, rest)
        if area is None:
            return words.which_area(self._inquiry.district, self._areas)
        if member is None:
            return words.which_member(self._inquiry.district, rest, self._inquiry.standards)
        given = self._marks(line, area, member)
        return self._corrected(given, line.words) if line.wants == CORRECT else self._scored(given, area, member)

    def _area(self, names: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
        """The area that is named, or the only one; and the other names."""
        district = self._inquiry.district
        called = {n: a for a in self._areas for n in (a, district.name(a), *district.area[a].aliases)}
        named = [called[n] for n in names if n in called]
        rest = tuple(n for n in names if n not in called)
        return (named[0] if named else self._areas[0] if len(self._areas) == 1 else None), rest

    def _shown(self, area: str | None, member: Member | None, names: tuple[str, ...]) -> str:
        if names and member is None:
            return words.which_member(self._inquiry.district, names, self._inquiry.standards)
        found = scores(self._tx, self._span, self._inquiry, (area,) if area else self._areas)
        mine = [s for s in found if member is None or s.member == member.code]
        if member is None:
            return words.overview(self._inquiry.district, self._span.name, mine)
        texts = [words.items(self._inquiry.district, self._span.name, s, self._inquiry.standards) for s in mine]
        return "\n\n".join(texts)

    def _marks(self, line: QuarterLine, area: str, member: Member) -> list[Mark]:
        return [
            Mark(self._span.name, area, member.code, id_, points, line.words, self._actor.id, self._desk.now)
            for id_, points in line.items
        ]

    def _scored(self, given: list[Mark], area: str, member: Member) -> str:
        for mark in given:
            check_mark(self._tx, self._inquiry, mark)
        for mark in given:
            keep_mark(self._tx, mark, source=self._source)
        score = self._score(area, member)
        told = [(m.standard, m.points) for m in given]
        return words.noted(self._inquiry.district, score, told, self._inquiry.standards)

    def _corrected(self, given: list[Mark], why: str) -> str:
        if not given:
            raise Refused("请写明改哪一条、改成几分，如：问效 更正 供电 C1 3 原因")
        made = [
            c
            for mark in given
            for c in correct_mark(self._tx, mark=mark, why=why, desk=self._desk, source=self._source)
        ]
        return words.corrected(made)

    def _score(self, area: str, member: Member) -> Score:
        found = scores(self._tx, self._span, self._inquiry, (area,))
        return next(s for s in found if s.member == member.code)


def _member(district: District, names: tuple[str, ...]) -> Member | None:
    """The member that one of the names means: code, name, service, or a part of the name that no other has."""
    asked = judged_members(district)
    for name in names:
        exact = [m for m in asked if name in (m.code, m.name)]
        service = SERVICE_WORDS.get(name, "property" if name == "物业" else None)
        near = [m for m in asked if service in m.services] if service else [m for m in asked if name in m.name]
        found = exact or near
        if len(found) == 1:
            return found[0]
    return None
