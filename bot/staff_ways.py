"""Who of the staff is reached besides WeChat, and by which of their own ways: rules, as pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from models.areas import District
from models.outgoing import Outgoing
from models.words import Priority

APPRISE = "apprise "
INSTEAD = "instead of WeChat"
"""The topic of a text that goes an own way since WeChat does not bring it out."""
_TO_STAFF = frozenset({Priority.EMERGENCY, Priority.RESTORATION, Priority.STAFF})
_TO_MEMBER = ("dispatched", "reassigned")
_ARROW = " → "
Also = Literal["p0", "always", "never"]


@dataclass(frozen=True, slots=True)
class Manner:
    """What a service takes: texts a minute to one target, and UTF-8 bytes of one text."""

    per_minute: int
    longest: int


_MANNERS = {
    # 20 a minute a robot, 2048 bytes: developer.work.weixin.qq.com/document/path/91770
    "wecombot": Manner(20, 2048),
    # 20 a minute a robot, then silence for ten minutes: open.dingtalk.com/document/robots/custom-robot-access
    "dingtalk": Manner(20, 18_000),
    # 100 a minute, 5 a second, 20 KB: open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
    "feishu": Manner(100, 18_000),
    "lark": Manner(100, 18_000),
}
_OTHERS = Manner(60, 30_000)


def manner_of(url: str) -> Manner:
    """What the service of an apprise address takes."""
    return _MANNERS.get(url.partition("://")[0].lower(), _OTHERS)


def way_of(target: str) -> str:
    """The way that a target (``env:NAME``) stands for: it is the account under which its texts count."""
    return APPRISE + target.removeprefix("env:")


def ways_of(district: District) -> tuple[str, ...]:
    """Every own way of the district, each once."""
    targets = (*(p.notify for p in district.people), *(m.notify for m in district.members))
    return tuple(dict.fromkeys(way_of(t) for some in targets for t in some))


def copies(row: Outgoing, *, district: District, member: str, also: Also) -> list[Outgoing]:
    """The rows beside a private text to one of the staff: for its person when it is danger (or always), and, when it
    dispatches a ticket, for its ``member``."""
    if row.priority not in _TO_STAFF or row.person not in district.person:
        return []
    both = also == "always" or (also == "p0" and row.priority is Priority.EMERGENCY)
    own = district.person[row.person].notify if both else ()
    dispatched = row.why.startswith(_TO_MEMBER) and member in district.member
    return by_ways(row, (*own, *(district.member[member].notify if dispatched else ())))


def instead(row: Outgoing, *, district: District, now: datetime) -> list[Outgoing]:
    """The rows in place of a private text to one of the staff that WeChat does not bring out; what is encrypted waits."""
    person = district.person.get(row.person)
    if person is None or row.sealed or row.priority not in _TO_STAFF or (row.expires_at and row.expires_at <= now):
        return []
    return [copy.evolve(topic=INSTEAD, due_at=now) for copy in by_ways(row, person.notify)]


def by_ways(row: Outgoing, targets: Iterable[str]) -> list[Outgoing]:
    """A row for each target. One text goes to one target once, for however many people it is."""
    return [
        Outgoing(
            key=f"{_stem(row)} by {way}",
            text=row.text,
            room="",
            person=row.person,
            priority=row.priority,
            due_at=row.due_at,
            expires_at=row.expires_at,
            ticket=row.ticket,
            notice=row.notice,
            at_night=row.at_night,
            why=row.why,
            way=way,
        )
        for way in dict.fromkeys(map(way_of, targets))
    ]


def replaced(row: Outgoing) -> tuple[str, ...]:
    """The key of the text that need not go by WeChat any more once this one has arrived."""
    stem = row.key.removesuffix(f" by {row.way}")
    return (f"{stem}{_ARROW}{row.person}",) if row.topic == INSTEAD else ()


def _stem(row: Outgoing) -> str:
    return row.key.removesuffix(f"{_ARROW}{row.person}")


def cut(text: str, longest: int) -> str:
    """The text within so many bytes of UTF-8; what is lost shows as ……."""
    raw = text.encode("utf-8", "replace")
    if len(raw) <= longest:
        return text
    mark = "……"
    return raw[: longest - len(mark.encode())].decode("utf-8", "ignore") + mark
