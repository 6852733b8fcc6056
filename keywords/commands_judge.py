"""How the staff judge a line by chat: 核对 lists what waits, 核对 12 是, 核对 12 不是, 核对 12 E05 say what it is. Pure."""

from __future__ import annotations

import re

from models.sample import NO, YES
from models.ticket import Command
from models.topics import TOPIC_SERVICES

LIST, JUDGE = "judge_list", "judge"
_LIST = re.compile(r"核对[\s。!！?？]*")
_JUDGE = re.compile(r"核对\s*(?P<n>\d{1,9})\s*[,，:：]?\s*(?P<what>不是|是|对|属实|误报|不对|[A-Za-z]\d{2})[\s。!！]*")
_SAYS = {"是": YES, "对": YES, "属实": YES, "不是": NO, "不对": NO, "误报": NO}


def parse_judgement(text: str) -> Command | None:
    """The command that a line to the bot of somebody of the staff is; ``text`` says yes, no or a topic code."""
    if _LIST.fullmatch(text):
        return Command(LIST, why=("核对",))
    found = _JUDGE.fullmatch(text)
    if found is None:
        return None
    verdict = _SAYS.get(found["what"], found["what"].upper())
    if verdict not in (YES, NO) and verdict not in TOPIC_SERVICES:
        return None
    return Command(JUDGE, int(found["n"]), verdict, why=("核对",))
