"""What every test stands on: a store on each database, no way out but loopback, and peers that may be missing."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog
from setup_peers import browser, gateway_ready
from sqlalchemy.engine import make_url

from models.metadata import metadata
from models.store import Store

# ---- peers: PostgreSQL, a gateway on Node, a browser


def _has_postgres() -> bool:
    return bool(os.environ.get("GRIDBOT_TEST_PG"))


PEERS: dict[str, tuple[str, Callable[[], bool]]] = {
    "pg": ("PostgreSQL (GRIDBOT_TEST_PG names none)", _has_postgres),
    "gateway": ("gateway (needs Node, and what tests/setup_peers.py installs)", gateway_ready),
    "browser": ("browser (needs Chromium)", lambda: browser() is not None),
}


def _required() -> set[str]:
    return set(filter(None, os.environ.get("GRIDBOT_REQUIRE", "").split(",")))


def _peer_of(item: pytest.Item) -> str | None:
    params = getattr(getattr(item, "callspec", None), "params", {})
    if params.get("store_url") == "postgresql":
        return "pg"
    return next((name for name in ("gateway", "browser") if item.get_closest_marker(name)), None)


def _left_out() -> set[str]:
    """Peers that are missing and that nobody requires."""
    return {name for name, (_, there) in PEERS.items() if not there()} - _required()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out the tests of peers that are missing; where a peer is required they stay, and fail."""
    missing = _left_out()
    out = [item for item in items if _peer_of(item) in missing]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if _peer_of(item) not in missing]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A required peer that is missing fails its tests."""
    peer = _peer_of(item)
    if peer in _required() and not PEERS[peer][1]():
        pytest.fail(f"GRIDBOT_REQUIRE names {peer}, missing: {PEERS[peer][0]}", pytrace=False)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line for each peer that was left out."""
    for name in sorted(_left_out()):
        terminalreporter.write_line(f"left out: {PEERS[name][0]}")


# ---- no way out but loopback


def _outside(address: Any) -> bool:
    """Whether a socket address lies outside this machine; a path of a Unix socket does not."""
    if not isinstance(address, tuple):
        return False
    host = str(address[0])
    if host in ("", "localhost"):
        return False
    try:
        return not ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return True


@pytest.fixture(scope="session")
def _attempts() -> Iterator[list[str]]:
    """Every attempt to reach the outside is refused, and remembered."""
    seen: list[str] = []
    kept = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "sendto")}

    def guarded(name: str) -> Callable[..., Any]:
        def call(self: socket.socket, *args: Any) -> Any:
            if _outside(args[-1]):
                seen.append(str(args[-1]))
                raise ConnectionRefusedError(f"a test may not leave this machine: {args[-1]}")
            return kept[name](self, *args)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in kept:
            patch.setattr(socket.socket, name, guarded(name))
        yield seen


@pytest.fixture(autouse=True)
def _stays_inside(_attempts: list[str]) -> Iterator[None]:
    """A test that tried to leave fails, whatever the code made of the refusal."""
    _attempts.clear()
    yield
    assert not _attempts, f"a socket outside loopback: {_attempts}"


# ---- the store


@pytest.fixture(autouse=True)
def _plain_logs() -> Iterator[None]:
    """A command that ran in this process leaves no settings of the logs behind."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file that tests copy."""
    file = tmp_path_factory.mktemp("template") / "empty.db"
    Store.open(f"sqlite:///{file}").close()
    return file


@pytest.fixture(scope="session")
def _postgres() -> Iterator[str]:
    """The URL of a migrated PostgreSQL database of our own, dropped after; one for each worker."""
    admin = make_url(os.environ["GRIDBOT_TEST_PG"])
    name = f"gridbot_test_{os.getpid()}"
    plain = admin.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as conn:
        conn.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    url = admin.set(database=name).render_as_string(hide_password=False)
    Store.open(url).close()
    yield url
    with psycopg.connect(plain, autocommit=True) as conn:
        conn.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store at the newest schema, on SQLite and, where there is one, on PostgreSQL."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("_postgres")
        _empty(url)
        return url
    file = tmp_path / "store.db"
    shutil.copyfile(request.getfixturevalue("_template"), file)
    return f"sqlite:///{file}"


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open, empty store."""
    opened = Store.open(store_url)
    yield opened
    opened.close()


def _empty(url: str) -> None:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as conn:
        conn.execute("; ".join(f"DELETE FROM {t.name}" for t in reversed(metadata.sorted_tables)))
