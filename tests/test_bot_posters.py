"""A notice as a picture: drawn for a room, shown where a channel can, said in words elsewhere."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, a_district, a_notice, an_outgoing
from PIL import Image
from rehearsal import DAY, FREE, TZ, rehearse

from bot.channel import ScriptedChannel, ShowsPictures
from bot.fonts import chinese_font
from bot.posters import Posters, poster_path
from bot.practice import PracticeChannel
from bot.replay import LedgerChannel
from bot.script import read_script
from bot.settings import Settings
from models.errors import BadConfig, NotFound
from models.outgoing import Picture
from models.store import Store
from notices.facts import Fact
from notices.poster import WIDTH, Sheet, draw

ZONE = ZoneInfo("Asia/Shanghai")


def _has_font() -> bool:
    try:
        return chinese_font(None).is_file()
    except BadConfig:
        return False


needs_font = pytest.mark.skipif(not _has_font(), reason="no Chinese font on this machine")


def _posters(store: Store, font: Path | None = None) -> Posters:
    return Posters(
        store=store, district=a_district, clock=lambda: NOW, tz=ZONE, public_url="https://wg.example.cn", font=font
    )


@needs_font
def test_a_poster_is_a_picture_as_wide_as_a_phone_reads_it_with_a_code_when_there_is_a_page() -> None:
    made = Sheet(
        "停电", (Fact("时间", "明天" * 60), Fact("地点", "云亭新村")), "公告 1", "https://wg.example.cn/n/1", "#0b62a4"
    )
    font = chinese_font(None)
    with_code, without = (Image.open(BytesIO(draw(sheet, font))) for sheet in (made, Sheet(*_bare(made))))
    assert (with_code.format, with_code.width) == ("PNG", WIDTH)
    assert with_code.height > without.height > 600
    assert with_code.convert("RGB").getpixel((5, 5)) == (0x0B, 0x62, 0xA4)


def _bare(made: Sheet) -> tuple[str, tuple[Fact, ...], str, str, str]:
    return made.head, made.facts, made.foot, "", made.band


@needs_font
def test_it_is_drawn_once_for_a_version_and_a_room(store: Store) -> None:
    store.call(lambda tx: tx.notices.add(a_notice()))
    posters = _posters(store)

    async def scene() -> tuple[bytes, bytes, bytes]:
        return await posters.poster(1, "room-01"), await posters.poster(1, "room-01"), await posters.poster(1)

    first, again, everywhere = asyncio.run(scene())
    assert first is again
    assert everywhere[:8] == first[:8] == b"\x89PNG\r\n\x1a\n"


def test_what_is_not_published_has_no_poster(store: Store) -> None:
    store.call(lambda tx: tx.notices.add(a_notice(state="review")))
    with pytest.raises(NotFound):
        asyncio.run(_posters(store).poster(1))


def test_without_a_font_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="fonts-noto-cjk"):
        chinese_font(None, folders=(tmp_path,))
    with pytest.raises(BadConfig, match="没有这个字体文件"):
        chinese_font(tmp_path / "none.ttf")
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "wqy-zenhei.ttc").touch()
    assert chinese_font(None, folders=(tmp_path,)).name == "wqy-zenhei.ttc"


def test_a_poster_that_cannot_be_drawn_is_said_in_words(store: Store, tmp_path: Path) -> None:
    store.call(lambda tx: tx.notices.add(a_notice()))
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    posters = _posters(store, tmp_path / "broken.ttf")
    row = an_outgoing(notice=1, picture="poster")
    assert asyncio.run(posters.of_row(row)) is None
    assert asyncio.run(posters.of_row(an_outgoing(notice=1))) is None


def test_channels_say_whether_they_show_pictures() -> None:
    practice = PracticeChannel(lambda: NOW)
    assert isinstance(practice, ShowsPictures)
    assert isinstance(ScriptedChannel(), ShowsPictures)
    assert not isinstance(LedgerChannel(None, lambda: NOW), ShowsPictures)
    picture = Picture("公告1.png", b"png", poster_path(1, "room-01"))
    asyncio.run(practice.show(an_outgoing(text="公告 1 的海报"), picture))
    (line,) = practice.transcript("room-01")
    assert (line.text, line.picture) == ("公告 1 的海报", "/n/1.png?room=room-01")


def _start() -> datetime:
    return datetime.combine(DAY, datetime.min.time(), TZ).replace(hour=9).astimezone(UTC)


@needs_font
def test_somebody_who_asks_for_it_gets_it_in_the_room(store: Store) -> None:
    text = "【计划停电】因10kV桐坞线检修，7月5日8:00至16:00桐坞花园1-8幢停电。热线95598。柳汀供电服务站"
    assert _pictures(store, Settings(budget=FREE), text, "海报") == ["/n/1.png?room=room-06"]


@needs_font
def test_by_a_setting_it_follows_the_first_word(store: Store) -> None:
    settings = Settings(budget=FREE, notices={"poster": {"with_notice": True}})
    text = "【计划停电】因10kV桐坞线检修，7月5日8:00至16:00桐坞花园1-8幢停电。热线95598。柳汀供电服务站"
    assert _pictures(store, settings, text, "谢谢") == ["/n/1.png?room=room-06"]


def _pictures(store: Store, settings: Settings, notice: str, said: str) -> list[str]:
    lines = f"09:00 公告 power：{notice}\n09:10 room-06 花园5栋老蔡：{said}\n"

    async def scene() -> list[str]:
        async with rehearse(store, start=_start(), settings=settings) as stage:
            for cue in read_script(lines, "t", day=DAY, tz=TZ):
                await stage.player.play(cue)
            return [line.picture for _, line in stage.said if line.picture]

    return asyncio.run(scene())
