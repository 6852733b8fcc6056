"""The numbers of ``/metrics`` in the Prometheus text format; read at the moment of the question, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from console.ports import Part, PartKind, Readiness
from console.reading import Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot(Collector):
    """One reading, as families of metrics."""

    numbers: Numbers
    readiness: Readiness
    now: datetime

    def collect(self) -> Iterable[Metric]:
        """Every family, in a fixed order."""
        oldest, captures = self.numbers.oldest, CounterMetricFamily("gridbot_captures", "Messages taken in, all time")
        captures.add_metric([], self.numbers.captures)
        waiting = (self.now - oldest).total_seconds() if oldest else 0.0
        yield captures
        yield _by_label("gridbot_tickets", "Tickets by status", "status", self.numbers.tickets)
        yield _by_label("gridbot_outbox", "Outgoing texts by status", "status", self.numbers.outbox)
        yield GaugeMetricFamily("gridbot_outbox_oldest_waiting_seconds", "Age of the oldest late text", waiting)
        yield GaugeMetricFamily("gridbot_ready", "1 when the product does its work", float(self.readiness.ready))
        yield _by_label("gridbot_channel_up", "1 when connected", "channel", self._up(PartKind.CHANNEL))
        yield from self._counted()
        yield self._left()
        yield _by_label("gridbot_feed_up", "1 when the feed answers", "feed", self._up(PartKind.FEED))
        yield _by_label("gridbot_feed_age_seconds", "Since the feed last answered", "feed", self._ages(PartKind.FEED))

    def _counted(self) -> Iterable[Metric]:
        """What the channels have counted since they were started: a family for each kind of event."""
        channels = self._parts(PartKind.CHANNEL)
        for what in sorted({name for part in channels for name in part.counts}):
            family = CounterMetricFamily(f"gridbot_channel_{what}", f"Since the start: {what}", labels=["channel"])
            for part in channels:
                if what in part.counts:
                    family.add_metric([part.name], part.counts[what])
            yield family

    def _left(self) -> Metric:
        text = "Texts that may still be sent, besides the reserve"
        family = GaugeMetricFamily("gridbot_budget_left", text, labels=["channel", "span"])
        for part in self._parts(PartKind.CHANNEL):
            for span, count in part.left.items():
                family.add_metric([part.name, span], count)
        return family

    def _parts(self, kind: PartKind) -> list[Part]:
        return [p for p in self.readiness.parts if p.kind is kind]

    def _up(self, kind: PartKind) -> dict[str, float]:
        return {p.name: float(p.ok) for p in self._parts(kind)}

    def _ages(self, kind: PartKind) -> dict[str, float]:
        return {p.name: (self.now - p.since).total_seconds() for p in self._parts(kind) if p.since}


def _by_label(name: str, text: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def exposition(snapshot: Snapshot) -> bytes:
    """The text that Prometheus reads, from a registry of its own."""
    registry = CollectorRegistry()
    registry.register(snapshot)
    return generate_latest(registry)
