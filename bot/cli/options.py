"""What several commands share: where the settings are, and the key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import Settings, load_settings
from models.areas import District
from models.district import read_district
from models.errors import BadConfig, BadDistrict, Place
from models.privacy import Vault, load_key
from models.store import Tx

ConfigOption = Annotated[Path, typer.Option("--config", help="设置文件；没有这个文件就用默认值")]
CONFIG = Path("config.yaml")


def settings_from(path: Path) -> Settings:
    """The settings of ``path``; the defaults when the default file is not there."""
    return Settings() if path == CONFIG and not path.exists() else load_settings(path)


def vault_from(settings: Settings) -> Vault:
    """The key of the environment, else the one in the key file (made once)."""
    return Vault(load_key(os.environ.get("GRIDBOT_KEY"), settings.key_file))


def district_from(path: Path) -> District:
    """The district of a file; BadDistrict names every place."""
    try:
        return read_district(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise BadDistrict([(Place(str(path)), f"读不了：{error.strerror}")]) from error


def same_key(tx: Tx, fingerprint: str) -> None:
    """Refuse to work with another key than the store was begun with: nobody could be recognised or answered."""
    known = tx.flags.get("key")
    if known not in (None, fingerprint):
        raise BadConfig([(Place("GRIDBOT_KEY / key_file"), "不是这个库开始时用的那把钥匙")])
    tx.flags.set("key", fingerprint)
