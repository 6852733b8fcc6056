"""我的数据, 删除我的数据, 确认删除: what anybody may ask about what is kept of them; telephone numbers in private. Pure."""

from __future__ import annotations

import re

from keywords.commands_said import ENDS, Said
from models.ticket import Command

SHOW, ERASE, CONFIRM = "my_data", "erase", "erase_confirmed"
VERBS = frozenset({SHOW, ERASE, CONFIRM})
GIVE_PHONE, ASK_PHONE = "my_phone", "phone_of"
PHONES = frozenset({GIVE_PHONE, ASK_PHONE})
_NAMED = r"(?:电话|手机号?码?|号码|联系方式|联系电话)"
_GIVEN = re.compile(rf"^(?:我的?)?{_NAMED}?(?:是|[:：])?\s*(?P<phone>1[3-9]\d{{9}}|0\d{{2,3}}-?\d{{7,8}})$")
_ASKED = re.compile(rf"^(?:要|看|查)?(?:报事人)?的?{_NAMED}\s*(?:工单)?\s*(?P<n>\d{{1,6}})?$")
_OWN = r"(?:我的|我个人的?|本人的?|个人)"
_SHOW = re.compile(
    rf"^(?:查|查看|看|看看|查询|导出)?(?:一下)?{_OWN}(?:数据|信息|资料|记录)$|^你(?:们)?(?:记|存|留)了我(?:的)?(?:什么|哪些)(?:数据|信息)?$"
)
_ERASE = re.compile(
    rf"^(?:请|帮我|请帮我|把)?(?:删除|删掉|清除|注销|销毁)(?:一下)?(?:所有|全部)?{_OWN}(?:所有|全部)?(?:数据|信息|资料|记录)$"
)


def telephone(said: Said) -> Command | None:
    """A resident's own number, or 电话 12 of the staff: in a private chat only."""
    if not said.private:
        return None
    bare = said.text.strip(ENDS)
    if said.role is None:
        given = _GIVEN.match(bare)
        return Command(GIVE_PHONE, text=given["phone"], why=("电话",)) if given else None
    asked = _ASKED.match(bare)
    number = int(asked["n"]) if asked and asked["n"] else said.quoted
    return Command(ASK_PHONE, number, why=("电话",)) if asked and number is not None else None


def personal(said: Said) -> Command | None:
    """In a private chat, or to the bot: then the answer only says that this is for a private chat."""
    if not said.to_bot:
        return None
    bare = said.text.strip(ENDS)
    if _ERASE.match(bare):
        return Command(ERASE, why=("删除我的数据",))
    if _SHOW.match(bare):
        return Command(SHOW, why=("我的数据",))
    return Command(CONFIRM, why=("确认删除",)) if bare in ("确认删除", "确定删除") and said.private else None
