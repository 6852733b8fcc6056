"""The door: where a message loses what we must not keep (DESIGN §3.5), once, before anything else looks at it."""

from __future__ import annotations

from dataclasses import dataclass

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
    MessageKind.OTHER: "[其他消息]",
}


@dataclass(frozen=True, slots=True)
class Admitted:
    """A message behind the door: ``sender`` is a keyed hash (or the id of a known staff member, with ``role``);
    ``sealed`` keeps id, nickname and raw text encrypted; ``digest`` is the keyed hash of the text."""

    message: Message
    sealed: Sealed
    digest: str


def admit(message: Message, district: District, vault: Vault) -> Admitted:
    """Let a channel's message in: known staff keep their id, everyone else becomes a keyed hash."""
    person = district.person.get(message.sender)
    inside = message.evolve(
        sender=person.id if person else vault.hash(message.sender),
        role=person.role if person else None,
        text=message.text or _SHOWN.get(message.kind, ""),
    )
    return Admitted(inside, _seal(message, inside, district, vault), vault.hash(inside.text))


def _seal(raw: Message, inside: Message, district: District, vault: Vault) -> Sealed:
    allowed = frozenset(m.hotline for m in district.members if m.hotline)
    return Sealed(
        sender=vault.seal(raw.sender),
        nick=vault.seal(raw.nick),
        text=vault.seal(inside.text),
        masked=mask_for_group(inside.text, allowed),
    )
