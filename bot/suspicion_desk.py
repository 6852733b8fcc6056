"""Answers to suspected outages by chat, and how one is taken back; each is answered where it was said."""

from __future__ import annotations

import re

from bot.around import Around, Outcome
from bot.door import Admitted
from bot.notice_asked import obey_asked
from bot.replies import in_return, told_of
from bot.suspicion_decide import Answer, decide
from dispatch import wording_suspect as say
from dispatch.act_undo import hindered, put_back, unsay
from dispatch.ask import Ask
from dispatch.suspect import may_not_answer, note_to
from dispatch.wording import shown
from dispatch.wording_answers import NOTHING_TO_UNDO
from keywords.commands_suspect import BACK, KNOWN, NO, YES
from models.areas import Person
from models.deed import Deed
from models.errors import NotFound
from models.store import Tx
from models.suspicion import Suspicion, Verdict
from models.ticket import Command
from models.words import Delivery

_VERDICTS = {YES: Verdict.CONFIRMED, KNOWN: Verdict.KNOWN, NO: Verdict.DENIED}
_DEED = re.compile(r"suspicion (\d+)")


def obey_card(tx: Tx, *, seen: Admitted, command: Command, around: Around) -> Outcome:
    """Do what a person of the staff answered; refusals are answers, not errors."""
    person = around.district.person.get(seen.message.sender)
    if person is None:
        return Outcome("refused", why=("不是工作人员",))
    card = _meant(tx, command, person, around)
    if isinstance(card, str):
        return _said(tx, seen, command, around, card, refused=True)
    if command.verb == BACK:
        return _back(tx, seen, command, around, card)
    notice = re.fullmatch(r"公告 (\d+)", command.target)
    answer = Answer(
        _VERDICTS[command.verb],
        command.until,
        "" if notice else command.target,
        shown(around.district, command.text),
        int(notice[1]) if notice else None,
    )
    done = decide(tx, number=card.number, answer=answer, person=person, around=around, source=told_of(seen.message))
    return _said(tx, seen, command, around, done.text, refused=bool(done.refused))


def _meant(tx: Tx, command: Command, person: Person, around: Around) -> Suspicion | str:
    """The card that is meant: by number, else the only one that this person may answer; else what to say."""
    if command.number is not None:
        try:
            return tx.suspicions.get(command.number)
        except NotFound:
            return say.no_card(command.number)
    mine = [c for c in tx.suspicions.open() if not may_not_answer(around.district, person, c)]
    if len(mine) == 1:
        return mine[0]
    return say.which(mine, command.why[0]) if mine else say.no_card(None)


def _back(tx: Tx, seen: Admitted, command: Command, around: Around, card: Suspicion) -> Outcome:
    """已恢复 in a quotation of the card: of its notice, when it has one."""
    if card.notice is None:
        return _said(tx, seen, command, around, say.back_how(card), refused=True)
    told = Command("notice_back", card.notice, command.text, why=command.why)
    return obey_asked(tx, seen=seen, command=told, around=around)


def _said(tx: Tx, seen: Admitted, command: Command, around: Around, text: str, *, refused: bool) -> Outcome:
    message = seen.message
    key = f"desk {told_of(message)}"
    tx.outbox.put(in_return(message, key, text, now=around.now, why="reply：疑似"))
    return Outcome("refused" if refused else "command", why=command.why)


def card_deed(tx: Tx, sender: str, around: Around) -> Deed | None:
    """The answer to a card that somebody may still take back, when it is the last thing that they did."""
    deed = tx.deeds.last(sender, around.now - around.clocks.take_back)
    return deed if deed and _DEED.fullmatch(deed.verb) else None


def take_back_answer(tx: Tx, *, seen: Admitted, command: Command, deed: Deed, around: Around) -> Outcome:
    """撤销 of an answer: the card is open again, its notice never was, tickets stand as they stood."""
    scene = around.scene(tx, actor=deed.actor, source=told_of(seen.message))
    ask = Ask(scene, command, around.district.person.get(deed.actor), deed.actor, seen.message.room)
    found = _DEED.fullmatch(deed.verb)
    assert found is not None
    card = tx.suspicions.get(int(found[1]))
    if card.state is Verdict.OPEN or hindered(ask, deed) or _posted(tx, card):
        return _said(tx, seen, command, around, NOTHING_TO_UNDO, refused=True)
    put_back(ask, deed)
    unsay(ask, deed)
    if card.notice is not None and card.state is Verdict.CONFIRMED:
        tx.outbox.release([r.key for r in tx.outbox.of_notice(card.notice)], f"撤销 {deed.id}", "已撤销")
        tx.notices.drop(card.notice, tx.notices.latest(card.notice).version)
    again = _as_before(card, around)
    tx.suspicions.save(again)
    scene.note(f"suspicion {card.number}", "undo", reason="撤销刚才的答复", before=card.state, after=again.state)
    for person in _heard(tx, deed, around):
        scene.say(note_to(scene, again, person, f"reopened {deed.id}", say.reopened(again)))
    tx.deeds.undone(deed, around.now)
    return _said(tx, seen, command, around, say.reopened(again), refused=False)


def _posted(tx: Tx, card: Suspicion) -> bool:
    """Whether a room has heard of the notice that it became."""
    if card.notice is None or card.state is not Verdict.CONFIRMED:
        return False
    return any(row.room and row.status is Delivery.SENT for row in tx.outbox.of_notice(card.notice))


def _as_before(card: Suspicion, around: Around) -> Suspicion:
    return card.evolve(
        state=Verdict.OPEN, until=None, reason="", decided_by="", decided_at=None, quiet_until=None, notice=None,
        ticket=None, chase_at=around.now + around.suspecting.answer,
    )  # fmt: skip


def _heard(tx: Tx, deed: Deed, around: Around) -> list[str]:
    """Those of the staff who have been told of the answer."""
    rows = (tx.outbox.get(f"{key} 撤销 {deed.id}") or tx.outbox.get(key) for key in deed.said)
    told = (r.person for r in rows if r and r.status is Delivery.SENT and r.topic.startswith("suspicion "))
    return [p for p in dict.fromkeys(told) if p in around.district.person and p != deed.actor]
