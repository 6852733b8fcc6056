"""``retention`` of config.yaml: how long what is kept."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Retention(BaseModel):
    """Days after closing (DOMAIN §7): raw text 30–90, a ticket's core 365–1095; encrypted ids are kept while it is open.

    ``contact_days`` is how long somebody who wrote in private can be answered after that; ``proof_megabytes`` is the
    largest photograph that is kept, ``vacuum_megabytes`` up to which size the database is written anew after a purge.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    raw_days: Annotated[int, Field(ge=30, le=90)] = 60
    core_days: Annotated[int, Field(ge=365, le=1095)] = 730
    id_days: Annotated[int, Field(ge=0, le=30)] = 0
    contact_days: Annotated[int, Field(ge=1, le=90)] = 10
    proof_days: Annotated[int, Field(ge=1, le=90)] = 60
    proof_megabytes: Annotated[float, Field(gt=0, le=50)] = 10
    vacuum_megabytes: Annotated[int, Field(ge=0)] = 200
