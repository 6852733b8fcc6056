"""Random people say and do random things at random hours, through the whole bot: what must hold, holds after each."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from rehearsal import FREE, LEXICON, demo_district

from bot.around import around_of
from bot.assembly import Given, Parts, assemble
from bot.clock import PracticeClock
from bot.engine import advance
from bot.player import publisher
from bot.replay import LedgerChannel
from bot.settings import Settings
from dispatch.life import STEPS
from dispatch.matters import numbers
from dispatch.moments import coming, passed
from dispatch.wording_topics import OUTAGES
from models.message import Message
from models.notice import FeedItem
from models.privacy import Vault
from models.store import Store
from models.ticket import DONE, Audit, Ticket
from models.words import AreaKind, Status, Urgency

VAULT = Vault(b"m" * 32)
BEGINS = datetime(2026, 9, 29, 22, tzinfo=UTC)
"""06:00 in Shanghai, two days before the holidays of October."""
RESIDENTS = [f"{n}栋-{name}" for n, name in zip((3, 3, 5, 8, 9, 12), "张李王赵钱孙", strict=True)]
ROOMS = ["room-01", "room-02", "room-05"]
SAID = [
    "停电了吗？", "我家停电了，整栋都黑了", "我家也停电了", "停水了", "我家停水了，一滴都没有", "我家也没水", "来电了", "来水了",
    "3单元楼道灯坏了好几天了", "楼道里好大的煤气味，漏气了", "下水道堵了，污水往外冒", "什么时候来电啊", "怎么还没来水", "谢谢师傅",
    "满意", "不满意，还是坏的", "催 {n}", "查 {n}", "撤单 {n}", "没修好 {n}", "今天菜场毛豆四块一斤", "勿扰", "恢复", "+1",
]  # fmt: skip
TOLD = [
    "接单 {n}", "已联系 {n}", "到场 {n}", "进度 {n} 在修", "没人在家 {n}", "完成 {n} 换了零件", "退单 {n} 表后 开关烧了",
    "转派 {n} 供水", "转派 {n} 供电", "延期 {n} 明天下午 等配件", "挂账 {n} 后天 等许可", "续办 {n}", "误报 {n}", "受理 {n}",
    "不予受理 {n} 不在本区", "并单 {n} 到 1", "拆单 {n}", "重办 {n} 不行", "办结 {n}", "撤销", "同意 {n}", "不同意 {n} 再想想",
    "转外部 {n} 95598 20260001", "协办 {n} 供水", "吹哨 {n} 要人", "督办 {n}", "解除督办 {n}", "定责 {n} 供电 表前",
    "联合 {n} 明天9点", "1", "好", "电话回访 {n} 满意", "进度 {n} 已拨打 119", "我的工单", "代报 桐坞家园 6栋 王奶奶家里没水",
    "交接 网格员大许 给 网格员姚静",
]  # fmt: skip
WORK = [t for t in TOLD if "{n}" in t] + [
    "接单 {n}",
    "完成 {n} 修好了",
    "完成 {n} 换了零件",
    "退单 {n} 产权 表前线烧了",
    "撤销",
]
STEERED = [t for t in TOLD if "{n}" in t] + [
    "办结 {n}",
    "同意 {n}",
    "转派 {n} 供水",
    "定责 {n} 供电 表前",
    "电话回访 {n} 不满意",
]
RATED = ["满意 {n}", "不满意 {n} 还是坏的", "基本满意 {n}", "没修好 {n}", "撤单 {n}", "催 {n}", "谢谢"]
STAFF = ["wx-01", "wx-03", "wx-08", "wx-09", "wx-10", "wx-12", "wx-13", "wx-14", "wx-06", "wx-07"]
PUBLISHED = [
    ("power", "【抢修停电】因线路故障，桐坞家园即时起停电抢修，预计{day}日11:00恢复。柳汀供电服务站"),
    ("power", "【恢复供电】桐坞家园已恢复供电。柳汀供电服务站"),
    ("water", "【计划停水】因管道检修，{day}日8:00至17:00柳汀新村停水。柳汀供水服务站"),
    ("water", "【恢复供水】柳汀新村已恢复供水。柳汀供水服务站"),
]
COUNTED = {"chase_at", "households", "why", "photos", "acked_at", "climbed", "climbed_from", "whistled_at"}
"""What changes without anybody deciding it, or stands in the audit under the name of its deed."""
TIMES = {f.name for f in fields(Ticket) if f.name.endswith("_at")}
WORDS = {"result", "comment", "summary"}
"""Free text is not written down twice: it is the reason of its row."""
DEADLINES = {"respond_by", "contact_by", "arrive_by", "feedback_by", "stopped_by"}
"""They follow from the deed and ``resolve_by``."""
COUNTS = {"reworks", "returns", "in_grid", "by_default", "reporter", "room"}
WRITTEN = {f.name for f in fields(Ticket)} - COUNTED - TIMES - WORDS - DEADLINES - COUNTS - {"number", "matter"}


@cache
def template() -> Path:
    """A migrated, empty file; its folder lives as long as the process."""
    folder = TemporaryDirectory()
    KEPT.append(folder)
    file = Path(folder.name) / "empty.db"
    Store.open(f"sqlite:///{file}").close()
    return file


KEPT: list[TemporaryDirectory[str]] = []


class Town(RuleBasedStateMachine):
    """The demo district with its bot; every rule is something that a person, a clock or a machine does."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        file = Path(self.folder.name) / "town.db"
        shutil.copyfile(template(), file)
        self.store = Store.open(f"sqlite:///{file}")
        self.loop = asyncio.new_event_loop()
        self.clock = PracticeClock(BEGINS, lambda: 0.0)
        self.store.call(lambda tx: tx.district.save(demo_district(), BEGINS))
        self.known: dict[int, Ticket] = {}
        self.rows = 0
        self.count = 0
        self.last: Message | None = None
        self.parts = self._bot()

    def teardown(self) -> None:
        self.store.close()
        self.loop.close()
        self.folder.cleanup()

    def _bot(self) -> Parts:
        return assemble(
            Given(
                settings=Settings(budget=FREE),
                store=self.store,
                district=self.store.call(lambda tx: tx.district.load()),
                lexicon=LEXICON(),
                vault=VAULT,
                channel=LedgerChannel(None, self.clock.now),
                clock=self.clock.now,
                sleep=asyncio.sleep,
                follows=True,
            )
        )

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def _take(self, message: Message) -> None:
        self.last = message
        self.loop.run_until_complete(self.parts.pipeline.take(message))
        self.loop.run_until_complete(self.parts.engine.tick(self.now))

    def _message(self, room: str, sender: str, text: str, **more: Any) -> Message:
        self.count += 1
        return Message(f"t-{self.count}", "replay", room, sender, sender, text, self.now, **more)

    @initialize(room=st.sampled_from(ROOMS), who=st.sampled_from(RESIDENTS))
    def something_is_wrong(self, room: str, who: str) -> None:
        self._take(self._message(room, who, "我家停电了，整栋都黑了"))

    @rule(room=st.sampled_from(ROOMS), who=st.sampled_from(RESIDENTS), text=st.sampled_from(SAID), n=st.integers(1, 4))
    def a_resident_speaks(self, room: str, who: str, text: str, n: int) -> None:
        self._take(self._message(room, who, text.format(n=n), to_bot="{n}" in text))

    @rule(who=st.sampled_from(STAFF), text=st.sampled_from(TOLD), n=st.integers(1, 4))
    def one_of_the_staff_commands(self, who: str, text: str, n: int) -> None:
        self._take(self._message("", who, text.format(n=n)))

    @rule(text=st.sampled_from(WORK), which=st.integers(0, 9))
    def who_has_a_ticket_works(self, text: str, which: int) -> None:
        living = [t for t in self.known.values() if t.open and (t.person or t.worker)]
        if living:
            ticket = living[which % len(living)]
            self._take(self._message("", ticket.person or ticket.worker, text.format(n=ticket.number)))

    @rule(text=st.sampled_from(WORK), which=st.integers(0, 9))
    def who_has_a_ticket_works_on(self, text: str, which: int) -> None:
        self.who_has_a_ticket_works(text, which)

    @rule(
        text=st.sampled_from(STEERED),
        which=st.integers(0, 9),
        who=st.sampled_from(["wx-13", "wx-14", "wx-06", "wx-07"]),
    )
    def who_is_above_steers(self, text: str, which: int, who: str) -> None:
        if self.known:
            number = sorted(self.known)[which % len(self.known)]
            self._take(self._message("", who, text.format(n=number)))

    @rule(text=st.sampled_from(RATED), which=st.integers(0, 9))
    def who_reported_answers(self, text: str, which: int) -> None:
        theirs = [(t, r) for t in self.known.values() for r in RESIDENTS if VAULT.hash(r) == t.reporter and t.room]
        if theirs:
            ticket, resident = theirs[which % len(theirs)]
            self._take(self._message(ticket.room, resident, text.format(n=ticket.number), to_bot=True))

    @rule(minutes=st.one_of(st.integers(1, 90), st.integers(90, 3_000)))
    def time_passes(self, minutes: int) -> None:
        until = self.now + timedelta(minutes=minutes)
        self.loop.run_until_complete(advance(self.parts.engine, self.clock, until))
        self.loop.run_until_complete(self.parts.engine.tick(self.now))
        late = [t for t in self._tickets().values() if t.chase_at and t.chase_at <= self.now]
        assert not late, "what was due has been done"

    @rule(which=st.integers(0, len(PUBLISHED) - 1))
    def a_member_publishes(self, which: int) -> None:
        member, text = PUBLISHED[which]
        self.count += 1
        said = text.format(day=(self.now + timedelta(hours=8)).day)
        around = around_of(self.parts.settings, self.parts.pipeline.district, self.parts.vault, self.now)
        publish = publisher(self.store, lambda: around)
        self.loop.run_until_complete(publish(FeedItem("公告", f"n-{self.count}", said, self.now, member)))
        self.parts.engine.happened()
        self.loop.run_until_complete(self.parts.engine.tick(self.now))

    @precondition(lambda self: self.last is not None)
    @rule()
    def the_last_message_comes_again(self) -> None:
        assert self.last is not None
        before = self._tickets()
        self._take(self.last)
        assert self._tickets() == before, "nothing is done twice"

    @rule()
    def the_process_is_killed_and_starts_again(self) -> None:
        self.parts = self._bot()

    # ---- what holds

    def _tickets(self) -> dict[int, Ticket]:
        return {t.number: t for t in self.store.call(lambda tx: tx.tickets.recent(200))}

    @invariant()
    def all_holds(self) -> None:
        tickets, rows = self._tickets(), self._new_rows()
        for ticket in tickets.values():
            old = self.known.get(ticket.number)
            if old != ticket:
                mine = [row for row in rows if row.subject == f"ticket {ticket.number}"]
                self._is_legal(old, ticket, mine)
                self._is_written_down(old, ticket, mine)
            self._has_its_deadlines(ticket)
        self._one_for_each_cause([t for n, t in tickets.items() if n not in self.known], tickets)
        self.known = tickets

    def _new_rows(self) -> list[Audit]:
        fresh = self.store.call(lambda tx: tx.audit.recent(100_000))[::-1][self.rows :]
        self.rows += len(fresh)
        return fresh

    def _is_legal(self, old: Ticket | None, new: Ticket, rows: list[Audit]) -> None:
        """Every change of status is a step of the table, or what was there before a deed that was taken back."""
        state = old.status if old else None
        for row in rows:
            before, after = _of(row.before, "status"), _of(row.after, "status")
            if after is None:
                continue
            assert before is None or before == state, f"no step is missing: {row}"
            if row.action != "undo" and before not in (None, after):
                assert STEPS[Status(before), row.action] == after, f"a step of the table: {row}"  # type: ignore[index]
            state = Status(after)
        assert state == new.status

    def _is_written_down(self, old: Ticket | None, new: Ticket, rows: list[Audit]) -> None:
        """Who, when, from where, why; and of each field what it was and what it is."""
        for row in rows:
            assert row.actor and row.source and row.reason and row.at <= self.now, f"who, when, from where, why: {row}"
        for name in WRITTEN if old else ():
            was, is_ = _plain(getattr(old, name)), _plain(getattr(new, name))
            if was == is_:
                continue
            told = [(_of(r.before, name), _of(r.after, name)) for r in rows if _of(r.after, name) is not None]
            assert told, f"{name} of ticket {new.number} went from {was} to {is_} without a word: {rows}"
            assert (told[0][0], told[-1][1]) == (was, is_), (name, told)

    def _has_its_deadlines(self, t: Ticket) -> None:
        assert (t.closed_at is not None) == (t.status in DONE), "an end has its hour"
        if t.status in (Status.DISPATCHED, Status.SIGNED, Status.IN_PROGRESS, Status.SUSPENDED, Status.REWORK):
            assert t.resolve_by, "what is open has a day on which somebody looks at it"
        clocks = self.parts.clocks
        following = coming(t, clocks, self.now)
        if following:
            assert t.chase_at and t.chase_at <= following, f"no deadline is lost: {t}"
        if t.open:
            assert following or t.outside or self._was_told(t), f"nothing open is forgotten: {t}"

    def _was_told(self, t: Ticket) -> bool:
        """Every moment of its clocks has passed, and each was told or has its turn at the next tick."""
        return bool(passed(t, self.parts.clocks, self.now)) or t.status in (Status.ACCEPTED, Status.VERIFYING)

    def _one_for_each_cause(self, new: list[Ticket], all_: dict[int, Ticket]) -> None:
        mains = [t.matter for t in all_.values() if t.parent is None and t.matter]
        assert len(mains) == len(set(mains)), "one main ticket a matter"
        for ticket in new:
            twins = [t for t in self.known.values() if self._same_cause(t, ticket)]
            assert not twins, f"the cause has its ticket: {ticket} {twins}"

    def _same_cause(self, t: Ticket, new: Ticket) -> bool:
        """An outage of the same supply in the same estate and buildings, which somebody still sees to."""
        at_work = t.open and t.status not in (Status.RESOLVED, Status.VERIFYING) and t.parent is None
        same = t.topic == new.topic in OUTAGES and t.estate == new.estate is not None
        estate = demo_district().area.get(t.estate or "")
        whole = estate is not None and estate.kind is AreaKind.ESTATE
        ours, theirs = set(numbers(t.building)), set(numbers(new.building))
        return at_work and same and whole and bool(ours & theirs) and Urgency.P0 not in (t.urgency, new.urgency)


def _of(text: str, name: str) -> str | None:
    """The value of a field in ``before`` or ``after`` of a row."""
    found = re.search(rf"(?:^| ){name}=(.*?)(?= [a-z_]+=|$)", text)
    return found[1] if found else None


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return value.isoformat() if isinstance(value, datetime) else "" if value is None else str(value)


@pytest.fixture(scope="module", autouse=True)
def _swept() -> Iterator[None]:
    """The template goes after the tests."""
    yield
    template.cache_clear()
    while KEPT:
        KEPT.pop().cleanup()


TestTown = Town.TestCase
TestTown.pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]  # type: ignore[attr-defined]
TestTown.settings = settings(
    max_examples=14,
    stateful_step_count=25,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
