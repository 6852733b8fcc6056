"""What people type to move a ticket: 接单 12, 12 完成 换了保险丝, a quotation with 好了, 满意 12, 查 12. Pure.

Ordinary talk must never fire. Residents have few commands; plain words of the staff (到了, 好了) count only in a
quotation of a text that names a ticket, in a private chat, or when the bot is named; bare digits rate only there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from keywords.commands_care import care
from keywords.commands_duty import duty, handover, proxy, rung
from keywords.commands_emergency import emergency
from keywords.commands_join import joining
from keywords.commands_judge import parse_judgement
from keywords.commands_personal import personal, telephone
from keywords.commands_quarter import quarter_command
from keywords.commands_rate import digit, plainly_rated, rating, to_rate
from keywords.commands_read import command_of
from keywords.commands_said import ENDS, FIRST, LOOSE, NAMED, NEXT, NUM, SEP, Said
from keywords.commands_words import BROKEN, PLAIN, REOPEN, STAFF, THANKS, URGE, WITHDRAW
from models.ticket import Command
from models.words import Action, Role

LONGEST = 300
PICTURE = "[图片]"
"""How the door writes a message that is a picture."""
_FULL_WIDTH = str.maketrans("０１２３４５６７８９＃　\u2005\xa0", "0123456789#   ")
_MENTION = re.compile(r"^(?:@\S+\s+)+|\s*@\S+\s*$")
_QUOTED = re.compile(r"工单\s*(\d{1,6})")


def parse_command(
    text: str,
    *,
    quotes: str = "",
    now: datetime,
    tz: ZoneInfo,
    to_bot: bool,
    private: bool,
    role: Role | None,
) -> Command | None:
    """The command that ``text`` is, or None. ``quotes`` is the text that it quotes, ``role`` the speaker's, None for residents.

    ``now`` is aware; ``until`` of an 延期 is given in its zone. Verbs are those of ``Command``, with "urge", "withdraw" and
    "carry_on" (续办 of a ticket, since "resume" lets the bot speak again).
    """
    bare = text.strip()
    line = _MENTION.sub("", bare.translate(_FULL_WIDTH)).strip() if len(bare) <= 2 * LONGEST else ""
    if not line or len(line) > LONGEST:
        return None
    numbers = tuple(dict.fromkeys(int(n) for n in _QUOTED.findall(quotes.translate(_FULL_WIDTH))))
    quoted = numbers[0] if len(numbers) == 1 else None
    said = Said(line, quoted, private or to_bot or bool(numbers), private or to_bot, private, role, now, tz, numbers)
    return next((found for rule in _RULES if (found := rule(said))), None)


def _hush(said: Said) -> Command | None:
    if said.role is None:
        return None
    bare = said.text.strip(ENDS)
    if re.fullmatch(r"(?:请)?(?:暂停机器人|机器人(?:暂停|闭嘴|安静))", bare):
        return Command("pause", why=("暂停",))
    if re.fullmatch(r"(?:请)?(?:恢复机器人|机器人(?:恢复|说话|开启))", bare):
        return Command("resume", why=("恢复",))
    return None


def _help(said: Said) -> Command | None:
    bare = said.text.strip(ENDS).lower()
    if bare in ("帮助", "help", "怎么用", "使用说明", "菜单") and (said.addressed or (said.role and bare == "帮助")):
        return Command("help", why=("帮助",))
    return None


def _mine(said: Said) -> Command | None:
    bare = said.text.strip(ENDS)
    return Command("mine", why=("我的工单",)) if bare in ("我的工单", "我的单子", "我的单") else None


def _judgement(said: Said) -> Command | None:
    return parse_judgement(said.text) if said.role and said.to_bot else None


def _quarter(said: Said) -> Command | None:
    """问效, of the staff in private."""
    return quarter_command(said.text) if said.role and said.private else None


_UNDO = re.compile(rf"^(?:撤销|撤回)(?:刚才的?|上一?[条步]|操作)*(?:{SEP}{NUM})?[\s。!！]*$")


def _photo(said: Said) -> Command | None:
    """A picture of the staff, quoting a ticket or in private: proof."""
    fits = said.role is not None and said.text == PICTURE and said.addressed
    return Command("photo", said.quoted, why=("照片",)) if fits else None


def _undo(said: Said) -> Command | None:
    """撤销, of the staff: takes back what they did last."""
    found = _UNDO.match(said.text) if said.role else None
    return Command("undo", int(found["n"]) if found["n"] else said.quoted, why=("撤销",)) if found else None


_CHOICE = re.compile(r"^(?P<n>\d{1,6})(?:[\s,，、。.;；]+(?P<rest>.+))?$", re.S)
_OPTION = "①②③④⑤⑥⑦⑧"


def _choose(said: Said) -> Command | None:
    """A bare number of the staff, to the bot: the answer to the choice that it offered."""
    if said.role is None or not said.to_bot or said.quoted is not None:
        return None
    text = said.text.strip(ENDS)
    if text in _OPTION:
        text = str(_OPTION.index(text) + 1)
    found = _CHOICE.match(text)
    if found is None or (found["rest"] and _STAFF.match(found["rest"])):
        return None
    return Command("choose", int(found["n"]), (found["rest"] or "").strip(), why=("选",))


def _thanks(said: Said) -> Command | None:
    """谢谢 of a resident, in private or quoting a ticket."""
    if said.role is not None or not (said.private or said.quoted is not None):
        return None
    return Command("thanks", said.quoted, why=("谢谢",)) if said.text.strip(ENDS) in THANKS else None


_FIND = re.compile(rf"^(?:查|查询|查一下|查单|查看){SEP}{NUM}[\s。?？]*$")
_HOW = re.compile(
    r"^(?:工单|单号)\s*(?P<n>\d{1,6})\s*(?:怎么样了?|到哪一?步?了?|进展|进度|好了吗|修好了吗|呢)*[\s?？。]*$"
)
_HOW_QUOTED = re.compile(
    r"^(?:怎么样了?|到哪一?步?了?|进展(?:呢|怎么样)?|有进展吗|好了吗|修好了吗|什么情况)[\s?？。]*$"
)


def _find(said: Said) -> Command | None:
    if found := _FIND.match(said.text) or _HOW.match(said.text):
        return Command("find", int(found["n"]), why=("查",))
    if said.quoted is not None and _HOW_QUOTED.match(said.text):
        return Command("find", said.quoted, why=("引用问进展",))
    return None


def _plain(
    verb: str, words: tuple[str, ...], quoted_only: tuple[str, ...], numbered: tuple[str, ...] = ()
) -> Callable[[Said], Command | None]:
    """A command of anybody: one of ``words`` with a number or to the bot; of ``quoted_only`` only quoting a ticket, but
    for ``numbered``, which also count with a number or alone in private."""
    either = "|".join(sorted((*words, *quoted_only), key=len, reverse=True))
    last = re.compile(rf"^(?P<word>{either})(?:{SEP}{NUM})?(?:{SEP}(?P<rest>.*))?$", re.S)
    first = re.compile(rf"^{NUM}{SEP}(?P<word>{either})(?:{SEP}(?P<rest>.*))?$", re.S)

    def rule(said: Said) -> Command | None:
        found = first.match(said.text) or last.match(said.text)
        if found is None:
            return None
        number, rest = found["n"], (found["rest"] or "").strip()
        glued = not number and rest and not LOOSE.match(said.text[len(found["word"]) :])
        if glued or (number is None and not said.addressed):
            return None
        alone = found["word"] in numbered and (number or said.private)
        if found["word"] in quoted_only and said.quoted is None and not alone:
            return None
        return Command(verb, int(number) if number else said.quoted, rest, why=(found["word"],))

    return rule


_STAFF = re.compile(rf"^(?P<word>{'|'.join(sorted((*STAFF, *PLAIN), key=len, reverse=True))})(?P<rest>.*)$", re.S)


def _staff(said: Said) -> Command | None:
    """The verbs of those who mend; with a number before or after, or where it is clear which ticket is meant."""
    if said.role is None:
        return None
    head = FIRST.match(said.text)
    verb = _STAFF.match(head["rest"] if head else said.text)
    if verb is None:
        return None
    plain = verb["word"] in PLAIN
    if head:
        clear = said.addressed or bool(head["named"]) or not plain
        return command_of(said, verb["word"], int(head["n"]), verb["rest"]) if clear else None
    if after := NEXT.match(verb["rest"]) if _takes_number(said, verb["word"], verb["rest"]) else None:
        clear = said.addressed or not plain or bool(re.match(rf"{SEP}{NAMED}", verb["rest"]))
        return command_of(said, verb["word"], int(after["n"]), after["rest"]) if clear else None
    if not _clear_alone(said, verb["word"], verb["rest"], plain=plain):
        return None
    return command_of(said, verb["word"], said.quoted, verb["rest"])


def _takes_number(said: Said, word: str, rest: str) -> bool:
    """Whether a number after a verb is a ticket's: not that of 已拨打 119, nor a loose one where a quotation has named it."""
    named = bool(re.match(rf"{SEP}{NAMED}", rest))
    if STAFF.get(word) == Action.OUTSIDE and not named:  # 95598 and 12345 are no tickets
        return (
            said.quoted is None and bool(re.match(rf"{SEP}\d{{1,4}}{SEP}\D?", rest)) and not re.match(r"\D*\d{5}", rest)
        )
    return named or (word != "已拨打" and not (word in PLAIN and said.quoted is not None))


_TAKES_WORDS: frozenset[str] = frozenset(
    {Action.REASSIGN, Action.EXTEND, Action.RETURN, Action.SUSPEND, Action.REJECT, Action.OUTSIDE, Action.DECIDE}
    | {"joint", "assist", "whistle", "supervise", "called_back", "phoned"}
)


def _clear_alone(said: Said, word: str, rest: str, *, plain: bool) -> bool:
    """Whether a verb without a number is one: quoting a ticket; to the bot and set apart; or the bare word of command."""
    if not rest.strip(ENDS):
        return said.addressed or not plain
    apart = bool(LOOSE.match(rest)) or (word == "约" and rest[0] in "今明后周下上晚早0123456789")
    if said.quoted is not None:
        return apart or not plain or len(word) > 2
    return said.addressed and (apart or (not plain and STAFF[word] in _TAKES_WORDS))


_RULES: tuple[Callable[[Said], Command | None], ...] = (
    _hush,
    _help,
    personal,
    telephone,
    _mine,
    _judgement,
    _quarter,
    duty,
    handover,
    proxy,
    care,
    joining,
    emergency,
    rung,
    _undo,
    _photo,
    digit,
    rating,
    to_rate,
    plainly_rated,
    _thanks,
    _find,
    _plain("urge", *URGE),
    _plain("withdraw", *WITHDRAW),
    _plain(Action.REOPEN, *REOPEN, BROKEN),
    _staff,
    _choose,
)
