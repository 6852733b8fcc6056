"""What a person is shown before deciding: what was understood, how sure, what was not, and how to answer."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from factories import NOW, a_district, a_feed_item

from models.notice import Notice
from models.store import Store
from notices.calendar import CALENDAR
from notices.preview import headline, line, preview
from notices.take import Hour, take_item

TZ = ZoneInfo("Asia/Shanghai")
DISTRICT = a_district()
AT = Hour(NOW, TZ, CALENDAR)


def _take(store: Store, text: str) -> Notice:
    item = a_feed_item(text=text, member="water")
    made = store.call(take_item, item=item, district=DISTRICT, trusted=False, now=NOW, tz=TZ)
    assert made is not None
    return made


def test_everything_that_was_understood_is_shown(store: Store) -> None:
    notice = _take(
        store, "因管道检修，6月12日8:00至17:00云亭新村1-5幢停水，清荷苑水压降低。热线0511-85550100。润州供水"
    )
    shown = preview(notice, DISTRICT, AT)
    lines = shown.splitlines()
    assert lines[0] == "【公告 1 · 待确认】停水 · 计划"
    assert lines[1].startswith("时间：后天（12日）8:00–17:00")
    assert "地点：云亭新村 1–5 号楼（100，" in shown
    assert "地点：清荷苑（降压限供）（100，" in shown
    assert "原因：管道检修" in lines
    assert "电话：0511-85550100" in lines
    assert "群里会说：【停水】" in shown
    assert lines[-1] == "回复：发布 1 ／ 改 1 时间 … ／ 改 1 地点 … ／ 作废 1 原因"


def test_what_is_unsure_says_why_and_what_fits_nothing_shows_what_is_near(store: Store) -> None:
    notice = _take(store, "因管道检修，6月12日8:00至17:00云亭路沿线、柳岸花园停水。")
    shown = preview(notice, DISTRICT, AT)
    assert "可能受影响：" in shown
    assert "（50，公告只写" in shown
    assert "没对上：“柳岸花园”，相近：1 柳岸家园（75）" in shown
    assert "地名 1 柳岸花园=小区名" in shown


def test_doubts_are_shown_and_stand_in_the_list(store: Store) -> None:
    notice = _take(store, "因管道检修，6月12日（星期一）8:00至17:00云亭新村停水。")
    assert "存疑：写的是6月12日星期一" in preview(notice, DISTRICT, AT)
    assert line(notice, DISTRICT, AT).startswith("公告 1 停水 · 计划 · 云亭新村 · 后天（12日）8:00–17:00（写的是")


def test_what_has_passed_says_that_no_room_would_hear_of_it(store: Store) -> None:
    notice = _take(store, "因管道检修，6月12日8:00至17:00云亭新村停水。")
    late = replace(AT, now=NOW.replace(day=13))
    assert "发布了也不会说到群里" in preview(notice, DISTRICT, late)
    assert headline(notice.evolve(said=replace(notice.said, service=None))) == "看不出是哪一项服务 · 计划"
