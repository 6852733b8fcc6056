"""The talk of a busy morning in four practice rooms."""

from __future__ import annotations

from console_fakes import FakePractice
from factories import after

from console.ports import Chat, Line, Persona
from models.words import Role, RoomKind

WHY = ("命中词：停电（E01）", "地点：昵称“3栋-张三”→ 云亭新村 3 栋", "最具体的责任：供电 → 润州供电")


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
