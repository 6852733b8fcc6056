"""我的数据, 删除我的数据, 确认删除: what anybody may ask about what is kept of them. Pure."""

from __future__ import annotations

import re

from keywords.commands_said import ENDS, Said
from models.ticket import Command

SHOW, ERASE, CONFIRM = "my_data", "erase", "erase_confirmed"
VERBS = frozenset({SHOW, ERASE, CONFIRM})
_OWN = r"(?:我的|我个人的?|本人的?|个人)"
_SHOW = re.compile(
    rf"^(?:查|查看|看|看看|查询|导出)?(?:一下)?{_OWN}(?:数据|信息|资料|记录)$|^你(?:们)?(?:记|存|留)了我(?:的)?(?:什么|哪些)(?:数据|信息)?$"
)
_ERASE = re.compile(
    rf"^(?:请|帮我|请帮我|把)?(?:删除|删掉|清除|注销|销毁)(?:一下)?(?:所有|全部)?{_OWN}(?:所有|全部)?(?:数据|信息|资料|记录)$"
)


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
