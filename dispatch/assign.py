"""From accepted to dispatched: route, deadlines, and those who must know."""

from __future__ import annotations

from datetime import datetime

from dispatch.clocks import clocks_for, deadlines
from dispatch.life import step
from dispatch.route import Route, fact, route
from dispatch.scene import Scene
from dispatch.tell import ACCEPTED, Said, tell_dispatched, where
from models.areas import District, Member, Person
from models.ticket import Ticket
from models.words import Action, Service, Status


def place_kind(district: District, estate: str | None) -> str:
    """city, rural or remote, as the narrowest area that says so (fact ``place``); city otherwise."""
    return next((kind for a in district.chain(estate) if (kind := fact(a, "place"))), "city")


def route_ticket(scene: Scene, ticket: Ticket, service: Service | None = None) -> Route:
    """Where a ticket goes now; ``service`` overrides its own."""
    at: datetime = scene.now.astimezone(scene.tz)
    topic = ticket.topic if service is None else None
    return route(
        scene.district, service or ticket.service, topic, where(scene, ticket), ticket.building, at, scene.shifts()
    )


def routed(ticket: Ticket, found: Route) -> Ticket:
    """The ticket with who answers for it, and why."""
    return ticket.evolve(
        member=found.member.code,
        person=found.person.id if found.person else "",
        worker=found.worker.id if found.worker else ticket.worker,
        by_default=found.by_default,
        in_grid=not found.member.fallback,
        co=tuple(m.code for m in found.co),
        why=tuple(dict.fromkeys((*ticket.why, *found.why))),
    )


def timed(scene: Scene, ticket: Ticket) -> Ticket:
    """The ticket with its deadlines from now on."""
    clocks = clocks_for(scene.clocks, scene.district, ticket)
    return deadlines(ticket, scene.now, scene.tz, clocks, place_kind(scene.district, ticket.estate))


def accept_and_dispatch(scene: Scene, ticket: Ticket, reason: str, *, skip: str = "") -> tuple[Ticket, Said]:
    """A captured or reopened ticket becomes a dispatched one; the crew is told, but for ``skip`` who knows."""
    again = ticket.dispatched_at is not None
    if ticket.status is Status.CAPTURED:
        scene.withdraw(ticket, ACCEPTED)
        ticket = scene.advance(ticket, Action.ACCEPT, reason=reason)
    sent = step(routed(ticket, route_ticket(scene, ticket)), Action.DISPATCH, scene.now)
    ticket = scene.save(ticket, timed(scene, sent), Action.DISPATCH, reason)
    return ticket, tell_dispatched(scene, ticket, _once(scene, "dispatched") if again else "dispatched", skip=skip)


def reassign(scene: Scene, ticket: Ticket, target: tuple[Member, Person | None], reason: str) -> tuple[Ticket, Said]:
    """Another member, or another person of it; the clocks run anew and the new one is told."""
    member, person = target
    moved = ticket.evolve(
        member=member.code,
        person=person.id if person else "",
        by_default=False,
        in_grid=not member.fallback,
        why=(*ticket.why, f"改派 {member.name}：{reason or '未写原因'}"),
    )
    after = timed(scene, step(moved, Action.REASSIGN, scene.now))
    ticket = scene.save(ticket, after, Action.REASSIGN, reason)
    return ticket, tell_dispatched(scene, ticket, _once(scene, "reassigned"))


def _once(scene: Scene, name: str) -> str:
    return f"{name} {scene.now:%Y-%m-%dT%H:%M:%SZ}"
