"""Reports make a suspicion: enough households of one estate or line within a while, and who must know is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from dispatch.cause import SUSPECTED, Cause, Suspecting, cause_of, denied, dense, touches, unanswered
from dispatch.ladder import chief_of
from dispatch.rights import covers
from dispatch.route import common_area, leaders, route
from dispatch.scene import Scene
from dispatch.wording_suspect import Heard, card_text, heard_of
from models.areas import District, Person
from models.capture import Capture
from models.message import Message
from models.outgoing import Outgoing
from models.suspicion import Suspicion, Voice
from models.words import Act, Priority, Role

MAY_ANSWER = frozenset({Role.MEMBER_STAFF, Role.DISPATCHER, Role.ADMIN})
"""Whose word counts: the member's own people, and those who may speak for all (as for notices)."""
_SILENT = frozenset({Act.NOTICE, Act.THANKS, Act.OTHER, Act.RESTORED})
_CARD_LASTS = timedelta(hours=2)


def subject_of(card: Suspicion) -> str:
    """How the audit calls a card."""
    return f"suspicion {card.number}"


def suspect(scene: Scene, capture: Capture, message: Message, limits: Suspecting) -> Suspicion | None:
    """The card that this line makes, its report being kept already; None when it makes none.

    One cause has one open card, whatever the order of lines and estates.
    """
    topic, area = capture.topic, capture.estate
    if topic not in SUSPECTED or topic is None or area is None or capture.act in _SILENT or message.by_staff:
        return None
    cause = cause_of(scene.district, topic, area)
    if any(card.topic == topic and touches(scene.district, card, cause) for card in scene.tx.suspicions.open()):
        return None
    standing = scene.tx.suspicions.standing(cause.key, scene.now)
    said_no = denied(standing)
    heard = _again(scene, topic, cause, said_no) if said_no else _enough(scene, topic, cause, standing, message, limits)
    return _open(scene, cause, topic, heard, limits) if heard else None


def _enough(
    scene: Scene, topic: str, cause: Cause, standing: Sequence[Suspicion], message: Message, limits: Suspecting
) -> list[Voice]:
    """The lines of a span in which enough households spoke, of estates about which nobody has answered; [] without one."""
    estates = unanswered(standing, cause)
    around = (message.at - limits.within, message.at + limits.within)
    heard = scene.tx.suspicions.heard(estates, topic, *around) if estates else []
    since = dense(((r.at, r.household) for r in heard), limits.within, limits.households)
    return [r for r in heard if since and r.at >= since]


def _again(scene: Scene, topic: str, cause: Cause, card: Suspicion) -> list[Voice]:
    """After 不是: the lines, when twice as many households speak of it as did then."""
    count = scene.tx.suspicions.households(cause.estates, (topic,), card.since)
    if count < 2 * card.households:
        return []
    return scene.tx.suspicions.heard(cause.estates, topic, card.since, scene.now)


def _open(scene: Scene, cause: Cause, topic: str, heard: Sequence[Voice], limits: Suspecting) -> Suspicion:
    estates = tuple(dict.fromkeys(r.estate for r in heard))
    found = route(
        scene.district, cause.service, topic, common_area(scene.district, estates) or estates[0], None,
        scene.now.astimezone(scene.tz),
    )  # fmt: skip
    bare = Suspicion(
        number=0,
        cause=cause.key,
        service=cause.service,
        topic=topic,
        line=cause.line,
        estates=estates,
        member=found.member.code,
        opened_at=scene.now,
        since=min(r.at for r in heard),
        households=len({r.household for r in heard}),
        chase_at=scene.now + min(limits.answer, limits.lapse),
    )
    people = next(iter(levels(scene, bare)), ())
    card = scene.tx.suspicions.add(bare.evolve(asked=people))
    scene.note(subject_of(card), "open", reason=f"{card.households} 户，{found.why[0] if found.why else ''}")
    tell_card(scene, card, people, "card")
    return card


def levels(scene: Scene, card: Suspicion) -> list[tuple[str, ...]]:
    """Who is asked, and who after them: the person on duty of the member, their chiefs, its other people for the place,
    the dispatchers, the admins; nobody twice, and no level without anybody."""
    district = scene.district
    area = common_area(district, card.estates) or card.estates[0]
    duty = route(district, card.service, card.topic, area, None, scene.now.astimezone(scene.tz)).person
    first = (duty.id,) if duty and duty.member == card.member else ()
    staff = (p.id for p in district.people if p.role is Role.MEMBER_STAFF and p.member == card.member)
    over = (tuple(p.id for p in leaders(district, area, (role,))) for role in (Role.DISPATCHER, Role.ADMIN))
    seen: set[str] = set()
    found = []
    for level in (first, tuple(_chiefs(district, first)), tuple(staff), *over):
        fresh = tuple(p for p in level if p not in seen and not may_not_answer(district, district.person.get(p), card))
        seen |= set(fresh)
        found += [fresh] if fresh else []
    return found


def _chiefs(district: District, first: tuple[str, ...]) -> Iterator[str]:
    person, seen = next(iter(first), ""), {""}
    while (person := chief_of(district, person)) not in seen:
        seen.add(person)
        yield person


def may_not_answer(district: District, person: Person | None, card: Suspicion) -> str:
    """Why somebody may not answer a card ("" = may)."""
    if person is None or person.role not in MAY_ANSWER:
        return "要责任单位的人或调度来答"
    if person.role is Role.MEMBER_STAFF and person.member != card.member:
        return "这不是您单位的业务"
    outside = [e for e in card.estates if not covers(district, person, e)]
    return f"{district.name(outside[0])}不在您的片区" if outside else ""


def places_of(scene: Scene, card: Suspicion) -> tuple[str, ...]:
    """The estates that an open card is about: all on its line, but for those about which somebody has answered."""
    cause = cause_of(scene.district, card.topic, card.estates[0])
    return unanswered(scene.tx.suspicions.standing(cause.key, scene.now), cause)


def with_estates(district: District, codes: Sequence[str]) -> tuple[str, ...]:
    """The areas with the estates that lie in them."""
    return tuple(dict.fromkeys(e for code in codes for e in (code, *district.estates_in(code))))


def heard_now(scene: Scene, card: Suspicion) -> Heard:
    """What has been said by now, as an open card shows it."""
    return heard_of(scene.tx.suspicions.heard(places_of(scene, card), card.topic, card.since, scene.now))


def tell_card(scene: Scene, card: Suspicion, people: Sequence[str], name: str) -> None:
    """The card to these people, as it stands now."""
    text = card_text(scene.district, card, heard_now(scene, card), scene.now, scene.tz, again=name != "card")
    for person in people:
        scene.say(note_to(scene, card, person, name, text))


def note_to(scene: Scene, card: Suspicion, person: str, name: str, text: str) -> Outgoing:
    """A private text about a card; it passes quiet hours, since people sit without supply."""
    return Outgoing(
        key=f"suspicion {card.number} {name} → {person}",
        text=text,
        room="",
        person=person,
        priority=Priority.STAFF,
        due_at=scene.now,
        expires_at=scene.now + _CARD_LASTS,
        topic=f"suspicion {card.number}",
        at_night=True,
        why=f"suspicion {name}",
    )
