"""standards.yaml: the standards of 季度问效, with every problem named by line."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from models.district.shapes import MemberService
from models.errors import BadConfig, Place
from models.formula import Formula, read_formula
from models.quarter import Standard
from models.yamlfile import Lines, read_yaml

_REASONS = {
    "extra_forbidden": "不认识的键",
    "missing": "缺少这一项",
    "string_pattern_mismatch": "编号写成一个字母加一两位数字，如 A1",
    "greater_than": "要大于 0",
    "literal_error": "不在允许的取值里",
}


class StandardShape(BaseModel):
    """One entry; unknown keys are refused, a formula is read at once."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    id: Annotated[str, Field(pattern=r"^[A-Z]\d{1,2}$")]
    group: Annotated[str, Field(min_length=1)]
    text: Annotated[str, Field(min_length=1)]
    weight: Annotated[float, Field(gt=0, le=100)]
    formula: Formula | None = None
    evidence: str = ""
    services: tuple[MemberService, ...] = ()

    @field_validator("formula", mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        return read_formula(str(value)) if value is not None else None


def read_standards(text: str, file: str) -> tuple[Standard, ...]:
    """The standards that ``text`` states; BadConfig names file, line and value of every mistake."""
    data, lines = read_yaml(text, file, BadConfig)
    stated = data.get("standards") if isinstance(data, dict) else None
    if not isinstance(stated, list) or set(data) - {"standards"}:
        raise BadConfig([(Place(file, 1), "应当只有 standards: 一张列表")])
    found: list[Standard] = []
    problems: list[tuple[Place, str]] = []
    for index, entry in enumerate(stated):
        try:
            shape = StandardShape.model_validate(entry)
        except ValidationError as error:
            problems += [_problem(file, lines, index, e) for e in error.errors()]
            continue
        found.append(Standard(**{name: getattr(shape, name) for name in StandardShape.model_fields}))
    problems += _wrong_together(found, file, lines)
    if problems:
        raise BadConfig(problems)
    return tuple(found)


def _wrong_together(found: list[Standard], file: str, lines: Lines) -> list[tuple[Place, str]]:
    where = Place(file, lines.get(("standards",), 1), "standards")
    doubles = [id_ for id_, count in Counter(s.id for s in found).items() if count > 1]
    mixed = [s.id for s in found if s.formula and s.evidence]
    said = [(where, f"编号重复：{'、'.join(doubles)}")] if doubles else []
    return said + ([(where, f"按公式算的不另要证据：{'、'.join(mixed)}")] if mixed else [])


def _problem(file: str, lines: Lines, index: int, error: Any) -> tuple[Place, str]:
    path = ("standards", index, *error["loc"])
    line = next((lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in lines), 0)
    reason = _REASONS.get(error["type"], error["msg"].removeprefix("Value error, "))
    return Place(file, line, ".".join(map(str, path)), str(error["input"])[:80]), reason
