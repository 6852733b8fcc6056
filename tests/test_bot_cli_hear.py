"""``gridbot hear`` and ``gridbot tray`` as a person types them: a group without a bot, from a pasted chat to a posted text."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from test_bot_assisted import by_hand_in

from bot.cli.main import main
from models.district import write_district
from models.store import Store
from models.ticket import Ticket
from models.words import Delivery

Gridbot = Callable[..., tuple[int, str, str]]


def at(minute: int, **back: float) -> str:
    """A head's time, this many minutes into a talk that began an hour ago, or longer: ``days=4``."""
    began = datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(**(back or {"hours": 1}))
    return f"{began + timedelta(minutes=minute):%Y/%m/%d %H:%M}"


CHAT = f"""\
3栋-张三 {at(1)}
停水了吗？

5栋-李四 {at(2)}
我家也停水了，5栋

静待花开 {at(3)}
今天天气不错

6栋-王五 {at(5)}
6栋楼道里好大的煤气味
"""


@pytest.fixture
def gridbot(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Gridbot:
    """Runs a command in a folder of its own, where room-01 is served by hand: (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d.yaml").write_text(write_district(by_hand_in("room-01")), encoding="utf-8")

    def run(*words: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["gridbot", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    assert run("district", "import", "d.yaml")[0] == 0
    return run


@pytest.fixture
def chat(tmp_path: Path) -> str:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    return "chat.txt"


def stored(tmp_path: Path) -> tuple[int, list[Ticket], list[tuple[str, Delivery]]]:
    """Messages taken, tickets, and texts with where they stand."""
    store = Store.open(f"sqlite:///{tmp_path}/var/gridbot.db")
    try:
        texts = [(r.key, r.status) for r in store.call(lambda tx: tx.outbox.recent(99))]
        return store.call(lambda tx: tx.inbox.count()), store.call(lambda tx: tx.tickets.recent(9)), texts
    finally:
        store.close()


def test_a_pasted_chat_becomes_tickets_and_texts_in_the_tray(gridbot: Gridbot, chat: str, tmp_path: Path) -> None:
    code, out, err = gridbot("hear", "room-01", "--paste", chat, "--by", "小秦")
    assert (code, out, err) == (0, "读了 4 句，接住 3 句；工单 1、2；待贴 2 条\n", "")
    taken, tickets, texts = stored(tmp_path)
    assert taken == 3
    assert {t.topic for t in tickets} == {"W01", "G01"}
    assert all(t.room == "room-01" for t in tickets)
    assert any(key.startswith("tray ticket 2") for key, _ in texts)


def test_the_same_chat_pasted_again_changes_nothing(gridbot: Gridbot, chat: str, tmp_path: Path) -> None:
    gridbot("hear", "room-01", "--paste", chat)
    before = stored(tmp_path)
    assert gridbot("hear", "room-01", "--paste", chat)[1].startswith("读了 4 句，这一段贴过了，什么都没变")
    assert stored(tmp_path) == before


@pytest.mark.parametrize("lines", [range(6), range(3, 12), range(3, 6)])
def test_a_part_of_it_pasted_again_changes_nothing(gridbot: Gridbot, chat: str, tmp_path: Path, lines: range) -> None:
    gridbot("hear", "room-01", "--paste", chat)
    before = stored(tmp_path)
    part = "\n".join(CHAT.splitlines()[n] for n in lines if n < len(CHAT.splitlines()))
    assert "接住 0 句" in gridbot("hear", "云亭新村便民群", "--paste", "-", stdin=part)[1]
    assert stored(tmp_path) == before


def test_what_follows_later_joins_the_same_ticket(gridbot: Gridbot, chat: str, tmp_path: Path) -> None:
    gridbot("hear", "room-01", "--paste", chat)
    later = CHAT + f"\n7栋-赵六 {at(9)}\n7栋也没水\n"
    assert "接住 1 句；工单 1；" in gridbot("hear", "room-01", "--paste", "-", stdin=later)[1]
    assert len(stored(tmp_path)[1]) == 2


def test_nothing_of_an_unmatched_line_is_kept(gridbot: Gridbot, chat: str, tmp_path: Path) -> None:
    gridbot("hear", "room-01", "--paste", chat)
    raw = b"".join(file.read_bytes() for file in (tmp_path / "var").glob("gridbot.db*"))
    assert "今天天气不错".encode() not in raw
    assert "静待花开".encode() not in raw


def test_the_tray_lists_shows_and_ticks_off(gridbot: Gridbot, chat: str, tmp_path: Path) -> None:
    gridbot("hear", "room-01", "--paste", chat)
    _, listed, _ = gridbot("tray")
    assert all(part in listed for part in ("待贴箱", "云亭新村便民群", "危急"))
    number = next(word for word in listed.replace("│", " ").split() if word.isdigit())
    code, text, _ = gridbot("tray", "show", number)
    assert (code, text.startswith("先出门")) == (0, True)
    assert gridbot("tray", "done", number, "--by", "小秦") == (0, f"{number} 号已贴\n", "")
    assert gridbot("tray", "done", number) == (1, "", f"{number} 号不在待贴箱里（sent）\n")
    assert gridbot("tray", "drop", "999", "--why", "x")[0] == 1
    assert [status for _, status in stored(tmp_path)[2]].count(Delivery.SENT) == 1


def test_the_tray_drops_with_a_reason(gridbot: Gridbot, chat: str) -> None:
    gridbot("hear", "room-01", "--paste", chat)
    _, listed, _ = gridbot("tray")
    numbers = [word for word in listed.replace("│", " ").split() if word.isdigit()][:1]
    assert gridbot("tray", "drop", numbers[0])[0] == 2
    assert gridbot("tray", "drop", numbers[0], "--why", "群里说过了") == (0, f"{numbers[0]} 号已撤下\n", "")


def test_an_empty_tray_says_so(gridbot: Gridbot) -> None:
    assert gridbot("tray") == (0, "待贴箱是空的\n", "")


def test_a_nickname_that_somebody_vouches_for_may_command(gridbot: Gridbot, chat: str, tmp_path: Path) -> None:
    gridbot("hear", "room-01", "--paste", chat)
    gridbot("hear", "room-01", "--paste", "-", stdin=f"供水老耿 {at(20)}\n接单 1\n")
    assert stored(tmp_path)[1][-1].signed_at is None
    word = f"供水老耿 {at(21)}\n接单 1\n"
    gridbot("hear", "room-01", "--paste", "-", "--as", "供水老耿=wx-water", stdin=word)
    assert next(t for t in stored(tmp_path)[1] if t.number == 1).signed_at is not None


@pytest.mark.parametrize("stated", ["供水老耿", "=wx-water", "供水老耿=nobody"])
def test_a_wrong_vouching_is_refused(gridbot: Gridbot, chat: str, stated: str) -> None:
    code, _, err = gridbot("hear", "room-01", "--paste", chat, "--as", stated)
    assert code == 1
    assert "昵称=人员id" in err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("room-02", "--paste", "chat.txt"), "channel: assisted"),
        (("room-99", "--paste", "chat.txt"), "no room room-99"),
        (("room-01", "--paste", "none.txt"), "读不了"),
    ],
)
def test_what_cannot_be_heard_is_one_line(gridbot: Gridbot, chat: str, words: tuple[str, ...], why: str) -> None:
    code, out, err = gridbot("hear", *words)
    assert (code, out) == (1, "")
    assert why in err


def test_a_paste_without_a_single_line_names_where_it_fails(gridbot: Gridbot) -> None:
    code, _, err = gridbot("hear", "room-01", "--paste", "-", stdin="\n乱码\n")
    assert code == 1
    assert "--paste:2" in err


def test_lines_that_belong_to_nobody_are_named(gridbot: Gridbot) -> None:
    code, _, err = gridbot("hear", "room-01", "--paste", "-", stdin="谁说的\n" + CHAT)
    assert (code, err) == (0, "第 1 行不知道是谁说的：谁说的\n")


def test_another_key_than_the_stores_own_is_refused(
    gridbot: Gridbot, chat: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gridbot("hear", "room-01", "--paste", chat)
    monkeypatch.setenv("GRIDBOT_KEY", "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg=")
    code, _, err = gridbot("hear", "room-01", "--paste", chat)
    assert (code, "那把钥匙" in err) == (1, True)


def test_what_was_said_long_ago_calls_nobody_now(gridbot: Gridbot, tmp_path: Path) -> None:
    old = f"6栋-王五 {at(0, days=4)}\n6栋楼道里好大的煤气味\n"
    code, out, err = gridbot("hear", "room-01", "--paste", "-", stdin=old)
    assert (code, out) == (0, "读了 1 句，没有可收的；待贴 0 条\n")
    assert "1 句不是最近 3 天说的" in err
    assert stored(tmp_path) == (0, [], [])
