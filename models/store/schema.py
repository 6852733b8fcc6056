"""The schema of a database, brought to the newest by Alembic (``migrations/``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from models.errors import StoreFailed

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def bring_up(conn: Connection, scripts: Path = MIGRATIONS) -> None:
    """Run the migrations that this database lacks, in the transaction of ``conn``; StoreFailed when it is newer."""
    stands = revision_of(conn)
    if stands == head(scripts):
        return
    if stands is not None and stands not in known(scripts):
        newest = head(scripts)
        raise StoreFailed(f"the database is newer than this program (schema {stands}, known {newest})", retry=False)
    migrate(conn, "head", scripts)


def migrate(conn: Connection, revision: str, scripts: Path = MIGRATIONS) -> None:
    """Run the migrations up to a revision, in the transaction of ``conn``."""
    command.upgrade(alembic_config(conn, scripts), revision)


def alembic_config(conn: Connection | None = None, scripts: Path = MIGRATIONS) -> Config:
    """Alembic's settings without a file; ``migrations/env.py`` takes the connection from here."""
    config = Config(attributes={"connection": conn})
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def revision_of(conn: Connection) -> str | None:
    """The schema's revision; None for an empty database."""
    return MigrationContext.configure(conn).get_current_revision()


@cache
def known(scripts: Path = MIGRATIONS) -> tuple[str, ...]:
    """The revisions that this program knows, the newest first."""
    return tuple(s.revision for s in ScriptDirectory.from_config(alembic_config(None, scripts)).walk_revisions())


def head(scripts: Path = MIGRATIONS) -> str:
    """The newest of them."""
    return known(scripts)[0]
