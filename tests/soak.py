"""``python tests/soak.py --minutes 60``: our bot behind a real gateway, with faults thrown in at random moments.

A steady flow of lines with known reports; gateway killed, stalled, logged out, calls that fail, events that make no
sense, our own process killed. At the end the gateway's journal and the store are held against each other, and a
summary is printed; the exit code is 1 when something was lost, doubled or left unsent.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from uuid import UUID

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

from soak_verdict import Diary, Fault, Journal, Row, Verdict, judge_reports, judge_sent  # noqa: E402

from bot.cli.bench_peers import Gateway, our_bot  # noqa: E402
from bot.cli.bench_stage import ordinary, reports, room_id, write_stage  # noqa: E402
from bot.cli.options import district_from  # noqa: E402
from bot.replay import read_log  # noqa: E402
from models.outgoing import Outgoing  # noqa: E402
from models.store import Store, Tx  # noqa: E402
from models.words import Delivery  # noqa: E402

ROOMS = 300
_LOG = Path("tests/data/chat_dev.jsonl")
_CHANNEL = "wechat"
_EVERY = (8.0, 40.0)  # seconds of quiet between two faults
_ODD = (
    ("message", {}),
    ("message", {"messageId": None}),
    ("message", {"messageId": "no-such-message"}),
    ("room-join", {"roomId": "room1@chat"}),
    ("room-leave", {"removeeIdList": "x", "roomId": 3, "timestamp": "soon"}),
    ("dirty", {"payloadType": 99}),
    ("error", {"data": "odd"}),
    ("heartbeat", {}),
    ("friendship", {}),
)


def _now() -> float:
    """Milliseconds since 1970."""
    return time.time() * 1000


@dataclass
class Soak:
    """One soak; everything that happens is decided by ``chance``."""

    folder: Path
    chance: random.Random
    pace: float
    share: float
    kinds: Sequence[str]
    faults: list[Fault] = field(default_factory=list)
    reported: list[str] = field(default_factory=list)
    recoveries: dict[str, list[float]] = field(default_factory=dict)
    sizes: list[tuple[float, float]] = field(default_factory=list)
    lives: list[list[float]] = field(default_factory=list)
    crashes: int = 0
    lines: int = 0

    def __post_init__(self) -> None:
        config = write_stage(self.folder, ROOMS)
        area = district_from(self.folder / "district.yaml")
        self._texts = ordinary(list(read_log(_LOG)), area, 800)
        self._reports = reports(ROOMS)
        self.journal = self.folder / "journal.jsonl"
        self.gateway = Gateway(rooms=ROOMS, journal=self.journal, keep=20_000)
        self.bot = our_bot(config, self.gateway.endpoint)
        self._pending: list[tuple[float, Callable[[], object]]] = []
        self._waiting: tuple[str, float, int] | None = None
        self._doubles: list[str] = []

    # ---- the flow

    def run(self, seconds: float) -> None:
        """Flow and faults for so many seconds, then quiet until everything has been said."""
        self._born()
        self.gateway.start()
        self.bot.wait()
        end, next_fault = time.monotonic() + seconds, time.monotonic() + 10
        while time.monotonic() < end:
            self._flow(0.5)
            if time.monotonic() >= next_fault:
                self._fault()
                next_fault = time.monotonic() + self.chance.uniform(*_EVERY)
        self._calm()

    def _flow(self, seconds: float) -> None:
        """Say lines at the pace for a while, and look after what is due."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._say()
            self._look()
            time.sleep(self.chance.expovariate(self.pace))

    def _say(self) -> None:
        message_id = str(UUID(int=self.chance.getrandbits(128)))
        if self.chance.random() < self.share and (report := next(self._reports, None)):
            if self.chance.random() < 0.1:
                self.gateway.ask("faults", payloadFail={message_id: self.chance.choice((1, 2))})
            self.gateway.say(report.text, id=message_id, room=report.room, **{"from": self._someone()})
            self.reported.append(message_id)
            self._doubles.append(message_id)
        else:
            room = room_id(self.chance.randint(1, ROOMS))
            self.gateway.say(self.chance.choice(self._texts), id=message_id, room=room, **{"from": self._someone()})
        self.lines += 1

    def _someone(self) -> str:
        return f"wx-{self.chance.randint(1, 5)}"

    def _look(self) -> None:
        for due, act in [p for p in self._pending if p[0] <= time.monotonic()]:
            self._pending.remove((due, act))
            act()
        if self.bot.pid and self.bot.ended() is not None:
            self.crashes += 1
            self._born()
        if self._waiting and self._payloads() > self._waiting[2]:
            kind, since, _ = self._waiting
            self.recoveries.setdefault(kind, []).append(time.monotonic() - since)
            self._waiting = None
        if not self.sizes or time.monotonic() - self.sizes[-1][0] > 10:
            self._weigh()

    def _weigh(self) -> None:
        """How large the bot is now, if it runs."""
        if size := self.bot.resident_mb:
            self.sizes.append((time.monotonic(), size))
            self.lives[-1].append(size)

    def _await_return(self, kind: str) -> None:
        """From now on until the bot asks for a message that was said after this moment."""
        self._waiting = (kind, time.monotonic(), self._payloads())

    def _payloads(self) -> int:
        return int(self.gateway.ask("health")["counts"]["payloads"])

    def _born(self) -> None:
        self.bot.start()
        self.lives.append([])

    def _calm(self) -> None:
        """No more faults; wait until the bot is back and has nothing more to send."""
        for _, act in self._pending:
            act()
        self._pending.clear()
        self.gateway.ask("faults", **_CALM)
        self._flow(20)
        counted = -1
        while counted != (counted := len(self.gateway.ask("sent"))):
            time.sleep(10)
        self.bot.stop()

    # ---- the faults

    def _fault(self) -> None:
        kind = self.chance.choice(self.kinds)
        began = _now()
        getattr(self, f"_{kind.replace(' ', '_')}")()
        self.faults.append(Fault(kind, began, _now()))
        _tell(f"{time.strftime('%H:%M:%S')} {kind} ({(_now() - began) / 1000:.1f} s), lines {self.lines}")

    def _kill_gateway(self) -> None:
        self.gateway.kill()
        time.sleep(self.chance.choice((0.0, 1.0, 5.0, 20.0)))
        self.gateway.start()
        self._await_return("gateway back")

    def _stall(self) -> None:
        self.gateway.stall()
        time.sleep(self.chance.uniform(1, 30))
        self.gateway.go_on()
        self._await_return("gateway goes on")

    def _logout(self) -> None:
        self.gateway.ask("logout")
        time.sleep(self.chance.uniform(0, 15))
        self.gateway.ask("login")
        self._await_return("logged in")

    def _kill_our_bot(self) -> None:
        self.bot.kill()
        self._pending.append((time.monotonic() + self.chance.uniform(0, 5), self._born))
        self._await_return("our bot back")

    def _slow_payloads(self) -> None:
        self._for_a_while(payloadDelay=self.chance.choice((300, 3000)))

    def _sends_fail(self) -> None:
        self.gateway.ask("faults", sendFail=self.chance.randint(1, 6))

    def _sends_late(self) -> None:
        self._for_a_while(sendLate=self.chance.choice((500, 12_000)))

    def _sends_slow(self) -> None:
        self._for_a_while(sendDelay=self.chance.choice((500, 12_000)))

    def _odd_events(self) -> None:
        for event, payload in self.chance.sample(_ODD, 4):
            with suppress(HTTPError):  # some of them its own puppet refuses
                self.gateway.ask("emit", event=event, payload=payload)

    def _said_again(self) -> None:
        for message_id in self.chance.sample(self._doubles[-50:], min(5, len(self._doubles[-50:]))):
            self.gateway.ask("again", id=message_id)

    def _burst(self) -> None:
        self.gateway.ask("flood", count=300, texts=self._texts)
        self.lines += 300

    def _for_a_while(self, **faults: float) -> None:
        self.gateway.ask("faults", **faults)
        still = dict.fromkeys(faults, 0)
        self._pending.append((time.monotonic() + self.chance.uniform(5, 20), lambda: self._still(still)))

    def _still(self, faults: dict[str, int]) -> None:
        self.gateway.ask("faults", **faults)


_CALM = {"sendFail": 0, "sendDelay": 0, "sendLate": 0, "payloadDelay": 0}
_KINDS = (
    "kill gateway", "stall", "logout", "kill our bot", "slow payloads", "sends fail", "sends late", "sends slow",
    "odd events", "said again", "burst",
)  # fmt: skip


# ---- the end


def judge(soak: Soak) -> tuple[Verdict, Counter[str]]:
    """Hold journal and store against each other; the verdict, and the outbox by state."""
    with soak.journal.open(encoding="utf-8") as file, (soak.folder / "ours.log").open(encoding="utf-8") as log:
        journal, diary = Journal.read(file), Diary.read(log)
    store = Store.open(f"sqlite:///{soak.folder}/bench.db")
    try:
        kept, rows = store.call(_facts, soak.reported)
    finally:
        store.close()
    verdict = Verdict()
    lines = [journal.line(i) for i in soak.reported if i in journal.said]
    judge_reports(verdict, lines, kept, soak.faults)
    sent = [Row(row.key, row.sent_id, row.text) for row in rows if row.status is Delivery.SENT]
    judge_sent(verdict, journal, sent, diary, soak.faults)
    verdict.counts["no answer, unsure"] = len(diary.unsure)
    verdict.counts["of them found to have been said"] = _settled(journal, rows, diary)
    return verdict, Counter(row.status.value for row in rows)


def _settled(journal: Journal, rows: list[Outgoing], diary: Diary) -> int:
    """How many texts that got no answer were found to have been said after all, and not said again."""
    unsure = dict(diary.unsure)
    said_at = {text["id"]: text["at"] for text in journal.sent}
    return sum(row.key in unsure and said_at.get(row.sent_id, unsure[row.key]) < unsure[row.key] for row in rows)


def _facts(tx: Tx, reported: list[str]) -> tuple[set[str], list[Outgoing]]:
    """Which reports stand in the inbox with a ticket, and every outgoing text."""
    kept = {i for i in reported if tx.inbox.seen(_CHANNEL, i) and _ticketed(tx, i)}
    return kept, tx.outbox.recent(1_000_000)


def _ticketed(tx: Tx, message_id: str) -> bool:
    report = tx.matters.report_of(_CHANNEL, message_id)
    return report is not None and tx.tickets.of_matter(report.matter) is not None


def summary(soak: Soak, verdict: Verdict, outbox: Counter[str], minutes: float) -> list[str]:
    """The figures, a line each."""
    life = max(soak.lives, key=len)
    back = {kind: f"{len(s)}×, longest {max(s):.1f} s" for kind, s in soak.recoveries.items()}
    return [
        f"minutes {minutes:.1f}, lines {soak.lines}, reports {len(soak.reported)}",
        f"faults {len(soak.faults)}: {dict(Counter(f.kind for f in soak.faults))}",
        f"back: {back}",
        f"reports: {dict(verdict.counts)}",
        f"outbox: {dict(outbox)}",
        f"lost {verdict.lost}, doubled {verdict.doubled}, said to have been sent but not {verdict.unsent}",
        f"ended by itself {soak.crashes}",
        f"memory MB: highest {max(s for _, s in soak.sizes):.0f}; longest life {len(life) * 10} s "
        f"{life[0]:.0f} → {life[-1]:.0f}, highest {max(life):.0f}",
        "good" if verdict.good and not soak.crashes and not outbox["waiting"] and not outbox["dead"] else "BAD",
    ]


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Soak, judge, tell."""
    parser = argparse.ArgumentParser(description="Faults at random moments, for a while")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pace", type=float, default=12, help="lines a second")
    parser.add_argument("--share", type=float, default=0.03, help="of them reports")
    parser.add_argument("--only", choices=_KINDS, nargs="+", default=_KINDS, help="faults to throw in")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    soak = Soak(folder, random.Random(given.seed), given.pace, given.share, given.only)
    began = time.monotonic()
    try:
        soak.run(given.minutes * 60)
    finally:
        soak.bot.kill()
        soak.gateway.kill()
    verdict, outbox = judge(soak)
    lines = summary(soak, verdict, outbox, (time.monotonic() - began) / 60)
    _tell("\n".join(lines))
    good = lines[-1] == "good"
    if good:
        shutil.rmtree(folder)
    else:
        _tell(f"kept: {folder}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
