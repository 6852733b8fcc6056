"""What other systems state of us (12345's 满意率): kept with its source, shown apart, never mixed with our own figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from models.areas import District
from models.quarter import Outside
from models.spans import read_span
from models.store import Tx
from models.ticket import Audit

NAMES = ("期间", "系统", "指标", "单位", "分子", "分母", "比率", "来源")
"""The columns of a table of such ratings."""


def outside_of(row: Mapping[str, str], district: District, by: str, now: datetime) -> Outside:
    """One rating from the cells of a row; ValueError says what is missing or cannot be. A rate over nothing is none."""
    system, figure = row.get("系统", "").strip(), row.get("指标", "").strip()
    if not system or not figure:
        raise ValueError("要写系统和指标")
    part, whole = _whole(row, "分子"), _whole(row, "分母")
    member = _member(row.get("单位", "").strip(), district)
    return Outside(
        _period(row.get("期间", "")),
        system,
        figure,
        member,
        _share(row.get("比率", ""), part, whole),
        part,
        whole,
        row.get("来源", "").strip(),
        by,
        now,
    )


def state_outside(tx: Tx, said: Outside) -> Outside:
    """Keep it and write it down; what it replaces stands in the audit."""
    before = tx.quarters.state(said)
    subject = f"outside {said.period} {said.system} {said.figure} {said.member}".strip()
    old = f"{before.share:g}" if before else ""
    tx.audit.add(Audit(subject, "state", said.by, said.at, reason=said.source, before=old, after=f"{said.share:g}"))
    return said


def _period(text: str) -> str:
    try:
        return read_span(text).name
    except ValueError:
        raise ValueError(f"期间看不懂：{text}") from None


def _member(name: str, district: District) -> str:
    found = next((m.code for m in district.members if name in (m.code, m.name)), None)
    if name and found is None:
        raise ValueError(f"没有这个单位：{name}")
    return found or ""


def _whole(row: Mapping[str, str], name: str) -> int | None:
    text = row.get(name, "").strip()
    if not text:
        return None
    if not text.removesuffix(".0").isdigit():
        raise ValueError(f"{name}要是整数：{text}")
    return int(float(text))


def _share(text: str, part: int | None, whole: int | None) -> float:
    """Of both numbers, else as stated: ``98.2`` or ``98.2%``."""
    if part is not None and whole is not None:
        if not whole > 0 or part > whole:
            raise ValueError("分母要大于 0，分子不大于分母")
        return part / whole
    if part is not None or whole is not None or not text.strip():
        raise ValueError("写分子和分母，对方没给就写比率")
    share = float(text.strip().rstrip("%％"))
    if not 0 <= share <= 100:
        raise ValueError(f"比率在 0 和 100 之间：{text}")
    return share / 100
