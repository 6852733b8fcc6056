"""The way in: order, bounds, retries, nothing lost and nothing twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from factories import a_message
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.wechat_intake import Intake, IntakeLimits
from models.errors import StoreFailed
from models.message import Message

FAST = IntakeLimits(bound=5, ahead=3, remember=100, tries=3, pause=0.0)
Fetch = Callable[[str], Awaitable[Message | None]]


class Scene:
    """An intake with a ``fetch`` that may be slow or find nothing and a ``take`` that may raise."""

    def __init__(self, limits: IntakeLimits = FAST, fetch: Fetch | None = None) -> None:
        self.counts: Counter[str] = Counter()
        self.taken: list[str] = []
        self.fetched: list[str] = []
        self.errors: dict[str, list[Exception]] = {}
        self.gate = asyncio.Event()
        self.gate.set()
        self.intake = Intake(fetch or self._fetch, self._take, limits, self.counts)

    async def _fetch(self, message_id: str) -> Message | None:
        self.fetched.append(message_id)
        await asyncio.sleep(0)
        return None if message_id.startswith("none") else a_message(id=message_id)

    async def _take(self, message: Message) -> None:
        await self.gate.wait()
        if self.errors.get(message.id):
            raise self.errors[message.id].pop(0)
        self.taken.append(message.id)

    async def play(self, ids: Sequence[str]) -> None:
        """Put the ids in, and wait until all are through."""
        working = asyncio.create_task(self.intake.work())
        for message_id in ids:
            await self.intake.put(message_id)
        await self.intake.idle()
        working.cancel()
        await asyncio.wait([working])


def _played(ids: Sequence[str], **errors: list[Exception]) -> Scene:
    async def scene() -> Scene:
        made = Scene()
        made.errors = {name.replace("_", "-"): raised for name, raised in errors.items()}
        await made.play(ids)
        return made

    return asyncio.run(scene())


def test_messages_are_taken_in_the_order_of_their_ids() -> None:
    ids = [f"m-{n}" for n in range(200)]
    assert _played(ids).taken == ids


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from([f"m-{n}" for n in range(6)] + ["none-1"]), max_size=40))
def test_whatever_comes_again_is_taken_once_in_the_order_of_its_first_coming(ids: list[str]) -> None:
    scene = _played(ids)
    assert scene.taken == [i for i in dict.fromkeys(ids) if not i.startswith("none")]


def test_fetches_that_overtake_each_other_change_no_order() -> None:
    async def scene() -> list[str]:
        arrived = {f"m-{n}": asyncio.Event() for n in range(3)}

        async def fetch(message_id: str) -> Message:
            await arrived[message_id].wait()
            return a_message(id=message_id)

        made = Scene(fetch=fetch)
        playing = asyncio.create_task(made.play(list(arrived)))
        for message_id in ("m-2", "m-1", "m-0"):
            await asyncio.sleep(0)
            arrived[message_id].set()
        await playing
        return made.taken

    assert asyncio.run(scene()) == ["m-0", "m-1", "m-2"]


def test_an_id_that_could_not_be_fetched_may_come_again() -> None:
    async def scene() -> list[str]:
        answers = [None, a_message(id="m-1")]

        async def fetch(_: str) -> Message | None:
            return answers.pop(0)

        made = Scene(fetch=fetch)
        await made.play(["m-1", "m-1"])
        return made.taken

    assert asyncio.run(scene()) == ["m-1"]


def test_an_id_that_comes_again_later_is_not_even_fetched() -> None:
    async def scene() -> Scene:
        made = Scene()
        await made.play(["m-1"])
        await made.play(["m-1"])
        return made

    played = asyncio.run(scene())
    assert (played.fetched, played.counts) == (["m-1"], Counter(taken=1, doubled=1))


def test_only_so_many_ids_are_remembered() -> None:
    async def scene() -> list[str]:
        made = Scene(IntakeLimits(remember=2))
        for message_id in ("a", "b", "c", "a", "c"):
            await made.play([message_id])
        return made.taken

    assert asyncio.run(scene()) == ["a", "b", "c", "a"]


def test_put_waits_while_the_queue_is_full_and_nothing_is_lost() -> None:
    async def scene() -> tuple[bool, bool, list[str]]:
        made = Scene()
        made.gate.clear()
        playing = asyncio.create_task(made.play([str(n) for n in range(50)]))
        for _ in range(100):
            await asyncio.sleep(0)
        full, waits = made.intake.full, not playing.done()
        made.gate.set()
        await playing
        return full, waits, made.taken

    assert asyncio.run(scene()) == (True, True, [str(n) for n in range(50)])


def test_a_take_that_raises_is_tried_again_and_holds_up_none_behind_it() -> None:
    scene = _played(["m-1", "m-2"], m_1=[RuntimeError("boom"), KeyError("boom")])
    assert scene.taken == ["m-2", "m-1"]
    assert scene.counts == Counter(taken=2)


def test_a_message_that_can_never_be_taken_is_reported_and_the_next_one_follows() -> None:
    with capture_logs() as logs:
        scene = _played(["m-1", "m-2", "m-1"], m_1=[RuntimeError("3栋停水了")] * 3)
    assert scene.taken == ["m-2", "m-1"]
    assert scene.counts == Counter(taken=2, failed=1)
    assert [(log["event"], log["id"]) for log in logs] == [("message_stuck", "m-1"), ("message_failed", "m-1")]


def test_the_log_names_the_place_of_an_error_but_none_of_its_words() -> None:
    with capture_logs() as logs:
        _played(["m-1"], m_1=[RuntimeError("3栋停水了")])
    assert "停水" not in str(logs)
    assert logs[0]["error"] == "RuntimeError"
    assert logs[0]["where"].startswith("test_bot_wechat_intake.py:")


def test_while_the_store_asks_for_a_retry_there_is_no_end_to_the_tries() -> None:
    locked: list[Exception] = [StoreFailed("locked", retry=True)] * 20
    with capture_logs() as logs:
        scene = _played(["m-1", "m-2"], m_1=locked)
    assert scene.taken == ["m-2", "m-1"]
    assert [log["event"] for log in logs] == ["message_stuck"]


def test_what_takes_long_to_take_in_holds_up_only_so_many_behind_it() -> None:
    async def scene() -> tuple[list[str], list[str]]:
        begun: list[str] = []
        made = Scene(IntakeLimits(bound=50, ahead=3, together=4))

        async def take(message: Message) -> None:
            begun.append(message.id)
            await made.gate.wait()
            made.taken.append(message.id)

        made.gate.clear()
        made.intake = Intake(made._fetch, take, IntakeLimits(bound=50, ahead=3, together=4), made.counts)
        playing = asyncio.create_task(made.play([f"m-{n}" for n in range(9)]))
        for _ in range(200):
            await asyncio.sleep(0)
        first = list(begun)
        made.gate.set()
        await playing
        return first, made.taken

    assert asyncio.run(scene()) == ([f"m-{n}" for n in range(4)], [f"m-{n}" for n in range(9)])


def test_an_id_that_comes_again_while_its_message_is_being_taken_in_is_taken_once() -> None:
    async def scene() -> tuple[list[str], Counter[str]]:
        made = Scene()
        made.gate.clear()
        playing = asyncio.create_task(made.play(["m-1", "m-1", "m-2"]))
        for _ in range(200):
            await asyncio.sleep(0)
        made.gate.set()
        await playing
        return made.taken, made.counts

    taken, counts = asyncio.run(scene())
    assert sorted(taken) == ["m-1", "m-2"]
    assert counts == Counter(taken=2, doubled=1)


def test_a_store_that_asks_for_no_retry_ends_the_tries() -> None:
    assert _played(["m-1"], m_1=[StoreFailed("damaged", retry=False)] * 9).counts["failed"] == 1


def test_work_that_is_cancelled_cancels_what_it_was_taking_and_fetching() -> None:
    async def scene() -> tuple[bool, int]:
        hanging: list[Any] = []

        async def fetch(message_id: str) -> Message:
            hanging.append(message_id)
            await asyncio.Event().wait()
            raise AssertionError

        made = Scene(fetch=fetch)
        working = asyncio.create_task(made.intake.work())
        for n in range(3):
            await made.intake.put(str(n))
        while len(hanging) < 3:
            await asyncio.sleep(0)
        working.cancel()
        await asyncio.wait([working])
        await asyncio.sleep(0)
        return working.cancelled(), len(asyncio.all_tasks())

    assert asyncio.run(scene()) == (True, 1)


def test_a_cancellation_is_not_taken_for_an_error() -> None:
    async def scene() -> Counter[str]:
        made = Scene()
        made.gate.clear()
        playing = asyncio.create_task(made.play(["m-1"]))
        for _ in range(20):
            await asyncio.sleep(0)
        playing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await playing
        return made.counts

    assert asyncio.run(scene()) == Counter()
