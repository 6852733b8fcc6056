"""Whether a standing notice answers what somebody says, so that no ticket is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.around import Around
from keywords.questions import Question
from models.capture import Capture
from models.notice import Notice
from models.store import Tx
from models.words import Act, Service, Urgency
from notices.answer import Cover, covering, passed

_ASKING = frozenset({Act.REPORT, Act.ASK_STATUS, Act.ME_TOO, Act.URGE, Act.COMPLAIN})
_QUESTIONS = frozenset({Act.ASK_STATUS, Act.ASK_INFO})
_STILL_ASKED = timedelta(hours=12)
_PLANNED = frozenset({"E10", "W13", "G08", "R07"})
_ASKED_OF = _PLANNED | {"E01", "W01", "G02"}


def cover_of(
    tx: Tx, capture: Capture, around: Around, *, room: str = "", question: Question | None = None
) -> Cover | None:
    """The notice that answers a captured line; None when it says nothing of it, in danger, or when a ticket stands.

    ``room`` gives the place that a line leaves out; ``question`` says that the words ask after supply.
    """
    if capture.matter is None or tx.tickets.of_matter(capture.matter):
        return None
    asks = capture.act in _ASKING or capture.topic in _ASKED_OF or question is not None
    return _answering(tx, capture, around, room, question) if asks else None


def quote_of(tx: Tx, capture: Capture, around: Around, *, room: str, question: Question | None) -> Cover | None:
    """The same for who asks how it stands with a trouble that has its ticket: what the utility stated of it."""
    asks = question is not None or capture.act is Act.ASK_STATUS
    return _answering(tx, capture, around, room, question) if asks else None


def _answering(tx: Tx, capture: Capture, around: Around, room: str, question: Question | None) -> Cover | None:
    if capture.urgency is Urgency.P0:
        return None
    cover = find_cover(tx, capture, around, room=room, question=question)
    return cover if cover and _answers(cover, capture, question) else None


def find_cover(tx: Tx, capture: Capture, around: Around, *, room: str, question: Question | None) -> Cover | None:
    """The notice that says something of the place and the service that a line speaks of.

    For a question also one of other buildings of the estate (``Cover.elsewhere``), and, when the words leave the service
    open, one of any service.
    """
    estates = _estates(capture, around, room)
    standing = _standing(tx, estates, around)
    if not standing:
        return None
    for services in _services(capture, question, standing):
        for building in dict.fromkeys((capture.building, None) if question else (capture.building,)):
            found = [c for e in estates for s in services if (c := _covering(standing, e, building, s, around))]
            if found:
                elsewhere = building != capture.building
                return replace(found[0], elsewhere=capture.building if elsewhere else None)
    return None


def late_of(tx: Tx, capture: Capture, around: Around, *, room: str = "") -> Notice | None:
    """The notice that said that supply would be back by now, where somebody says that it is not."""
    if capture.act not in _ASKING or capture.service is None:
        return None
    estates = _narrow(_estates(capture, around, room), around)
    return passed(
        _standing(tx, estates, around),
        estates=estates,
        building=capture.building,
        service=capture.service,
        at_local=around.local,
        tz=around.tz,
    )


def _estates(capture: Capture, around: Around, room: str) -> tuple[str, ...]:
    """The place that a line speaks of, else all that its room serves."""
    return (capture.estate,) if capture.estate else around.district.room_estates(room)


def _narrow(codes: Sequence[str], around: Around) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e for code in codes for e in around.district.estates_in(code)))


def _standing(tx: Tx, codes: Sequence[str], around: Around) -> list[Notice]:
    return [n for n in tx.notices.at(_narrow(codes, around), around.local) if _counts(n, around)]


def notices_here(tx: Tx, capture: Capture, around: Around, *, room: str) -> list[Notice]:
    """The notices of its service that reach the place that a line speaks of, with that reach."""
    found = _standing(tx, _estates(capture, around, room), around)
    return [n for n in found if capture.service in (n.said.service, *n.said.also)]


def _services(
    capture: Capture, question: Question | None, standing: Sequence[Notice]
) -> tuple[tuple[Service, ...], ...]:
    """What the line may be about, the likeliest first."""
    if question is None or question.service:
        said = (question and question.service) or capture.service
        return ((said,),) if said else ()
    every = tuple(dict.fromkeys(s for n in standing for s in (n.said.service, *n.said.also) if s))
    return ((capture.service,), every) if capture.service else (every,)


def _covering(
    standing: Sequence[Notice], estate: str, building: str | None, service: Service, around: Around
) -> Cover | None:
    return covering(
        standing,
        estate=estate,
        building=building,
        service=service,
        at_local=around.local,
        district=around.district,
        tz=around.tz,
    )


def _counts(notice: Notice, around: Around) -> bool:
    """Whether it stands, or was said to be back or called off within the last hours: somebody may not have heard it yet."""
    return not notice.over or around.now - notice.published_at < _STILL_ASKED


def _answers(cover: Cover, capture: Capture, question: Question | None) -> bool:
    """Whether the notice is an answer to what was said: one that is yet to come explains no outage of now, and one
    that says "restored" does not silence who still has none."""
    asked = capture.act in _QUESTIONS
    if cover.elsewhere:
        return asked and question is not None
    match cover.phase:
        case "before":
            return capture.topic in _PLANNED or (asked and question is not None)
        case "after":
            return asked
    return capture.act in _ASKING or capture.topic in _ASKED_OF or question is not None
