"""How the parts of the running product are doing: what /readyz, /metrics and the console show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.accounts import Account
from bot.pipeline import Pipeline
from bot.poller import Source
from bot.purses import Purses
from bot.switchboard import Switchboard
from console.ports import Part, PartKind, Readiness
from console.times import day_and_time
from dispatch.calendar import known
from dispatch.roster_gaps import roster_gaps
from dispatch.wording_briefs import gap_line
from models.emergency import Emergency
from models.notice import FeedState
from models.outgoing import Outgoing
from models.store import Store, Tx

_STUCK = timedelta(minutes=15)
_AHEAD = timedelta(days=7)
_DAY = timedelta(days=1)
_LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the store says: the feeds, the outbox by state, since when it is late, danger that was not said, and the
    emergency states that stand."""

    feeds: dict[str, FeedState]
    counts: dict[str, int]
    oldest: datetime | None
    unsaid: list[Outgoing]
    emergencies: list[Emergency]


class RimHealth:
    """The ``Health`` port of the console; ``patience`` is how long a text about danger may wait."""

    def __init__(
        self,
        *,
        store: Store,
        board: Switchboard,
        purses: Purses,
        sources: Sequence[Source],
        pipeline: Pipeline,
        tz: ZoneInfo,
        patience: timedelta,
    ) -> None:
        self._store, self._board, self._purses, self._sources = store, board, purses, sources
        self._pipeline, self._tz, self._patience = pipeline, tz, patience

    async def readiness(self, now: datetime) -> Readiness:
        """Ready when the store answers and an account is connected; the rest is shown and does not block."""
        found = await self._store.run(_look, [s.feed.name for s in self._sources], now, self._patience)
        parts = (
            Part(PartKind.STORE, "数据库", not self._pipeline.trouble, self._pipeline.trouble, vital=True),
            *[await self._account(account, now) for account in self._board.accounts.values()],
            *(_feed(source, found.feeds.get(source.feed.name), now) for source in self._sources),
            _outbox(found, now),
            self._calendar(now),
            *self._rosters(now),
            *(self._emergency(e, now) for e in found.emergencies),
        )
        return Readiness(all(part.ok for part in parts if part.vital), parts)

    async def _account(self, account: Account, now: datetime) -> Part:
        """One account; the product is not ready while none is connected."""
        state, left = account.channel.state(), await self._purses.left(account.name, now)
        silent = await self._purses.silent_until(account.name, now)
        details = (
            state.detail,
            f"新账号静默到 {day_and_time(silent, now, self._tz)}，只说危急的" if silent else "",
            f"还能发 {left.minute} / {left.hour} / {left.day}（分、时、日）" if account.learns else "",
            account.remark,
        )
        return Part(
            PartKind.CHANNEL,
            account.name,
            state.connected,
            "；".join(filter(None, details)),
            state.since,
            vital=not self._board.connected,
            counts=dict(account.counts),
            left=asdict(left),
        )

    def _calendar(self, now: datetime) -> Part:
        ahead = (now + _AHEAD).astimezone(self._tz).date()
        ok = known(ahead)
        detail = f"{ahead.year} 年" if ok else f"没有 {ahead.year} 年的节假日数据，按周一至周五算"
        return Part(PartKind.CALENDAR, "节假日", ok, detail)

    def _rosters(self, now: datetime) -> list[Part]:
        """Hours of the coming week in which nobody is on duty, where there are rosters at all."""
        district = self._pipeline.district
        if not district.rosters:
            return []
        gaps = roster_gaps(district, now.astimezone(self._tz))
        first = f"，最早：{gap_line(district, gaps[0], now, self._tz)}" if gaps else ""
        detail = f"未来七天空档 {len(gaps)} 处{first}" if gaps else "未来七天都有人"
        return [Part(PartKind.CALENDAR, "值班", not gaps, detail)]

    def _emergency(self, emergency: Emergency, now: datetime) -> Part:
        """A state that stands, and until when it goes unreviewed; what should have been reviewed is not in order."""
        until = day_and_time(emergency.review_at, now, self._tz)
        name = f"应急 {self._pipeline.district.name(emergency.area)}"
        return Part(PartKind.EMERGENCY, name, now <= emergency.review_at, f"{emergency.reason}；{until} 复核")


def _look(tx: Tx, feeds: list[str], now: datetime, patience: timedelta) -> Standing:
    return Standing(
        feeds={name: state for name in feeds if (state := tx.notices.feed_state(name))},
        counts=tx.outbox.counts(),
        oldest=tx.outbox.oldest_waiting(now),
        unsaid=tx.outbox.unsent_danger(now - patience, now - _DAY),
        emergencies=tx.emergencies.standing(),
    )


def _feed(source: Source, state: FeedState | None, now: datetime) -> Part:
    name = source.feed.name
    if state is None:
        return Part(PartKind.FEED, name, True, "还没有看过")
    due = source.due(state)
    late = due is not None and now > due + _LATE
    said = [f"{_ago(state.checked_at, now)}看过" if state.ok else f"失败 {state.failures} 次：{state.error}"]
    said += [state.error if state.ok else ""]
    said += [f"内容 {_ago(state.changed_at, now)}变过" if state.changed_at else "", "该看了还没看" if late else ""]
    return Part(PartKind.FEED, name, state.ok and not late, "；".join(filter(None, said)), state.checked_at)


def _ago(at: datetime, now: datetime) -> str:
    minutes = max(0, int((now - at).total_seconds() // 60))
    return (
        f"{minutes} 分钟前"
        if minutes < 120
        else f"{minutes // 60} 小时前"
        if minutes < 2880
        else f"{minutes // 1440} 天前"
    )


def _outbox(found: Standing, now: datetime) -> Part:
    counts, oldest, unsaid = found.counts, found.oldest, len(found.unsaid)
    ok = counts.get("dead", 0) == 0 and not unsaid and (oldest is None or now - oldest < _STUCK)
    detail = f"待发 {counts.get('waiting', 0)} · 已发 {counts.get('sent', 0)} · 死信 {counts.get('dead', 0)}"
    return Part(
        PartKind.OUTBOX, "发件箱", ok, f"{unsaid} 条危急的话没有发出去 · {detail}" if unsaid else detail, oldest
    )
