"""What config.yaml says of a source of announcements."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.schedule import Cron


def _cron(line: str) -> str:
    if line:
        Cron(line, ZoneInfo("UTC"))
    return line


class Feed(BaseModel):
    """A source of announcements; looked at by ``cron`` when it is written, else ``every`` so many minutes.

    ``pages`` are the pages of a list, or the files of an index, that one look reads at most.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1)]
    kind: Literal["json", "rss", "cap", "folder"]
    every: Annotated[float, Field(gt=0, le=60 * 24 * 60)] = 30
    cron: Annotated[str, AfterValidator(_cron)] = ""
    trusted: bool = False
    member: str = ""
    url: str = ""
    path: str = ""
    preset: str = "plain"
    fields: dict[str, tuple[str, ...]] = {}
    form: dict[str, str] = {}
    seconds: Annotated[float, Field(gt=0, le=120)] = 15
    megabytes: Annotated[float, Field(gt=0, le=50)] = 5
    pages: Annotated[int, Field(ge=1, le=500)] = 20

    @field_validator("fields", mode="before")
    @classmethod
    def _one_or_more(cls, fields: Any) -> Any:
        """A single name may stand without brackets."""
        return {k: (v,) if isinstance(v, str) else v for k, v in fields.items()} if isinstance(fields, dict) else fields

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if self.kind == "folder" and not self.path:
            raise ValueError("投递文件夹要写 path")
        if self.kind != "folder" and not self.url.startswith(("http://", "https://")):
            raise ValueError("要写 url，以 http:// 或 https:// 开头")
        return self
