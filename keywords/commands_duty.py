"""谁值班, 谁管我家, 交接 甲 给 乙, 代报: commands that name no ticket. Pure."""

from __future__ import annotations

import re

from keywords.commands_said import ENDS, Said
from models.ticket import Command
from models.words import Action

_DUTY = re.compile(r"^(?:请问)?(?:今天|今晚|现在|这会儿?)?(?:是)?谁(?:在)?值班(?:[啊呀呢的]|哪位)*$|^值班(?:表|电话)$")
_HOME = r"(?:我家|我们家|我们(?:小区|这里|这边|楼|这栋)?|这里|这边|本小区)"
_MINE = re.compile(
    rf"^(?:请问)?(?:{_HOME}(?:是|归|属于)?谁管(?:的?[啊呀呢])?|(?:谁|哪个单位|哪里)管{_HOME})[\s,，]*(?P<rest>.{{0,30}})$"
)
_BUILDING = re.compile(r"(?P<n>[A-Za-z]?\d{1,3})\s*(?:栋|幢|号楼|座)")
_HANDOVER = re.compile(r"^(?:工作)?交接[\s:：]*(?P<one>\S*?)\s*(?:给|到|→|->|移交给)\s*(?P<other>\S+)$")
_PROXY = re.compile(r"^(?:代报|替报|帮报|代为报修)[\s:：,，]*(?P<rest>\S.+)$", re.S)


_RUNG = re.compile(
    r"^(?:我)?(?:已经?)?(?:拨打?|打)(?:了|过|过了)?\s*(?P<one>110|119|120|122|95598)(?:了|过了?)?$"
    r"|^(?P<two>110|119|120|122|95598)\s*(?:已经?|我)?打(?:了|过|过了|通了)$|^(?P<police>已?报警了?)$"
)


def rung(said: Said) -> Command | None:
    """打了119, 119打过了: who rang says so, in a few words, where it is clear what is meant."""
    found = _RUNG.match(said.text.strip(ENDS)) if said.role and said.addressed else None
    if found is None:
        return None
    number = found["one"] or found["two"] or "110"
    return Command(Action.PROGRESS, said.quoted, f"已拨打 {number}", why=("已拨打",))


def duty(said: Said) -> Command | None:
    """谁值班, 谁管我家: residents ask the bot, the staff may ask anywhere."""
    bare = said.text.strip(ENDS)
    if not (said.to_bot or said.role):
        return None
    if _DUTY.match(bare):
        return Command("who_duty", why=("谁值班",))
    if (found := _MINE.match(bare)) and (said.to_bot or not found["rest"]):
        building = _BUILDING.search(found["rest"])
        return Command("who_mine", text=found["rest"], target=building["n"] if building else "", why=("谁管",))
    return None


def handover(said: Said) -> Command | None:
    """交接 甲 给 乙; without a name before 给 the speaker's own work."""
    found = _HANDOVER.match(said.text.strip(ENDS)) if said.role else None
    return Command("handover", text=found["one"], target=found["other"], why=("交接",)) if found else None


def proxy(said: Said) -> Command | None:
    """代报 3栋 王奶奶 停水: the staff report for somebody without WeChat."""
    found = _PROXY.match(said.text) if said.role else None
    return Command("proxy", text=found["rest"].strip(), why=("代报",)) if found else None
