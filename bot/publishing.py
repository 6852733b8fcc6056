"""What is published is frozen; what is another figure afterwards appears as a correction (更正) with what changed it and who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.around import ReportRules
from bot.standards_file import standards_of
from bot.wording_quarter import moved
from console import reading
from console.published import CUTS, changed, statements
from dispatch.quarter import Inquiry, judging_areas, keep_mark, scores, standard_of
from models.areas import District
from models.errors import NotFound, Refused
from models.figures import Figures
from models.quarter import Correction, Mark, Published, Score
from models.spans import QUARTER, Span, read_span
from models.store import Tx
from models.store.figures import period_of
from models.ticket import Audit

BOT = "bot"
_LOOKED = "corrections looked at "


@dataclass(frozen=True, slots=True)
class Desk:
    """What publishing stands in: the district, the rules, the zone, now (aware, UTC), and who does it."""

    district: District
    rules: ReportRules
    tz: ZoneInfo
    now: datetime
    by: str = BOT

    def inquiry(self) -> Inquiry:
        """The same for scores; BadConfig when the file of the standards is wrong."""
        standards = standards_of(self.rules.standards)
        return Inquiry(self.district, standards, self.rules.grading, self.tz, self.now, self.rules.score_days)


def publish(tx: Tx, *, span: Span, desk: Desk) -> Published:
    """Freeze a period that is over, with the scores when it is a quarter. Refused when it is not, or was published."""
    if span.last >= desk.now.astimezone(desk.tz).date():
        raise Refused(f"{span.name} 还没过完，不能公布")
    if tx.quarters.published(span.name):
        raise Refused(f"{span.name} 已经公布过；数变了会记成更正")
    figures, found = _counted(tx, span, desk)
    what = Published(span.name, desk.now, desk.by, figures, tuple(found))
    tx.quarters.publish(what)
    tx.audit.add(Audit(f"period {span.name}", "publish", desk.by, desk.now, after=f"{len(found)} scores"))
    return what


def correct(tx: Tx, *, period: str, desk: Desk, why: str = "") -> list[Correction]:
    """Write down what reads otherwise now than it was published; ``why`` "" names the tickets that changed since the last look."""
    frozen = _frozen(tx, period)
    span = read_span(period)
    figures, found = _counted(tx, span, desk)
    before = statements(frozen.figures, frozen.scores, desk.district)
    now = statements(figures, found, desk.district)
    known = tx.quarters.corrections(period)
    differs = changed(before, known, now)
    reason = why or _reason(tx, span, frozen, desk) if differs else ""
    made = [Correction(period, name, old, new, reason, desk.by, desk.now) for name, old, new in differs]
    _write(tx, made, desk)
    tx.flags.set(_LOOKED + period, desk.now.isoformat())
    return made


def correct_mark(tx: Tx, *, mark: Mark, why: str, desk: Desk, source: str) -> list[Correction]:
    """A score by hand changed after its quarter was published: never silently."""
    _frozen(tx, mark.period)
    if not why.strip():
        raise Refused("更正要写原因")
    standard = standard_of(desk.inquiry(), mark.standard, mark.member)
    if standard.formula or not 0 <= mark.points <= standard.weight:
        raise Refused(
            f"{mark.standard} 按数算，不用打分" if standard.formula else f"{mark.standard} 满分 {standard.weight:g}"
        )
    keep_mark(tx, replace(mark, evidence=why), source=source)
    return correct(tx, period=mark.period, desk=desk, why=why)


def as_published(tx: Tx, period: str) -> tuple[Published, list[Correction]] | None:
    """A period as it was published, with its corrections; None when it was not."""
    frozen = tx.quarters.published(period)
    return (frozen, tx.quarters.corrections(period)) if frozen else None


def _frozen(tx: Tx, period: str) -> Published:
    frozen = tx.quarters.published(period)
    if frozen is None:
        raise NotFound("published period", period)
    return frozen


def _counted(tx: Tx, span: Span, desk: Desk) -> tuple[Figures, list[Score]]:
    figures = reading.figures_of(
        tx,
        first=span.first,
        last=span.last,
        tz=desk.tz,
        now=desk.now,
        limits=desk.rules.limits,
        cuts=CUTS,
        grading=desk.rules.grading,
    )
    inquiry = desk.inquiry()
    judged = span.kind == QUARTER and inquiry.standards and judging_areas(desk.district)
    return figures, scores(tx, span, inquiry) if judged else []


def _reason(tx: Tx, span: Span, frozen: Published, desk: Desk) -> str:
    """Which of its tickets changed since it was looked at last, and who changed them."""
    looked = tx.flags.get(_LOOKED + span.name)
    entries = tx.audit.of_tickets(datetime.fromisoformat(looked) if looked else frozen.at)
    by_number = {int(number): e for e in entries if (number := e.subject.removeprefix("ticket ")).isdigit()}
    ours = tx.figures.counted_in(period_of(span.first, span.last, desk.tz), by_number)
    return moved([(n, by_number[n]) for n in sorted(ours)], desk.district)


def _write(tx: Tx, made: Sequence[Correction], desk: Desk) -> None:
    tx.quarters.correct(made)
    for c in made:
        tx.audit.add(Audit(f"period {c.period}", "correct", desk.by, desk.now, c.figure, c.why, c.before, c.after))
