"""关爱户: kept by consent and encrypted; nothing of a door is ever in the database, in a room or in a log in plain."""

from __future__ import annotations

import asyncio
import gzip
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import structlog
from rehearsal import TZ, Rehearsal, demo_district, rehearse

from bot.care_book import key_of, opened, sealed
from bot.demo_day import Teller
from bot.engine import advance
from bot.keeper import Keeper
from bot.keeping_settings import Retention
from bot.settings import Settings
from bot.staff_ways import copies, instead
from console.ports import Line
from dispatch.wording_care import HIDDEN
from models.areas import District
from models.care import Care, Household
from models.outgoing import Outgoing
from models.privacy import Vault
from models.store import Store, write_dump
from models.words import Delivery, Priority, Role

SECRETS = ("3-1-201", "5-402", "制氧", "独居", "敲门要久", "张奶奶")
REGISTER = ("关爱 登记 3-1-201 制氧机 同意 张奶奶 敲门要久", "关爱 登记 5-402 独居 同意")


def at(hour: int, minute: int = 0, day: int = 3) -> datetime:
    """A local hour of July 2026."""
    return datetime(2026, 7, day, hour, minute, tzinfo=TZ)


Said = tuple[datetime, str, str, str]


def play(
    store: Store,
    *said: Said,
    until: datetime,
    district: District | None = None,
    check: Callable[[Rehearsal], None] = lambda _: None,
) -> None:
    """Lines (when, room, who, text) in order, then the clock goes on."""
    area = district or demo_district()

    async def run() -> None:
        async with rehearse(store, start=said[0][0], district=area) as stage:
            for when, room, who, text in said:
                await advance(stage.parts.engine, stage.clock, when)
                person = area.person.get(who)
                await stage.stage.play(room=room, sender=who, nick=person.name if person else who, text=text)
                await stage.parts.engine.tick(stage.clock.now())
            await advance(stage.parts.engine, stage.clock, until)
            await stage.parts.engine.tick(stage.clock.now())
            check(stage)

    asyncio.run(run())


REGISTERED: tuple[Said, ...] = tuple((at(8, n), "", "wx-01", text) for n, text in enumerate(REGISTER))
OUTAGE: tuple[Said, ...] = (
    (at(9), "room-01", "3栋-张三", "家里停电了"),
    (at(9, 1), "room-01", "5栋-李四", "我家也停电了"),
)


def rows(store: Store) -> list[Outgoing]:
    return sorted(store.call(lambda tx: tx.outbox.recent(5000)), key=lambda o: o.id)


def carers(store: Store) -> list[str]:
    return [o.person for o in rows(store) if o.why == "care" and not o.key.startswith("care reply")]


@pytest.fixture
def on_disk(tmp_path: Path, _template: Path) -> Iterator[Store]:
    shutil.copyfile(_template, tmp_path / "gridbot.db")
    opened = Store.open(f"sqlite:///{tmp_path / 'gridbot.db'}")
    yield opened
    opened.close()


@pytest.fixture
def store(on_disk: Store) -> Store:
    """What is asked here does not depend on the kind of database; the shelf itself is tried on both."""
    return on_disk


def test_no_plain_word_is_in_the_database_in_a_room_or_in_a_log(
    on_disk: Store, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    structlog.reset_defaults()
    shown: list[str] = []
    said = (
        *REGISTERED,
        *OUTAGE,
        (at(9, 5), "", "wx-01", "已上门 3-1-201"),
        (at(10, 30), "", "wx-15", "关爱户"),
        (at(10, 31), "", "wx-13", "关爱户"),
        (at(10, 32), "room-01", "网格员小林", "关爱 登记 3-1-201 制氧机 同意"),
    )

    def private_chat(stage: Rehearsal) -> None:
        for chat in ("@wx-01", "@wx-15"):
            shown.extend(line.text for line in stage.stage.transcript(chat, 300) if line.by_bot)

    play(on_disk, *said, until=at(11), check=private_chat)
    assert any("3-1-201 制氧机" in text for text in shown), "it is really said to who may know"
    written = write_dump_of(on_disk, tmp_path / "dump.gz")
    on_disk.close()
    files = {f.name: f.read_bytes() for f in tmp_path.iterdir() if f.name.startswith("gridbot.db")}
    out, err = capfd.readouterr()
    for secret in SECRETS:
        for name, content in (*files.items(), ("dump", written), ("log", (out + err).encode())):
            assert secret.encode() not in content, f"{secret} in {name}"
    assert "captured" in out, "there is a log at all"


def write_dump_of(store: Store, file: Path) -> bytes:
    """The backup, unpacked."""
    write_dump(str(store._engine.url.render_as_string(hide_password=False)), file)
    return gzip.decompress(file.read_bytes())


def test_the_rooms_hear_nothing_and_what_was_sent_is_not_even_kept_encrypted(store: Store) -> None:
    play(store, *REGISTERED, *OUTAGE, until=at(11))
    told = rows(store)
    assert not [o for o in told if o.room and any(s in o.text for s in SECRETS)]
    secret = [o for o in told if o.why == "care"]
    assert secret and all(o.room == "" and o.text == HIDDEN for o in secret)
    assert {o.status for o in secret} == {Delivery.SENT} and not any(o.sealed for o in secret)


def test_an_outage_sends_the_list_reminds_and_climbs(store: Store) -> None:
    play(store, *REGISTERED, *OUTAGE, until=at(11))
    lists = [o for o in rows(store) if o.why == "care" and not o.key.startswith("care reply")]
    assert [(o.person, o.due_at) for o in lists] == [
        *(("wx-01", at(9, 1)),),
        *(("wx-01", at(9, 31)),),
        *(("wx-15", at(10, 1)),),
    ]
    assert lists[0].priority is Priority.EMERGENCY and lists[0].at_night


def test_ticked_doors_are_not_spoken_of_again(store: Store) -> None:
    play(store, *REGISTERED, *OUTAGE, (at(9, 10), "", "wx-01", "已上门 全部"), until=at(12))
    assert carers(store) == ["wx-01"]
    assert store.call(lambda tx: tx.cares.owed()) == []


def test_when_supply_is_back_nobody_is_sent_any_more(store: Store) -> None:
    done = (at(9, 10), "", "wx-08", "完成 1 换了开关")
    play(store, *REGISTERED, *OUTAGE, (at(9, 5), "", "wx-08", "接单 1"), done, until=at(12))
    assert carers(store) == ["wx-01"]


def test_one_household_without_power_is_no_outage(store: Store) -> None:
    play(store, *REGISTERED, OUTAGE[0], until=at(12))
    assert carers(store) == []


def test_a_water_cut_is_no_danger_for_an_oxygen_machine(store: Store) -> None:
    water = tuple((when, room, who, text.replace("停电", "停水")) for when, room, who, text in OUTAGE)
    play(store, *REGISTERED, *water, until=at(9, 20))
    (visit,) = store.call(lambda tx: tx.cares.owed())
    found = store.call(lambda tx: [c for c in tx.cares.all() if c.id == visit.care])[0]
    assert opened(Vault(b"k" * 32), found).kind == "独居体弱"


def test_consent_withdrawn_is_forgotten_at_once(store: Store) -> None:
    play(store, *REGISTERED, *OUTAGE, (at(9, 10), "", "wx-01", "关爱 删除 3-1-201"), until=at(12))
    assert len(store.call(lambda tx: tx.cares.all())) == 1
    gone = store.call(lambda tx: tx.audit.of("care 1"))
    assert [a.action for a in gone] == ["register", "owe visit", "forget"]
    assert not any(s in f"{a.reason}{a.before}{a.after}" for a in gone for s in SECRETS)


def test_nobody_else_may_see_change_or_tick(store: Store) -> None:
    others = ("wx-02", "wx-06", "wx-13", "wx-14", "wx-08")
    told: list[str] = []

    def listen(stage: Rehearsal) -> None:
        for who in others:
            told.extend(line.text for line in stage.stage.transcript(f"@{who}", 300) if line.by_bot)

    tries = ("关爱户", "关爱 删除 3-1-201", "关爱 登记 柳汀新村 7-1-101 透析 同意", "已上门 全部")
    said = tuple((at(9, 10), "", who, text) for who in others for text in tries)
    play(store, *REGISTERED, *OUTAGE, *said, until=at(9, 20), check=listen)
    assert len(store.call(lambda tx: tx.cares.all())) == 2
    assert len(store.call(lambda tx: tx.cares.owed())) == 2
    ours = [t for t in told if t.startswith("【关爱户】")]
    assert len(ours) == 20
    assert not any(s in t for t in ours for s in ("张奶奶", "5-402", "柳汀新村 3-1-201"))


def test_without_anybody_on_duty_the_dispatcher_hears_how_many_and_not_where(store: Store) -> None:
    district = demo_district()
    nobody = replace(district, people=tuple(p for p in district.people if p.id != "wx-15"))
    play(store, *REGISTERED, *OUTAGE, until=at(11), district=nobody)
    (told,) = [o for o in rows(store) if o.person == "wx-13" and o.why == "care"]
    assert "2 户" in told.text and not any(s in told.text for s in SECRETS)


def test_the_heir_of_a_worker_sees_what_the_worker_saw(store: Store) -> None:
    told: list[str] = []

    def listen(stage: Rehearsal) -> None:
        told.extend(line.text for line in stage.stage.transcript("@wx-04", 300) if line.by_bot)

    said = ((at(8, 30), "", "wx-14", "交接 网格员小林 给 网格员姚静"), (at(8, 31), "", "wx-04", "关爱户"))
    play(store, *REGISTERED, *said, until=at(9), check=listen)
    assert any("3-1-201 制氧机" in text for text in told)


def test_after_a_year_consent_is_asked_for_again_and_a_month_later_it_is_gone(store: Store) -> None:
    vault, now = Vault(b"k" * 32), at(9)
    home = Household("lt-xc", "3", "201", "制氧机", "1")
    care = Care(key_of(vault, home), sealed(vault, home), "wx-01", now - timedelta(days=364))
    store.call(lambda tx: tx.cares.keep(care))
    hello = (now, "", "wx-01", "我的工单")
    play(store, hello, until=at(9, day=3) + timedelta(days=2))
    assert [o.person for o in rows(store) if o.key.startswith("care consent")] == ["wx-01"]
    play(store, (at(9, day=6), "", "wx-01", "我的工单"), until=at(9) + timedelta(days=33))
    assert store.call(lambda tx: tx.cares.all()) == []
    assert store.call(lambda tx: tx.audit.of("care 1"))[-1].action == "forget"


def test_visits_go_with_the_raw_texts(store: Store) -> None:
    play(store, *REGISTERED, *OUTAGE, (at(9, 10), "", "wx-01", "已上门 全部"), until=at(9, 20))
    keeper = Keeper(store=store, settings=Settings(retention=Retention(raw_days=30)), district=demo_district)
    asyncio.run(keeper.step(at(9) + timedelta(days=31)))
    assert store.call(lambda tx: tx.cares.of_cause("ticket 1")) == []


def test_what_is_encrypted_goes_no_other_way_and_is_not_replaced_by_one() -> None:
    district = demo_district()
    people = tuple(replace(p, notify=("env:LIN",)) if p.id == "wx-01" else p for p in district.people)
    row = Outgoing(
        "care ticket 1 1 1 → wx-01", HIDDEN, "", "wx-01", Priority.EMERGENCY, at(9), why="care", sealed=b"\x01sealed"
    )
    reachable = replace(district, people=people)
    assert instead(row, district=reachable, now=at(9, 10)) == []
    (copy,) = copies(row, district=reachable, member="", also="p0")
    assert (copy.text, copy.sealed) == (HIDDEN, b"")


def test_the_terminal_of_the_practice_shows_nothing_of_it() -> None:
    class Paper:
        def __init__(self) -> None:
            self.lines: list[str] = []

        def print(self, *parts: object) -> None:
            self.lines.append("".join(map(str, parts)))

    paper = Paper()
    teller = Teller(paper, demo_district(), TZ)  # type: ignore[arg-type]
    for text in (*REGISTER, "已上门 3-1-201", "【关爱户】1 户：3-1-201"):
        teller.tell("@wx-01", Line(at(9), "网格员小林", Role.GRID_WORKER, text, False))
    assert paper.lines == []
    teller.tell("@wx-01", Line(at(9), "网格员小林", Role.GRID_WORKER, "接单 1", False))
    assert len(paper.lines) == 1
