"""What the bot answers to a command: what stands now, in one or two lines, and kindly when it cannot be done."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.life import Hindrance
from dispatch.rights import Denial
from dispatch.wording import RATING, hour, line, member_of, phone, place, state, what, who
from dispatch.wording_help import COMMANDS
from models.areas import District
from models.ticket import Ticket
from models.words import Action

NOT_YOURS = "这个操作要网格长、调度或管理员来做。"
NOTHING_TO_UNDO = "两分钟内没有可以撤销的操作。"
DISTRICT_GONE_ON = "值班、责任或人员这两分钟里又改过，撤不回了；请直接发新的操作。"
HANDOVER_UNDONE = "刚才的交接已撤销：人员、班次、工单和待批都回到原来。"
NOTHING_TO_CHOOSE = "没有在等您选的事。要看一张工单：查 12；不会用发：帮助。"
SAY_NUMBER = "请带上工单号，如：查 12。"


def unknown(number: int) -> str:
    """No such ticket, or none of theirs."""
    return f"没有找到工单 {number}，请核对一下号码。"


def none_fits(action: Action) -> str:
    """Nothing of theirs can be meant."""
    return f"您手上没有可以“{COMMANDS[action]}”的工单。请带上工单号，如：{COMMANDS[action]} 12。"


def which(
    district: District, tickets: list[Ticket], labels: tuple[str, ...], action: Action, now: datetime, tz: ZoneInfo
) -> str:
    """Several could be meant: the choice by number."""
    lines = [f"{label}）工单 {line(district, t, now, tz)}" for label, t in zip(labels, tickets, strict=True)]
    return "\n".join([f"“{COMMANDS[action]}”哪一件？", *lines, f"回个数字就行，如：{labels[0]}"])


def _named(district: District, ticket: Ticket) -> str:
    return f"工单 {ticket.number} {place(district, ticket)}{what(ticket)}"


def already(ticket: Ticket, action: Action) -> str:
    """It stands already."""
    return f"工单 {ticket.number} 已经是“{state(ticket)}”了，不用再发“{COMMANDS[action]}”，谢谢。"


def denied(district: District, ticket: Ticket, action: Action, why: str) -> str:
    """This person may not, and who may."""
    reasons = {
        Denial.ROLE: f"“{COMMANDS[action]}”不在您的权限里，请找网格长或调度。",
        Denial.AREA: f"工单 {ticket.number} 在{place(district, ticket)}，不在您的片区，请联系那里的网格员。",
        Denial.MEMBER: f"工单 {ticket.number} 由{member_of(district, ticket).name}处理，请联系他们或调度。",
        Denial.P0_DEADLINE: f"工单 {ticket.number} 是紧急工单，延期要网格长或调度来定。",
        Denial.ONLY_UNCONFIRMED: f"工单 {ticket.number} 已经派出，是否误报请网格员或维修人员现场定。",
    }
    return reasons.get(Denial(why), NOT_YOURS)


def hindered(ticket: Ticket, action: Action, why: str) -> str:
    """The table has no such step now, or a rule forbids it."""
    if why == Hindrance.RETURNED_BEFORE:
        return f"工单 {ticket.number} 已在产权争议里，等联合到场后由社区定责，不能再退。"
    if why == Hindrance.OUTSIDE:
        return (
            f"工单 {ticket.number} 已转外部（{ticket.outside}），不再重复派；那边退回来了先发：续办 {ticket.number}。"
        )
    return f"工单 {ticket.number} 现在是“{state(ticket)}”，不能“{COMMANDS[action]}”。"


def accepted(district: District, ticket: Ticket) -> str:
    """Confirmed and sent."""
    person = f"（{who(district, ticket.person)}）" if ticket.person else ""
    return f"{_named(district, ticket)}：已受理，派给{member_of(district, ticket).name}{person}。"


def signed(district: District, ticket: Ticket, now: datetime, tz: ZoneInfo) -> str:
    """Signed, with the next deadline."""
    by = ticket.arrive_by or ticket.resolve_by
    label = "到场" if ticket.arrive_by else "办完"
    limit = f"，{hour(by, now, tz)} 前{label}" if by else ""
    return f"{_named(district, ticket)}：已接单，辛苦了{limit}。"


def joined(district: District, ticket: Ticket, now: datetime, tz: ZoneInfo) -> str:
    """Another one has signed before."""
    when = hour(ticket.signed_at, now, tz)
    return f"{_named(district, ticket)}：{when} 已有人接单，您已加入一起办。"


def held(ticket: Ticket, until: datetime, now: datetime, tz: ZoneInfo) -> str:
    """Somebody above sees to it; the climb waits."""
    return f"工单 {ticket.number}：记下您在盯，{hour(until, now, tz)} 前不再往上报；办完请经办人回完成。"


def stepped(ticket: Ticket, action: Action, now: datetime, tz: ZoneInfo) -> str:
    """The step is kept."""
    by = ticket.resolve_by
    limit = f"，{hour(by, now, tz)} 前办完" if by else ""
    return f"工单 {ticket.number}：已记“{COMMANDS[action]}”（{now.astimezone(tz):%H:%M}）{limit}。"


def finished(district: District, ticket: Ticket) -> str:
    """Done; who hears of it, and how long it can be taken back."""
    told = f"告诉{who(district, ticket.proxy)}转告住户" if ticket.proxy else "告诉群里并请报事人评价"
    missing = f"可以先回“撤销”，再发：完成 {ticket.number} 做了什么。" if not ticket.result else "发错了回：撤销。"
    return f"{_named(district, ticket)}：已记完成，两分钟后{told}。{missing}"


def finished_by_notice(district: District, ticket: Ticket) -> str:
    """Done, and the notice will say so in all of its rooms."""
    return f"{_named(district, ticket)}：已记完成，两分钟后公告 {ticket.notice} 在各群说已恢复，等居民确认一天。发错了回：撤销。"


def dismissed(ticket: Ticket) -> str:
    """A false alarm."""
    return f"工单 {ticket.number}：已按误报排除。"


def closed(ticket: Ticket) -> str:
    """Closed by hand."""
    return f"工单 {ticket.number}：已办结。"


def needs_reason(ticket: Ticket) -> str:
    """Say why."""
    return f"请写上原因，如：退单 {ticket.number} 表后线路，非我司产权。"


def needs_hour(ticket: Ticket) -> str:
    """Say until when, in the future."""
    return f"请写上新的时间（要晚于现在），如：延期 {ticket.number} 明天下午 等配件。"


def given_back(ticket: Ticket) -> str:
    """Returned; who goes on."""
    return f"工单 {ticket.number}：已退单，由调度重新派；只能退一次。"


def which_member(district: District, ticket: Ticket) -> str:
    """Nobody is called so."""
    names = "、".join(m.name for m in district.members)
    return f"没认出要转给谁。可以转给：{names}。如：转派 {ticket.number} {district.members[0].name}"


def only_within(ticket: Ticket) -> str:
    """Staff of a member pass on within it only."""
    return f"单位之间改派请用退单说明原因：退单 {ticket.number} 原因；本单位的同事可以直接转派。"


def passed_on(district: District, ticket: Ticket) -> str:
    """Reassigned."""
    person = f"（{who(district, ticket.person)}）" if ticket.person else ""
    return f"{_named(district, ticket)}：已转给{member_of(district, ticket).name}{person}，时限重新计。"


def extended(district: District, ticket: Ticket, now: datetime, tz: ZoneInfo, why: str) -> str:
    """A new deadline."""
    reason = f"，原因：{why}" if why else ""
    return f"{_named(district, ticket)}：延期到 {hour(ticket.resolve_by, now, tz)}{reason}。"


def suspended(ticket: Ticket, now: datetime, tz: ZoneInfo) -> str:
    """The clock stops."""
    return f"工单 {ticket.number}：已挂账，{hour(ticket.resolve_by, now, tz)} 复查；能办了请发：续办 {ticket.number}。"


def resumed(district: District, ticket: Ticket, now: datetime, tz: ZoneInfo) -> str:
    """The clock runs again."""
    return f"{_named(district, ticket)}：已续办，{hour(ticket.resolve_by, now, tz)} 前办完。"


def photo_kept(ticket: Ticket) -> str:
    """The picture is proof."""
    return f"工单 {ticket.number}：照片已留证。办完请回：完成 {ticket.number} 做了什么。"


def photo_of_what() -> str:
    """A picture that belongs to nothing."""
    return "这张照片是哪张工单的？请引用带工单号的消息再发。"


def refused(ticket: Ticket) -> str:
    """Not accepted."""
    return f"工单 {ticket.number}：不予受理，原因已告诉群里。"


def choose_of(labels: tuple[str, ...]) -> str:
    """A number that was not offered."""
    return f"请回其中一个数字：{'、'.join(labels)}。"


def undone(ticket: Ticket) -> str:
    """Taken back."""
    return f"工单 {ticket.number}：刚才那一步已撤销，现在是“{state(ticket)}”。"


def gone_on(ticket: Ticket) -> str:
    """Somebody has gone on from there."""
    return f"工单 {ticket.number} 已经有人接着办了（现在是“{state(ticket)}”），撤不回了；请直接发新的操作。"


def no_parent(ticket: Ticket, words: str) -> str:
    """Cannot be merged there."""
    return f"不能并入“{words or '（未写单号）'}”：要同类、没办完的另一张工单。如：并单 {ticket.number} 到 8。"


def merged(ticket: Ticket, parent: Ticket) -> str:
    """Merged."""
    return f"工单 {ticket.number} 已并入工单 {parent.number}（现 {parent.households + ticket.households} 户）。"


def not_merged(ticket: Ticket) -> str:
    """Nothing to take apart."""
    return f"工单 {ticket.number} 没有并在别的工单里，不用拆。"


def split(district: District, ticket: Ticket, parent: Ticket) -> str:
    """On its own again."""
    return f"{_named(district, ticket)}：已从工单 {parent.number} 拆出，派给{member_of(district, ticket).name}。"


def again(district: District, ticket: Ticket) -> str:
    """Back to work, for who asked for it."""
    return f"{_named(district, ticket)}：已重办，由{member_of(district, ticket).name}再处理。值班电话 {phone(district, ticket)}。"


def too_late(ticket: Ticket) -> str:
    """Nothing to reopen."""
    return f"工单 {ticket.number} 现在是“{state(ticket)}”，不能重办；还有问题请直接在群里说一声，会重新登记。"


def not_reporter(ticket: Ticket) -> str:
    """Only who reported may withdraw."""
    return f"工单 {ticket.number} 不是您报的，不能撤。"


def stays(ticket: Ticket) -> str:
    """Others have the trouble too."""
    many = f"还有 {ticket.households - 1} 户在反映" if ticket.households > 1 else "涉及安全"
    return f"工单 {ticket.number} {many}，先不撤；您的情况已告诉工作人员。"


def withdrawn(ticket: Ticket) -> str:
    """Withdrawn."""
    return f"工单 {ticket.number}：已按您的意思撤单，需要时再说一声。"


def reported(tickets: list[Ticket]) -> str:
    """What a resident has reported: number, what and state; no place beyond the building."""
    if not tickets:
        return "您没有在办的工单。"
    lines = [f"工单 {t.number} · {what(t)} · {state(t)}" for t in tickets[-8:]]
    return "\n".join(["您报的：", *lines])


def details(district: District, ticket: Ticket, now: datetime, tz: ZoneInfo) -> str:
    """All that the staff may see in private."""
    people = [who(district, p) for p in (ticket.person, ticket.worker) if p]
    rows = [
        line(district, ticket, now, tz),
        f"内容：{ticket.summary}（{ticket.households} 户，{hour(ticket.created_at, now, tz)}）",
        f"责任：{member_of(district, ticket).name}{'（无责任单位）' if ticket.by_default else ''} {'、'.join(people)}".rstrip(),
        f"结果：{ticket.result}" if ticket.result else "",
        f"照片：{ticket.photos} 张" if ticket.photos else "",
        f"评价：{RATING[ticket.rating]} {ticket.comment}".rstrip() if ticket.rating else "",
    ]
    return "\n".join(filter(None, rows))
