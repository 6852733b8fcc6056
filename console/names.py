"""What the nouns are called on a page: Chinese names of the closed vocabularies, and names that fit into markup."""

from __future__ import annotations

from hashlib import blake2s

from models.ticket import Ticket
from models.words import Action, Delivery, NoticeStatus, Role, Service, Status, Step

SERVICES = {
    Service.POWER: "电",
    Service.WATER: "水",
    Service.GAS: "气",
    Service.ROAD: "路",
    Service.HEAT: "暖",
    Service.OTHER: "其他",
}
STATUSES = {
    Status.CAPTURED: "待确认",
    Status.DISMISSED: "已排除",
    Status.DEFLECTED: "公告已答",
    Status.ACCEPTED: "已受理",
    Status.MERGED: "已并单",
    Status.REJECTED: "不予受理",
    Status.DISPATCHED: "已派单",
    Status.SIGNED: "已签收",
    Status.IN_PROGRESS: "处置中",
    Status.SUSPENDED: "挂账",
    Status.RESOLVED: "已反馈",
    Status.VERIFYING: "回访中",
    Status.REWORK: "重办",
    Status.CLOSED: "已办结",
    Status.ARCHIVED: "已归档",
    Status.ANONYMISED: "已匿名",
}
STEPS = {
    Step.CONTACTED: "已联系",
    Step.ON_SITE: "已到场",
    Step.REPAIRING: "抢修中",
    Step.NOT_MET: "上门未遇",
}
ROLES = {
    Role.GRID_WORKER: "网格员",
    Role.GRID_LEADER: "网格长",
    Role.BUILDING_HEAD: "楼栋长",
    Role.SECRETARY: "书记",
    Role.MEMBER_STAFF: "联盟单位",
    Role.DISPATCHER: "调度员",
    Role.ADMIN: "管理员",
}
NOTICE_STATUSES = {
    NoticeStatus.PLANNED: "计划",
    NoticeStatus.EMERGENCY: "抢修",
    NoticeStatus.RESTORED: "已恢复",
    NoticeStatus.PARTLY_RESTORED: "部分恢复",
    NoticeStatus.RESCHEDULED: "改期",
    NoticeStatus.EXTENDED: "延时",
    NoticeStatus.CANCELLED: "取消",
}
DELIVERIES = {
    Delivery.WAITING: "待发",
    Delivery.SENT: "已发",
    Delivery.EXPIRED: "过期未发",
    Delivery.WITHDRAWN: "已撤回",
    Delivery.DEAD: "发送失败",
}


ACTIONS = {
    Action.CAPTURE: "接住", Action.DISMISS: "误报", Action.DEFLECT: "公告已答", Action.ACCEPT: "受理", Action.MERGE: "并单",
    Action.REJECT: "不予受理", Action.DISPATCH: "派单", Action.SIGN: "接单", Action.CONTACT: "已联系", Action.ARRIVE: "到场",
    Action.PROGRESS: "进度", Action.NOT_MET: "上门未遇", Action.RETURN: "退单", Action.DISPUTE: "产权争议", Action.DECIDE: "定责",
    Action.OUTSIDE: "转外部", Action.REASSIGN: "改派", Action.EXTEND: "延期", Action.SUSPEND: "挂账", Action.RESUME: "续办",
    Action.RESOLVE: "完成", Action.ASK_RATING: "问满意", Action.RATE: "评价", Action.REOPEN: "重办", Action.CLOSE: "办结",
    Action.ARCHIVE: "归档", Action.ANONYMISE: "匿名",
}  # fmt: skip
_OTHER_ACTIONS = {
    "urge": "催办", "supervise": "督办", "unsupervise": "解除督办", "whistle": "吹哨", "assist": "协办", "photo": "照片",
    "undo": "撤销", "grant": "同意", "deny": "不同意", "recall": "本人撤回", "remind": "提醒", "climb": "上报",
}  # fmt: skip


def action_name(action: Action | str) -> str:
    """What an entry of the audit is called on a page; an unknown word is shown as it is."""
    known = {a.value: name for a, name in ACTIONS.items()} | _OTHER_ACTIONS
    return known.get(str(action), str(action))


def slug(key: str) -> str:
    """A short name for any id (of a room, of a person), made of letters and digits only, fit for markup."""
    return blake2s(key.encode("utf-8", "replace"), digest_size=5).hexdigest()


def standing(ticket: Ticket) -> str:
    """How a ticket stands, in one or two words: its status, and the step while it is in progress."""
    if ticket.status is Status.IN_PROGRESS and ticket.step:
        return STEPS[ticket.step]
    return STATUSES[ticket.status]


def role_name(role: Role | None) -> str:
    """The name of a role; residents are 居民."""
    return ROLES[role] if role else "居民"
