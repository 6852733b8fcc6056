"""The words of command, as people type them."""

from __future__ import annotations

from models.words import Action, Rating

A = Action

STAFF: dict[str, Action] = {
    "接单": A.SIGN,
    "签收": A.SIGN,
    "已接单": A.SIGN,
    "已联系": A.CONTACT,
    "联系上了": A.CONTACT,
    "到场": A.ARRIVE,
    "已到场": A.ARRIVE,
    "到现场": A.ARRIVE,
    "进度": A.PROGRESS,
    "进展": A.PROGRESS,
    "完成": A.RESOLVE,
    "已完成": A.RESOLVE,
    "办好": A.RESOLVE,
    "退单": A.RETURN,
    "退回": A.RETURN,
    "转派": A.REASSIGN,
    "改派": A.REASSIGN,
    "转给": A.REASSIGN,
    "延期": A.EXTEND,
    "延到": A.EXTEND,
    "挂账": A.SUSPEND,
    "续办": A.RESUME,
    "解挂": A.RESUME,
    "误报": A.DISMISS,
    "受理": A.ACCEPT,
    "属实": A.ACCEPT,
    "不予受理": A.REJECT,
    "不受理": A.REJECT,
    "并单": A.MERGE,
    "并入": A.MERGE,
    "并到": A.MERGE,
    "重办": A.REOPEN,
    "办结": A.CLOSE,
    "结案": A.CLOSE,
    "上门未遇": A.NOT_MET,
}
"""Words of command: with a number they count anywhere, alone as the whole line."""

PLAIN: dict[str, Action] = {
    "好": A.SIGN,
    "好的": A.SIGN,
    "收到": A.SIGN,
    "马上去": A.SIGN,
    "我来": A.SIGN,
    "联系了": A.CONTACT,
    "打过电话": A.CONTACT,
    "约好": A.CONTACT,
    "约": A.CONTACT,
    "到了": A.ARRIVE,
    "在现场": A.ARRIVE,
    "在修": A.PROGRESS,
    "抢修中": A.PROGRESS,
    "处理中": A.PROGRESS,
    "等配件": A.PROGRESS,
    "已拨打": A.PROGRESS,
    "好了": A.RESOLVE,
    "修好": A.RESOLVE,
    "修好了": A.RESOLVE,
    "搞定": A.RESOLVE,
    "搞定了": A.RESOLVE,
    "弄好了": A.RESOLVE,
    "已处理": A.RESOLVE,
    "处理好了": A.RESOLVE,
    "恢复了": A.RESOLVE,
    "已恢复": A.RESOLVE,
    "没人在家": A.NOT_MET,
    "家里没人": A.NOT_MET,
    "不在家": A.NOT_MET,
    "打不通": A.NOT_MET,
    "不归我们": A.RETURN,
    "不是我们的": A.RETURN,
    "不归我管": A.RETURN,
    "没有异常": A.DISMISS,
    "虚惊": A.DISMISS,
}
"""Plain words: they count only quoting a ticket, in a private chat, to the bot, or after “工单 12”. 好 and 收到 accept, never finish."""

RATINGS: dict[str, Rating] = {
    "满意": Rating.SATISFIED,
    "很满意": Rating.SATISFIED,
    "非常满意": Rating.SATISFIED,
    "基本满意": Rating.MOSTLY,
    "比较满意": Rating.MOSTLY,
    "不满意": Rating.UNSATISFIED,
    "很不满意": Rating.UNSATISFIED,
    "非常不满意": Rating.UNSATISFIED,
    "不太满意": Rating.UNSATISFIED,
}

URGE = ("催", "催单", "催一下", "催办", "催催")
WITHDRAW = (("撤单", "撤销工单", "取消工单"), ("撤销", "取消", "不用了", "不用来了"))
REOPEN = (("没修好", "没解决", "返工", "重办"), ("没好", "还没好", "又坏了", "又停了", "还是不行"))
"""(with a number or to the bot, only quoting a ticket)"""
