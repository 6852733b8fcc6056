"""Which command a line is: of a notice that was posted, a suspected outage, a ticket, or an announcement at the desk. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.notice_desk import at_desk
from keywords.commands import parse_command
from keywords.commands_asked import parse_asked
from keywords.commands_notice import parse_notice_command
from keywords.commands_suspect import parse_card_answer
from models.areas import District
from models.message import Message
from models.ticket import Command
from notices.rights import DESK


def understood(message: Message, *, district: District, now: datetime, tz: ZoneInfo) -> Command | None:
    """A word on a notice that was posted, an answer to a card, a command for a ticket, or (of those who may decide) for an
    announcement."""
    asked = parse_asked(message.text, quotes=message.quotes, now=now, tz=tz, role=message.role)
    if asked:
        return asked
    addressed = message.to_bot or at_desk(message, district)
    answer = parse_card_answer(
        message.text, quotes=message.quotes, now=now, tz=tz, role=message.role, addressed=addressed
    )
    if answer:
        return answer
    ticket = parse_command(
        message.text,
        quotes=message.quotes,
        now=now,
        tz=tz,
        to_bot=message.to_bot,
        private=message.private,
        role=message.role,
    )
    if ticket or message.role not in DESK:
        return ticket
    return parse_notice_command(message.text, quotes=message.quotes, now=now, tz=tz, addressed=addressed)
