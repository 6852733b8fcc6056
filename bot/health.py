"""How the parts of the running product are doing: what /readyz, /metrics and the console show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.channel import Channel
from bot.pipeline import Pipeline
from bot.poller import Source
from console.ports import Part, PartKind, Readiness
from dispatch.calendar import known
from models.notice import FeedState
from models.store import Store, Tx

_STUCK = timedelta(minutes=15)
_AHEAD = timedelta(days=7)


class RimHealth:
    """The ``Health`` port of the console."""

    def __init__(
        self, *, store: Store, channels: Sequence[Channel], sources: Sequence[Source], pipeline: Pipeline, tz: ZoneInfo
    ) -> None:
        self._store, self._channels, self._sources = store, channels, sources
        self._pipeline, self._tz = pipeline, tz

    async def readiness(self, now: datetime) -> Readiness:
        """Ready when the store answers and every channel is connected; the rest is shown and does not block."""
        feeds, outbox = await self._store.run(_look, [s.feed.name for s in self._sources], now)
        parts = (
            Part(PartKind.STORE, "数据库", not self._pipeline.trouble, self._pipeline.trouble, vital=True),
            *map(_channel, self._channels),
            *(_feed(source, feeds.get(source.feed.name), now) for source in self._sources),
            _outbox(outbox, now),
            self._calendar(now),
        )
        return Readiness(all(part.ok for part in parts if part.vital), parts)

    def _calendar(self, now: datetime) -> Part:
        ahead = (now + _AHEAD).astimezone(self._tz).date()
        ok = known(ahead)
        detail = f"{ahead.year} 年" if ok else f"没有 {ahead.year} 年的节假日数据，按周一至周五算"
        return Part(PartKind.CALENDAR, "节假日", ok, detail)


def _look(
    tx: Tx, feeds: list[str], now: datetime
) -> tuple[dict[str, FeedState], tuple[dict[str, int], datetime | None]]:
    states = {name: state for name in feeds if (state := tx.notices.feed_state(name))}
    return states, (tx.outbox.counts(), tx.outbox.oldest_waiting(now))


def _channel(channel: Channel) -> Part:
    state = channel.state()
    return Part(PartKind.CHANNEL, state.name, state.connected, state.detail, state.since, vital=True)


def _feed(source: Source, state: FeedState | None, now: datetime) -> Part:
    name = source.feed.name
    if state is None:
        return Part(PartKind.FEED, name, True, "还没有看过")
    minutes = int((now - state.checked_at).total_seconds() // 60)
    detail = f"{minutes} 分钟前看过" if state.ok else f"失败 {state.failures} 次：{state.error}"
    return Part(PartKind.FEED, name, state.ok, detail, state.checked_at)


def _outbox(found: tuple[dict[str, int], datetime | None], now: datetime) -> Part:
    counts, oldest = found
    ok = counts.get("dead", 0) == 0 and (oldest is None or now - oldest < _STUCK)
    detail = f"待发 {counts.get('waiting', 0)} · 已发 {counts.get('sent', 0)} · 死信 {counts.get('dead', 0)}"
    return Part(PartKind.OUTBOX, "发件箱", ok, detail, oldest)
