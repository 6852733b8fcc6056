"""Migrations and tables give the same database, and an older one is brought up when it is opened."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from factories import a_ticket
from sqlalchemy import Connection, inspect, text

from models.errors import StoreFailed
from models.metadata import metadata
from models.store import Store
from models.store.engine import make_engine, only_writer
from models.store.schema import MIGRATIONS, alembic_config, bring_up, head, known, revision_of

NEXT = '''"""A later version of the product."""

import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "{head}"


def upgrade():
    op.add_column("tickets", sa.Column("colour", sa.Text(), nullable=True))


def downgrade():
    op.drop_column("tickets", "colour")
'''


@pytest.fixture
def conn(store_url: str) -> Iterator[Connection]:
    """A connection to an empty store, inside a transaction."""
    engine = make_engine(store_url)
    with engine.begin() as connection:
        only_writer(connection)
        yield connection
        connection.rollback()
    engine.dispose()


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations of a later version of the product."""
    scripts = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "later.py").write_text(NEXT.format(head=head()))
    return scripts


def test_migrations_and_tables_give_the_same_schema(conn: Connection) -> None:
    assert compare_metadata(MigrationContext.configure(conn), metadata) == []
    there = {n for n in inspect(conn).get_table_names() if n != "alembic_version"}
    assert there == {t.name for t in metadata.sorted_tables}


def test_migrations_go_down_to_nothing_and_up_again(conn: Connection) -> None:
    command.downgrade(alembic_config(conn), "base")
    assert inspect(conn).get_table_names() == ["alembic_version"]
    inspect(conn).clear_cache()
    bring_up(conn)
    assert compare_metadata(MigrationContext.configure(conn), metadata) == []


def test_an_older_database_is_brought_up_with_its_rows(store: Store, later: Path) -> None:
    store.call(lambda tx: tx.tickets.add(a_ticket()))
    with store._engine.begin() as conn:
        only_writer(conn)
        bring_up(conn, later)
        assert revision_of(conn) == "later"
        assert conn.execute(text("SELECT matter, colour FROM tickets")).all() == [("m-1", None)]
        conn.rollback()


def test_a_newer_database_is_refused_in_words(conn: Connection, later: Path) -> None:
    bring_up(conn, later)
    with pytest.raises(StoreFailed, match="newer than this program") as failed:
        bring_up(conn)
    assert not failed.value.retry


def test_a_newer_database_is_refused_at_open_and_left_as_it_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    Store.open(url).close()
    engine = make_engine(url)
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreFailed, match="9999"):
        Store.open(url)
    with engine.begin() as conn:
        assert revision_of(conn) == "9999"
    engine.dispose()


def test_a_migration_that_fails_leaves_the_database_as_it_was(store: Store, later: Path) -> None:
    (later / "versions" / "later.py").write_text(
        NEXT.format(head=head()).replace("nullable=True))", "nullable=True))\n    1 / 0")
    )
    with pytest.raises(ZeroDivisionError), store._engine.begin() as conn:
        only_writer(conn)
        bring_up(conn, later)
    with store._engine.begin() as conn:
        assert revision_of(conn) == head()
        assert "colour" not in {c["name"] for c in inspect(conn).get_columns("tickets")}


def test_the_revisions_are_one_line() -> None:
    assert known()[-1] == "0001"
    assert len(set(known())) == len(known())
