"""What was announced in the city in the past, what stands open now, and new announcements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.city.places import MEMBERS, NOUNS
from models.areas import District
from models.notice import Affected, Announcement, Block, FeedItem, Notice, Reach
from models.outgoing import Outgoing
from models.words import Delivery, Effect, NoticeStatus, Priority, Service

_ROOMS_FOR_A_PAST_NOTICE = 2


def past(district: District, first: int, count: int, until: datetime) -> Iterator[Notice]:
    """``count`` notices, ids from ``first`` on, each restored, spread over the ten years before ``until`` (aware)."""
    step = timedelta(days=3650) / count
    for n in range(count):
        at = until - timedelta(days=3) - step * (count - n)
        yield replace(_notice(district, first + n, at), text="历史公告")


def said_of(notice: Notice, district: District) -> Iterator[Outgoing]:
    """What was posted of a past notice."""
    rooms = [room.id for r in notice.reach for room in district.rooms_by_estate[r.estate]]
    for room in list(dict.fromkeys(rooms))[:_ROOMS_FOR_A_PAST_NOTICE]:
        at = notice.published_at
        yield Outgoing(
            f"notice {notice.id} v1 publish → {room}", "历史公告", room, "", Priority.NOTICE, at, notice=notice.id,
            status=Delivery.SENT, sent_at=at, account="bench", topic=f"notice {notice.id}",
        )  # fmt: skip


def standing(district: District, first: int, count: int, now: datetime) -> list[Notice]:
    """``count`` notices that are open at ``now`` (aware), ids from ``first`` on; one in fifty is for the whole city."""
    return [_open(district, first + n, now, wide=n % 50 == 49) for n in range(count)]


def _open(district: District, number: int, now: datetime, *, wide: bool) -> Notice:
    made = _notice(district, number, now - timedelta(hours=1 + number % 5))
    local = made.published_at.replace(tzinfo=None) + timedelta(hours=8)
    block = Block(local, local + timedelta(hours=20))
    made = replace(made, said=replace(made.said, status=NoticeStatus.EMERGENCY, blocks=(block,)))
    if not wide:
        return made
    everywhere = tuple(Reach(e.code, None, Effect.OFF, True, 0, "全市") for e in district.estates)
    return replace(made, reach=everywhere, said=replace(made.said, areas=(Affected("全市", "town_or_district"),)))


def _notice(district: District, number: int, at: datetime) -> Notice:
    service = list(NOUNS)[number % 3]
    estates = [district.estates[(number * 7 + k * 13) % len(district.estates)] for k in range(3)]
    local = at.astimezone(UTC).replace(tzinfo=None) + timedelta(hours=8)
    said = Announcement(
        is_notice=True,
        service=service,
        status=NoticeStatus.RESTORED,
        blocks=(Block(local, local + timedelta(hours=9)),),
        areas=tuple(Affected(e.name, "estate", Effect.OFF, ("1", "2", "3")) for e in estates),
        publisher="试验公司",
    )
    reach = tuple(Reach(e.code, ("1", "2", "3"), Effect.OFF, True, i, "小区名") for i, e in enumerate(estates))
    return Notice(number, 1, "bench", f"n-{number}", f"d-{number}", said, "公告", at, reach, MEMBERS[service])


def announcement(district: District, number: int, at: datetime) -> FeedItem:
    """A planned notice for a handful of estates, as a utility writes it."""
    service = list(NOUNS)[number % 3]
    names = [district.estates[(number * 31 + k * 101) % len(district.estates)].name for k in range(2 + number % 4)]
    places = "、".join(f"{name}1-{3 + k}幢" for k, name in enumerate(names))
    day = (at + timedelta(days=2)).date()
    noun = NOUNS[service]
    text = (
        f"【计划{noun}】尊敬的用户：因管线检修，{day.month}月{day.day}日8:00至17:30，{places}{noun}，"
        "请提前做好准备，给您带来不便敬请谅解。热线96000。试验公司"
    )
    return FeedItem("bench", f"new-{number}", text, at, MEMBERS[service])


def for_the_city(number: int, at: datetime) -> FeedItem:
    """A planned notice for everybody."""
    day = (at + timedelta(days=2)).date()
    text = f"【计划停水】因水厂检修，{day.month}月{day.day}日22:00至次日5:00全市停水，请提前储水。热线96000。试验水公司"
    return FeedItem("bench", f"city-{number}", text, at, MEMBERS[Service.WATER])
