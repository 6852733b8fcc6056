"""Which notice a new text continues, and what stands on from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from factories import a_district, a_notice, a_reach, an_announcement

from models.notice import Affected, Announcement, Block, Notice, Reach
from models.words import NoticeStatus, Service
from notices.match import match
from notices.parse import parse
from notices.threads import Joined, join
from notices.versions import Continued, continue_

DISTRICT = a_district()
AT = datetime(2025, 6, 10, 12)  # noqa: DTZ001 (local, naive)
STANDING = a_notice()


def _read(text: str, at: datetime = AT) -> tuple[Announcement, tuple[Reach, ...]]:
    said = parse(text, at)
    return said, match(said, DISTRICT)[0]


def _join(text: str, *standing: Notice, member: str = "power", at: datetime = AT) -> Joined | None:
    said, reach = _read(text, at)
    return join(said, text=text, reach=reach, member=member, at_local=at, standing=standing or (STANDING,))


def _continue(text: str, previous: Notice, at: datetime = AT) -> Continued:
    said, reach = _read(text, at)
    return continue_(said, reach, text=text, previous=previous, district=DISTRICT, now_local=at)


def test_a_change_of_the_date_joins_its_notice() -> None:
    found = _join("因雷雨，原定6月11日8:00至17:00云亭新村1-5栋的停电改期，现更改为6月12日8:00至17:00。")
    assert found is not None
    assert found.notice.id == STANDING.id
    assert found.why


def test_a_follow_up_without_a_place_joins_by_service_time_and_publisher() -> None:
    assert _join("原定6月11日8:00至17:00的停电工作取消。")


def test_another_service_place_or_member_does_not_join() -> None:
    assert _join("原定6月11日8:00至17:00云亭新村的停水取消。") is None
    assert _join("清荷苑已于11:30恢复供电。") is None
    assert _join("云亭新村计划停电，时间：7月30日8:00至17:00。", member="property") is None


def test_a_new_plan_for_the_same_place_at_another_time_is_its_own_thread() -> None:
    assert _join("因检修，6月25日8:00至17:00云亭新村1-5栋停电。") is None


def test_the_nearest_of_several_is_joined() -> None:
    other = a_notice(id=2, said=an_announcement(blocks=(Block(datetime(2025, 6, 20, 8), datetime(2025, 6, 20, 17)),)))  # noqa: DTZ001
    found = _join("原定6月20日8:00至17:00云亭新村1-5栋的停电取消。", STANDING, other)
    assert found is not None
    assert found.notice.id == 2


def test_a_change_joins_the_notice_whose_old_times_it_names() -> None:
    later = a_notice(id=2, said=an_announcement(blocks=(Block(datetime(2025, 6, 15, 8), datetime(2025, 6, 15, 17)),)))  # noqa: DTZ001
    for text, thread in (
        ("原定6月11日8:00至17:00云亭新村1-5栋的停电改为6月13日13:00至17:00。", 1),
        ("原定6月15日云亭新村1-5栋停电检修取消。", 2),
        ("云亭新村1-5栋6月15日的停电改期，现更改为6月12日8:00至17:00。", 2),
    ):
        found = _join(text, STANDING, later)
        assert found is not None
        assert (found.notice.id, found.rival) == (thread, None), text


def test_a_follow_up_that_fits_two_notices_names_the_other_one() -> None:
    begun = Block(datetime(2025, 6, 10, 9), None)  # noqa: DTZ001
    here, there = (
        a_notice(id=n, said=an_announcement(blocks=(begun,), status=NoticeStatus.EMERGENCY), reach=(a_reach(estate=e),))
        for n, e in ((1, "yt-xc"), (2, "qh-yuan"))
    )
    said = replace(parse("停电抢修完毕，现已恢复供电。", AT, as_one=True), areas=())
    found = join(said, text="", reach=(), member="power", at_local=AT, standing=(here, there))
    assert found is not None
    assert {found.notice.id, found.rival.id if found.rival else 0} == {1, 2}
    same = replace(there, reach=here.reach)
    either = join(said, text="", reach=(), member="power", at_local=AT, standing=(here, same))
    assert either is not None
    assert either.rival is None, "which of two is over makes no difference to one place"


def test_a_cancellation_of_a_day_speaks_of_the_hours_that_were_planned() -> None:
    made = _continue("原定6月11日的云亭新村停电检修取消。", STANDING)
    assert made.said.status is NoticeStatus.CANCELLED
    assert [(b.start, b.end) for b in made.said.blocks] == [(b.start, b.end) for b in STANDING.said.blocks]


def _two_places() -> Notice:
    """云亭新村 on the 11th and 清荷苑 on the 12th, both from 8:00 to 17:00."""
    blocks = tuple(Block(datetime(2025, 6, d, 8), datetime(2025, 6, d, 17), (i,)) for i, d in enumerate((11, 12)))  # noqa: DTZ001
    areas = (Affected("云亭新村", "estate"), Affected("清荷苑", "estate"))
    reach = (a_reach(buildings=None), a_reach(estate="qh-yuan", buildings=None, area=1))
    return a_notice(said=an_announcement(areas=areas, blocks=blocks), reach=reach)


def _places(made: Continued) -> set[str]:
    return {r.estate for r in made.reach}


def test_unchanged_places_are_taken_over() -> None:
    made = _continue("原定6月11日8:00至17:00的停电改期，现更改为6月13日8:00至17:00，停电范围不变。", STANDING)
    assert made.reach == STANDING.reach
    assert [b.start for b in made.said.blocks] == [datetime(2025, 6, 13, 8)]  # noqa: DTZ001
    assert made.said.areas == STANDING.said.areas


def test_a_cancelled_part_leaves_the_rest_as_it_stood() -> None:
    made = _continue("应居民请求，原定6月12日8:00至17:00清荷苑的停电取消，其余照常。", _two_places())
    assert _places(made) == {"yt-xc"}
    assert made.said.status is NoticeStatus.PLANNED


def test_the_whole_is_cancelled_when_nothing_is_left() -> None:
    made = _continue("原定6月11日8:00至17:00云亭新村1-5栋的停电取消。", STANDING)
    assert made.said.status is NoticeStatus.CANCELLED
    assert _places(made) == {"yt-xc"}


def test_a_part_that_moves_leaves_the_rest_at_its_time() -> None:
    made = _continue("原定6月12日清荷苑的停电改期，现更改为6月14日8:00至17:00。", _two_places())
    assert _places(made) == {"yt-xc", "qh-yuan"}
    windows = {(b.start.day if b.start else 0, b.areas) for b in made.said.blocks}
    assert windows == {(14, (0,)), (11, (1,))}


def test_a_restored_part_makes_the_thread_partly_restored() -> None:
    at = datetime(2025, 6, 12, 12)  # noqa: DTZ001
    both = _two_places()
    running = both.evolve(
        said=an_announcement(
            status=NoticeStatus.EMERGENCY,
            areas=both.said.areas,
            blocks=(Block(datetime(2025, 6, 12, 8), None),),  # noqa: DTZ001
        )
    )
    made = _continue("清荷苑已于11:30恢复供电。", running, at)
    assert made.said.status is NoticeStatus.PARTLY_RESTORED
    assert _places(made) == {"yt-xc", "qh-yuan"}
    everything = _continue("清荷苑等处全部恢复供电，11:30送上。", running, at)
    assert everything.said.status is NoticeStatus.RESTORED
    assert _places(everything) == {"yt-xc", "qh-yuan"}


def test_places_that_were_only_possible_follow_the_new_words() -> None:
    road = a_notice(
        said=an_announcement(areas=(Affected("云亭新村", "estate"), Affected("清荷路", "road_section"))),
        reach=(a_reach(buildings=None), a_reach(estate="qh-yuan", buildings=None, sure=False, area=1)),
    )
    made = _continue("原定6月11日8:00至17:00云亭新村的停电改期，现更改为6月13日8:00至17:00。", road)
    assert _places(made) == {"yt-xc", "qh-yuan"}
    assert [(b.start.day if b.start else 0, b.areas) for b in made.said.blocks] == [(13, (0, 1))]


def test_a_correction_takes_out_what_it_names_as_not_concerned() -> None:
    made = _continue("更正：6月11日8:00至17:00停电的是柳岸家园，云亭新村不停电。", _two_places())
    assert _places(made) == {"la-jy", "qh-yuan"}


def test_a_new_list_of_the_same_thing_replaces_the_old() -> None:
    made = _continue("计划停电：6月11日8:00至17:00，停电范围：柳岸家园。", _two_places())
    assert _places(made) == {"la-jy"}


def test_other_services_never_join() -> None:
    water = a_notice(said=an_announcement(service=Service.WATER))
    assert _join("云亭新村已于11:30恢复供电。", water) is None
