"""A captured line as it is kept with its matter."""

from __future__ import annotations

from bot.around import Around
from bot.door import Admitted
from models.capture import Capture
from models.matter import Report
from models.privacy import household_key


def report_of(seen: Admitted, capture: Capture, around: Around, *, anonymous: bool) -> Report:
    """The line as it is kept; of someone who opted out nothing that leads back to them."""
    message, sealed = seen.message, seen.sealed
    home = household_key(around.vault, capture.estate, capture.building, capture.unit, capture.flat, message.sender)
    return Report(
        matter=capture.matter or "",
        channel=message.channel,
        message_id=message.id,
        room=message.room,
        sender="" if anonymous else message.sender,
        household="" if anonymous else home,
        act=capture.act,
        estate=capture.estate,
        building=capture.building,
        unit=capture.unit,
        masked="" if anonymous else sealed.masked,
        at=message.at,
        why=capture.why,
        sender_sealed=b"" if anonymous else sealed.sender,
        nick_sealed=b"" if anonymous else sealed.nick,
        text_sealed=b"" if anonymous else sealed.text,
        topic=capture.topic or "",
    )
