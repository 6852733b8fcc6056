"""The part of config.yaml that says how figures are graded, by which standards a quarter is judged, and for how long
what was published is watched."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from dispatch.lights import RED, YELLOW, Lights, Rule
from models.formula import read_formula


def _readable(text: str) -> str:
    read_formula(text)
    return text


When = Annotated[str, AfterValidator(_readable)]


class Part(BaseModel):
    """A part of the settings: nothing unknown, nothing changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ColourRule(Part):
    """An estate has the colour ``when`` a formula over its figures holds; ``why`` explains the threshold."""

    when: When
    why: Annotated[str, Field(min_length=1)]


def _rules(*pairs: tuple[str, str]) -> tuple[ColourRule, ...]:
    return tuple(ColourRule(when=when, why=why) for when, why in pairs)


class LightRules(Part):
    """红黄绿 of estates: red is asked first; ``least`` tickets are needed to be called green. The thresholds are ours (D)."""

    least: Annotated[int, Field(ge=0)] = 1
    red: tuple[ColourRule, ...] = _rules(
        ("重复点 >= 1", "同处同类 30 天内三次以上：修了又坏，要查根子"),
        ("超时 >= 3", "三件以上过了时限没办完：不是偶然"),
        ("评价 >= 5 且 满意率 < 80%", "五条以上评价，五个人里有一个以上不满意"),
    )
    yellow: tuple[ColourRule, ...] = _rules(
        ("超时 >= 1", "有过了时限没办完的"),
        ("重办 >= 2", "两次以上返工"),
        ("工单 >= 5 且 响应率 < 90%", "五件以上，十件里有一件以上没按时签收"),
        ("评价 >= 5 且 满意率 < 95%", "五条以上评价，二十个人里有一个以上不满意"),
    )

    @property
    def lights(self) -> Lights:
        """The rules, read."""
        colours: tuple[tuple[str, tuple[ColourRule, ...]], ...] = ((RED, self.red), (YELLOW, self.yellow))
        rules = tuple(Rule(colour, read_formula(r.when), r.why) for colour, stated in colours for r in stated)
        return Lights(rules, self.least)


class FigureRules(Part):
    """``standards`` is the file of the quarter's standards; a published period is compared with the figures of today for
    ``correct_days``; the branches score a quarter until ``score_days`` after its end, unless it is published before."""

    lights: LightRules = LightRules()
    standards: Path = Path("standards.yaml")
    correct_days: Annotated[int, Field(ge=0, le=400)] = 100
    score_days: Annotated[int, Field(ge=1, le=90)] = 30
