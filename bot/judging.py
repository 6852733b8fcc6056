"""A person's word on a line that waits for one: by the command line or by chat."""

from __future__ import annotations

from datetime import datetime

from bot import wording
from bot.around import Around, Outcome
from bot.replies import aside, told_of
from dispatch.wording_topics import TOPICS
from keywords.commands_judge import LIST
from models.areas import District, Person
from models.errors import NotFound, Refused
from models.message import Message
from models.sample import NO, YES, Sample
from models.store import Tx
from models.ticket import Audit, Command
from models.topics import TOPIC_SERVICES
from models.words import Act, Priority, Role

_JUDGES = frozenset({Role.GRID_WORKER, Role.GRID_LEADER, Role.SECRETARY, Role.DISPATCHER, Role.ADMIN})
_SHOWN = 5


def judge_line(tx: Tx, *, number: int, verdict: str, by: str, now: datetime) -> Sample:
    """Label a line: yes, no, a topic, or a topic and an act (``"E05 report"``). The last word counts; NotFound, Refused."""
    sample = tx.samples.get(number)
    said = tx.samples.judge(number, verdict=_verdict(sample, verdict), by=by, at=now)
    tx.audit.add(Audit(f"sample {number}", "judge", by, now, before=sample.verdict, after=said.verdict))
    return said


def _verdict(sample: Sample, verdict: str) -> str:
    if verdict == YES and not sample.guess:
        raise Refused(f"{sample.id} 号没有猜是哪一类，请写明类目，如 E01（{TOPICS['E01']}）")
    if verdict in (YES, NO):
        return verdict
    topic, _, act = verdict.partition(" ")
    act = act or sample.guess.partition(" ")[2] or Act.REPORT
    if topic not in TOPIC_SERVICES or act not in frozenset(Act):
        raise Refused(f"没有这一类：{verdict}")
    return f"{topic} {act}"


def judge_by_chat(tx: Tx, *, message: Message, command: Command, actor: Person | None, around: Around) -> Outcome:
    """What one of the staff says to the bot about lines of the rooms that they serve; answered in private."""
    if actor is None or actor.role not in _JUDGES:
        return Outcome("refused", why=("核对由网格员、调度和管理员来做",))
    if command.verb == LIST:
        text = wording.to_judge([s for s in tx.samples.waiting() if _serves(around.district, actor, s)][:_SHOWN])
    else:
        text = _judged(tx, command, actor, around)
    key = f"judge {told_of(message)}"
    tx.outbox.put(aside(message, key, text, now=around.now, why="reply judge", priority=Priority.STAFF))
    return Outcome("command", why=command.why)


def _judged(tx: Tx, command: Command, actor: Person, around: Around) -> str:
    number = command.number or 0
    try:
        if not _serves(around.district, actor, tx.samples.get(number)):
            return wording.NOT_YOURS_TO_JUDGE
        said = judge_line(tx, number=number, verdict=command.text, by=actor.id, now=around.now)
    except (NotFound, Refused) as refused:
        return wording.not_judged(number, str(refused) if isinstance(refused, Refused) else "没有这一号")
    return wording.judged(said)


def _serves(district: District, person: Person, sample: Sample) -> bool:
    estates = district.room_estates(sample.room)
    return not person.areas or any(district.within(estate, area) for estate in estates for area in person.areas)
