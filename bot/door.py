"""The door: where a message loses what we must not keep (DESIGN §3.5), once, before anything else looks at it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from keywords.normalise import whole
from models.areas import District
from models.message import Message, Sealed
from models.privacy import Vault, mask_for_group
from models.words import MessageKind

_SHOWN = {
    MessageKind.PICTURE: "[图片]",
    MessageKind.VOICE: "[语音]",
    MessageKind.VIDEO: "[视频]",
    MessageKind.FILE: "[文件]",
    MessageKind.CARD: "[卡片]",
    MessageKind.RECALL: "[撤回]",
    MessageKind.JOINED: "[进群]",
    MessageKind.OTHER: "[其他消息]",
}
_NAMED = re.compile(r"@[^@\u2005\n]{1,64}\u2005|(?<![A-Za-z0-9._+-])@[^@\s]{1,64}(?:\s+|$)")


@dataclass(frozen=True)
class Admitted:
    """A message behind the door: ``sender`` is a keyed hash (or the id of a known staff member, with ``role``).

    ``raw`` is the message as the channel gave it; nothing of it is kept but by ``sealed``. A line that matches nothing
    asks for neither ``sealed`` nor ``digest``, and costs no cryptography but the sender's hash.
    """

    message: Message
    raw: Message
    district: District
    vault: Vault

    @cached_property
    def sealed(self) -> Sealed:
        """Id, nickname and raw text, encrypted, and the masked text."""
        return _seal(self.raw, self.message, self.district, self.vault)

    @cached_property
    def digest(self) -> str:
        """The keyed hash of the text, the same for every account in the room."""
        return self.vault.hash(without_names(self.message.text))


def without_names(text: str) -> str:
    """``text`` without ``@name`` followed by U+2005 or a blank: two accounts in one room hear the same line differently.

    Each channel takes its own bot's name out; what is left of a line is the same for all only without any name.
    """
    return _NAMED.sub("", text).strip()


def admit(message: Message, district: District, vault: Vault) -> Admitted:
    """Let a channel's message in: known staff keep their id, everyone else becomes a keyed hash."""
    person = district.person.get(message.sender)
    inside = message.evolve(
        sender=person.id if person else vault.hash(message.sender),
        role=person.role if person else None,
        mentions=tuple(m if m in district.person else vault.hash(m) for m in message.mentions),
        text=whole(message.text) or _SHOWN.get(message.kind, ""),
    )
    return Admitted(inside, message, district, vault)


def _seal(raw: Message, inside: Message, district: District, vault: Vault) -> Sealed:
    allowed = frozenset(m.hotline for m in district.members if m.hotline)
    return Sealed(
        sender=vault.seal(raw.sender),
        nick=vault.seal(raw.nick),
        text=vault.seal(inside.text),
        masked=mask_for_group(inside.text, allowed),
    )
