"""What goes, when, and by which rule (个人信息保护法 arts 19, 47; DOMAIN §7): one list, which the job does and a person can read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.keeping_settings import Retention
from bot.proof_files import forget_photos
from bot.settings import Settings
from dispatch.retire import anonymise, archive
from models.areas import District
from models.keeping import Purge
from models.store import Tx

_MINUTES = timedelta(days=1)
"""What may be taken back, and questions that wait for a number, live for minutes; a day later they are gone."""


@dataclass(frozen=True, slots=True)
class Rule:
    """After ``days`` a ``kind`` of thing goes. ``setting`` is its key in config.yaml, ``since`` from when the days count."""

    kind: str
    setting: str
    days: float
    since: str
    work: Callable[[Tx, datetime, datetime], int]

    @property
    def name(self) -> str:
        """How the log of what went calls it."""
        return f"{self.setting} = {self.days:g} 天，{self.since}"


def rules(settings: Settings, district: District) -> list[Rule]:
    """Every rule, in the order in which it is done; each ``work`` is given the moment that counts and now."""
    kept, staff = settings.retention, [p.id for p in district.people]
    return [*_of_people(kept), *_of_lines(settings), *_of_tickets(kept, staff), *_of_the_rest(kept)]


def _of_people(kept: Retention) -> list[Rule]:
    ids, contacts = "retention.id_days", "retention.contact_days"
    return [
        Rule("居民微信号（加密）和昵称", ids, kept.id_days, "办结起", lambda tx, at, _: tx.purges.ids(at)),
        Rule(
            "私聊过的微信号（加密）",
            contacts,
            kept.contact_days,
            "最后一次用到起",
            lambda tx, at, _: tx.purges.contacts(at),
        ),
    ]


def _of_lines(settings: Settings) -> list[Rule]:
    kept, review = settings.retention, settings.reading.review_days
    raw, core = "retention.raw_days", "retention.core_days"
    return [
        Rule("原话（加密）", raw, kept.raw_days, "办结起", lambda tx, at, now: tx.matters.purge(at, at=now)),
        Rule("评价原话（加密）", raw, kept.raw_days, "办结起", lambda tx, at, _: tx.purges.comments(at)),
        Rule("机器人说过的话", raw, kept.raw_days, "办结起", lambda tx, at, _: tx.purges.texts(at)),
        Rule("回答里点过的名", raw, kept.raw_days, "说过起", lambda tx, at, _: tx.purges.mentions(at)),
        Rule("没发出的记录和未绑定的群", raw, kept.raw_days, "记下起", lambda tx, at, _: tx.purges.notes(at)),
        Rule(
            "待核对的话",
            "reading.review_days",
            review,
            "说过起",
            lambda tx, at, _: tx.samples.purge(waiting=at, judged=None),
        ),
        Rule(
            "核对过的例句", core, kept.core_days, "核对起", lambda tx, at, _: tx.samples.purge(waiting=None, judged=at)
        ),
    ]


def _of_tickets(kept: Retention, staff: list[str]) -> list[Rule]:
    raw, core = "retention.raw_days", "retention.core_days"
    return [
        Rule("照片", "retention.proof_days", kept.proof_days, "办结起", lambda tx, at, _: forget_photos(tx, at)),
        Rule("工单归档", raw, kept.raw_days, "办结起", lambda tx, at, now: archive(tx, before=at, now=now)),
        Rule(
            "工单匿名",
            core,
            kept.core_days,
            "办结起",
            lambda tx, at, now: anonymise(tx, before=at, staff=staff, now=now),
        ),
    ]


def _of_the_rest(kept: Retention) -> list[Rule]:
    raw, core = "retention.raw_days", "retention.core_days"
    return [
        Rule("上门看过的关爱户名单", raw, kept.raw_days, "看过起", lambda tx, at, _: tx.cares.forget(at)),
        Rule("收过的消息号", core, kept.core_days, "收到起", lambda tx, at, _: tx.purges.inbox(at)),
        Rule("疑似停供的卡片", core, kept.core_days, "了结起", lambda tx, at, _: tx.suspicions.forget(at)),
        Rule("断线记录", core, kept.core_days, "连上起", lambda tx, at, _: tx.gaps.forget(at)),
        Rule("可撤销的操作", "固定", _MINUTES.days, "做过起", lambda tx, at, _: tx.deeds.forget(at)),
        Rule("没回的选择题", "固定", _MINUTES.days, "问过起", lambda tx, at, _: tx.choices.forget(at)),
    ]


def sweep(tx: Tx, *, settings: Settings, district: District, now: datetime) -> int:
    """Do every rule, and write down what went by it; how many rows."""
    gone = 0
    for rule in rules(settings, district):
        count = rule.work(tx, now - timedelta(days=rule.days), now)
        if count:
            tx.purges.note(Purge(now, rule.kind, rule.name, count))
        gone += count
    return gone
