"""What somebody hears of what is kept of them, and of its going. For themselves alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.keeping_settings import Retention
from dispatch.wording import RATING, state, what
from models.keeping import Holding
from models.matter import Report
from models.ticket import Ticket

PRIVATELY = "这是您个人的事，请私聊我，再发一遍“我的数据”或“删除我的数据”，群里不说。"
FOR_STAFF = "工作人员的姓名、岗位、电话登记在辖区文件里，要看要改请找管理员；办事的台账按规定留存。"
NOTHING_TO_CONFIRM = "没有在等确认的删除。要删请先发：删除我的数据"
CONFIRM = "确认删除"
_SHOWN = 5


def holding(held: Holding, code: str, kept: Retention, contact: bool) -> str:
    """All that is kept, and the code for whoever wants it on paper."""
    if held.empty:
        return f"没有留下您说过的话。{_nearly(kept) if contact else ''}平常的聊天听过就忘，不留存。{_opted(held)}"
    lines = [
        f"您的数据（编号 {code}）：",
        *(_ticket(t) for t in held.tickets[-_SHOWN:]),
        *_more(len(held.tickets), "件工单"),
        *(f"说过（已打码）：{line}" for line in _said(held.reports)[-_SHOWN:]),
        *_more(len(_said(held.reports)), "句"),
        *(
            f"评价：工单 {o.ticket} {RATING[o.rating]} {o.comment}".rstrip()
            for o in held.opinions[-_SHOWN:]
            if o.rating
        ),
        _counts(held, contact),
        _how_long(kept),
        _opted(held) + (_erasing(held.erasing_since) or f"要全份：带编号 {code} 找社区打印。要删：发“删除我的数据”。"),
    ]
    return "\n".join(filter(None, lines))


def _nearly(kept: Retention) -> str:
    return f"为了回您这句，微信号（加密）暂存 {kept.contact_days} 天。"


def _ticket(ticket: Ticket) -> str:
    return f"工单 {ticket.number} · {what(ticket)} · {state(ticket)} · {ticket.created_at:%Y-%m-%d}"


def _said(reports: Sequence[Report]) -> list[str]:
    return [line.masked for line in reports if line.masked]


def _more(count: int, unit: str) -> list[str]:
    return [f"……共 {count} {unit}"] if count > _SHOWN else []


def _counts(held: Holding, contact: bool) -> str:
    raw = sum(bool(line.text_sealed) for line in held.reports)
    parts = [
        f"原话（加密）{raw} 句" if raw else "",
        "微信号（加密，为了能回您）" if contact else "",
        "电话（加密，只给办事的人）" if held.phone else "",
        f"机器人给您的话 {len(held.texts)} 条" if held.texts else "",
        f"待核对的话 {len(held.samples)} 句" if held.samples else "",
        f"收过的消息号 {held.messages} 个" if held.messages else "",
    ]
    found = "、".join(filter(None, parts))
    return f"另有：{found}。" if found else ""


def _how_long(kept: Retention) -> str:
    return f"身份在办结后去掉，原话留 {kept.raw_days} 天，工单 {kept.core_days} 天后匿名。"


NO_TICKET_FOR_PHONE = "您没有在办的工单，电话就不留了。报事时一起写上就行，只给办事的人看。"
NOT_YOURS_TO_RING = "这张工单不归您联系，电话只给经办和要回电的人。"


def phone_kept(ticket: Ticket) -> str:
    """A number was taken."""
    return f"电话记下了（加密），只给办工单 {ticket.number} 的人看，办结后删去。"


def phone_of(ticket: Ticket, number: str) -> str:
    """For who must ring."""
    return f"工单 {ticket.number} 报事人电话：{number}。只用来办这件事，请勿转发；谁看过有记录。"


def no_phone(ticket: Ticket, *, proxy: str) -> str:
    """None was given."""
    if proxy:
        return f"工单 {ticket.number} 是代报的，请找{proxy}。"
    return f"工单 {ticket.number} 报事人没有留电话；可以请他私聊机器人发号码，或在群里问一声方便的时间。"


def no_such_ticket(number: int | None) -> str:
    """Unknown, or long over."""
    return f"没有找到工单 {number}，或者早已归档，电话已删。"


def _opted(held: Holding) -> str:
    return "您说过“勿扰”，这个记号会一直留着（只有散列），好让机器人不采集您。" if held.opted_out else ""


def _erasing(since: datetime | None) -> str:
    return f"您 {since:%Y-%m-%d} 要求过删除，还没删的等工单办结就删。" if since else ""


def confirm(waits: Sequence[Ticket], within: timedelta) -> str:
    """The second word is asked for; what must stay, and why."""
    stays = _stays(waits)
    return (
        f"会删去：您说过的话、评价、微信号和一切能认出您的记号；工单只留匿名的事项、时间和小区，供统计。{stays}"
        f"删了找不回来。确定请在 {within.seconds // 60} 分钟内回：{CONFIRM}"
    )


def erased(total: int, waits: Sequence[Ticket]) -> str:
    """Done, as far as it may be."""
    gone = f"已删去 {total} 条和您有关的记录" if total else "没有可以马上删的记录"
    return f"{gone}，回您这句话用的微信号一天内删去。{_stays(waits)}以后您再报事会重新登记；不想被记录请发“勿扰”。"


def _stays(waits: Sequence[Ticket]) -> str:
    if not waits:
        return ""
    numbers = "、".join(str(t.number) for t in waits[:8])
    return f"工单 {numbers} 还没办完，要留着才能办、才能回您（个人信息保护法第十三条），办结后自动删去；不想办了可先“撤单”。"
