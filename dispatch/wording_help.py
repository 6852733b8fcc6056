"""What people type for each action, and the help that says so."""

from __future__ import annotations

from models.words import Action

A = Action

COMMANDS: dict[Action, str] = {
    A.ACCEPT: "受理",
    A.SIGN: "接单",
    A.CONTACT: "已联系",
    A.ARRIVE: "到场",
    A.PROGRESS: "进度",
    A.NOT_MET: "没人在家",
    A.RESOLVE: "完成",
    A.RETURN: "退单",
    A.DECIDE: "定责",
    A.OUTSIDE: "转外部",
    A.REASSIGN: "转派",
    A.EXTEND: "延期",
    A.SUSPEND: "挂账",
    A.RESUME: "续办",
    A.DISMISS: "误报",
    A.REJECT: "不予受理",
    A.MERGE: "并单",
    A.REOPEN: "重办",
    A.CLOSE: "办结",
    A.RATE: "评价",
}
"""What people type for each action."""

HELP_STAFF = (
    "带上工单号发一句就行（引用带工单号的消息可以不写号）：\n"
    "接单 12 ／ 已联系 12 ／ 到场 12 ／ 进度 12 情况\n"
    "完成 12 做了什么 ／ 没人在家 12 ／ 误报 12 原因\n"
    "退单 12 原因 ／ 转派 12 单位或人名 ／ 延期 12 明天下午 等配件\n"
    "挂账 12 到什么时候 ／ 续办 12 ／ 重办 12 原因 ／ 办结 12\n"
    "转外部 12 95598 单号 ／ 协办 12 供水 ／ 吹哨 12 要什么 ／ 并单 12 到 8 ／ 拆单 12\n"
    "代报 3栋 王奶奶 停水 ／ 发照片就是留证 ／ 查 12 ／ 我的工单 ／ 谁值班\n"
    "核对（拿不准的话，请你看一眼） ／ 两分钟内发错了：撤销"
)
UNCLEAR = (
    "这句没看懂。说工单就行，如：接单 12、到了 12、打不通 12、完成 12 做了什么；\n"
    "引用那条工单直接回“好了，换了保险丝”也行。全部说法发：帮助。"
)
HELP_NOTICES = (
    "公告（成员单位和调度）：把公告原文发给我或发在工作群，我说读懂了什么，您再回：\n"
    "发布 12 ／ 改 12 时间 … ／ 改 12 地点 … ／ 作废 12 原因\n"
    "地名 12 望江楼=小区名 ／ 拆开 12 ／ 澄清 12 原话 到周五 ／ 待核实 ／ 公告 12\n"
    "疑似停电、停水、停气的卡：确认 3 预计17:00 ／ 已知 3 ／ 不是 3 原因 ／ 确认 3 范围 某小区3-5栋"
)
"""Of who decides about announcements."""
HELP_RESIDENT = (
    "我是网格服务机器人，水、电、气、路的事在群里说一声就行，最好带上几栋。\n"
    "查 12：看进展 ／ 催 12 ／ 撤单 12 ／ 没修好 12\n"
    "满意 12、基本满意 12、不满意 12 ／ 我的工单\n"
    "不想被记录，回“勿扰”。"
)
