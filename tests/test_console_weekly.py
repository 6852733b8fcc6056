"""The week on one page: what it says, and the DOCX read back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from docx import Document
from factories import a_district, a_ticket

from bot.figure_settings import LightRules
from console.onepage import onepage
from console.weekly import SHOWN, Week, compared, lists, title, week_of
from dispatch.lights import Grading
from models.figures import Rate
from models.quarter import Published
from models.spans import read_span
from models.store import Store, Tx
from models.words import Status, Urgency

TZ = ZoneInfo("Asia/Shanghai")
SPAN = read_span("2025-W24")  # 9 to 15 June
MONDAY = datetime(2025, 6, 16, 1, tzinfo=UTC)
TUESDAY = datetime(2025, 6, 10, 2, tzinfo=UTC)


def add(tx: Tx, count: int, **changes: Any) -> None:
    for _ in range(count):
        number = tx.tickets.recent(1)[0].number if tx.tickets.recent(1) else 0
        at = changes.get("created_at", TUESDAY)
        tx.tickets.add(
            a_ticket(**({"matter": f"m-{number + 1}", "created_at": at, "status": Status.IN_PROGRESS} | changes))
        )


def week(store: Store) -> Week:
    store.call(lambda tx: tx.district.save(a_district(), TUESDAY))
    grading = Grading(3, 30, LightRules().lights)
    return store.call(week_of, span=SPAN, tz=TZ, now=MONDAY, grading=grading)


def shown(found: Week) -> dict[str, list[str]]:
    return {name.partition("（")[0]: lines for name, lines in lists(found)}


def row(found: Week, name: str) -> tuple[str, str, str]:
    return next(tuple(line[1:]) for line in compared(found) if line[0] == name)


def test_the_week_stands_against_the_one_before_with_denominators(store: Store) -> None:
    solved = {"accepted_at": TUESDAY, "status": Status.CLOSED, "resolved_at": TUESDAY, "closed_at": TUESDAY}

    def fill(tx: Tx) -> None:
        add(tx, 3, **solved)
        add(tx, 1, accepted_at=TUESDAY)
        before = TUESDAY - timedelta(days=7)
        add(tx, 2, created_at=before, accepted_at=before, status=Status.CLOSED, resolved_at=before, closed_at=before)

    store.call(fill)
    found = week(store)
    assert title(found) == "周会一页 2025 年第 24 周（6月9日—6月15日）"
    assert row(found, "新增工单") == ("4", "2", "+2")
    assert row(found, "解决率") == ("75.0%（3/4）", "100.0%（2/2）", "-25.0 点")
    assert row(found, "满意率") == ("—（0/0）", "—（0/0）", "—")
    assert row(found, "产权争议") == ("0", "0", "持平")


def test_a_week_that_was_published_stays_as_it_was(store: Store) -> None:
    store.call(add, 2, created_at=TUESDAY - timedelta(days=7))
    before = week(store).last
    store.call(lambda tx: tx.quarters.publish(Published("2025-W23", MONDAY, "x", before)))
    store.call(add, 5, created_at=TUESDAY - timedelta(days=7))
    assert row(week(store), "新增工单")[1] == "2"


def test_the_lists_say_what_is_late_quarrelled_over_repeated_and_for_the_street(store: Store) -> None:
    def fill(tx: Tx) -> None:
        add(tx, 3, building="3")
        add(tx, 1, topic="R01", resolve_by=MONDAY - timedelta(hours=30))
        add(tx, 1, topic="R02", disputed_at=TUESDAY, boundary="表后")
        add(tx, 1, topic="R03", by_default=True, member="street-office")
        add(tx, 1, topic="R06", whistled_at=TUESDAY)
        add(tx, 1, topic="R08", urgency=Urgency.P0, status=Status.VERIFYING, resolved_at=TUESDAY, asked_at=TUESDAY)

    store.call(fill)
    found = shown(week(store))
    assert found["超时没办完"] == ["工单 4 云亭新村 3 栋路面破损，润州供电，超 30 小时"]
    assert found["产权争议"] == ["工单 5 云亭新村 3 栋道路积水结冰，润州供电"]
    assert found["重复点"] == ["云亭新村 3 栋 停电 3 次（工单 1、2、3）"]
    assert [line.partition("：")[2] for line in found["请街道定"]] == [
        "危急，等人确认办结",
        "两家都说不归自己（表后），请定责",
        "没有责任单位，请定归谁",
        "吹过哨，请街道协调",
    ]
    assert found["红灯小区"][0].startswith("云亭新村：同处同类")


def test_an_empty_week_says_none(store: Store) -> None:
    assert set(map(tuple, shown(week(store)).values())) == {("无",)}


def test_the_page_reads_back_and_stays_one_page_however_much_there_is(store: Store) -> None:
    store.call(add, 30, topic="R01", resolve_by=MONDAY - timedelta(hours=30), disputed_at=TUESDAY, by_default=True)
    page = Document(BytesIO(onepage(week(store))))
    texts = [p.text for p in page.paragraphs]
    assert texts[0] == "周会一页 2025 年第 24 周（6月9日—6月15日）"
    assert "超时没办完（30）" in texts
    assert texts.count(f"· 还有 {30 - SHOWN} 条，见报表") == 3
    table = [[c.text for c in line.cells] for line in page.tables[0].rows]
    assert table[0] == ["指标", "本周", "上周", "比上周"]
    assert ["新增工单", "30", "0", "+30"] in table
    # A4 has room for about 62 lines of this size; a list shows five and what is left, a line is cut to fit.
    assert len(table) + len(texts) <= 55
    assert all(len(t) <= 52 for t in texts[1:-1])
    assert round(page.sections[0].page_width.cm) == 21


def test_rates_of_a_published_week_come_back_as_rates(store: Store) -> None:
    store.call(add, 2, accepted_at=TUESDAY, status=Status.CLOSED, resolved_at=TUESDAY, closed_at=TUESDAY)
    frozen = week(store).this
    store.call(lambda tx: tx.quarters.publish(Published(SPAN.name, MONDAY, "x", frozen)))
    assert store.call(lambda tx: tx.quarters.published(SPAN.name)) == Published(SPAN.name, MONDAY, "x", frozen)
    assert frozen.solution == Rate(2, 2)
