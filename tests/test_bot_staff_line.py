"""The staff's own ways from the outbox: beside WeChat or in its place, with limits, retries and a deadline."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from apprise_peer import WECOM_FAST, WECOM_NO_ROBOT, WECOM_OK, Answer, Peer, a_peer
from factories import NOW, a_message, a_ticket
from test_bot_staff_ways import DISTRICT, to_power, with_ways

from bot.assembly import Given, assemble
from bot.channel import ScriptedChannel
from bot.settings import Settings, Staff
from bot.staff import Poster
from bot.staff_line import Post, StaffLine
from bot.switches import set_pause
from keywords.lexicon import default_lexicon
from models.areas import District
from models.errors import BadConfig, ChannelFailed, Place
from models.outgoing import Outgoing
from models.privacy import Vault
from models.store import Store
from models.words import Delivery, Priority

P0 = Priority.EMERGENCY
MA = "ticket 5 reminder by apprise MA_WECOM"
ORIGINAL = "ticket 5 reminder → wx-power"
KEYS = {"MA_WECOM": "wecombot://key-of-ma", "MA_SMS": "", "POWER_DING": "dingtalk://dingtoken1"}


class Bench:
    """A staff line over a store; ``sent`` is what ``post`` was asked to send. One target: 供电小马's WeCom."""

    def __init__(
        self,
        store: Store,
        settings: Staff | None = None,
        post: Post | None = None,
        district: District | None = None,
    ) -> None:
        self.store, self.settings = store, settings or Staff()
        self.sent: list[tuple[str, str]] = []
        self.failures: list[ChannelFailed] = []
        self.now = NOW
        self.district = district or with_ways(wx_power=("env:MA_WECOM",))
        self.post = post or self._post
        self.line = self.again()

    def again(self) -> StaffLine:
        """A line as after a restart."""
        return StaffLine(
            store=self.store,
            settings=self.settings,
            district=lambda: self.district,
            post=self.post,
            secret=_secret,
            clock=lambda: self.now,
        )

    def _post(self, url: str, text: str, seconds: float) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((url, text))

    def put(self, **changes: Any) -> None:
        """A private text to 供电小马."""
        assert self.store.call(lambda tx: tx.outbox.put(to_power(**changes)))

    def step(self, now: datetime | None = None) -> datetime | None:
        """One step, and the end of what it started."""
        self.now = now or self.now
        return asyncio.run(self._step())

    async def _step(self) -> datetime | None:
        moment = await self.line.step(self.now)
        await self.line.idle()
        return moment

    def row(self, key: str) -> Outgoing:
        """A row as it stands."""
        found = self.store.call(lambda tx: tx.outbox.get(key))
        assert found is not None
        return found


def _secret(name: str) -> str:
    if not KEYS.get(name):
        raise BadConfig([(Place("环境变量", path=name), "没有设置")])
    return KEYS[name]


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


def test_danger_goes_by_the_own_way_at_once_and_the_wechat_text_stays(bench: Bench) -> None:
    bench.put(priority=P0, text="燃气泄漏")
    bench.step()
    assert bench.sent == [("wecombot://key-of-ma", "燃气泄漏")]
    row = bench.row(MA)
    assert (row.status, row.sent_at, row.account) == (Delivery.SENT, NOW, "apprise MA_WECOM")
    assert bench.row(ORIGINAL).status is Delivery.WAITING


def test_nothing_is_sent_twice_not_even_after_a_restart(bench: Bench) -> None:
    bench.put(priority=P0)
    bench.step()
    bench.line = bench.again()
    bench.step(NOW + timedelta(minutes=10))
    assert len(bench.sent) == 1


def test_an_ordinary_text_waits_for_wechat_and_goes_the_own_way_when_that_is_slow(bench: Bench) -> None:
    bench.put()
    bench.step()
    bench.step(NOW + timedelta(minutes=4))
    assert bench.sent == []
    bench.step(NOW + timedelta(minutes=5))
    assert len(bench.sent) == 1
    assert bench.row(ORIGINAL).status is Delivery.WITHDRAWN


def test_after_a_start_wechat_has_its_time_first(bench: Bench) -> None:
    bench.put(due_at=NOW - timedelta(hours=3))
    bench.step()
    assert bench.sent == []


def test_a_text_that_wechat_gave_up_goes_the_own_way(bench: Bench) -> None:
    bench.step()
    bench.put(due_at=NOW + timedelta(minutes=4), status=Delivery.DEAD)
    bench.step(NOW + timedelta(minutes=5))
    assert len(bench.sent) == 1
    assert bench.row(ORIGINAL).status is Delivery.DEAD


def test_what_wechat_has_sent_does_not_go_again(bench: Bench) -> None:
    bench.step()
    bench.put(status=Delivery.SENT, sent_at=NOW)
    bench.step(NOW + timedelta(minutes=30))
    assert bench.sent == []


@pytest.mark.parametrize(
    ("status", "minutes", "expected"),
    [
        (Delivery.SENT, 1, 1),
        (Delivery.SENT, 11, 0),
        (Delivery.WAITING, 300, 1),
        (Delivery.WITHDRAWN, 1, 0),
        (Delivery.EXPIRED, 1, 0),
    ],
)
def test_a_new_target_does_not_hear_what_is_long_settled(
    bench: Bench, status: Delivery, minutes: int, expected: int
) -> None:
    bench.put(priority=P0, status=status, due_at=NOW - timedelta(minutes=minutes))
    bench.step()
    assert len(bench.sent) == expected


def test_what_is_dispatched_goes_to_the_member_of_the_ticket(store: Store) -> None:
    bench = Bench(store, district=with_ways(power=("env:POWER_DING",)))
    number = store.call(lambda tx: tx.tickets.add(a_ticket())).number
    bench.put(key=f"ticket {number} dispatched → wx-worker", person="wx-worker", why="dispatched", ticket=number)
    bench.step()
    assert [url for url, _ in bench.sent] == ["dingtalk://dingtoken1"]


def test_pause_holds_back_all_but_danger(bench: Bench) -> None:
    bench.store.call(lambda tx: set_pause(tx, room="", paused=True, actor="wx-admin", now=NOW))
    bench.settings = Staff(also="always")
    bench.line = bench.again()
    bench.put(key="ticket 5 a → wx-power")
    bench.put(key="ticket 5 b → wx-power", priority=P0)
    bench.step()
    bench.step()
    assert [bench.row(f"ticket 5 {n} by apprise MA_WECOM").status for n in "ab"] == [Delivery.WAITING, Delivery.SENT]


def test_a_pause_is_no_reason_to_go_another_way(bench: Bench) -> None:
    bench.put()
    bench.store.call(lambda tx: set_pause(tx, room="", paused=True, actor="wx-admin", now=NOW))
    bench.step()
    bench.step(NOW + timedelta(minutes=30))
    bench.store.call(lambda tx: set_pause(tx, room="", paused=False, actor="wx-admin", now=NOW))
    bench.step(NOW + timedelta(minutes=31))
    assert bench.store.call(lambda tx: tx.outbox.for_ways()) == []


def test_a_failure_is_tried_again_later_and_later(bench: Bench) -> None:
    bench.put(priority=P0)
    bench.failures = [ChannelFailed("坏了"), ChannelFailed("坏了")]
    bench.step()
    assert bench.row(MA).retry_at == NOW + timedelta(seconds=10)
    assert bench.step(NOW + timedelta(seconds=9)) == NOW + timedelta(seconds=10)
    bench.step(NOW + timedelta(seconds=10))
    assert bench.row(MA).retry_at == NOW + timedelta(seconds=30)
    bench.step(NOW + timedelta(seconds=30))
    assert bench.row(MA).status is Delivery.SENT


def test_after_the_last_attempt_it_is_given_up_and_kept(bench: Bench) -> None:
    bench.put(priority=P0)
    bench.failures = [ChannelFailed("坏了")] * 6
    for minutes in range(0, 60, 6):
        bench.step(NOW + timedelta(minutes=minutes))
    row = bench.row(MA)
    assert (row.status, row.attempts, row.last_error) == (Delivery.DEAD, 6, "坏了")
    assert bench.sent == []


def test_a_refusal_is_not_tried_again(bench: Bench) -> None:
    bench.put(priority=P0)
    bench.failures = [ChannelFailed("拒绝", retry=False)]
    bench.step()
    assert bench.row(MA).status is Delivery.DEAD


def test_a_variable_that_is_not_set_is_said_by_name(store: Store) -> None:
    bench = Bench(store, district=with_ways(wx_power=("env:MA_SMS",)))
    bench.put(priority=P0)
    bench.step()
    row = bench.row("ticket 5 reminder by apprise MA_SMS")
    assert (row.status, row.last_error) == (Delivery.DEAD, "环境变量 MA_SMS 没有设置")


def test_too_fast_closes_the_whole_target_for_as_long_as_it_asks(bench: Bench) -> None:
    bench.put(key="ticket 5 a → wx-power", priority=P0)
    bench.put(key="ticket 5 b → wx-power", priority=P0)
    bench.failures = [ChannelFailed("发得太快", wait=600)]
    bench.step()
    bench.step(NOW + timedelta(seconds=599))
    assert bench.sent == []
    bench.step(NOW + timedelta(seconds=600))
    bench.step(NOW + timedelta(seconds=601))
    assert len(bench.sent) == 2


def test_a_target_never_gets_more_in_a_minute_than_it_takes_not_even_over_a_restart(store: Store) -> None:
    bench = Bench(store, Staff(per_minute=3))
    for number in range(8):
        bench.put(key=f"ticket 5 {number} → wx-power", priority=P0)
    for second in range(4):
        bench.step(NOW + timedelta(seconds=second))
    bench.line = bench.again()
    assert bench.step(NOW + timedelta(seconds=10)) == NOW + timedelta(seconds=60)
    assert len(bench.sent) == 3
    for second in range(60, 68):
        bench.step(NOW + timedelta(seconds=second))
    assert len(bench.sent) == 6


def test_what_is_over_is_not_sent(bench: Bench) -> None:
    bench.put(priority=P0, expires_at=NOW + timedelta(seconds=5))
    bench.failures = [ChannelFailed("坏了")]
    bench.step()
    bench.step(NOW + timedelta(seconds=20))
    assert bench.row(MA).status is Delivery.EXPIRED


def test_what_waits_for_a_target_that_the_district_has_lost_is_withdrawn(bench: Bench) -> None:
    bench.put(priority=P0)
    bench.failures = [ChannelFailed("坏了")]
    bench.step()
    bench.district = with_ways()
    bench.step(NOW + timedelta(minutes=1))
    assert bench.row(MA).status is Delivery.WITHDRAWN
    assert bench.step(NOW + timedelta(minutes=2)) is None


def test_a_text_is_cut_to_what_the_service_takes(bench: Bench) -> None:
    bench.put(priority=P0, text="水" * 2000)
    bench.step()
    assert len(bench.sent[0][1].encode()) <= 2048


def test_whatever_a_plugin_raises_is_a_failure_without_its_words(store: Store) -> None:
    def broken(url: str, text: str, seconds: float) -> None:
        raise RuntimeError(url)

    bench = Bench(store, post=broken)
    bench.put(priority=P0)
    bench.step()
    assert bench.row(MA).last_error == "发送时出错：RuntimeError"


def test_a_step_returns_at_once_and_one_target_is_sent_to_one_at_a_time(store: Store) -> None:
    free, most, busy = threading.Event(), [0], itertools.count(1)

    def slow(url: str, text: str, seconds: float) -> None:
        most[0] = next(busy)
        free.wait(5)

    async def play() -> None:
        assert await bench.line.step(NOW) == NOW + timedelta(seconds=1)
        await bench.line.step(NOW)
        free.set()
        await bench.line.idle()

    bench = Bench(store, post=slow)
    bench.put(key="ticket 5 a → wx-power", priority=P0)
    bench.put(key="ticket 5 b → wx-power", priority=P0)
    asyncio.run(play())
    assert most == [1]


def test_an_answer_that_never_comes_is_given_up_at_the_deadline(store: Store) -> None:
    never = threading.Event()
    bench = Bench(store, Staff(deadline_seconds=0.05), post=lambda *_: never.wait(5) and None)
    bench.put(priority=P0)
    bench.step()
    never.set()
    row = bench.row(MA)
    assert (row.status, row.last_error) == (Delivery.WAITING, "0.05 秒内没有答复")


def test_a_process_that_ends_meanwhile_leaves_the_text_waiting(store: Store) -> None:
    free = threading.Event()

    async def play() -> None:
        await bench.line.step(NOW)

    bench = Bench(store, post=lambda *_: free.wait(5) and None)
    bench.put(priority=P0)
    asyncio.run(play())
    free.set()
    assert (bench.row(MA).status, bench.row(MA).attempts) == (Delivery.WAITING, 0)


# ---- against a server that answers as WeCom does


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Peer]:
    monkeypatch.setenv("NO_PROXY", "*")
    with a_peer(WECOM_OK) as peer:
        yield peer


def wecom(store: Store, peer: Peer, **settings: Any) -> Bench:
    """A bench whose WeCom is the peer."""
    return Bench(store, Staff(**settings), post=Poster({"wecombot": f"http://{peer.host}"}))


def test_over_errors_429_cut_offs_and_slow_answers_every_text_arrives_once(store: Store, peer: Peer) -> None:
    peer.says(500, WECOM_FAST, Answer(429), Answer(body=WECOM_OK, cut=True), Answer(wait=True))
    bench = wecom(store, peer, deadline_seconds=0.5, attempts=9)
    for number in range(3):
        bench.put(key=f"ticket 5 {number} → wx-power", priority=P0, text=f"第 {number} 条")
    for minute in range(40):
        bench.step(NOW + timedelta(minutes=minute))
    rows = [bench.row(f"ticket 5 {n} by apprise MA_WECOM") for n in range(3)]
    assert [row.status for row in rows] == [Delivery.SENT] * 3
    good = [got.body["text"]["content"] for got in peer.got[5:]]
    assert sorted(good) == ["第 0 条", "第 1 条", "第 2 条"]


def test_a_robot_that_is_gone_is_asked_once(store: Store, peer: Peer) -> None:
    peer.says(WECOM_NO_ROBOT)
    bench = wecom(store, peer)
    bench.put(priority=P0)
    for minute in range(5):
        bench.step(NOW + timedelta(minutes=minute))
    assert len(peer.got) == 1
    assert bench.row(MA).last_error == "企业微信：拒绝（代码 93000）"


def test_both_targets_of_a_person_are_independent(store: Store) -> None:
    bench = Bench(store, district=DISTRICT)
    bench.put(priority=P0)
    bench.step()
    states = {row.way: row.status for row in bench.store.call(lambda tx: tx.outbox.recent(9)) if row.way}
    assert states == {"apprise MA_WECOM": Delivery.SENT, "apprise MA_SMS": Delivery.DEAD}


def test_through_the_whole_bot_a_smell_of_gas_reaches_the_gas_companys_wecom(
    store: Store, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAS_WECOM", KEYS["MA_WECOM"])
    district = with_ways(gas=("env:GAS_WECOM",))

    async def play() -> None:
        parts = assemble(
            Given(
                settings=Settings(),
                store=store,
                district=district,
                lexicon=default_lexicon(),
                vault=Vault(b"k" * 32),
                channel=ScriptedChannel(),
                clock=lambda: NOW,
                sleep=asyncio.sleep,
                post=Poster({"wecombot": f"http://{peer.host}"}),
            )
        )
        await parts.pipeline.take(a_message("6栋楼道里好大的煤气味", nick="6栋-王"))
        await parts.engine.tick(NOW)
        async with asyncio.timeout(10):
            while not any(r.way and r.status is Delivery.SENT for r in store.call(lambda tx: tx.outbox.recent(99))):
                await asyncio.sleep(0.01)

    asyncio.run(play())
    [got] = peer.got
    assert "工单 1" in got.body["text"]["content"]
