"""The whole bot on real gateways, unattended: accounts go and come, and every line is answered once."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from factories import a_district
from gateway_peer import TOKEN, GatewayPeer
from prometheus_client.parser import text_string_to_metric_families
from running_bot import ADDRESS, Process, a_config, running

from bot.live import IN_CLEAR, LiveGateway, as_account, live_gateways
from bot.settings import Settings, Wechat
from bot.switches import set_pause
from models.areas import Room
from models.district import write_district
from models.errors import BadConfig
from models.store import Store, Tx
from models.words import Delivery

ROOMS = ("room1@chat", "room2@chat", "room3@chat")
WORKER = "wx-staff-2"
STAFF = {"wx-worker": "wx-staff-1", "wx-power": WORKER, "wx-water": "wx-staff-3"}  # whom the gateway knows
SETTINGS = """live: true
wechat:
  accounts:
{accounts}
budget: {{warm_up_hours: 0, same_target_seconds: 0.1, other_target_seconds: 0.2}}
quiet_hours: {{start: "00:00", end: "00:00"}}
"""


class Stage:
    """A bot that runs on gateways."""

    def __init__(self, bot: Process, folder: Path, peers: dict[str, GatewayPeer]) -> None:
        self.bot, self._folder, self._peers = bot, folder, peers
        self._away: set[str] = set()
        self._console = bot.wait_for(ADDRESS)
        self.until_connected()

    def say(self, text: str, *, room: str = ROOMS[0], by: str = "wx-1") -> None:
        """Somebody says something in a room; every account there hears it, each under an id of its own."""
        at = int(time.time() * 1000)
        for name, peer in self._peers.items():
            if name not in self._away:
                peer.say(text, room=room, **{"from": by}, at=at)

    def said(self, to: str, name: str = "") -> list[str]:
        """What was said there by one account, or by all that are there."""
        peers = [peer for account, peer in self._peers.items() if account not in self._away and name in ("", account)]
        return [text["text"] for peer in peers for text in peer.ask("sent") if text["to"] == to]

    def kill(self, name: str) -> None:
        """Kill a gateway and wait until the bot knows it."""
        self._away.add(name)
        self._peers[name].kill()
        self.bot.until(lambda: not self.part(name)["ok"], what=f"{name} away")

    def start(self, name: str) -> float:
        """Start it again; the seconds from its return until the account is connected."""
        self._peers[name].start()
        self._away.discard(name)
        return self.until_connected()

    def faults(self, name: str, **faults: int) -> None:
        """What goes wrong at a gateway from now on."""
        self._peers[name].ask("faults", **faults)

    def log_out(self, name: str) -> None:
        """The account loses its log-in."""
        self._peers[name].ask("logout")

    def log_in(self, name: str) -> float:
        """It logs in again; the seconds until it is connected."""
        self._peers[name].ask("login")
        return self.until_connected()

    def part(self, name: str) -> dict[str, Any]:
        """A part as /readyz shows it."""
        parts = httpx.get(f"{self._console}/readyz").json()["parts"]
        return next(part for part in parts if part["name"] == name)

    def metrics(self) -> dict[tuple[str, ...], float]:
        """All samples of /metrics, by name and labels."""
        families = text_string_to_metric_families(httpx.get(f"{self._console}/metrics").text)
        return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}

    def taken(self) -> float:
        """How many messages all accounts have taken in."""
        return sum(count for name, count in self.metrics().items() if name[0] == "gridbot_channel_taken_total")

    def until_connected(self) -> float:
        """Wait until every account whose gateway runs is connected; the seconds that it took."""
        names = self._peers.keys() - self._away
        return self.bot.until(lambda: all(self.part(name)["ok"] for name in names), what="connected")

    def until_said(self, to: str, part: str, name: str = "") -> float:
        """Wait until something with ``part`` was said there; the seconds that it took."""
        return self.bot.until(lambda: any(part in text for text in self.said(to, name)), what=f"{part} in {to}")

    def pause(self, *, paused: bool) -> None:
        """``gridbot pause`` and ``resume``, from another process than the bot's."""
        with closing(Store.open(f"sqlite:///{self._folder}/test.db")) as store:
            store.call(_pause, paused)


def _pause(tx: Tx, paused: bool) -> None:
    set_pause(tx, room="", paused=paused, actor="cli", now=datetime.now(UTC))


@contextmanager
def on_stage(folder: Path, *names: str) -> Iterator[Stage]:
    """A bot on a gateway for each name; all of it is ended."""
    peers = {name: GatewayPeer() for name in names}
    (folder / "district.yaml").write_text(write_district(_district()), encoding="utf-8")
    lines = [f'    - {{name: {name}, endpoint: "env:GATE_{name}", token: "env:TOKEN_{name}"}}' for name in names]
    config = a_config(folder, SETTINGS.format(accounts="\n".join(lines)), folder / "district.yaml")
    environment = {f"TOKEN_{name}": TOKEN for name in names}
    environment |= {f"GATE_{name}": peer.endpoint for name, peer in peers.items()}
    try:
        for peer in peers.values():
            peer.start()
        with running(folder, config, environment) as bot:
            yield Stage(bot, folder, peers)
            bot.process.send_signal(signal.SIGTERM)
            assert bot.process.wait(5) == 0
            assert "Traceback" not in bot.text()
            assert TOKEN not in bot.text()
    finally:
        for peer in peers.values():
            peer.kill()


def _district() -> Any:
    base = a_district()
    estates = ("yt-xc", "qh-yuan", "la-jy")
    rooms = tuple(Room(room, f"便民{n}群", (estates[n],)) for n, room in enumerate(ROOMS))
    people = tuple(replace(p, id=STAFF.get(p.id, p.id)) for p in base.people)
    return replace(base, rooms=rooms, people=people)


LOSSES = ((Stage.kill, Stage.start), (Stage.log_out, Stage.log_in))
"""How an account is lost, and how it is back."""


@pytest.mark.gateway
def test_a_bot_on_one_gateway_answers_sends_the_worker_and_outlives_the_gateway(tmp_path: Path) -> None:
    with on_stage(tmp_path, "main") as stage:
        stage.say("3栋停电了，整栋都没电")
        stage.until_said(ROOMS[0], "停电")
        stage.until_said(WORKER, "【")
        for lose, find in LOSSES:
            lose(stage, "main")
            stage.bot.until(lambda: not stage.part("main")["ok"], what="away in /readyz")
            assert stage.part("main")["detail"]
            assert stage.metrics()["gridbot_channel_up", "main"] == 0
            assert find(stage, "main") < 15
            assert stage.metrics()["gridbot_channel_up", "main"] == 1
        stage.say("5栋停水了，家里一滴水都没有", room=ROOMS[1])
        stage.until_said(ROOMS[1], "水")
        found = stage.metrics()
        assert found["gridbot_channel_connects_total", "main"] == 1 + len(LOSSES)
        assert found["gridbot_channel_taken_total", "main"] >= 2
        assert 0 < found["gridbot_budget_left", "main", "minute"] < 35
        turns = re.findall(r"channel_(?:down|up)", stage.bot.text())
        assert turns == ["channel_up", *["channel_down", "channel_up"] * len(LOSSES)]


@pytest.mark.gateway
def test_what_is_being_said_when_the_bot_is_stopped_is_heard_out_and_not_said_again(tmp_path: Path) -> None:
    with on_stage(tmp_path, "main") as stage:
        stage.faults("main", sendLate=800)
        stage.say("3栋停电了，整栋都没电")
        stage.until_said(ROOMS[0], "停电")
    with closing(Store.open(f"sqlite:///{tmp_path}/test.db")) as store:
        [answer] = store.call(lambda tx: tx.outbox.of_room(ROOMS[0], 9))
    assert answer.status is Delivery.SENT


@pytest.mark.gateway
def test_the_kill_switch_of_another_process_works_within_a_second(tmp_path: Path) -> None:
    with on_stage(tmp_path, "main") as stage:
        stage.pause(paused=True)
        stage.say("3栋停电了，整栋都没电")
        stage.bot.until(lambda: stage.metrics()["gridbot_captures_total",] == 1, what="taken in")
        time.sleep(1)
        assert stage.said(ROOMS[0]) == []
        stage.pause(paused=False)
        assert stage.until_said(ROOMS[0], "停电") < 1.2


@pytest.mark.gateway
def test_with_two_accounts_in_a_room_one_answers_and_when_it_is_gone_the_other(tmp_path: Path) -> None:
    with on_stage(tmp_path, "one", "two") as stage:
        stage.say("3栋停电了，整栋都没电")
        stage.until_said(ROOMS[0], "停电")
        stage.until_said(WORKER, "【")
        stage.bot.until(lambda: stage.taken() == 2, what="both heard it")
        assert len(stage.said(ROOMS[0])) == 1
        assert stage.metrics()["gridbot_captures_total",] == 1
        stage.kill("one")
        stage.say("5栋停水了，家里一滴水都没有", room=ROOMS[1])
        stage.until_said(ROOMS[1], "水", "two")
        stage.start("one")
        stage.kill("two")
        stage.say("2栋停电了，整栋都没电", room=ROOMS[2])
        stage.until_said(ROOMS[2], "停电", "one")


# ---- the settings


def _settings(*accounts: tuple[str, str], live: bool = True) -> Settings:
    stated = [{"name": name, "endpoint": f"env:{gate}", "token": "env:GATE_TOKEN"} for name, gate in accounts]
    return Settings(live=live, wechat=Wechat.model_validate({"accounts": stated}))


@pytest.fixture
def gates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gateways in the environment."""
    monkeypatch.delenv("GATE_NONE", raising=False)
    for name, value in {
        "GATE_TOKEN": "t",
        "GATE_HERE": "127.0.0.1:8788",
        "GATE_V6": "[::1]:8788",
        "GATE_AWAY": "10.0.0.8:8788",
        "GATE_ODD": "http://10.0.0.8/secret",
    }.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("gates")
def test_nothing_is_read_from_the_environment_unless_live() -> None:
    assert live_gateways(_settings(("a", "GATE_NONE"), live=False)) == []


@pytest.mark.usefixtures("gates")
@pytest.mark.parametrize(("gate", "remark"), [("GATE_HERE", ""), ("GATE_V6", ""), ("GATE_AWAY", IN_CLEAR)])
def test_a_gateway_beyond_this_machine_is_allowed_and_remarked(gate: str, remark: str) -> None:
    [gateway] = live_gateways(_settings(("a", gate)))
    account = as_account(gateway, _Made, Settings(), lambda: datetime.now(UTC))
    assert (account.name, account.remark, account.self_id()) == ("a", remark, "wx-me")
    assert account.warm_up.total_seconds() == 6 * 3600


@pytest.mark.usefixtures("gates")
def test_everything_that_is_wrong_is_named_at_once_and_never_with_its_value() -> None:
    with pytest.raises(BadConfig) as caught:
        live_gateways(_settings(("a", "GATE_NONE"), ("b", "GATE_ODD"), ("c", "GATE_HERE"), ("d", "GATE_HERE")))
    said = str(caught.value)
    assert all(part in said for part in ("GATE_NONE", "账号 b：网关地址", "账号 d：网关和账号 c 是同一个"))
    assert "secret" not in said


def test_two_accounts_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="账号重名：a"):
        _settings(("a", "GATE_HERE"), ("a", "GATE_AWAY"))


class _Made:
    """Stands where a WechatChannel would."""

    def __init__(self, name: str, endpoint: str, token: str, **more: Any) -> None:
        self.name, self.self_id, self.counts = name, "wx-me", {}
        assert LiveGateway(more["account"], endpoint, token).endpoint == endpoint
