"""The use case of a message that has no text: a voice, a picture, a film."""

from __future__ import annotations

from bot.around import Around
from bot.door import Admitted
from dispatch.scene import Scene
from dispatch.unheard import flag_unheard
from models.store import Tx


def note_unheard(tx: Tx, *, seen: Admitted, around: Around) -> bool:
    """Flag it to the workers and ask its sender for words; not of somebody who wants to be left alone."""
    message = seen.message
    if tx.people.opted_out(message.sender):
        return False
    source = f"{message.channel} {message.id}"
    scene = Scene(tx, around.district, around.clocks, around.now, around.tz, source=source, actor=message.sender)
    return flag_unheard(scene, message)
