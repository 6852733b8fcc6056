"""The part of config.yaml that says where the console listens and who may come in."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated, Literal

from pydantic import Field

from bot.setting_kinds import EnvName, Part


class Web(Part):
    """Where the console listens; ``public_url`` is where it is reached from elsewhere ("" = nowhere),
    ``api_key`` names what opens its API for groups without a bot (None: closed), ``sign_in`` who is asked to sign in:
    everybody, or nobody while it is practice that only this machine can reach."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: Annotated[str, Field(pattern=r"^(https?://[^\s?#]+)?$")] = ""
    api_key: EnvName | None = None
    sign_in: Literal["auto", "always"] = "auto"

    def asks(self, *, live: bool) -> bool:
        """Whether people sign in: always, but for practice that only this machine can reach."""
        return self.sign_in == "always" or live or bool(self.public_url) or not _only_here(self.host)


def _only_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
