"""What every part of the settings is made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


def _from_environment(value: str) -> str:
    if not value.startswith("env:"):
        raise ValueError("只能写环境变量名：env:名字")
    return value


EnvName = Annotated[str, AfterValidator(_from_environment)]
"""The name of an environment variable that holds a secret; the secret itself never stands in a file."""


class Part(BaseModel):
    """A part of the settings: nothing unknown, nothing changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)
