"""The demo: one made-up day in the demo district, played on the practice channel when the store is empty."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, time
from importlib.resources import files
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from bot.clock import PracticeClock
from bot.player import Player
from bot.script import Cue, read_script
from console.ports import Line
from keywords.commands_care import about_care
from models.areas import District

_FILE = "day.txt"
_MORNING = time(6, 40)


def demo_cues(day: date, tz: ZoneInfo) -> list[Cue]:
    """The cues of the demo day."""
    text = files("bot").joinpath("demo", _FILE).read_text(encoding="utf-8")
    return read_script(text, _FILE, day=day, tz=tz)


def morning(day: date, tz: ZoneInfo) -> datetime:
    """When the demo day begins (aware, local)."""
    return datetime.combine(day, _MORNING, tz)


async def play_demo(player: Player, clock: PracticeClock, cues: Sequence[Cue], pace: float) -> None:
    """Play the day, ``pace`` seconds between two lines; afterwards the practice clock goes on by itself."""
    for cue in cues:
        await player.play(cue)
        await asyncio.sleep(pace)
    clock.run()


class Teller:
    """Writes what is said in the practice rooms to the terminal, a line each; nothing about households in need."""

    def __init__(self, console: Console, district: District, tz: ZoneInfo) -> None:
        self._console, self._district, self._tz = console, district, tz

    def tell(self, room: str, line: Line) -> None:
        """Show a new line of a room."""
        if room.startswith("@") and about_care(line.text):
            return
        known = self._district.room.get(room)
        person = self._district.person.get(room.removeprefix("@"))
        where = known.topic if known else f"私聊 {person.name if person else ''}"
        style = "bold green" if line.by_bot else "cyan" if line.role else "default"
        at = line.at.astimezone(self._tz)
        self._console.print(Text(f"{at:%H:%M} [{where}] {line.who}：", style="dim"), Text(line.text, style=style))
