"""The service clocks: every limit with its source, and the deadlines that they give a ticket (DOMAIN §4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dispatch.calendar import add_duty, add_workdays, next_duty, workdays_between
from dispatch.rhythm import Rhythm
from models.areas import District
from models.ticket import Ticket
from models.words import Service, Urgency

_RHYTHM = Rhythm()


@dataclass(frozen=True, slots=True)
class ClockRule:
    """Other limits for a member, an area and all in it, a topic, a service or an urgency ("" = whatever it is).

    ``limits`` are (name of a limit of ``Clocks``, value).
    """

    member: str = ""
    area: str = ""
    topic: str = ""
    service: str = ""
    urgency: str = ""
    limits: tuple[tuple[str, timedelta | int], ...] = ()

    def fits(self, ticket: Ticket, district: District) -> bool:
        """Whether it is a rule for this ticket."""
        named = (
            (self.member, ticket.member),
            (self.topic, ticket.topic),
            (self.service, ticket.service),
            (self.urgency, ticket.urgency),
        )
        inside = not self.area or (ticket.estate is not None and district.within(ticket.estate, self.area))
        return inside and all(not wanted or wanted == has for wanted, has in named)


@dataclass(frozen=True, slots=True)
class Clocks:
    """Our deadlines for staff, never a promise to residents. Grades: A law or official promise, B press, C uncertain, D ours.

    A city replaces them in its settings. All spans run on the wall clock but for ``contact_workdays`` and
    ``resolve_workdays`` (Chinese working days) and ``respond_p2``, ``confirm`` (within the daily duty hours).
    """

    # Response: a person confirms (DOMAIN §4: the next on the list is called after 2 minutes; the others are ours, D).
    respond_p0: timedelta = timedelta(minutes=2)
    respond_p1: timedelta = timedelta(minutes=15)
    respond_p2: timedelta = timedelta(hours=1)
    # A lone question waits for a confirmation; without one, and without a second household, it is dropped a day later (D).
    confirm: timedelta = timedelta(hours=2)
    captured_expires: timedelta = timedelta(hours=24)
    # Power: on site 45 min city, 90 rural, 120 remote (A, averages of State Grid's ten promises);
    # repaired 3 h city, 4 h rural after arrival (A).
    power_on_site: timedelta = timedelta(minutes=45)
    power_on_site_rural: timedelta = timedelta(minutes=90)
    power_on_site_remote: timedelta = timedelta(minutes=120)
    power_repair: timedelta = timedelta(hours=3)
    power_repair_rural: timedelta = timedelta(hours=4)
    # Water: on site 60 min (A, Qingdao); repaired 24 h (A, Shanghai; Hangzhou promises 12); mains of DN100 and more 30 h (B).
    water_on_site: timedelta = timedelta(minutes=60)
    water_repair: timedelta = timedelta(hours=24)
    water_main_repair: timedelta = timedelta(hours=30)
    # Gas: at a leak within 60 min (C); restored 24 h after the stop (C).
    gas_on_site: timedelta = timedelta(minutes=60)
    gas_repair: timedelta = timedelta(hours=24)
    # Road: a missing cover secured within 30 min (C); repaired 6 h (C); other dangers on site within 60 min (D).
    road_cover_on_site: timedelta = timedelta(minutes=30)
    road_on_site: timedelta = timedelta(minutes=60)
    road_repair: timedelta = timedelta(hours=6)
    # Heat: ours (D).
    heat_on_site: timedelta = timedelta(hours=2)
    heat_repair: timedelta = timedelta(hours=24)
    # The rest: people trapped in a lift are reached within 30 min in a city (TSG T5002-2017, C here); 6 h ours (D).
    other_on_site: timedelta = timedelta(minutes=30)
    other_repair: timedelta = timedelta(hours=6)
    # 12345: first contact 1 working day (D), solved 5 working days (A).
    contact_workdays: int = 1
    resolve_workdays: int = 5
    # The result is told to the residents this long after the solution is due (D).
    feedback: timedelta = timedelta(hours=2)
    feedback_workdays: int = 1
    # Staff hours for what is not urgent, local (D; quiet hours of DOMAIN §7 lie outside).
    duty_begins: time = time(8)
    duty_ends: time = time(20)
    # Reminders (issue 6: 50 and 80 %, at due and after); spans shorter than this get none before they are due.
    remind_at: tuple[float, ...] = (0.5, 0.8)
    remind_min_span: timedelta = timedelta(minutes=10)
    # After due: how long until the next level hears of it (D), for P0, P1 and P2.
    climb_p0: timedelta = timedelta(minutes=2)
    climb_p1: timedelta = timedelta(minutes=30)
    climb_p2: timedelta = timedelta(hours=4)
    # Rating: unanswered 3 days after the question: closed, unrated (DESIGN §3.4); late ratings and reopening 30 days (D).
    rating_wait: timedelta = timedelta(days=3)
    reopen_within: timedelta = timedelta(days=30)
    # Of those who joined a trouble so many in a hundred are asked, at most so many (D).
    rating_sample: int = 20
    rating_most: int = 20
    # A repair is asked after once, so long after it (12345 practice: a look a week later; D).
    second_look: timedelta = timedelta(days=7)
    # Who was not satisfied, or was not met twice, is rung up within (12345: contact within 1 working day, D), then it climbs.
    call_back: timedelta = timedelta(hours=24)
    # So long after a first vain visit another one counts as a second (D).
    visits_apart: timedelta = timedelta(minutes=30)
    # Reports that come this soon after a solution are late echoes (D).
    echo: timedelta = timedelta(minutes=10)
    # A command may be taken back for so long, and its result is held for as long before a room hears it (issue 6, part 7).
    take_back: timedelta = timedelta(minutes=2)
    # A choice that was offered waits so long for its number (D).
    choose_within: timedelta = timedelta(minutes=30)
    # Leave (延期, 挂账) should be given or refused within (D); then the next level is asked.
    approve_urgent: timedelta = timedelta(minutes=15)
    approve: timedelta = timedelta(hours=2)
    # 联合到场: both members at the place within (D). 已转外部: asked after again every (D).
    joint: timedelta = timedelta(hours=24)
    follow_outside: timedelta = timedelta(hours=24)
    # Who acknowledges a climbing reminder has so long before it climbs on, for P0, P1 and P2 (D).
    hold_p0: timedelta = timedelta(minutes=10)
    hold_p1: timedelta = timedelta(hours=1)
    hold_p2: timedelta = timedelta(hours=24)
    # A danger that nobody confirms, though the whole duty list was called, is called out again every (D), so often.
    call_again: timedelta = timedelta(minutes=10)
    call_rounds: int = 6
    # The same trouble at the same place so often within so many days is put under supervision (DOMAIN §6 督办; numbers D).
    hot_spot: int = 3
    hot_spot_days: int = 30
    # Troubles that began this near each other on one line or road are proposed as one (D).
    join_within: timedelta = timedelta(hours=2)
    # Briefs: a worker's at the first hour, a member's and a community's at the second, local (D).
    morning: time = time(8)
    evening: time = time(17, 30)
    # Reminders before the due hour of what runs at least this long stand in the briefs instead (D).
    brief_span: timedelta = timedelta(days=2)
    # 已恢复待确认: so long the homes may say that it is not so; then closed, unknown (issue 6, part 5). The rooms are asked
    # so long after the hour that the member stated for a ticket without a notice (D).
    restored_wait: timedelta = timedelta(hours=24)
    ask_back: timedelta = timedelta(minutes=45)
    # 挂账: default review date (D).
    review_after: timedelta = timedelta(days=7)
    # 关爱户: a door on the list that nobody has ticked is reminded of, then told to the street's duty, after (D).
    care_remind: timedelta = timedelta(minutes=30)
    care_climb: timedelta = timedelta(minutes=60)
    # The hours of an emergency state.
    rhythm: Rhythm = _RHYTHM
    # Limits of a member, an area, a topic, a service or an urgency; of several that fit, the later one counts.
    rules: tuple[ClockRule, ...] = ()


def clocks_for(clocks: Clocks, district: District, ticket: Ticket) -> Clocks:
    """The limits that count for a ticket."""
    changes = {name: value for rule in clocks.rules if rule.fits(ticket, district) for name, value in rule.limits}
    return replace(clocks, **changes) if changes else clocks  # type: ignore[arg-type]


FAULTS = frozenset(
    {"E01", "E02", "E03", "E04", "E05", "W01", "W02", "W03", "W04", "W05", "W08", "W09", "W11", "W14"}
    | {"G01", "G02", "G03", "G07", "G10", "R04", "R05", "R09", "H01"}
)
"""Topics that are mended by a crew that drives out; everything else of urgency P2 runs on the 12345 clock."""


class Limits(NamedTuple):
    """The two limits of a crew, and why they are these."""

    on_site: timedelta
    repair: timedelta
    why: str


def limits(service: Service, topic: str, clocks: Clocks, place: str = "city") -> Limits:
    """On-site and repair limits of a fault; ``place`` is city, rural or remote (power only)."""
    c = clocks
    power_site = {"rural": c.power_on_site_rural, "remote": c.power_on_site_remote}.get(place, c.power_on_site)
    power_fix = c.power_repair if place == "city" else c.power_repair_rural
    table = {
        Service.POWER: Limits(power_site, power_site + power_fix, f"供电（{place}）：到场后计修复"),
        Service.WATER: Limits(c.water_on_site, c.water_main_repair if topic == "W04" else c.water_repair, "供水"),
        Service.GAS: Limits(c.gas_on_site, c.gas_repair, "燃气"),
        Service.ROAD: Limits(c.road_cover_on_site if topic == "R05" else c.road_on_site, c.road_repair, "道路"),
        Service.HEAT: Limits(c.heat_on_site, c.heat_repair, "供暖"),
        Service.OTHER: Limits(c.other_on_site, c.other_repair, "其他"),
    }
    return table[service]


def is_fault(ticket: Ticket) -> bool:
    """Whether the clocks of a crew apply: a danger, something urgent, or a fault topic."""
    return ticket.urgency is not Urgency.P2 or ticket.topic in FAULTS


def deadlines(ticket: Ticket, now: datetime, tz: ZoneInfo, clocks: Clocks, place: str = "city") -> Ticket:
    """The ticket with its deadlines, counted from ``now`` (aware, UTC): the moment of its dispatch."""
    c = clocks
    if not is_fault(ticket):
        resolve = add_workdays(now, c.resolve_workdays, tz)
        return ticket.evolve(
            respond_by=add_duty(now, c.respond_p2, c.duty_begins, c.duty_ends, tz),
            contact_by=add_workdays(now, c.contact_workdays, tz),
            arrive_by=None,
            resolve_by=resolve,
            feedback_by=add_workdays(resolve, c.feedback_workdays, tz),
        )
    urgent = ticket.urgency is not Urgency.P2
    base = now if urgent else next_duty(now, c.duty_begins, c.duty_ends, tz)
    crew = limits(ticket.service, ticket.topic, c, place)
    respond = {Urgency.P0: c.respond_p0, Urgency.P1: c.respond_p1, Urgency.P2: c.respond_p2}[ticket.urgency]
    on_site = crew.on_site if urgent else crew.on_site + respond
    return ticket.evolve(
        respond_by=base + respond,
        contact_by=None,
        arrive_by=base + on_site,
        resolve_by=base + crew.repair,
        feedback_by=base + crew.repair + c.feedback,
    )


def rested(ticket: Ticket, after: Ticket, now: datetime, tz: ZoneInfo, clocks: Clocks) -> Ticket:
    """``after``, whose clocks run anew from ``now``, with no more time for the repair than ``ticket`` had left when its
    clock was stopped: by the wall clock for a crew, in working days for the rest; at least ``respond_p2``."""
    if not (ticket.stopped_at and ticket.stopped_by and after.resolve_by and after.feedback_by):
        return after
    if is_fault(ticket):
        left = now + (ticket.stopped_by - ticket.stopped_at)
    else:
        left = add_workdays(now, workdays_between(ticket.stopped_at, ticket.stopped_by, tz), tz)
    by = min(after.resolve_by, max(left, now + clocks.respond_p2))
    arrive = min(after.arrive_by, by) if after.arrive_by else None
    return after.evolve(resolve_by=by, arrive_by=arrive, feedback_by=by + (after.feedback_by - after.resolve_by))


def waiting(ticket: Ticket, now: datetime, tz: ZoneInfo, clocks: Clocks) -> Ticket:
    """A captured ticket with the hour by which somebody should confirm it."""
    by = add_duty(now, clocks.confirm, clocks.duty_begins, clocks.duty_ends, tz)
    return ticket.evolve(respond_by=by)


def stopped(ticket: Ticket) -> Ticket:
    """The ticket without deadlines that have not been met: for what is dismissed, rejected or merged."""
    return ticket.evolve(respond_by=None, contact_by=None, arrive_by=None, resolve_by=None, feedback_by=None)
