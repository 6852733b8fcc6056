"""Who is on duty, who answers for a home, who goes on from whom."""

from __future__ import annotations

from dispatch.handover import Handover
from dispatch.route import Route
from models.areas import District, Person
from models.words import Service

NAMES = {Service.POWER: "电", Service.WATER: "水", Service.GAS: "气", Service.ROAD: "路"}
NOT_YOURS = "交接要本人、本人的上级或社区、调度来发。"


def _line(found: Route, *, names: bool) -> str:
    person = f" {found.person.name}" if names and found.person else ""
    return f"{found.member.name}{person}，电话 {found.member.hotline or '未登记'}"


def on_duty(district: District, area: str | None, found: list[tuple[Service, Route]], *, names: bool) -> str:
    """A line a service; the staff read the name, residents the number."""
    head = f"{district.name(area)}现在值班：" if area else "现在值班："
    lines = [f"{NAMES[service]}：{_line(r, names=names)}" for service, r in found]
    return "\n".join([head, *lines])


def answers_for(
    district: District,
    estate: str,
    building: str | None,
    found: list[tuple[Service, Route]],
    lamps: Route,
    pumps: Route,
) -> str:
    """The grid worker and who sees to what; stairwell lamps and the pump house where somebody else does."""
    where = district.name(estate) + (f" {building} 栋" if building else "")
    worker = found[0][1].worker
    own = {service: r.member.code for service, r in found}
    lines = [f"{NAMES[service]}：{_line(r, names=False)}" for service, r in found]
    if lamps.member.code != own[Service.POWER]:
        lines.append(f"楼道灯：{_line(lamps, names=False)}")
    if pumps.member.code != own[Service.WATER]:
        lines.append(f"二次供水（泵房）：{_line(pumps, names=False)}")
    head = f"{where}：网格员{worker.name.removeprefix('网格员')}。" if worker else f"{where}："
    return "\n".join([head, *lines, "有事在群里说一声，会派给他们。"])


def which_estate(district: District, estates: list[str]) -> str:
    """Not known which estate is meant."""
    names = "、".join(district.name(e) for e in estates[:6])
    return f"您在哪个小区？{'是' + names + '？' if names else ''}请写上小区名，如：谁管我家 {names.split('、')[0] or '××小区'} 3栋。"


def whom(said: str) -> str:
    """Nobody is called so."""
    return f"没认出“{said}”是谁。请写全名，如：交接 供电小马 给 供电小李。"


def misfit(one: Person, other: Person, why: str) -> str:
    """They cannot take over."""
    if why == "same":
        return "交接要给另一个人。"
    return f"{other.name}和{one.name}的岗位或单位不同，接不了；请先在辖区文件里登记好再交接。"


def handed(one: Person, other: Person, done: Handover, *, by: str = "") -> str:
    """All of it has moved; ``by`` gave the command by chat, and may no longer take it back when it was their own work."""
    who = f"请{other.name}" if by == one.id else ""
    wrong = f"转错了，{who}两分钟内回：撤销。" if by else ""
    return (
        f"{one.name}已交接给{other.name}：工单 {len(done.tickets)} 件、待批 {done.requests} 个、班次 {done.shifts} 个。"
        f"{one.name}从现在起不再有权限，也不再收到工单。{wrong}"
    )
