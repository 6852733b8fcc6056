"""Photos of the staff as proof: counted with their ticket; each has its row, by which the rim fetches and keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dispatch import wording_answers as answer
from dispatch.ask import Ask, Done, by_number, offer
from dispatch.rights import denied
from dispatch.scene import subject
from models.keeping import WANTED, Photo
from models.ticket import Ticket
from models.words import Action, Status

_JUST_NOW = timedelta(minutes=10)
_SERIES = timedelta(minutes=5)
_SHOWN = frozenset({Status.DISPATCHED, Status.SIGNED, Status.IN_PROGRESS, Status.REWORK, Status.VERIFYING})


def take_photo(ask: Ask) -> Done:
    """A picture belongs to the ticket that it quotes, else to the one that its sender has just moved, else to their
    only one; of a series only the first is answered."""
    found = _meant(ask)
    if isinstance(found, Done):
        return found
    scene = ask.scene
    if reason := denied(scene.district, ask.person, found, Action.PROGRESS):
        return ask.reply(found, answer.denied(scene.district, found, Action.PROGRESS, reason), reason)
    source = ask.command.text or scene.source
    channel, message_id = (*source.split(), "", "")[:2]
    if not scene.tx.photos.add(Photo(found.number, channel, "", message_id, ask.sender, scene.now, WANTED)):
        return Done(found, (), "already")
    before = [a for a in scene.tx.audit.of(subject(found)) if a.action == "photo" and a.actor == ask.sender]
    ticket = scene.save(found, found.evolve(photos=found.photos + 1), "photo", source)
    if before and scene.now - before[-1].at < _SERIES:
        return Done(ticket, ())
    return ask.reply(ticket, answer.photo_kept(ticket))


def _meant(ask: Ask) -> Ticket | Done:
    if ask.command.number is not None:
        return by_number(ask, ask.command.number)
    scene = ask.scene
    deed = scene.tx.deeds.last(ask.sender, scene.now - _JUST_NOW)
    if deed:
        return scene.tx.tickets.get(deed.before[0].number)
    mine = [t for t in scene.tx.tickets.mine(ask.sender) if t.status in _SHOWN]
    if len(mine) == 1:
        return mine[0]
    if not mine:
        return ask.reply(None, answer.photo_of_what(), "unknown")
    photo = replace(ask.command, verb="photo", text=scene.source)
    return offer(replace(ask, command=photo), mine, Action.PROGRESS)
