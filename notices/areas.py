"""Which places an announcement speaks of: headings with lists, sentences that say something of places, rows, lines.

The text is read sentence by sentence. A heading opens a list; elsewhere a clause is cut at its times and predicates,
and the pieces that look like places take the effect of the predicate that is said of them:
    heading    停水范围：A、B、C等。 · 停气：A；低压受影响：B
    object     影响 A、B · 涉及 A · 即 A
    subject    A、B、C 停水 · A（7幢除外） · B 不受影响
    row        6月9日 9:00-12:00  A、B
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from models.notice import Affected
from models.words import Effect, NoticeStatus, Service
from notices import mentions
from notices.clauses import REASON, SKIP, At, Cut, Piece, cuts, level, pieces, sentences, split
from notices.effects import PREDICATE, effect_of, label_effect, whole_effect
from notices.headings import HEADING, LABEL, TITLE, after_numbering, is_bullet, is_numbered, labels, others
from notices.lists import WORKS, items, trim
from notices.nonplaces import LONGEST, place_kind
from notices.places import buildings, kind_of
from notices.text import Text

_ROW = re.compile(r"[\s(|]*(?:\d{1,3}[\s|、.)]{1,3})?◇")
_CALLED = re.compile(r"的,|应为|[\s”\"]*应为|#?(?:配电房|泵房|主变|变压器|机组)")
_ASSET = re.compile(r"的?(?:DN|管|主管|阀|变压器|泵|电缆)")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,8}")
_YOURS = re.compile(r"(?:贵|我们?|本|该|您所在的?)小区")
_DONE = re.compile(r"已|均|全部|先行|陆续|了")
_AHEAD = re.compile(r"预计|将|要等|争取|[待需仍还未没]|尽快|除")
_WEAK = ("building_range", "town_or_district")
_ALONE = ("road_section", "estate", "building_range")


@dataclass(frozen=True, slots=True)
class Place:
    """An area with the place in the text at which it stands; ``inner`` when another area's bracket lists it."""

    area: Affected
    at: int
    to: int
    inner: bool = False


def places(text: Text, masked: str, status: NoticeStatus, service: Service | None) -> list[Place]:
    """The areas in reading order. ``masked`` is the plain text with times and boilerplate blanked, of equal length."""
    return _Reader(text, masked, status, service).read()


class _Reader:
    def __init__(self, text: Text, masked: str, status: NoticeStatus, service: Service | None) -> None:
        self._text, self._plain, self._status, self._service = text, masked, status, service
        self._flat = level(masked)
        self._whole = whole_effect(masked, service)
        self._two_lists = re.search(r"停[水电气](?:小区|范围|区域|用户|单位)", masked) is not None

    def read(self) -> list[Place]:
        found = list(self._sentences())
        if self._service is Service.POWER:
            lines = (trim(self._plain, a, b) for a, b in mentions.lines(self._plain))
            found += self._spans(filter(None, lines), self._whole, kind="line")
        partly = self._status is NoticeStatus.PARTLY_RESTORED
        found += self._spans(mentions.left_out(self._plain), self._whole if partly else Effect.EXCLUDED)
        return distinct(found + self._otherwise(found))

    def _otherwise(self, found: list[Place]) -> list[Place]:
        """Where no sentence named a place: the building numbers, those who are spoken to, the title."""
        named = [p for p in found if p.area.kind != "line" and p.area.effect is not Effect.EXCLUDED]
        if named:
            return []
        for look in (mentions.counted, mentions.spoken_to, mentions.titled):
            if more := self._spans(look(self._plain), self._whole):
                return more
        return []

    def _spans(self, spans: Iterable[tuple[int, int]], effect: Effect, kind: str = "") -> list[Place]:
        return [self._place(a, b, kind or kind_of(self._plain[a:b]) or "other", effect) for a, b in spans]

    # -- sentences

    def _sentences(self) -> Iterator[Place]:
        """Sentence by sentence; a heading, or a list that a semicolon carries on, gives its effect to what follows."""
        pending: Effect | None = None
        for start, end, mark in sentences(self._plain):
            begin = after_numbering(self._plain, start, end)
            heading = self._heading(begin, end)
            if heading is not None:
                pending = heading
                continue
            if (
                pending is not None
                and (begin == start or self._goes_on(start, begin, end))
                and not self._speaks(begin, end)
            ):
                found = list(self._list(begin, end, pending))
                pending = pending if mark == ";" or found else None
            else:
                found, carried = self._sentence(begin, end, alone=begin > start, pending=pending)
                pending = carried if mark == ";" or self._plain[begin:end].rstrip().endswith(":") else None
            yield from found

    def _goes_on(self, start: int, begin: int, end: int) -> bool:
        """Whether a bullet, or a number before places, carries on the list."""
        mark = self._plain[start:begin]
        if not is_numbered(mark):
            return is_bullet(mark)
        kinds = [kind_of(self._plain[a:b]) for a, b in items(self._plain, begin, end)]
        return any(kinds)

    def _speaks(self, start: int, end: int) -> bool:
        return bool(PREDICATE.search(self._flat, start, end) or LABEL.search(self._plain, start, end))

    def _heading(self, start: int, end: int) -> Effect | None:
        found = HEADING.fullmatch(self._plain, start, end)
        return label_effect(found[0], self._whole) if found else None

    def _sentence(
        self, start: int, end: int, *, alone: bool, pending: Effect | None
    ) -> tuple[list[Place], Effect | None]:
        """The places of a sentence, and the effect of the list with which it ends."""
        if TITLE.fullmatch(self._plain, start, end):
            return [], None
        opened, apart = labels(self._plain, start, end), others(self._plain, start, end)
        starts = [*(m.start() for m in opened), end]
        found = list(self._scan(start, min([starts[0], *apart])))
        listed = pending is not None or alone or "(" in self._plain[start:end]
        if listed and not (found or opened or apart) and self._only_places(start, end):
            found = list(self._list(start, end, pending or self._whole))
        effect = None
        for m, after in zip(opened, starts[1:], strict=True):
            effect = label_effect(m["label"], self._whole, two=self._two_lists)
            found += self._list(m.end(), min([after, *(o for o in apart if o >= m.end())]), effect)
        return found, effect

    def _only_places(self, start: int, end: int) -> bool:
        kinds = [kind_of(self._plain[a:b]) for a, b in items(self._plain, start, end)]
        return bool(kinds) and all(k in _ALONE for k in kinds)

    # -- lists under a heading

    def _list(self, start: int, end: int, effect: Effect) -> Iterator[Place]:
        for a, b in items(self._plain, start, end):
            yield from self._listed(a, b, effect)
            yield from self._inside(a, b, effect)

    def _inside(self, a: int, b: int, effect: Effect) -> Iterator[Place]:
        """The places that an item lists in its bracket: ``西片区（A、B、C等）``."""
        inner = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)$").search(self._plain, a, b)
        whole = inner and _YOURS.fullmatch(self._plain, a, inner.start())
        if inner and (whole or (inner[1].count("、") >= 2 and not buildings(self._plain[a:b]))):
            yield from (replace(p, inner=True) for p in self._list(inner.start(1), inner.end(1), effect))

    def _listed(self, a: int, b: int, effect: Effect) -> Iterator[Place]:
        """One item of a list; a predicate inside ("三期不停水") cuts it and gives the effect."""
        said = PREDICATE.search(self._flat, a, b)
        if said and said.start() > a:
            effect = effect_of(said, self._status, self._whole) if said["kept"] or said["reduced"] else effect
            shorter = trim(self._plain, a, said.start())
            if shorter is None:
                return
            a, b = shorter
        yield from self._named(a, b, effect, firm=True)

    # -- sentences that say something of places

    def _scan(self, start: int, end: int) -> Iterator[Place]:
        row = _ROW.match(self._plain, start, end) is not None and not PREDICATE.search(self._flat, start, end)
        clauses = list(self._clauses(start, end))
        found = [cuts(self._flat, a, b) for a, b in clauses]
        following = _following(found)
        last: re.Match[str] | None = None
        opened = False
        for i, (a, b) in enumerate(clauses):
            later, earlier = following[i + 1], last
            last = next((c.predicate for c in reversed(found[i]) if c.predicate), last)
            for piece in pieces(a, b, found[i]):
                opened = opened or piece.opened_by is At.OPENING
                effect = self._effect(piece, later, earlier, listed=row or opened)
                effect = Effect.EXCLUDED if self._is_back(piece, self._plain[start:a], self._plain[a:b]) else effect
                if piece.opened_by not in (At.CAUSE, At.VERB):
                    yield from self._pieces_of(piece, effect, timed="◇" in self._plain[start:end])

    def _pieces_of(self, piece: Piece, effect: Effect | None, *, timed: bool) -> Iterator[Place]:
        spans = list(items(self._plain, piece.start, piece.end))
        typed = sum(kind_of(self._plain[a:b]) is not None for a, b in spans)
        most = typed * 2 >= len(spans) or (
            typed and len(spans) > 2 and all(_NAME.fullmatch(self._plain, *s) for s in spans)
        )
        firm = len(spans) >= 2 and bool(most) and effect is not None
        works = self._service is not Service.ROAD and piece.opened_by is At.OPENING and not piece.after
        works = works and bool(WORKS.search(self._plain, piece.start, piece.end))
        for a, b in spans:
            if (works and kind_of(self._plain[a:b]) != "line") or self._is_site(a, b, piece.end):
                continue
            if effect is not None:
                yield from self._named(a, b, effect, firm=firm and (len(spans) >= 3 or b - a <= 6))
                yield from self._inside(a, b, effect)
            elif timed and kind_of(self._plain[a:b]) in _WEAK:
                yield from self._named(a, b, self._whole, firm=False)

    def _is_site(self, a: int, b: int, end: int) -> bool:
        """A road at which a pipe or a cable lies is where the work is, not what is cut off."""
        asset = _ASSET.match(self._plain, b) or _ASSET.match(self._plain, end)
        return bool(asset and kind_of(self._plain[a:b]) in ("road_section", "other", None))

    def _effect(
        self, piece: Piece, later: re.Match[str] | None, earlier: re.Match[str] | None, *, listed: bool
    ) -> Effect | None:
        """By the predicate that follows in the clause, the list that was opened, the next clause, the one before."""
        if piece.after:
            return effect_of(piece.after, self._status, self._whole)
        if listed:
            return self._whole
        if later:
            return effect_of(later, self._status, self._whole)
        before = piece.before or earlier
        apart = piece.before is None or self._plain[piece.start : piece.start + 1] in "◇、:(\t| "
        return effect_of(before, self._status, self._whole) if before and apart and not before["kept"] else None

    def _is_back(self, piece: Piece, before: str, clause: str) -> bool:
        """Whether a clause of a partial restoration says that its places have supply again, without saying since when."""
        if self._status is not NoticeStatus.PARTLY_RESTORED or piece.after is None or not piece.after["back"]:
            return False
        dated = "◇" in clause or any("◇" in said and not _AHEAD.search(said) for said in before.split(","))
        return not dated and bool(_DONE.search(clause)) and not _AHEAD.search(clause)

    def _clauses(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The clauses that speak of places; of one that begins with a cause only what stands after its time."""
        for a, b in split(self._plain, start, end, ",:"):
            if SKIP.search(self._plain[a:b]) or self._plain[b : b + 1] == ":":
                continue
            if not REASON.match(self._plain[a:b]):
                yield a, b
            elif (time := self._plain.find("◇", a, b)) >= 0:
                yield time, b

    # -- single places

    def _named(self, a: int, b: int, effect: Effect, *, firm: bool) -> Iterator[Place]:
        b = mentions.without_exception(self._plain, a, b)
        if _CALLED.match(self._plain, b):
            return
        if b - a > LONGEST and "(" in self._plain[a:b]:
            b = self._plain.index("(", a)
        kind = place_kind(self._plain[a:b], firm=firm, excepted=effect is Effect.EXCLUDED)
        if kind:
            yield self._place(a, b, kind, effect)

    def _place(self, a: int, b: int, kind: str, effect: Effect) -> Place:
        counted = buildings(self._plain[a:b]) if kind in ("building_range", "other", "estate") else None
        return Place(Affected(self._text.span(a, b), kind, effect, counted), a, b)


def _following(found: list[list[Cut]]) -> list[re.Match[str] | None]:
    """For each clause the first predicate in it or behind it; None after the last."""
    ahead: list[re.Match[str] | None] = [None]
    for clause in reversed(found):
        ahead.append(next((c.predicate for c in clause if c.predicate), ahead[-1]))
    return ahead[::-1]


def distinct(found: list[Place]) -> list[Place]:
    """Each place once, in reading order: not inside another, not a shorter or a repeated wording."""
    kept: list[Place] = []
    texts = {p.area.text for p in found}
    for p in sorted(found, key=lambda p: (p.at, -p.to)):
        if _shorter(p.area.text, texts) or (not _stands_alone(p) and any(k.at <= p.at and p.to <= k.to for k in kept)):
            continue
        again = next((i for i, k in enumerate(kept) if k.area.text == p.area.text), None)
        if again is None:
            kept.append(p)
        elif p.area.effect is Effect.REDUCED and kept[again].area.effect is Effect.OFF:
            kept[again] = replace(kept[again], area=replace(kept[again].area, effect=p.area.effect))
    return kept


def _stands_alone(place: Place) -> bool:
    return place.inner or place.area.effect is Effect.EXCLUDED


def _shorter(text: str, others: set[str]) -> bool:
    """``A路`` beside ``A路（B—C段）``, ``大仪镇`` beside ``扬州市大仪镇``."""
    if re.search(r"[线回]$", text) and any(o != text and o.startswith(text) for o in others):
        return True
    return any(
        o.startswith((f"{text}（", f"{text}(")) or re.fullmatch(rf".+[市县区省]{re.escape(text)}", o) for o in others
    )
