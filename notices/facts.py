"""The facts of a notice under their labels: what the longer text, the page and the poster show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from models.words import Effect, NoticeStatus
from notices import days
from notices.phrases import Telling, back, blocks_of, fact, hotline, place, source
from notices.wording import advice

ORIGINAL = 600
_ESTATES, _SPANS, _WINDOWS = 12, 12, 8
_STATES = {
    NoticeStatus.PLANNED: "计划",
    NoticeStatus.EMERGENCY: "突发，正在抢修",
    NoticeStatus.RESTORED: "已恢复",
    NoticeStatus.PARTLY_RESTORED: "部分已恢复",
    NoticeStatus.RESCHEDULED: "改期",
    NoticeStatus.EXTENDED: "延长",
    NoticeStatus.CANCELLED: "已取消",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is, and how it stands."""

    label: str
    value: str


NO_DAY = date.min
"""Nobody's today: dates are written out, as on what is passed on."""


def facts(telling: Telling, today: date | None = None) -> list[Fact]:
    """What is known, in the order in which it is read; what is not known is left out.

    Days are said as seen from ``today`` (None: the day of telling; ``NO_DAY``: written out).
    """
    said, today = telling.notice.said, today or telling.now.date()
    found = (
        ("情况", _STATES.get(said.status, "") if said.status else ""),
        ("时间", _times(telling, today)),
        ("地点", places(telling)),
        ("公告写的范围", spans(telling, (Effect.OFF, Effect.REDUCED))),
        ("不受影响", spans(telling, (Effect.EXCLUDED,))),
        ("原因", said.reason or ""),
        ("请注意", "；".join(advice(telling))),
        ("发布", _published(telling, today)),
        ("电话", hotline(telling.notice, telling.district)),
    )
    return [Fact(label, value) for label, value in found if value]


def headline(telling: Telling) -> str:
    """``停电``, ``水压降低``; ``已来电`` and ``停电取消`` when the thread is over."""
    status = telling.notice.said.status
    if status is NoticeStatus.CANCELLED:
        return f"{fact(telling)}取消"
    if status is NoticeStatus.RESTORED:
        return f"已{back(telling.notice.said.service).removeprefix('恢复')}"
    return fact(telling)


def detail(telling: Telling, url: str = "") -> str:
    """The longer text behind 详情: every fact, then the announcement's own words, then where its page is."""
    number, version = telling.notice.id, telling.notice.version
    again = f"（第 {version} 版）" if version > 1 else ""
    lines = [f"【{headline(telling)}·详情】公告 {number}{again}"]
    lines += [f"{f.label}：{f.value}" for f in facts(telling)]
    text = " ".join(telling.notice.text.split())
    lines.append(f"原文：{text if len(text) <= ORIGINAL else text[: ORIGINAL - 1] + '…'}")
    return "\n".join([*lines, *([f"网页：{url}"] if url else [])])


def caption(telling: Telling, url: str = "") -> str:
    """What is said where the poster cannot be shown."""
    today = telling.now.date()
    lines = [f"【{headline(telling)}】{places(telling)}：{_times(telling, today)}。{_published(telling, today)}"]
    return "\n".join([*lines, *([f"海报：{url}.png"] if url else ["这里发不了图片，回“详情”看全文。"])])


def page_url(public_url: str, notice: int) -> str:
    """Where residents read a notice; "" when nothing is public."""
    return f"{public_url.rstrip('/')}/n/{notice}" if public_url else ""


def places(telling: Telling) -> str:
    """The estates and buildings, the first dozen by name; whether they are merely likely."""
    estates = list(dict.fromkeys(r.estate for r in telling.reach))
    first = set(estates[:_ESTATES])
    named = place(
        Telling(
            telling.notice,
            tuple(r for r in telling.reach if r.estate in first),
            telling.district,
            telling.now,
            telling.tz,
        )
    )
    more = f" 等 {len(estates)} 个小区" if len(estates) > _ESTATES else ""
    return f"{named}{more}{'' if telling.sure or not named else '（可能受影响）'}"


def spans(telling: Telling, effects: Sequence[Effect]) -> str:
    """The announcement's own words for its areas of these effects."""
    return _listed(a.text for a in telling.notice.said.areas if a.effect in effects)


def _listed(found: Iterable[str]) -> str:
    texts = list(dict.fromkeys(found))
    more = f" 等 {len(texts)} 处" if len(texts) > _SPANS else ""
    return "、".join(texts[:_SPANS]) + more


def _times(telling: Telling, today: date) -> str:
    said = [days.window(b.start, b.end, today) for b in blocks_of(telling.notice, telling.reach)]
    found = list(dict.fromkeys(filter(None, said)))
    more = f" 等 {len(found)} 段" if len(found) > _WINDOWS else ""
    return "；".join(found[:_WINDOWS]) + more or f"待{source(telling.notice, telling.district)}通知"


def _published(telling: Telling, today: date) -> str:
    at = telling.notice.published_at.astimezone(telling.tz).replace(tzinfo=None)
    return f"{source(telling.notice, telling.district)} {days.moment(at, today)}"
