"""Route and clocks as lines."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from factories import NOW, a_district

from dispatch.clocks import Clocks
from dispatch.explain import explain
from models.words import Service, Urgency

TZ = ZoneInfo("Asia/Shanghai")


def lines(topic: str, urgency: Urgency, service: Service = Service.POWER) -> list[str]:
    return explain(
        a_district(),
        service=service,
        topic=topic,
        area="yt-xc",
        building="3",
        urgency=urgency,
        clocks=Clocks(),
        now=NOW,
        tz=TZ,
    )


def test_it_names_who_why_and_by_when() -> None:
    text = "\n".join(lines("E01", Urgency.P1))
    for part in (
        "责任单位：润州供电 95598",
        "责任人：供电小马",
        "网格员：网格员小林",
        "类别 power · 润州区 → 润州供电：采用",
    ):
        assert part in text
    for part in ("抢修时限", "接单不晚于 今天 10:15", "到场不晚于 今天 10:45", "办完不晚于 今天 13:45"):
        assert part in text


def test_what_is_no_fault_says_that_working_days_count() -> None:
    text = "\n".join(lines("E08", Urgency.P2))
    assert "12345 时限（工作日）" in text
    assert "联系不晚于 明天 10:00" in text


def test_what_nobody_owns_says_so() -> None:
    assert "无责任单位" in lines("H01", Urgency.P2, Service.HEAT)[0]
