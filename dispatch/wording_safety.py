"""The fixed safety texts of a danger to life: what to do first, in this order (DOMAIN §4). Nothing is asked before it."""

from __future__ import annotations

GAS = (
    "先出门，再看手机！闻到燃气味：味道浓、在楼道里或不知哪来的，马上走楼梯离开，用手拍门叫邻居，"
    "不按门铃、不碰开关、不点火、不在屋里打电话。只有味道淡、又够得着，才关阀开窗。到了外面再打燃气抢险{hotline}或 119。"
)
MONOXIDE = (
    "马上开窗通风，把人移到屋外空气好的地方，关掉热水器和炉灶，立刻打 120；人昏倒时先救人、再找原因，不要独自再进屋。"
)
ELECTRIC = (
    "离远点，不要碰！电线落地或搭在东西上：离开 8 米以上，双脚并拢小步跳开，地上有水也别踩。"
    "有人触电：先断总闸，不要用手拉人，打 120。冒烟打火：不要泼水，能断总闸就断，着火打 119。"
)
CHARGING = (
    "先离开，不要去挪车！电动车、充电桩起火：不要泼水，不要乘电梯，关好门从楼梯往外走，烟大时弯腰捂住口鼻，打 119。"
)
LIFT = "电梯困人：不要扒门、不要跳，靠壁站稳或蹲下，按轿厢里的报警铃，等维保人员来；外面的人不要强行开门。有人不舒服打 120，救援打 119。"
COVER = "请绕开！井盖缺失：不要靠近洞口，看好老人孩子和宠物，夜里走亮处；在安全的地方拦一拦行人车辆，不要自己下去看。有人掉落打 119。"
COLLAPSE = "请绕开！路面塌陷：离坑边 10 米以上，不要围观、不要把车停在旁边，裂缝还可能扩大。有人车陷入打 119、122。"
FLOOD = "不要下水！积水里可能有电、有坑：不要蹚水，不要去地下车库挪车，往高处走；车熄火就弃车离开。有人被困打 119。配电房、配电箱进水不要靠近。"
DEVICE = "家里有人用呼吸机、制氧机的：先换氧气瓶或备用电池，人不舒服马上打 120；请邻居敲门看看。供电情况问 {power}。"
TREE = "请绕开！树倒或线缆垂下：离开 8 米以上，不要碰树和线，不要从下面钻过去。有人受伤打 120，被困打 119。"
OTHER = "先离开危险的地方，照看好老人孩子。有人受伤打 120，着火或被困打 119，治安打 110。"

_BY_TOPIC: dict[str, str] = {
    "G01": GAS,
    "G02": GAS,
    "G04": GAS,
    "G07": GAS,
    "G09": GAS,
    "G10": MONOXIDE,
    "E01": DEVICE,
    "E02": ELECTRIC,
    "E04": ELECTRIC,
    "E05": ELECTRIC,
    "E09": CHARGING,
    "X01": LIFT,
    "R01": COLLAPSE,
    "R02": FLOOD,
    "R05": COVER,
    "R09": TREE,
    "W09": FLOOD,
}

GUARDED = frozenset({"R01", "R05", "R09", "E05"})
"""A missing cover, a collapse, a fallen line: the grid worker is asked to guard the place from a safe distance."""


def safety(topic: str, hotline: str) -> str:
    """The text for a topic of urgency P0; ``hotline`` is the duty number of the member that answers for it."""
    number = f" {hotline} " if hotline else ""
    return _BY_TOPIC.get(topic, OTHER).format(hotline=number, power=hotline or "供电服务热线")
