from __future__ import annotations

from console_fakes import PARTS
from factories import NOW, after
from prometheus_client.parser import text_string_to_metric_families

from console.metrics import Snapshot, exposition
from console.ports import Readiness
from console.reading import Numbers


def read(numbers: Numbers) -> dict[tuple[str, str], float]:
    text = exposition(Snapshot(numbers, Readiness(True, PARTS), NOW)).decode()
    samples = [s for family in text_string_to_metric_families(text) for s in family.samples]
    return {(s.name, next(iter(s.labels.values()), "")): s.value for s in samples}


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
