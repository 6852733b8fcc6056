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

SPOKEN: dict[str, str] = {
    "undo": "撤销", "urge": "催", "withdraw": "撤单", "called_back": "电话回访", "photo": "照片留证", "handover": "交接",
    "joint": "联合到场", "split": "拆单", "grant": "同意", "deny": "不同意", "assist": "协办", "whistle": "吹哨",
    "supervise": "督办", "unsupervise": "解除督办", "carry_on": "续办", "thanks": "谢谢",
}  # fmt: skip


def commanded(verb: str) -> str:
    """Why something was done that a command asked for and gave no reason for."""
    return f"命令“{COMMANDS.get(A(verb), verb) if verb in set(A) else SPOKEN.get(verb, verb)}”"


HELP_STAFF = (
    "带上工单号发一句就行（引用带工单号的消息可以不写号）：\n"
    "接单 12 ／ 已联系 12 ／ 到场 12 ／ 进度 12 情况\n"
    "完成 12 做了什么 ／ 没人在家 12 ／ 误报 12 原因\n"
    "退单 12 原因 ／ 转派 12 单位或人名 ／ 延期 12 明天下午 等配件\n"
    "挂账 12 到什么时候 ／ 续办 12 ／ 重办 12 原因 ／ 办结 12\n"
    "转外部 12 95598 单号 ／ 协办 12 供水 ／ 吹哨 12 要什么 ／ 并单 12 到 8 ／ 拆单 12\n"
    "代报 3栋 王奶奶 停水 ／ 发照片就是留证 ／ 查 12 ／ 我的工单 ／ 谁值班\n"
    "不满意要回的电话：回电 12 说了什么 ／ 要电话：电话 12\n"
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
HELP_DUTY = (
    "街道值班和调度：是不是同一起：并 12 13 ／ 不并 12 13 ／ 拆开 13\n"
    "应急 开始 社区名 到明天8点 台风 ／ 应急 续 到后天8点 ／ 应急 结束 ／ 应急（看现在）\n"
    "应急 取水点 在哪里 ／ 应急 安置点 在哪里 ／ 撤点 3 ／ 应急 值班 姓名 夜班 ／ 应急 快报 ／ 应急 通报"
)
"""Of who decides for a street."""
HELP_CARE = (
    "关爱户（只在私聊，本人同意才登记）：关爱 登记 3-1-201 制氧机 同意 ／ 关爱户\n"
    "关爱 确认 3-1-201 ／ 关爱 删除 3-1-201 ／ 停供上门后：已上门 3-1-201、已上门 全部"
)
"""Of a grid worker, and of who is on duty for the street."""
HELP_BRANCH = "季度问效（党支部，私聊）：问效 ／ 问效 供电 ／ 问效 供电 C1 4 依据"
"""Of who scores the members."""
HELP_RESIDENT = (
    "我是网格服务机器人，水、电、气、路的事在群里说一声就行，最好带上几栋。\n"
    "查 12：看进展 ／ 催 12 ／ 撤单 12 ／ 没修好 12\n"
    "满意 12、基本满意 12、不满意 12 ／ 又坏了 12 ／ 我的工单\n"
    "不想被记录，回“勿扰”；看或删自己的数据，私聊发“我的数据”。"
)
