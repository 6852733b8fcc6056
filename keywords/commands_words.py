"""The words of command, as people type them."""

from __future__ import annotations

from models.words import Action, Rating

A = Action

STAFF: dict[str, str] = {
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
    "转外部": A.OUTSIDE,
    "已转外部": A.OUTSIDE,
    "转办": A.OUTSIDE,
    "定责": A.DECIDE,
    "联合": "joint",
    "联合到场": "joint",
    "拆单": "split",
    "分单": "split",
    "协办": "assist",
    "吹哨": "whistle",
    "督办": "supervise",
    "解除督办": "unsupervise",
    "电话回访": "called_back",
    "电话评价": "called_back",
}
"""Words of command: with a number they count anywhere, alone as the whole line."""

PLAIN: dict[str, str] = {
    "同意": "grant",
    "批准": "grant",
    "不同意": "deny",
    "不批准": "deny",
    "不批": "deny",
    "好": A.SIGN,
    "知道了": A.SIGN,
    "OK": A.SIGN,
    "ok": A.SIGN,
    "好的": A.SIGN,
    "收到": A.SIGN,
    "马上去": A.SIGN,
    "我来": A.SIGN,
    "联系了": A.CONTACT,
    "打过电话": A.CONTACT,
    "回电": "phoned",
    "已回电": "phoned",
    "回过电话": "phoned",
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
    "换好了": A.RESOLVE,
    "解决了": A.RESOLVE,
    "通了": A.RESOLVE,
    "没人在家": A.NOT_MET,
    "没人": A.NOT_MET,
    "敲门没人": A.NOT_MET,
    "没人接": A.NOT_MET,
    "电话打不通": A.NOT_MET,
    "家里没人": A.NOT_MET,
    "不在家": A.NOT_MET,
    "打不通": A.NOT_MET,
    "不归我们": A.RETURN,
    "不是我们的": A.RETURN,
    "不归我管": A.RETURN,
    "不归我": A.RETURN,
    "不是我们管": A.RETURN,
    "推迟到": A.EXTEND,
    "改到": A.EXTEND,
    "没事": A.DISMISS,
    "没有异常": A.DISMISS,
    "虚惊": A.DISMISS,
}
"""Plain words: they count only quoting a ticket, in a private chat, to the bot, or after “工单 12”. 好 and 收到 accept, never finish."""

BOUNDARIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("表后", ("表后", "电表以后", "水表以后", "表出线")),
    ("户内", ("户内", "室内", "家里线", "入户线", "自家线", "屋内")),
    ("专变", ("专变", "专用变", "自管变", "用户变")),
    ("二供", ("二供", "二次供水", "泵房", "水箱", "加压")),
    ("片区外", ("片区外", "不在片区", "不在我们片区", "不是我们片区", "辖区外", "隔壁区")),
    ("红线内", ("红线内", "小区内", "围墙内", "公共部位", "楼道公用", "物业管", "归物业")),
    ("产权", ("产权", "表前", "红线外", "市政管", "主管道", "线路归", "设备归", "管道归")),
)
"""What a return may name as the boundary (DOMAIN §6), and the words for it; the first that is found counts."""

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

QUOTED_RATINGS: dict[str, Rating] = {
    "很好": Rating.SATISFIED,
    "挺好": Rating.SATISFIED,
    "挺好的": Rating.SATISFIED,
    "不错": Rating.SATISFIED,
    "好评": Rating.SATISFIED,
    "点赞": Rating.SATISFIED,
    "很及时": Rating.SATISFIED,
    "好着呢": Rating.SATISFIED,
    "没再坏": Rating.SATISFIED,
    "还好": Rating.MOSTLY,
    "还行": Rating.MOSTLY,
    "还可以": Rating.MOSTLY,
    "一般": Rating.MOSTLY,
    "凑合": Rating.MOSTLY,
    "差评": Rating.UNSATISFIED,
    "太差": Rating.UNSATISFIED,
    "太差了": Rating.UNSATISFIED,
    "很差": Rating.UNSATISFIED,
    "不行": Rating.UNSATISFIED,
}
"""Plain words that rate only in private or in a quotation of a ticket's text, alone or before more words."""

URGE = (
    ("催", "催单", "催一下", "催办", "催催"),
    (
        "快点",
        "快一点",
        "怎么还没来",
        "怎么还没修",
        "还没来",
        "还没人来",
        "什么时候来",
        "啥时候来",
        "什么时候修",
        "啥时候修",
    ),
)
WITHDRAW = (
    ("撤单", "撤销工单", "取消工单"),
    ("撤销", "取消", "不用了", "不用来了", "不用修了", "自己好了", "自己修好了", "我自己修好了", "已经好了不用来"),
)
REOPEN = (
    ("没修好", "没解决", "返工", "重办"),
    ("没好", "还没好", "又坏了", "又停了", "还是不行", "还是没有", "没用"),
)
"""(with a number or to the bot, only quoting a ticket)"""

BROKEN = ("又坏了", "没好", "还没好")
"""Of the latter those that also count with a number, and alone in a private chat."""

THANKS = ("谢谢", "多谢", "谢谢了", "谢谢你", "谢谢您", "谢谢师傅", "辛苦了", "感谢")
