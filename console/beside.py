"""What stands beside the figures of a period: that they were published, what was corrected since, scores, other systems' rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from console.published import correction_lines, moment, name_of, outside_lines, points
from models.areas import District
from models.codec import plain
from models.quarter import Correction, Outside, Score
from models.store import Tx

CORRECTION_HEADS = ("指标", "公布数", "更正为", "原因", "谁", "时间")
OUTSIDE_HEADS = ("系统", "指标", "单位", "数值（分子/分母）", "来源")
SCORE_HEADS = ("支部", "单位", "编号", "得分", "满分", "怎么得的")


@dataclass(frozen=True, slots=True)
class Beside:
    """``at`` None: not published. ``outside`` is never part of our own figures."""

    district: District
    tz: ZoneInfo
    at: datetime | None = None
    by: str = ""
    corrections: tuple[Correction, ...] = ()
    outside: tuple[Outside, ...] = ()
    scores: tuple[Score, ...] = ()

    @property
    def head(self) -> str:
        """That it was published, "" when it was not."""
        if self.at is None:
            return ""
        return f"已公布（{moment(self.at, self.tz)}，{name_of(self.by, self.district)}），下面是公布时的数；更正 {len(self.corrections)} 条"

    @property
    def correction_lines(self) -> list[tuple[str, str, str, str, str, str]]:
        """As ``CORRECTION_HEADS``."""
        return correction_lines(self.corrections, self.tz, self.district)

    @property
    def outside_lines(self) -> list[tuple[str, str, str, str, str]]:
        """As ``OUTSIDE_HEADS``."""
        return outside_lines(self.outside, self.district)

    @property
    def score_lines(self) -> list[tuple[str, str, str, float | None, float, str]]:
        """As ``SCORE_HEADS``, with a line for each standard and one for the sum."""
        return [line for score in self.scores for line in self._lines(score)]

    def _lines(self, score: Score) -> list[tuple[str, str, str, float | None, float, str]]:
        area, member = self.district.name(score.area), self.district.member[score.member].name
        found: list[tuple[str, str, str, float | None, float, str]] = [
            (
                area,
                member,
                i.standard,
                i.points,
                i.weight,
                i.how if i.points is not None else "未打分" if i.by_hand else "无数据",
            )
            for i in score.items
        ]
        return [
            *found,
            (area, member, "合计", score.earned, score.possible, f"可评 {points(score)}，全部 {score.weight:g}"),
        ]

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        frozen = {"at": self.at.isoformat(), "by": self.by} if self.at else None
        return {
            "published": frozen,
            "corrections": plain(self.corrections),
            "outside": plain(self.outside),
            "scores": plain(self.scores),
        }


def beside(tx: Tx, *, period: str, district: District, tz: ZoneInfo) -> Beside:
    """What is kept of a period by its name; scores only of what was published."""
    frozen = tx.quarters.published(period)
    outside = tuple(tx.quarters.stated(period))
    if frozen is None:
        return Beside(district, tz, outside=outside)
    return Beside(
        district,
        tz,
        frozen.at,
        frozen.by,
        tuple(tx.quarters.corrections(period)),
        outside,
        frozen.scores,
    )
