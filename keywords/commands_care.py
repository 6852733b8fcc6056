"""关爱 登记 3-1-201 制氧机 同意, 关爱户, 关爱 删除/确认 3-1-201, 已上门 12: of the staff only. Pure."""

from __future__ import annotations

import re

from keywords.commands_said import ENDS, Said
from models.care import HEAD
from models.ticket import Command

VERBS = frozenset({"care_add", "care_list", "care_drop", "care_confirm", "care_tick"})
KINDS: dict[str, tuple[str, ...]] = {
    "呼吸机": ("呼吸机", "无创呼吸"),
    "制氧机": ("制氧", "氧气", "吸氧"),
    "透析": ("透析", "腹透"),
    "独居体弱": ("独居", "体弱", "卧床", "失能", "高龄", "孤老", "空巢"),
}
"""What is kept, and the words for it; the first that is found counts."""
_GAP = r"[\s,，、:：]*"
_DO = re.compile(rf"^关爱户?{_GAP}(?P<word>登记|添加|加|删除|删去|撤回|撤销|不同意|确认|续){_GAP}(?P<rest>.*)$", re.S)
_LIST = frozenset({"关爱户", "关爱", "关爱名单", "关爱清单", "关爱户名单", "关爱户清单"})
_TICK = re.compile(rf"^(?:关爱户?{_GAP})?(?:已上门|上门了|上过门了?){_GAP}(?P<rest>.*)$", re.S)
_VERB = {
    **dict.fromkeys(("登记", "添加", "加"), "care_add"),
    **dict.fromkeys(("删除", "删去", "撤回", "撤销", "不同意"), "care_drop"),
    **dict.fromkeys(("确认", "续"), "care_confirm"),
}
_DOOR = re.compile(
    r"(?P<building>[A-Za-z]?\d{1,3}[A-Za-z]?)\s*(?:[-－—–]|栋|幢|号楼|座)\s*"
    r"(?:(?P<unit>\d{1,2})\s*(?:[-－—–]|单元)\s*)?(?P<flat>\d{2,4})(?!\d)\s*室?"
)


def care(said: Said) -> Command | None:
    """A word of the staff about households in need; where it may be said is asked when it is done."""
    if said.role is None:
        return None
    line = said.text.strip(ENDS)
    if line in _LIST:
        return Command("care_list", why=("关爱户",))
    if found := _DO.match(line):
        return Command(_VERB[found["word"]], text=found["rest"].strip(), why=("关爱户",))
    if found := _TICK.match(line):
        return Command("care_tick", text=found["rest"].strip(), why=("已上门",))
    return None


def about_care(text: str) -> bool:
    """Whether a line of a private chat is about them: it is shown nowhere else."""
    return text.lstrip().startswith((HEAD, "关爱", "已上门", "上门了"))


def doors(text: str) -> tuple[list[tuple[str, str, str]], str]:
    """The doors that a text names, as (building, unit, flat), "" for a unit that is not named; and the text without them."""
    found = [(m["building"], m["unit"] or "", m["flat"]) for m in _DOOR.finditer(text)]
    return found, " ".join(_DOOR.sub(" ", text).split())


def kind_of(text: str) -> str:
    """The kind that a few words name; "" for none."""
    return next((kind for kind, words in KINDS.items() if any(w in text for w in words)), "")


_CONSENT = re.compile(r"(?:本人|家属)?(?:已|都)?同意")
_REFUSED = re.compile(r"不同意|没同意|未同意")


def consents(text: str) -> bool:
    """Whether the words say that there is consent."""
    return bool(_CONSENT.search(text)) and not _REFUSED.search(text)


def note_of(text: str, kind: str, name: str = "") -> str:
    """What is left of the words besides the estate's name, the kind and the consent."""
    for gone in (name, kind):
        text = text.replace(gone, " ", 1) if gone else text
    return " ".join(_CONSENT.sub(" ", text).strip(" ,，、。;；:：").split())[:40]
