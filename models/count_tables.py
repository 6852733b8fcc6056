"""The tables of what is counted: a narrow row for each ticket, and what was published of it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Float,
    Index,
    Integer,
    Table,
)

from models.columns import Instant, Json
from models.columns import counted as _counted
from models.columns import is_ as _is
from models.columns import may as _may
from models.figures import Figures
from models.metadata import metadata
from models.quarter import Score

# a ticket as it is counted: taken from it at every write, narrow enough to be read by the ten thousand; times in seconds
strokes = Table(
    "strokes", metadata, _is("number", Integer, key=True), *(_is(n) for n in ("member", "topic", "service", "urgency",
    "estate", "building")), _is("marks", Integer), _is("reworks", Integer), _is("opened", BigInteger),
    *(_may(n, BigInteger) for n in ("closed", "solved", "judged", "due")),
    *(_may(n, Integer) for n in ("respond", "arrive")),
    Index(None, "opened", "estate", "topic", "marks"), Index(None, "closed", "opened"), Index(None, "solved"),
    Index(None, "judged"), Index(None, "estate", "topic", "opened"),
)  # fmt: skip

# 季度问效: scores by hand; what other systems state; what was published, frozen; and what is another figure since
marks = Table(
    "marks", metadata, *(_is(n, key=True) for n in ("period", "area", "member", "standard")), _is("points", Float),
    _is("evidence"), _is("by"), _is("at", Instant),
)  # fmt: skip

outsides = Table(
    "outsides", metadata, *(_is(n, key=True) for n in ("period", "system", "figure", "member")), _is("share", Float),
    _may("part", Integer), _may("whole", Integer), _is("source"), _is("by"), _is("at", Instant),
)  # fmt: skip

published = Table(
    "published", metadata, _is("period", key=True), _is("at", Instant), _is("by"), _is("figures", Json(Figures)),
    _is("scores", Json(tuple[Score, ...])),
)  # fmt: skip

corrections = Table(
    "corrections", metadata, _counted(), *(_is(n) for n in ("period", "figure", "before", "after", "why", "by")),
    _is("at", Instant), Index(None, "period"),
)  # fmt: skip
