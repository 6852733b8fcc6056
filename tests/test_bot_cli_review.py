"""``gridbot review`` as a person types it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from factories import a_district, a_feed_item, a_message, a_ticket

from bot.cli.main import main
from bot.newrooms import note_unknown_room
from models.deed import Approval
from models.opinion import UNHAPPY, CallBack
from models.store import Store, Tx
from models.words import Action, Status
from notices.take import take_item

TZ = ZoneInfo("Asia/Shanghai")
Gridbot = Callable[..., tuple[int, str, str]]


@pytest.fixture
def gridbot(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Gridbot:
    """Runs a command in a folder of its own: (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["gridbot", *words])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


@pytest.fixture
def soon() -> str:
    """The day after tomorrow, as an announcement writes it; the command reads the clock itself."""
    day = datetime.now(TZ) + timedelta(days=2)
    return f"{day.month}月{day.day}日"


@pytest.fixture
def waiting(gridbot: Gridbot, tmp_path: Path, soon: str) -> int:
    """A notice that names a place which nobody knows."""
    now = datetime.now(UTC)
    item = a_feed_item(text=f"因检修，{soon}8:00至17:00望江楼1-3幢停电。", published_at=now)
    (tmp_path / "var").mkdir()
    store = Store.open("sqlite:///var/gridbot.db")
    store.call(lambda tx: tx.district.save(a_district(), now))
    notice = store.call(take_item, item=item, district=a_district(), trusted=True, now=now, tz=TZ)
    store.close()
    assert notice is not None
    return notice.id


def test_leave_and_calls_that_wait_are_listed(gridbot: Gridbot, waiting: int) -> None:
    store = Store.open("sqlite:///var/gridbot.db")
    now = datetime.now(UTC)

    def work(tx: Tx) -> None:
        ticket = tx.tickets.add(a_ticket(status=Status.SIGNED))
        wish = Approval(ticket.number, Action.EXTEND, now, "等配件", "wx-power", now, ("wx-dispatcher",))
        tx.approvals.add(wish)
        tx.callbacks.add(CallBack(ticket.number, UNHAPPY, now, ("wx-worker",), tries=2))

    store.call(work)
    store.close()
    _, out, _ = gridbot("review")
    for part in ("延期到", "等配件", "供电小马", "调度施敏", "不满意", "2 次", "网格员小林"):
        assert part in out


def test_one_decision_teaches_a_name_and_publishes(gridbot: Gridbot, waiting: int) -> None:
    code, out, _ = gridbot("review")
    assert (code, "没有地点对上本辖区的小区；没认出：望江楼1-3幢" in out) == (0, True)
    assert gridbot("review", "publish", str(waiting))[0] == 1
    code, out, _ = gridbot("review", "name", str(waiting), "望江楼", "柳岸家园", "--by", "小林")
    assert code == 0
    assert "公告 1 已发布" in out
    assert "没有等人决定的事" in gridbot("review")[1]
    assert "小林" in gridbot("review", "names")[1]
    assert "柳岸家园 1–3 号楼（100，" in gridbot("review", "show", str(waiting))[1]


def test_corrections_and_dropping(gridbot: Gridbot, waiting: int, soon: str) -> None:
    assert gridbot("review", "amend", str(waiting))[0] == 2
    code, out, _ = gridbot("review", "amend", "1", "--time", f"{soon}9:00至11:00", "--place", "清荷苑")
    assert (code, "9:00–11:00" in out, "地点：清荷苑" in out) == (0, True, True)
    assert "公告 1 已作废" in gridbot("review", "drop", "1", "--why", "写错了")[1]
    code, _, err = gridbot("review", "publish", "1")
    assert (code, err.count("\n")) == (1, 1)


def test_a_clarification_and_mistakes_are_one_line(gridbot: Gridbot, waiting: int) -> None:
    assert "一小时最多答一次" in gridbot("review", "clarify", "1", "没有这个安排")[1]
    for words in (("split", "1"), ("forget", "望江楼"), ("show", "9"), ("name", "9", "望江楼", "清荷苑")):
        code, out, err = gridbot("review", *words)
        assert (code, out, err.count("\n")) == (1, "", 1), words


def test_a_room_that_nobody_bound_is_listed_with_its_name(gridbot: Gridbot, waiting: int) -> None:
    store = Store.open("sqlite:///var/gridbot.db")
    store.call(note_unknown_room, message=a_message(room="1@chat", channel="wechat"), now=datetime.now(UTC))
    store.call(note_unknown_room, message=a_message(room="room-01", channel="wechat"), now=datetime.now(UTC))
    store.call(lambda tx: tx.flags.set("room name wechat 1@chat", "云亭二期便民群"))
    store.close()
    [line] = [line for line in gridbot("review")[1].splitlines() if "1@chat" in line]
    assert "云亭二期便民群" in line
    assert "room-01" not in gridbot("review")[1]
