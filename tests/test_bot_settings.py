"""config.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, load_settings, parse_settings, secret
from models.errors import BadConfig


def test_the_shipped_file_states_the_defaults() -> None:
    shipped = load_settings(Path(__file__).parent.parent / "config.yaml")
    assert shipped.model_dump(exclude={"feeds"}) == Settings().model_dump(exclude={"feeds"})


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("live: maybe\n", 1, "live"),
        ("live: false\nweb:\n  port: 99999\n", 3, "web.port"),
        ("web:\n  prot: 1\n", 2, "web.prot"),
        ("timezone: Mars/Olympus\n", 1, "timezone"),
        ("quiet_hours: {start: '25:00'}\n", 1, "quiet_hours.start"),
        ("feeds:\n  - {name: a, kind: json, url: 'http://a'}\n  - {name: b, kind: fax}\n", 3, "feeds.1.kind"),
        ("feeds:\n  - {name: a, kind: json}\n", 2, "feeds.0"),
        ("feeds:\n  - {name: a, kind: folder}\n", 2, "feeds.0"),
        ("feeds:\n  - {name: a, kind: folder, path: b, cron: '61 * * * *'}\n", 2, "feeds.0.cron"),
        ("clocks:\n  power_repair: 60\n  power_repare: 60\n", 3, "clocks.power_repare"),
        ("wechat:\n  accounts:\n    - {name: a, endpoint: 'env:A', token: hunter2}\n", 3, "wechat.accounts.0.token"),
        ("live: true\nlive: false\n", 2, "live"),
        ("a: [\n", 2, ""),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int, part: str) -> None:
    with pytest.raises(BadConfig) as caught:
        parse_settings(text, "config.yaml")
    place, _ = caught.value.problems[0]
    assert (place.file, place.line) == ("config.yaml", line)
    assert place.path == part


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(BadConfig) as caught:
        parse_settings("live: maybe\nzone: x\nweb: {port: -1}\n", "config.yaml")
    assert {place.line for place, _ in caught.value.problems} == {1, 2, 3}


def test_a_missing_file_is_named() -> None:
    with pytest.raises(BadConfig, match=r"nowhere\.yaml"):
        load_settings(Path("nowhere.yaml"))


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIDBOT_DATABASE", "sqlite:///elsewhere.db")
    assert parse_settings("database: sqlite:///here.db\n", "config.yaml").database == "sqlite:///elsewhere.db"


def test_a_secret_that_is_not_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRID_TEST_TOKEN", raising=False)
    with pytest.raises(BadConfig, match="GRID_TEST_TOKEN"):
        secret("env:GRID_TEST_TOKEN")
