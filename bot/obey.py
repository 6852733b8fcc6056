"""A command on its way: of a notice, a card, one's own data, the desk, the switches, the judge, or a ticket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.around import Around, Outcome
from bot.bulletins import tell_at_once
from bot.care_desk import obey_care
from bot.contacts import name_speaker, remember_writer
from bot.door import Admitted
from bot.etiquette import may_name_for
from bot.judging import judge_by_chat
from bot.my_data import obey_personal
from bot.notice_asked import obey_asked
from bot.notice_desk import VERBS as DESK
from bot.notice_desk import obey_desk
from bot.proposals import learn_from_ticket
from bot.quarter_desk import obey_quarter
from bot.suspicion_desk import card_deed, obey_card, take_back_answer
from bot.switches import switch
from bot.telephone import obey_phone
from dispatch.act import perform
from keywords.commands_asked import VERBS as ASKED
from keywords.commands_care import VERBS as CARE
from keywords.commands_judge import JUDGE, LIST
from keywords.commands_personal import PHONES
from keywords.commands_personal import VERBS as PERSONAL
from keywords.commands_quarter import VERB as QUARTER
from keywords.commands_suspect import VERBS as CARDS
from keywords.scrub import Scrubber
from models.store import Tx
from models.ticket import Command
from models.words import Action, Status

_COMMENTED = frozenset({Action.RATE, Action.REOPEN})
"""Commands of residents whose words are kept as said, encrypted, until their purge."""
_COUNTERS: tuple[tuple[frozenset[str], Callable[..., Outcome]], ...] = (
    (CARE, obey_care),
    (ASKED, obey_asked),
    (CARDS, obey_card),
    (PERSONAL, obey_personal),
    (PHONES, obey_phone),
    (DESK, obey_desk),
)
"""Who takes which verbs; what none of them takes is about a ticket."""


def obey(tx: Tx, *, seen: Admitted, command: Command, around: Around, scrubber: Scrubber) -> Outcome:
    """A command, done once: a redelivered message changes nothing. ``scrubber`` is the district's."""
    if not tx.inbox.take(seen.message, seen.digest):
        return Outcome("known", why=("这条命令做过了",))
    remember_writer(tx, seen, around)
    return carry_out(tx, seen=seen, command=command, around=around, scrubber=scrubber)


def carry_out(tx: Tx, *, seen: Admitted, command: Command, around: Around, scrubber: Scrubber) -> Outcome:
    """A command, whoever brought it: typed in a chat, or on a page of the console."""
    message, command = seen.message, _split_of(tx, command)
    actor = around.district.person.get(message.sender)
    for verbs, take in _COUNTERS:
        if command.verb in verbs:
            return take(tx, seen=seen, command=command, around=around)
    if command.verb == "undo" and (deed := card_deed(tx, message.sender, around)):
        return take_back_answer(tx, seen=seen, command=command, deed=deed, around=around)
    if command.verb in ("pause", "resume"):
        said = switch(tx, message=message, command=command, actor=actor, district=around.district, now=around.now)
        return Outcome("command" if said.ok else "refused", why=(said.why,))
    if command.verb in (LIST, JUDGE):
        return judge_by_chat(tx, message=message, command=command, actor=actor, around=around)
    if command.verb == QUARTER:
        return obey_quarter(tx, message=message, command=command, actor=actor, around=around)
    return _of_a_ticket(tx, seen, command, around, scrubber)


def _split_of(tx: Tx, command: Command) -> Command:
    """拆开 13 means the ticket 13 that was merged, when there is no notice with that number."""
    if command.verb != "notice_split" or command.number is None or tx.notices.versions(command.number):
        return command
    ticket = tx.tickets.find(command.number)
    return replace(command, verb="split") if ticket and ticket.status is Status.MERGED else command


def _of_a_ticket(tx: Tx, seen: Admitted, command: Command, around: Around, scrubber: Scrubber) -> Outcome:
    message = seen.message
    actor = around.district.person.get(message.sender)
    done = perform(
        tx,
        command=command,
        actor=actor,
        actor_hash=message.sender,
        room=message.room,
        district=around.district,
        clocks=around.clocks,
        now=around.now,
        tz=around.tz,
        source=f"{message.channel} {message.id}",
        sealed=seen.sealed.text if command.verb in _COMMENTED and command.text else b"",
    )
    if done.district and actor and actor.id not in done.district.person:  # who handed over hears that it is done
        tx.people.remember(actor.id, seen.sealed.sender, around.now, message.account, private=message.private)
    if not done.refused:
        tell_at_once(tx, command.verb, around)
        learn_from_ticket(
            tx, ticket=done.ticket, verb=command.verb, by=message.sender, around=around, scrubber=scrubber
        )
    naming = may_name_for(message, command.verb, topic=done.ticket.topic if done.ticket else None)
    answers = [row.key for row in done.said if row.room and row.why.startswith("reply")]
    name_speaker(tx, seen, answers, naming, around.now)
    return Outcome("command", ticket=done.ticket, why=command.why, district=done.district)
