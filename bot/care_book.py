"""关爱户 opened and sealed: the only place where what is kept of them is readable, and how it leaves."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.around import Around
from dispatch.care import may_see
from dispatch.scene import Scene
from dispatch.wording_care import HIDDEN
from models.areas import Person
from models.care import Care, Household
from models.codec import build, plain
from models.outgoing import Outgoing
from models.privacy import Vault
from models.store import Tx
from models.words import Priority

Entry = tuple[Care, Household]
_LASTS = timedelta(hours=12)


def key_of(vault: Vault, household: Household) -> str:
    """A keyed hash of a door."""
    return vault.hash("\x1f".join(("care", household.estate, household.building, household.unit, household.flat)))


def sealed(vault: Vault, household: Household) -> bytes:
    """A household as it is stored."""
    return vault.seal(json.dumps(plain(household), ensure_ascii=False))


def opened(vault: Vault, care: Care) -> Household:
    """A household as it is read."""
    found: Household = build(Household, json.loads(vault.open(care.sealed)))
    return found


def entries(tx: Tx, around: Around) -> list[Entry]:
    """All of them; for the bot itself."""
    return [(care, opened(around.vault, care)) for care in tx.cares.all()]


def seen_by(tx: Tx, person: Person | None, around: Around) -> list[Entry]:
    """Those that this person may see."""
    scene, at = care_scene(tx, around), around.now.astimezone(around.tz)
    shifts = scene.shifts()
    return [e for e in entries(tx, around) if may_see(around.district, person, e[1], at, shifts)]


def care_scene(tx: Tx, around: Around, actor: str = "bot", source: str = "ticker") -> Scene:
    """The transaction as dispatch knows it."""
    return Scene(tx, around.district, around.clocks, around.now, around.tz, source=source, actor=actor)


def put_texts(
    tx: Tx, texts: Iterable[str], *, key: str, person: str, around: Around, danger: bool = False, wait: bool = False
) -> int:
    """Texts for one person, encrypted until they leave; how many are new. ``danger`` lets them pass everything, ``wait``
    lets them wait for the morning."""
    return sum(
        tx.outbox.put(
            Outgoing(
                key=f"{key} {n} → {person}",
                text=HIDDEN,
                room="",
                person=person,
                priority=Priority.EMERGENCY if danger else Priority.RESTORATION,
                due_at=around.now,
                expires_at=around.now + _LASTS,
                at_night=not wait,
                why="care",
                sealed=around.vault.seal(text),
            )
        )
        for n, text in enumerate(texts, start=1)
    )


def local_of(around: Around) -> datetime:
    """Now, local and aware."""
    return around.now.astimezone(around.tz)
