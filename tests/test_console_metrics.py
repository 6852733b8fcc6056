from __future__ import annotations

from console_fakes import PARTS
from factories import NOW, after
from prometheus_client.parser import text_string_to_metric_families

from console.metrics import Snapshot, exposition
from console.ports import Part, PartKind, Readiness
from console.reading import Numbers


def read(numbers: Numbers, parts: tuple[Part, ...] = PARTS) -> dict[tuple[str, ...], float]:
    text = exposition(Snapshot(numbers, Readiness(True, parts), NOW)).decode()
    samples = [s for family in text_string_to_metric_families(text) for s in family.samples]
    return {(s.name, *s.labels.values(), *([] if s.labels else [""])): s.value for s in samples}


def test_every_number_can_be_read_back() -> None:
    found = read(Numbers({"closed": 3, "captured": 1}, {"waiting": 2, "dead": 1}, 42, after(seconds=-40)))
    assert found["gridbot_captures_total", ""] == 42
    assert found["gridbot_tickets", "closed"] == 3
    assert found["gridbot_outbox", "dead"] == 1
    assert found["gridbot_outbox_oldest_waiting_seconds", ""] == 40
    assert found["gridbot_ready", ""] == 1
    assert found["gridbot_channel_up", "practice"] == 1
    assert found["gridbot_feed_up", "water-folder"] == 0
    assert found["gridbot_feed_age_seconds", "power-web"] == 180


def test_nothing_waiting_is_no_age() -> None:
    assert read(Numbers({}, {}, 0, None))["gridbot_outbox_oldest_waiting_seconds", ""] == 0


def test_each_account_has_its_counters_and_what_is_left_to_it() -> None:
    one = Part(PartKind.CHANNEL, "one", True, counts={"taken": 3, "connects": 1}, left={"minute": 35, "day": 900})
    two = Part(PartKind.CHANNEL, "two", False, counts={"taken": 4}, left={"minute": 0})
    found = read(Numbers({}, {}, 0, None), (one, two))
    assert (found["gridbot_channel_taken_total", "one"], found["gridbot_channel_taken_total", "two"]) == (3, 4)
    assert found["gridbot_channel_connects_total", "one"] == 1
    assert (found["gridbot_channel_up", "one"], found["gridbot_channel_up", "two"]) == (1, 0)
    assert found["gridbot_budget_left", "one", "day"] == 900
    assert found["gridbot_budget_left", "two", "minute"] == 0
