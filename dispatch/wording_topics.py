"""The topics of DOMAIN §3 as residents and workers call them, and what must not be spread in a group."""

from __future__ import annotations

from models.words import Service

TOPICS: dict[str, str] = {
    "E01": "停电",
    "E02": "家里跳闸或局部没电",
    "E03": "电压不稳",
    "E04": "电力线路设备异常",
    "E05": "用电险情",
    "E06": "电表问题",
    "E07": "电费问题",
    "E08": "用电报装过户",
    "E09": "充电桩问题",
    "E10": "计划停电咨询",
    "E11": "楼道灯不亮",
    "E12": "用电举报",
    "W01": "停水",
    "W02": "水压低",
    "W03": "水质异常",
    "W04": "爆管冒水",
    "W05": "漏水渗水",
    "W06": "水表问题",
    "W07": "水费问题",
    "W08": "下水道堵塞",
    "W09": "积水内涝",
    "W11": "泵房水箱问题",
    "W12": "用水报装开户",
    "W13": "计划停水咨询",
    "W14": "消火栓问题",
    "G01": "疑似燃气泄漏",
    "G02": "停气或打不着火",
    "G03": "燃气压力低",
    "G04": "气表阀门报警器问题",
    "G05": "燃气充值缴费",
    "G06": "通气点火安检改管",
    "G07": "燃气管道受损",
    "G08": "计划停气咨询",
    "G09": "瓶装液化气",
    "G10": "疑似一氧化碳中毒",
    "H01": "暖气不热",
    "X01": "民生事项",
    "R01": "路面破损",
    "R02": "道路积水结冰",
    "R03": "路灯不亮",
    "R04": "信号灯故障",
    "R05": "井盖问题",
    "R06": "施工占道扰民",
    "R07": "封路停车咨询",
    "R08": "护栏标线问题",
    "R09": "树倒或线缆下垂",
    "R10": "人行道盲道问题",
    "R11": "公交非机动车问题",
}

SERVICES: dict[Service, str] = {
    Service.POWER: "用电问题",
    Service.WATER: "用水问题",
    Service.GAS: "用气问题",
    Service.ROAD: "道路问题",
    Service.HEAT: "供暖问题",
    Service.OTHER: "民生事项",
}

PRIVATE = frozenset({"E06", "E07", "E08", "E12", "W06", "W07", "W12", "G04", "G05", "X01"})
"""Bills, arrears, meters, reports on others, neighbours: no detail in the room (DOMAIN §7)."""

OUTAGES = frozenset({"E01", "W01", "G02", "H01"})
"""A supply that is gone: urgent when a whole building or estate is without it (DOMAIN §3)."""

CONSULTING = frozenset({"E08", "E10", "W12", "W13", "G05", "G06", "G08", "R07", "R11"})
"""Topics that are asked about rather than mended: whoever speaks of them wants an answer."""

NOT_MENDED = CONSULTING | {"E07", "E09", "E12", "W07", "R06", "X01"}
"""Topics whose end is no repair, so that nobody asks a week later whether it holds."""

INDOORS = OUTAGES | {"E02", "E03", "E11", "W02", "W03", "W05", "W08", "W11", "G03"}
"""Topics for which the building must be known."""

EXTENT = OUTAGES | {"E03", "W02", "W03", "G03", "W11"}
"""Topics for which it matters most whether one home or the whole building is concerned."""


def topic_name(service: Service, topic: str | None) -> str:
    """What a topic is called; the service's name when the topic is unknown."""
    return TOPICS.get(topic or "", SERVICES[service])
