"""The part of config.yaml that says when notices are told, how they are shown, and how early the law wants them."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.setting_kinds import Part
from dispatch.calendar import is_workday
from models.words import Service
from notices.calendar import Calendar
from notices.gas_night import GAS_NIGHT
from notices.lead import LIMITS, Limit, Limits
from notices.quiet import Quiet

Minutes = Annotated[float, Field(ge=0, le=24 * 60)]


class Span(Part):
    """Two local times; equal ones mean never."""

    start: time
    end: time


class Lead(Part):
    """How many hours before its start a planned notice must be out, and the document and place that say so.

    ``when`` is a word of the text that it is for ("" = every planned notice).
    """

    hours: Annotated[float, Field(gt=0)]
    source: Annotated[str, Field(min_length=1)]
    when: str = ""


def _lead(limit: Limit) -> Lead:
    return Lead(hours=limit.span.total_seconds() / 3600, when=limit.when, source=limit.source)


_BY_LAW = {service: tuple(map(_lead, limits)) for service, limits in LIMITS.items()}


class Poster(Part):
    """The notice as a picture: ``with_notice`` sends it with the first word, ``font`` a file with Chinese letters."""

    with_notice: bool = False
    font: Path | None = None


class Notices(Part):
    """How notices are told; every limit of ours is D, those by law carry their source."""

    sleep_in: time = time(8)
    evening: Span = Span(start=time(18), end=time(20, 30))
    ask_member_minutes: Minutes = 15
    ask_room_minutes: Minutes = 45
    gas_night: Span = Span(start=GAS_NIGHT.start, end=GAS_NIGHT.end)
    lead_times: dict[Service, tuple[Lead, ...]] = _BY_LAW
    poster: Poster = Poster()

    @property
    def limits(self) -> Limits:
        """How early each service must announce: what is stated here, else what the law says."""
        stated = {s: tuple(Limit(timedelta(hours=x.hours), x.source, x.when) for x in given)
                  for s, given in self.lead_times.items()}  # fmt: skip
        return {**LIMITS, **stated}

    def calendar(self, quiet: Quiet) -> Calendar:
        """The hours as the plan counts them, with the Chinese holidays."""
        return Calendar(
            quiet=quiet,
            day_off=lambda day: not is_workday(day),
            sleep_in=self.sleep_in,
            evening=Quiet(self.evening.start, self.evening.end),
            ask_member=timedelta(minutes=self.ask_member_minutes),
            ask_room=timedelta(minutes=self.ask_room_minutes),
            gas_night=Quiet(self.gas_night.start, self.gas_night.end),
            posters=self.poster.with_notice,
        )
