"""退单 and 产权争议: back once with boundary and evidence; the second time the community leads and both attend."""

from __future__ import annotations

from dataclasses import replace

from dispatch import wording_answers as answer
from dispatch import wording_quarrel as quarrel_words
from dispatch import wording_staff as to_staff
from dispatch.ask import Ask, Done, meant
from dispatch.assign import reassign, timed
from dispatch.choose import SEEN
from dispatch.duties import decided_duty
from dispatch.life import step
from dispatch.route import leaders, member_person
from dispatch.scene import Scene, subject
from dispatch.targets import find_target
from dispatch.tell import AUTOMATIC, Said, crew, helpers, overseers, rooms_of, spoken, tell_rooms, where
from dispatch.wording import who
from models.areas import District, Member
from models.deed import Choice
from models.ticket import Ticket
from models.words import Action, Priority, Role, Urgency

BOUNDARIES = ("表后", "户内", "专变", "二供", "红线内", "产权", "片区外")
"""What a return may name: behind the meter, indoors, the customer's transformer, secondary water supply, within the
estate, somebody else's property, another area (DOMAIN §6)."""


def give_back(ask: Ask, ticket: Ticket) -> Done:
    """退单: once, with boundary and evidence; those above assign it anew, and without them the fallback member gets it."""
    if not ask.command.target:
        return _ask_boundary(ask, ticket)
    if not (ask.command.evidence or ticket.photos):
        return ask.reply(ticket, quarrel_words.needs_evidence(ticket, ask.command.target), "evidence")
    if ticket.returns:
        return _quarrel(ask, ticket)
    scene, reason = ask.scene, ask.command.text
    scene.withdraw(ticket, "已退单")
    back = step(ticket, Action.RETURN, scene.now).evolve(boundary=ask.command.target)
    ticket = scene.save(ticket, back.evolve(respond_by=timed(scene, back).respond_by), Action.RETURN, reason)
    above = overseers(scene, ticket)
    if not above:
        ticket, said = reassign(scene, ticket, (scene.district.fallback, None), f"退单后无人改派：{reason}")
    else:
        text = to_staff.returned(scene.district, ticket, who(scene.district, ask.sender), reason)
        said = scene.tell(ticket, above, "returned", text)
    return ask.reply(ticket, answer.given_back(ticket), said=said)


def _ask_boundary(ask: Ask, ticket: Ticket) -> Done:
    """The boundary is not named: one digit names it."""
    command = ask.command
    seen = SEEN if command.evidence else ""
    choice = Choice(ask.sender, ask.scene.now, "boundary", BOUNDARIES, command.verb, ticket.number, command.text, seen)
    ask.scene.tx.choices.ask(choice)
    return ask.reply(ticket, quarrel_words.which_boundary(ticket, BOUNDARIES), "reason")


def _quarrel(ask: Ask, ticket: Ticket) -> Done:
    """产权争议: the second return. It stays where it is, the first member attends too, the community leads."""
    scene, reason = ask.scene, ask.command.text
    scene.withdraw(ticket, "产权争议")
    first = _first_return(ask, ticket)
    lead = _community(scene, ticket)
    moved = timed(scene, step(ticket, Action.DISPUTE, scene.now))
    by = moved.arrive_by if ticket.urgency is not Urgency.P2 and moved.arrive_by else scene.now + scene.clocks.joint
    after = moved.evolve(
        boundary=ask.command.target,
        lead=lead,
        arrive_by=by,
        co=tuple(dict.fromkeys(c for c in (*ticket.co, first) if c and c != ticket.member)),
        why=(*ticket.why, f"产权争议：{reason}"),
    )
    ticket = scene.save(ticket, after, Action.DISPUTE, reason)
    said = _tell_quarrel(ask, ticket)
    return ask.reply(ticket, quarrel_words.opened(scene.district, ticket), said=said)


def _first_return(ask: Ask, ticket: Ticket) -> str:
    """The member whose person returned it first."""
    rows = [a for a in ask.scene.tx.audit.of(subject(ticket)) if a.action == Action.RETURN]
    person = ask.scene.district.person.get(rows[-1].actor) if rows else None
    return person.member if person else ""


def _community(scene: Scene, ticket: Ticket) -> str:
    """Who leads: the community's secretary, else the grid leader, else whoever stands above."""
    order = (Role.SECRETARY, Role.GRID_LEADER, Role.DISPATCHER, Role.ADMIN)
    return next((p.id for p in leaders(scene.district, where(scene, ticket), order)), "")


def _claims(ask: Ask, ticket: Ticket) -> list[tuple[str, str]]:
    """Who returned it, and what they said."""
    rows = [
        a for a in ask.scene.tx.audit.of(subject(ticket)) if a.action in (Action.RETURN, Action.DISPUTE) and a.reason
    ]
    return [(who(ask.scene.district, a.actor), a.reason) for a in rows[-2:]]


def _tell_quarrel(ask: Ask, ticket: Ticket) -> Said:
    scene = ask.scene
    claims = _claims(ask, ticket)
    name = f"dispute {ticket.disputed_at:%Y-%m-%dT%H:%MZ}"
    lead = quarrel_words.for_lead(scene.district, ticket, claims, scene.now, scene.tz)
    both = quarrel_words.for_members(scene.district, ticket, claims, scene.now, scene.tz)
    said = scene.tell(ticket, [ticket.lead], name, lead)
    people = [p for p in (*crew(ticket), *helpers(scene, ticket)) if p not in (ticket.lead, ask.sender)]
    said += scene.tell(ticket, people, name, both)
    rooms = [r for r in rooms_of(scene, ticket) if spoken(scene, ticket, r, AUTOMATIC) < 2]
    text = quarrel_words.for_room(scene.district, ticket)
    return said + tell_rooms(scene, ticket, "changed", [(r, text) for r in rooms], Priority.REPLY)


def joint(ask: Ask) -> Done:
    """联合 12 明天9点: the hour at which both members are at the place; set by who leads."""
    found = _disputed(ask)
    if isinstance(found, Done):
        return found
    scene, until = ask.scene, ask.command.until
    if until is None or until <= scene.now:
        return ask.reply(found, quarrel_words.when_joint(found), "hour")
    ticket = scene.save(found, found.evolve(arrive_by=until), "joint", ask.command.text)
    text = quarrel_words.joint_at(scene.district, ticket, scene.now, scene.tz)
    people = [p for p in (*crew(ticket), *helpers(scene, ticket)) if p != ask.sender]
    said = scene.tell(ticket, people, f"joint {until:%Y-%m-%dT%H:%MZ}", text)
    return ask.reply(ticket, text, said=said)


def _disputed(ask: Ask) -> Ticket | Done:
    found = meant(ask, Action.DECIDE)
    if isinstance(found, Done):
        return found
    return found if found.disputed_at else ask.reply(found, quarrel_words.no_quarrel(found), "already")


def decide(ask: Ask) -> Done:
    """定责 12 供电 依据: the member is decided on, keeps it, and the responsibility is written down for next time."""
    found = _disputed(ask)
    if isinstance(found, Done):
        return found
    target = find_target(ask.scene.district, ask.command.target)
    if target is None:
        return ask.reply(found, quarrel_words.decide_for(ask.scene.district, found), "target")
    if not ask.command.text:
        return ask.reply(found, quarrel_words.decide_why(found, target[0]), "reason")
    return _decided(ask, found, target[0])


def _decided(ask: Ask, ticket: Ticket, member: Member) -> Done:
    scene, reason = ask.scene, ask.command.text
    at = scene.now.astimezone(scene.tz)
    person, _ = member_person(scene.district, member, where(scene, ticket), ticket.building, at, scene.shifts())
    both = [p for p in (*crew(ticket), *helpers(scene, ticket)) if p != ask.sender]
    after = timed(scene, step(ticket, Action.DECIDE, scene.now)).evolve(
        member=member.code,
        person=person.id if person else "",
        co=tuple(c for c in (*ticket.co, ticket.member) if c != member.code),
        by_default=False,
        in_grid=not member.fallback,
        why=(*ticket.why, f"定责 {member.name}：{reason}"),
    )
    ticket = scene.save(ticket, after, Action.DECIDE, reason)
    district = _write_down(ask, ticket, member, reason)
    text = quarrel_words.decided(scene.district, ticket, member, reason, scene.now, scene.tz)
    people = [*both, *([person.id] if person else [])]
    said = scene.tell(ticket, people, f"decided {scene.now:%Y-%m-%dT%H:%M:%SZ}", text)
    return replace(ask.reply(ticket, text, said=said), district=district)


def _write_down(ask: Ask, ticket: Ticket, member: Member, reason: str) -> District | None:
    """The district with the responsibility as decided; None when the place is not known."""
    scene = ask.scene
    district = decided_duty(scene.district, ticket, member.code)
    if district is None:
        return None
    if scene.trail:
        scene.trail.redistrict(scene.district, district)
    scene.tx.district.save(district, scene.now)
    where_ = f"{scene.district.name(ticket.estate)} {ticket.building or ''} {ticket.topic} → {member.name}"
    scene.note("district", "decide", reason=f"工单 {ticket.number} 定责：{reason}", after=where_)
    return district
