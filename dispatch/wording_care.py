"""What is said about households in need: in private only, to who may see them, and encrypted until it leaves."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.care import KINDS
from models.areas import District
from models.care import HEAD, Household

HIDDEN = f"{HEAD}内容只在微信私聊里给本人看，发出前加密保存；没收到请联系街道值班。"
"""What stands in the outbox in the place of a text."""
NOT_HERE = f"{HEAD}关爱户的事只在私聊里说，不要发在群里；刚才那句请马上撤回。"
NOT_YOURS = f"{HEAD}关爱户只有本片的网格员和街道当班的能看、能改。"
CALL = "呼吸机、制氧机停了危急的，马上打 120。"
Numbered = tuple[int, Household]


def how() -> str:
    """How to register one."""
    return f"{HEAD}请写：关爱 登记 3-1-201 制氧机 同意（类别：{'、'.join(KINDS)}；本人同意才登记，备注写在后面）。"


def needs_consent(door: str) -> str:
    """Nothing is kept without it."""
    return f"{HEAD}{door} 没有登记：要本人或家属同意。同意了再发：关爱 登记 {door} 类别 同意。"


def which_estate(district: District, estates: Sequence[str]) -> str:
    """The speaker has several."""
    names = "、".join(district.name(e) for e in estates[:6])
    return f"{HEAD}是哪个小区？请写上：{names}。如：关爱 登记 {district.name(estates[0]) if estates else '××小区'} 3-1-201 制氧机 同意。"


def no_such_building(district: District, household: Household) -> str:
    """The estate has no such building."""
    return f"{HEAD}{district.name(household.estate)}没有 {household.building} 栋，请核对。"


def kept(district: District, household: Household, *, again: bool) -> str:
    """Registered."""
    done = "已更新" if again else "已登记"
    return (
        f"{HEAD}{done}：{district.name(household.estate)} {_line(household)}。加密保存，只有您和街道当班的能看；"
        f"停电停水会提醒上门。不同意了：关爱 删除 {household.door}。"
    )


def dropped(door: str) -> str:
    """Gone for good."""
    return f"{HEAD}{door} 已删除，登记和上门记录都没有了。"


def confirmed(door: str) -> str:
    """Consent holds."""
    return f"{HEAD}{door} 已确认继续同意。"


def unknown(door: str) -> str:
    """Nothing is registered there, or not for the speaker to see."""
    return f"{HEAD}没有您能看的 {door}。看名单发：关爱户。"


def listed(district: District, households: Sequence[Household]) -> list[str]:
    """All that the speaker may see, as texts that are not too long."""
    if not households:
        return [f"{HEAD}您的片区没有登记。{how().removeprefix(HEAD)}"]
    lines = [f"{district.name(h.estate)} {_line(h)}" for h in households]
    return _texts(f"{HEAD}{len(households)} 户：", lines, "")


def doors(district: District, reason: str, visits: Sequence[Numbered]) -> list[str]:
    """Go and see: the doors with their numbers."""
    first = visits[0][0]
    tail = f"看过回：已上门 {first} ／ 已上门 全部。{CALL}"
    return _texts(f"{HEAD}{reason}，请马上上门看一看：", [_numbered(district, v) for v in visits], tail)


def reminder(district: District, visits: Sequence[Numbered]) -> list[str]:
    """Still not ticked."""
    tail = f"看过回：已上门 {visits[0][0]} ／ 已上门 全部。{CALL}"
    return _texts(f"{HEAD}还有 {len(visits)} 户没打勾：", [_numbered(district, v) for v in visits], tail)


def climbed(district: District, who: str, visits: Sequence[Numbered]) -> list[str]:
    """For the street's duty."""
    tail = f"请联系{who}或就近派人去。看过回：已上门 {visits[0][0]} ／ 已上门 全部。{CALL}"
    return _texts(f"{HEAD}{who}片区还有 {len(visits)} 户没上门：", [_numbered(district, v) for v in visits], tail)


def uncounted(who: str, many: int) -> str:
    """For a dispatcher, who may not see the doors: nobody of the street is on duty."""
    return f"{HEAD}{who}片区有 {many} 户停供后还没上门，街道没有人当班，请催一下{who}。门牌只有{who}能看。"


def ticked(done: int, left: int) -> str:
    """Kept; how many are left."""
    rest = f"还有 {left} 户没上门。" if left else "都看过了，辛苦了。"
    return f"{HEAD}记下 {done} 户已上门，{rest}" if done else f"{HEAD}没有对上门牌或号码。{rest}"


def nothing_owed() -> str:
    """No visit is owed."""
    return f"{HEAD}现在没有要上门的。"


def consent_asked(district: District, household: Household) -> str:
    """A year has gone by."""
    return (
        f"{HEAD}{district.name(household.estate)} {_line(household)}登记满一年，请再问一次本人是否同意：\n"
        f"同意回：关爱 确认 {household.door} ／ 不同意回：关爱 删除 {household.door}。三十天内没有确认就自动删除。"
    )


def lapsed(door: str) -> str:
    """Deleted since nobody confirmed."""
    return f"{HEAD}{door} 没有再确认同意，已自动删除。"


def _line(household: Household) -> str:
    note = f"（{household.note}）" if household.note else ""
    return f"{household.door} {household.kind}{note}"


def _numbered(district: District, visit: Numbered) -> str:
    return f"{visit[0]}. {district.name(visit[1].estate)} {_line(visit[1])}"


_AT_ONCE = 10


def _texts(head: str, lines: Sequence[str], tail: str) -> list[str]:
    """One text for ten doors each."""
    parts = [lines[n : n + _AT_ONCE] for n in range(0, len(lines), _AT_ONCE)]
    return ["\n".join(filter(None, (head, *part, tail))) for part in parts]
