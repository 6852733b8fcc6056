"""A busy morning: tickets in every state, notices in every phase, rooms full of talk."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from console_fakes import FakePractice
from factories import NOW, a_district, a_notice, a_reach, a_ticket, after, an_announcement, an_outgoing

from console.ports import Chat, Line, Persona
from models.notice import Block
from models.store import Tx
from models.words import Delivery, NoticeStatus, Rating, Role, RoomKind, Service, Status, Step, Urgency

LOCAL = datetime(2025, 6, 10)  # noqa: DTZ001
WHY = ("命中词：停电（E01）", "地点：昵称“3栋-张三”→ 云亭新村 3 栋", "最具体的责任：供电 → 润州供电")


def fill(tx: Tx) -> None:
    """Put the morning into an empty store."""
    tx.district.save(a_district(), NOW)
    for ticket in _tickets():
        tx.tickets.add(ticket)
    for notice in _notices():
        tx.notices.add(notice)
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
            key=f"notice {notice} → {room}", room=room, notice=notice, why="小区在停电范围内", text="公告"
        )
        tx.outbox.put(post.evolve(status=Delivery.SENT, sent_at=after(minutes=-30)))
    tx.outbox.put(an_outgoing(key="ask 6", due_at=after(seconds=-40)))
    dead = an_outgoing(key="notice 4 v1 publish → room-09", status=Delivery.DEAD, last_error="群已解散")
    tx.outbox.put(dead)


def morning(practice: FakePractice) -> FakePractice:
    """Fill the practice rooms with the talk of the morning."""
    for chat, cast, lines in (_room_1(), _room_2(), _room_3(), _room_4()):
        practice.rooms[chat.id] = chat
        practice.cast[chat.id] = cast
        practice.said[chat.id] = lines
    return practice


def _say(minute: float, who: str, text: str, role: Role | None = None, why: tuple[str, ...] = ()) -> Line:
    return Line(after(minutes=minute), who, role, text, why=why)


def _bot(minute: float, text: str, *why: str) -> Line:
    return Line(after(minutes=minute), "bot", None, text, by_bot=True, why=why)


def _room_1() -> tuple[Chat, list[Persona], list[Line]]:
    cast = [
        Persona("r-zhang", "3栋-张三"),
        Persona("r-li", "5栋 李姐"),
        Persona("wx-worker", "网格员小林", Role.GRID_WORKER),
    ]
    lines = [
        _say(-97, "3栋-张三", "停电了？", why=("命中词：停电（E01）", "新事项：云亭新村 3 栋 停电")),
        _say(-96.5, "302 小吴", "我家也是", why=("跟着刚才的事：云亭新村 停电",)),
        _bot(
            -96,
            "收到，云亭新村 3 栋停电，已有 2 户在说。是整栋都没电，还是只有自己家？",
            "缺一项：影响范围",
            "10 分钟内没有答过同一件事",
        ),
        _say(-95.4, "3栋-张三", "整栋，楼道灯也不亮了", why=("回答了追问：整栋",)),
        _bot(-95, "已开工单 1，派给润州供电。恢复时间待供电公司通知，有消息我在群里说。", *WHY),
        _say(-60, "5栋 李姐", "我们这栋有电，谁家要给手机充电可以来😀"),
        _say(-59.5, "3栋-张三", "谢谢李姐"),
        _say(-52, "网格员小林", "师傅到了，在配电房", Role.GRID_WORKER),
        _bot(-51.8, "工单 1：供电小马已到场。", "状态从 已签收 到 已到场"),
        _say(
            -3,
            "7栋老秦",
            "请问明天是不是还要停",
            why=("命中词：停（E10 计划停电咨询）", "公告 1 覆盖 1–5 栋，不含 7 栋"),
        ),
        _bot(
            -2.8,
            "供电公司公告：6月11日 8:00–17:00，1–5 栋停电（线路检修）。7 栋不在公告范围内。",
            "公告 1 第 1 版",
            "问的是 7 栋",
        ),
    ]
    return Chat("room-01", "云亭新村便民群"), cast, lines


def _room_2() -> tuple[Chat, list[Persona], list[Line]]:
    lines = [
        _say(-30, "2809", "今天快递放哪了"),
        _say(-29, "2栋-孙阿姨", "架子上"),
        _say(-4.2, "2栋-孙阿姨", "楼道里怎么有股煤气味😨急急急", why=("命中词：煤气味（G01，P0）", "昵称给出 2 栋")),
        _bot(
            -4.1,
            "先出门，再看手机。走楼梯马上离开，路上用手敲门叫邻居；别按门铃，别开关灯，别在楼里打电话。到外面打燃气抢险 0511-85550119 或 119。",
            "P0：闻到燃气味",
            "不先问地址，不要照片",
        ),
        _bot(-4, "已同时通知润州燃气和网格员小林。", "P0 同时告知值班人员"),
        _say(-2, "2栋-孙阿姨", "下来了，在楼下"),
    ]
    return Chat("room-02", "清荷苑邻里群"), [Persona("r-sun", "2栋-孙阿姨"), Persona("r-28", "2809")], lines


def _room_3() -> tuple[Chat, list[Persona], list[Line]]:
    lines = [
        _bot(
            -90,
            "供水公司抢修：今天 9:00–16:00 全小区停水（DN300 管道抢修）。来水后水发黄先放几分钟再用。",
            "公告 2 第 2 版",
            "小区名对上：柳岸家园",
        ),
        _say(-40, "9栋1单元2501郑雄", "怎么还没水", why=("命中词：没水（W01）", "公告 2 覆盖，按公告回答，不开工单")),
        _bot(-39.8, "供水公司 9:40 发布：预计 16:00 恢复。", "公告 2 覆盖", "已计为公告内答复"),
        _say(-28, "6栋-许", "<script>alert('x')</script> 路口井盖响，谁管 \u202egnp.exe", why=("命中词：井盖（R05）",)),
    ]
    return Chat("room-03", "柳岸家园业主群"), [Persona("r-xu", "6栋-许")], lines


def _room_4() -> tuple[Chat, list[Persona], list[Line]]:
    lines = [
        _bot(
            -95,
            "【工单 1】停电 · 云亭新村 3 栋 · 2 户\n整栋没电，楼道灯不亮。\n请 9:05 前接单：回复“接单”。",
            "供电责任：润州供电",
            "值班：供电小马",
        ),
        _say(-88, "供电小马", "接单", Role.MEMBER_STAFF),
        _bot(-87.9, "工单 1 已签收。到场请回“到场”，修好请回“完成 做了什么”。", "状态从 已派单 到 已签收"),
        _say(-52, "供电小马", "到场", Role.MEMBER_STAFF),
    ]
    return (
        Chat("@wx-power", "供电小马", RoomKind.MEMBER, private=True),
        [Persona("wx-power", "供电小马", Role.MEMBER_STAFF)],
        lines,
    )
