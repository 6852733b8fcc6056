"""config.yaml: every setting, with the unknown key refused and the place named."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.emergency_settings import Emergency
from bot.feed_settings import Feed
from bot.figure_settings import FigureRules
from bot.keeping_settings import Retention
from bot.limits import COUNTS, SPANS, ClockLimits, clocks_from
from bot.notice_settings import Notices
from bot.setting_kinds import EnvName, Part
from bot.suspicion_settings import Suspicions
from bot.web_settings import Web
from dispatch.clocks import Clocks
from models.errors import BadConfig, Place
from models.yamlfile import Lines, read_yaml
from notices.calendar import Calendar
from notices.quiet import Quiet


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"没有这个时区（{error}）") from None
    return name


Zone = Annotated[str, AfterValidator(_zone)]


class Practice(Part):
    """The practice channel: whether an empty store plays the demo, and seconds between two lines."""

    demo: bool = True
    pace: Annotated[float, Field(ge=0, le=60)] = 0.35


class Account(Part):
    """One WeChat account behind a gateway."""

    name: Annotated[str, Field(min_length=1)]
    endpoint: EnvName
    token: EnvName


class Wechat(Part):
    """The WeChat accounts; each has a name of its own."""

    accounts: tuple[Account, ...] = ()

    @field_validator("accounts")
    @classmethod
    def _named_apart(cls, accounts: tuple[Account, ...]) -> tuple[Account, ...]:
        twice = [name for name, count in Counter(a.name for a in accounts).items() if count > 1]
        if twice:
            raise ValueError(f"账号重名：{'、'.join(twice)}")
        return accounts


class Reading(Part):
    """When the bot answers in a room, in minutes, and which lines are kept for a person to judge.

    ``review_from``: how sure (0 … 1) the reader must be of a line that it does not catch; ``review_days`` 0 = keep none.
    """

    speak_after_staff_minutes: Annotated[float, Field(ge=0)] = 3
    cool_down_minutes: Annotated[float, Field(ge=0)] = 10
    review_from: Annotated[float, Field(gt=0, le=1)] = 0.25
    review_days: Annotated[int, Field(ge=0, le=7)] = 7


class QuietHours(Part):
    """Local times between which nothing is said that is not urgent."""

    start: time = time(22)
    end: time = time(7)


class Etiquette(Part):
    """How much a room hears by itself, P0 aside (issue 3 part 7), and what counts as a storm, when the six do not bind.

    A storm is an hour in which ``storm_matters`` troubles began, or a trouble of ``storm_households`` in the room.
    """

    texts_a_matter: Annotated[int, Field(ge=1)] = 3
    texts_a_room_a_day: Annotated[int, Field(ge=1)] = 6
    storm_matters: Annotated[int, Field(ge=1)] = 30
    storm_households: Annotated[int, Field(ge=1)] = 20
    announce_days: Annotated[int, Field(ge=1)] = 7
    longest_text: Annotated[int, Field(ge=20)] = 500


class Gaps(Part):
    """From how many minutes on a gap is told to staff and rooms; the report counts shorter ones too."""

    tell_minutes: Annotated[float, Field(ge=0)] = 5


class Budget(Part):
    """How much one account may send (DOMAIN §7). The reserves are for danger to life alone; a new account is silent at first."""

    per_minute: Annotated[int, Field(gt=0)] = 40
    per_hour: Annotated[int, Field(gt=0)] = 600
    per_day: Annotated[int, Field(gt=0)] = 4000
    same_target_seconds: Annotated[float, Field(ge=0)] = 1
    other_target_seconds: Annotated[float, Field(ge=0)] = 3
    reserve_per_minute: Annotated[int, Field(ge=0)] = 5
    reserve_per_hour: Annotated[int, Field(ge=0)] = 30
    reserve_per_day: Annotated[int, Field(ge=0)] = 100
    warm_up_hours: Annotated[float, Field(ge=0, le=72)] = 6

    @model_validator(mode="after")
    def _leaves_something(self) -> Self:
        for span in ("minute", "hour", "day"):
            if getattr(self, f"reserve_per_{span}") >= getattr(self, f"per_{span}"):
                raise ValueError(f"reserve_per_{span} 要小于 per_{span}，否则平常的话一句也发不出")
        return self


class Outbox(Part):
    """Retries of a text that could not be sent, and how long danger may wait before the staff are alarmed."""

    attempts: Annotated[int, Field(gt=0)] = 6
    first_retry_seconds: Annotated[float, Field(gt=0)] = 5
    longest_retry_seconds: Annotated[float, Field(gt=0)] = 600
    alarm_after_seconds: Annotated[float, Field(gt=0)] = 30


class Staff(Part):
    """The staff's own ways besides WeChat (``notify`` in district.yaml): when they are used, and how patiently.

    ``also``: p0 = danger goes both ways, always = everything does, never = only what WeChat does not bring out.
    """

    also: Literal["p0", "always", "never"] = "p0"
    instead_after_minutes: Annotated[float, Field(gt=0)] = 5
    per_minute: Annotated[int, Field(gt=0)] = 20
    deadline_seconds: Annotated[float, Field(gt=0, le=120)] = 15
    attempts: Annotated[int, Field(gt=0)] = 6
    first_retry_seconds: Annotated[float, Field(gt=0)] = 10
    longest_retry_seconds: Annotated[float, Field(gt=0)] = 900


class Settings(BaseSettings):
    """All of config.yaml; ``GRIDBOT_DATABASE`` and the like override single values."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix="GRIDBOT_", env_nested_delimiter="__", env_ignore_empty=True
    )

    live: bool = False
    timezone: Zone = "Asia/Shanghai"
    database: str = "sqlite:///var/gridbot.db"
    district: Path = Path("district.yaml")
    key_file: Path = Path("var/key")
    data_dir: Path = Path("var")
    web: Web = Web()
    practice: Practice = Practice()
    wechat: Wechat = Wechat()
    feeds: tuple[Feed, ...] = ()
    reading: Reading = Reading()
    quiet_hours: QuietHours = QuietHours()
    notices: Notices = Notices()
    etiquette: Etiquette = Etiquette()
    gaps: Gaps = Gaps()
    budget: Budget = Budget()
    outbox: Outbox = Outbox()
    staff: Staff = Staff()
    clocks: dict[str, Annotated[float, Field(gt=0)]] = {}
    clock_rules: tuple[ClockLimits, ...] = ()
    emergency: Emergency = Emergency()
    retention: Retention = Retention()
    suspicion: Suspicions = Suspicions()
    figures: FigureRules = FigureRules()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first, then the file; no .env, no secrets folder."""
        return env_settings, init_settings

    @field_validator("feeds")
    @classmethod
    def _named_apart(cls, feeds: tuple[Feed, ...]) -> tuple[Feed, ...]:
        twice = [name for name, count in Counter(f.name for f in feeds).items() if count > 1]
        if twice:
            raise ValueError(f"来源重名：{'、'.join(twice)}")
        return feeds

    @property
    def limits(self) -> Clocks:
        """The service clocks as stated."""
        return replace(clocks_from(self.clocks, self.clock_rules), rhythm=self.emergency.rhythm)

    @property
    def tz(self) -> ZoneInfo:
        """The zone of the district."""
        return ZoneInfo(self.timezone)

    @property
    def calendar(self) -> Calendar:
        """When residents are told of notices."""
        return self.notices.calendar(Quiet(self.quiet_hours.start, self.quiet_hours.end))


def load_settings(path: Path) -> Settings:
    """Read ``path``; BadConfig names file, line and value of every mistake."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadConfig([(Place(str(path)), f"读不了：{error.strerror}")]) from error
    return parse_settings(text, str(path))


def parse_settings(text: str, file: str) -> Settings:
    """The settings that ``text`` states; BadConfig as ``load_settings``."""
    data, lines = read_yaml(text, file, BadConfig)
    if not isinstance(data, Mapping):
        raise BadConfig([(Place(file, 1), "应当是 键: 值 的列表")])
    _check_clocks(data.get("clocks"), file, lines)
    try:
        return Settings(**{str(k): v for k, v in data.items()})
    except ValidationError as error:
        raise BadConfig([_problem(file, lines, e) for e in error.errors()]) from None


def _check_clocks(stated: Any, file: str, lines: Lines) -> None:
    known = SPANS | COUNTS
    strange = [key for key in stated if key not in known] if isinstance(stated, Mapping) else []
    if strange:
        raise BadConfig([(Place(file, lines[("clocks", key)], f"clocks.{key}"), "没有这个时限") for key in strange])


def _problem(file: str, lines: Lines, error: Any) -> tuple[Place, str]:
    loc = tuple(error["loc"])
    line = next((lines[loc[:n]] for n in range(len(loc), -1, -1) if loc[:n] in lines), 0)
    reason = "不认识的键" if error["type"] == "extra_forbidden" else error["msg"].removeprefix("Value error, ")
    return Place(file, line, ".".join(map(str, loc)), str(error["input"])[:80]), reason


def secret(name: str) -> str:
    """The value of ``env:NAME``; BadConfig when it is not set."""
    key = name.removeprefix("env:")
    value = os.environ.get(key, "")
    if not value:
        raise BadConfig([(Place("环境变量", path=key), "没有设置")])
    return value
