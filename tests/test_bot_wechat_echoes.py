"""Was it said after all?"""

from __future__ import annotations

import asyncio

from bot.wechat_echoes import Echoes


def test_a_text_that_comes_back_gives_its_id() -> None:
    async def scene() -> str | None:
        echoes = Echoes()
        with echoes.expect("r-1", "已收到 ") as echo:
            echoes.hear("r-1", "已收到", "m-9")
            return await echo.wait(1.0)

    assert asyncio.run(scene()) == "m-9"


def test_another_text_or_another_room_is_no_echo() -> None:
    async def scene() -> str | None:
        echoes = Echoes()
        with echoes.expect("r-1", "已收到") as echo:
            echoes.hear("r-2", "已收到", "m-8")
            echoes.hear("r-1", "已修好", "m-9")
            return await echo.wait(0.0)

    assert asyncio.run(scene()) is None


def test_two_equal_texts_have_two_echoes() -> None:
    async def scene() -> list[str | None]:
        echoes = Echoes()
        with echoes.expect("r-1", "已收到") as first, echoes.expect("r-1", "已收到") as second:
            echoes.hear("r-1", "已收到", "m-1")
            echoes.hear("r-1", "已收到", "m-2")
            return [await first.wait(1.0), await second.wait(1.0)]

    assert asyncio.run(scene()) == ["m-1", "m-2"]


def test_what_comes_back_after_the_block_is_nobodys() -> None:
    async def scene() -> bool:
        echoes = Echoes()
        with echoes.expect("r-1", "已收到") as echo:
            pass
        echoes.hear("r-1", "已收到", "m-1")
        return echo.came.done()

    assert not asyncio.run(scene())
