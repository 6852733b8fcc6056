"""A voice or picture message that the bot cannot read: those who see to the trouble hear of it, the sender is asked once."""

from __future__ import annotations

from datetime import timedelta

from dispatch import wording_room as to_room
from dispatch import wording_staff as to_staff
from dispatch.matters import main_ticket
from dispatch.route import common_area, leaders
from dispatch.scene import Scene, may_speak
from dispatch.tell import OVERSEERS, crew, overseers
from models.matter import Report
from models.message import Message
from models.outgoing import Outgoing
from models.ticket import Ticket
from models.words import MessageKind, Priority, Role

SOON = timedelta(minutes=5)
"""So long after a report of the same sender a voice or picture message belongs to it (issue 3)."""
_KINDS = {
    MessageKind.VOICE: "语音",
    MessageKind.PICTURE: "图片",
    MessageKind.VIDEO: "视频",
}
_SHOWN = {f"[{name}]": name for name in _KINDS.values()}


def media_of(message: Message) -> str:
    """``语音``, ``图片`` or ``视频`` when a message is nothing else; "" for all others."""
    return _KINDS.get(message.kind) or _SHOWN.get(message.text.strip(), "")


def flag_unheard(scene: Scene, message: Message) -> bool:
    """Tell the workers and ask the sender, each once; False when the message is nobody's business.

    It is, when it names the bot or follows the sender's own report in the same room within ``SOON``.
    """
    media = media_of(message)
    report = scene.tx.matters.last_of(message.sender, message.room, since=message.at - SOON, until=message.at)
    room = scene.district.room.get(message.room)
    if not media or message.by_staff or (room and room.shadow) or not (message.to_bot or report):
        return False
    ticket = main_ticket(scene.tx, report.matter) if report else None
    if ticket:
        text = to_staff.unheard(scene.district, ticket, media)
        scene.tell(ticket, crew(ticket) or overseers(scene, ticket), f"unheard {message.sender[:12]}", text, calm=True)
    else:
        _tell_overseers(scene, message, media)
    _ask(scene, message, media, report, ticket)
    return True


def _tell_overseers(scene: Scene, message: Message, media: str) -> None:
    room = scene.district.room.get(message.room)
    area = common_area(scene.district, room.areas) if room else None
    levels = ((Role.GRID_WORKER,), OVERSEERS, (Role.ADMIN,))
    people = next((found for roles in levels if (found := leaders(scene.district, area, roles))), [])
    text = to_staff.unheard_in(room.topic if room else "私聊", media)
    for person in people:
        scene.say(
            Outgoing(
                key=f"unheard {message.at:%Y-%m-%d} {message.room} {message.sender[:12]} → {person.id}",
                text=text,
                room="",
                person=person.id,
                priority=Priority.STAFF,
                due_at=scene.now,
                why="unheard",
            )
        )


def _ask(scene: Scene, message: Message, media: str, report: Report | None, ticket: Ticket | None) -> None:
    if not message.room or not may_speak(scene, message.room):
        return
    about = report.matter if report else f"{message.at:%Y-%m-%d}"
    scene.say(
        Outgoing(
            key=f"unheard {about} {message.sender} → {message.room}",
            text=to_room.unheard(scene.district, ticket, media),
            room=message.room,
            person="",
            priority=Priority.REPLY,
            due_at=scene.now,
            expires_at=scene.now + timedelta(minutes=30),
            ticket=ticket.number if ticket else None,
            at_night=True,
            why="answer：语音、图片读不了",
        )
    )
