"""A busy morning: tickets in every state, notices in every phase, for the pages to show."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from console_talk import WHY
from factories import (
    NOW,
    a_district,
    a_matter,
    a_notice,
    a_reach,
    a_report,
    a_ticket,
    after,
    an_announcement,
    an_audit,
    an_outgoing,
)

from models.notice import Block
from models.store import Tx
from models.words import Delivery, NoticeStatus, Priority, Rating, Service, Status, Step, Urgency

LOCAL = datetime(2025, 6, 10)  # noqa: DTZ001


def fill(tx: Tx) -> None:
    """Put the morning into an empty store."""
    tx.district.save(a_district(), NOW)
    for ticket in _tickets():
        tx.tickets.add(ticket)
    for notice in _notices():
        tx.notices.add(notice)
    for n in range(1, 12):
        tx.matters.save(a_matter(key=f"m-{n}"))
    for n in range(23):
        tx.matters.report(a_report(message_id=f"said-{n}", matter=f"m-{n % 11 + 1}", at=after(minutes=-4 * n)))
    for n in range(4):
        tx.audit.add(an_audit(subject=f"matter m-{n}", action="deflect", at=after(minutes=-n)))
    _outbox(tx)


def _tickets() -> list[Any]:
    early = after(minutes=-95)
    signed = {"accepted_at": early, "dispatched_at": early, "signed_at": after(minutes=-88), "created_at": early}
    moving = Status.IN_PROGRESS
    return [
        a_ticket(
            matter="m-1",
            status=moving,
            step=Step.ON_SITE,
            households=7,
            urgency=Urgency.P1,
            why=WHY,
            summary="整栋停电，7 户在说",
            arrived_at=after(minutes=-52),
            arrive_by=after(minutes=-50),
            resolve_by=after(minutes=41),
            respond_by=after(minutes=-90),
            **signed,
        ),
        a_ticket(
            matter="m-2",
            status=Status.DISPATCHED,
            service=Service.GAS,
            topic="G01",
            urgency=Urgency.P0,
            estate="qh-yuan",
            building="2",
            summary="楼道里有煤气味",
            member="gas",
            person="wx-gas",
            why=WHY,
            created_at=after(minutes=-4),
            accepted_at=after(minutes=-4),
            dispatched_at=after(minutes=-4),
            respond_by=after(minutes=-2),
            arrive_by=after(minutes=56),
        ),
        a_ticket(
            matter="m-3",
            status=Status.DISPATCHED,
            service=Service.WATER,
            topic="W02",
            estate="la-jy",
            building="9",
            summary="高层水压低，早上放不出水",
            member="water",
            person="wx-water",
            worker="wx-worker2",
            households=3,
            created_at=after(minutes=-28),
            accepted_at=after(minutes=-28),
            dispatched_at=after(minutes=-28),
            respond_by=after(minutes=4),
            arrive_by=after(minutes=62),
        ),
        a_ticket(
            matter="m-4",
            status=Status.CAPTURED,
            service=Service.ROAD,
            topic="R05",
            building=None,
            worker="wx-worker2",
            summary="路口井盖松动，车过有响声",
            member="municipal",
            person="",
            estate="la-jy",
            created_at=after(minutes=-2),
            urgency=Urgency.P1,
        ),
        a_ticket(
            matter="m-5",
            status=Status.SUSPENDED,
            summary="地下车库漏水，等配件",
            service=Service.WATER,
            topic="W05",
            member="property",
            person="wx-property",
            by_default=True,
            supervised=True,
            **signed,
        ),
        a_ticket(
            matter="m-6",
            status=Status.VERIFYING,
            summary="电表箱门掉了",
            topic="E06",
            building="11",
            resolved_at=after(minutes=-12),
            asked_at=after(minutes=-11),
            result="箱门已装回，加了锁。",
            resolve_by=after(minutes=180),
            arrived_at=after(minutes=-60),
            **signed,
        ),
        *(_closed(n, early) for n in range(7, 12)),
    ]


def _closed(n: int, early: datetime) -> Any:
    services = (Service.POWER, Service.WATER, Service.ROAD)
    texts = ("户内跳闸，已合闸", "水表漏水，换垫片", "路灯不亮，换灯头")
    return a_ticket(
        matter=f"m-{n}",
        status=Status.CLOSED,
        service=services[n % 3],
        summary=texts[n % 3],
        building=str(n),
        created_at=early,
        accepted_at=early,
        dispatched_at=early,
        signed_at=after(minutes=-90),
        arrived_at=after(minutes=-70),
        resolved_at=after(minutes=-50),
        closed_at=after(minutes=-n),
        rating=Rating.SATISFIED if n != 9 else Rating.MOSTLY,
        result="修好了。",
    )


def _notices() -> list[Any]:
    def said(service: Service, start: float, end: float, status: NoticeStatus, **more: Any) -> Any:
        block = Block(LOCAL + timedelta(hours=start), LOCAL + timedelta(hours=end))
        return an_announcement(service=service, status=status, blocks=(block,), **more)

    water = said(Service.WATER, 9, 16, NoticeStatus.EMERGENCY, publisher="润州供水", reason="DN300 管道抢修")
    gas = said(Service.GAS, 33, 41, NoticeStatus.PLANNED, publisher="润州燃气", reason="管网改造")
    road = said(Service.ROAD, 22, 30, NoticeStatus.PLANNED, publisher="润州市政", reason="云亭路夜间铣刨")
    back = said(Service.POWER, 5, 8, NoticeStatus.RESTORED, publisher="润州供电", reason="10kV 柳岸线故障")
    return [
        a_notice(id=1, ref="n-1"),
        a_notice(id=2, ref="n-2", said=water, version=2, reach=(a_reach(estate="la-jy", buildings=None),)),
        a_notice(id=3, ref="n-3", said=gas, reach=(a_reach(estate="qh-yuan", buildings=("1", "2", "3")), a_reach())),
        a_notice(id=4, ref="n-4", said=road, reach=(a_reach(sure=False, buildings=None),)),
        a_notice(id=5, ref="n-5", said=back, reach=(a_reach(estate="la-jy", buildings=None),)),
        a_notice(id=6, ref="n-6", state="review", reach=(), text="老城区部分路段因施工停水，恢复时间另行通知"),
    ]


def _outbox(tx: Tx) -> None:
    for notice, room in ((1, "room-01"), (2, "room-03"), (3, "room-02"), (5, "room-03")):
        post = an_outgoing(
            priority=Priority.NOTICE,
            key=f"notice {notice} → {room}",
            room=room,
            notice=notice,
            why="小区在停电范围内",
            text="公告",
        )
        tx.outbox.put(post.evolve(status=Delivery.SENT, sent_at=after(minutes=-30)))
    tx.outbox.put(an_outgoing(key="ask 6", due_at=after(seconds=-40)))
    dead = an_outgoing(key="notice 4 v1 publish → room-09", status=Delivery.DEAD, last_error="群已解散")
    tx.outbox.put(dead)
