"""Reading one announcement: a pure function of the text and of the hour at which it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from models.notice import Announcement
from models.words import NoticeStatus
from notices.areas import Place, places
from notices.attach import attach
from notices.blocks import Window, windows
from notices.contradictions import contradictions
from notices.doubts import BACKWARDS, NO_PLACE, NO_TIME
from notices.genre import evidence
from notices.parties import hotlines, publisher, reason
from notices.roles import Role, Timed, roles
from notices.status import bare, service, status
from notices.stretches import stretches
from notices.text import LIMIT, read
from notices.threads import FOLLOW_UPS

_STATED, AGAINST = "说到停供或恢复: 是", "像"
_BRACKETED = re.compile(r"【[^】\n]{1,20}】")
_AROUND_TIMES = re.compile(
    r"(?:(?:已|现|将|会|定|拟|计划|兹|原|仍|要|就|还是){0,4}(?:定|等)?[于自从在到]?|截至|预计|争取|最快)◇+(?![◇])(?:[\s)]*(?:起|止|之?前|后|许|左右|上下|开始|才|就|便|已|已经|这三天|整)){0,4}"
)


def parse(text: str, published_at: datetime, *, as_one: bool = False) -> Announcement:
    """What ``text`` announces; ``published_at`` local, naive. ``as_one`` reads it whatever speaks against an announcement.

    Never raises, takes time linear in the text, of which 20,000 characters are read. What could not be read, or does
    not fit together, is in ``doubts``; ``why`` says what spoke for and against an announcement.
    """
    whole = read(text)
    plain = bare(whole.plain)
    times = roles(plain, stretches(plain, published_at))
    masked = _masked(plain, times)
    kind, also = service(plain)
    state = status(plain, times, published_at)
    found = places(whole, masked, state, kind)
    score, why = evidence(plain, kind, times, len(found))
    said = Announcement(
        as_one or score > 0, kind, publisher=publisher(whole, plain, masked), hotline=hotlines(masked), why=why
    )
    if not said.is_notice:
        return said
    spans = windows(plain, times, state, published_at)
    return Announcement(
        True,
        kind,
        also,
        state,
        attach(plain, spans, found, times),
        tuple(p.area for p in found),
        reason(whole, masked),
        said.publisher,
        said.hotline,
        (
            *_doubts(text, state, times, spans, found),
            *contradictions(plain, spans, published_at, kind),
        ),
        (*why, f"状态 {state.value}"),
    )


def parse_bulletin(text: str, published_at: datetime) -> Announcement:
    """What a utility's own source says. There ``抢修完毕，现已恢复供电`` is an announcement though it names neither place
    nor hour: which notice it continues, its thread shows."""
    said = parse(text, published_at)
    if said.is_notice or _STATED not in said.why or any(w.startswith(AGAINST) for w in said.why):
        return said
    follow_up = parse(text, published_at, as_one=True)
    return follow_up if follow_up.status in FOLLOW_UPS else said


def _masked(plain: str, times: Sequence[Timed]) -> str:
    chars = list(plain)
    for at, to in {(t.stretch.at, t.stretch.to) for t in times if t.stretch.kind != "lasts"}:
        chars[at:to] = "◇" * (to - at)
    timeless = _AROUND_TIMES.sub(lambda m: "◇" * len(m[0]), "".join(chars))
    return _BRACKETED.sub(lambda m: "。" * len(m[0]), timeless)


def _doubts(
    text: str, state: NoticeStatus, times: Sequence[Timed], spans: Sequence[Window], found: Sequence[Place]
) -> Iterator[str]:
    if len(text) > LIMIT:
        yield f"太长，只读了前 {LIMIT} 字"
    if any(t.stretch.broken for t in times if t.role is not Role.STAMP):
        yield "写的日期不存在，按当月最后一天读"
    if any(w.start and w.end and w.end <= w.start for w in spans):
        yield BACKWARDS
    if state is NoticeStatus.PLANNED and not any(w.start or w.end for w in spans):
        yield NO_TIME
    if not found:
        yield NO_PLACE
