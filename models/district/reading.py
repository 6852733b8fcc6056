"""district.yaml → District."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from models.areas import Area, District, Member, Person, Responsibility, Room, Roster
from models.district.checks import CHECKS
from models.district.draft import Draft
from models.district.shapes import EXTRAS, SHAPES
from models.errors import BadDistrict
from models.yamlfile import read_yaml

_NOUNS: dict[str, Any] = {
    "rooms": Room,
    "members": Member,
    "people": Person,
    "responsibilities": Responsibility,
    "rosters": Roster,
}
_REASONS = {
    "extra_forbidden": "不认识的键",
    "missing": "缺少这一项",
    "string_type": "应当是文字（数字请加引号）",
    "string_too_short": "不能为空",
    "too_short": "至少要有一个",
    "tuple_type": "应当是列表",
    "enum": "不在允许的取值里",
    "literal_error": "不在允许的取值里",
    "string_pattern_mismatch": "格式不对",
    "model_type": "应当是 键: 值",
}


def read_district(text: str, file: str) -> District:
    """The district that ``text`` states; BadDistrict names every problem with file, line, key path and value."""
    data, lines = read_yaml(text, file, BadDistrict)
    draft = Draft(file, data if isinstance(data, dict) else {}, lines)
    if not isinstance(data, dict):
        draft.wrong((), data, "应当有 areas、rooms、members、people、responsibilities")
    _read_entries(draft)
    for check in CHECKS if isinstance(data, dict) else ():
        check(draft)
    if draft.problems:
        raise BadDistrict(sorted(draft.problems, key=lambda p: p[0].line))
    return _district(draft)


def _read_entries(draft: Draft) -> None:
    for part, stated in draft.data.items():
        if part not in SHAPES:
            draft.wrong((part,), None, "不认识的键")
        elif isinstance(stated, list):
            _read_list(draft, part, stated)
        elif stated is not None:
            draft.wrong((part,), stated, "应当是列表")


def _read_list(draft: Draft, part: str, stated: list[Any]) -> None:
    for index, entry in enumerate(stated):
        try:
            draft.add(part, index, SHAPES[part].model_validate(entry))
        except ValidationError as error:
            for problem in error.errors():
                draft.wrong((part, index, *_place(problem)), problem["input"], _reason(problem))


def _place(problem: Any) -> tuple[Any, ...]:
    """Where in the entry; a key that is missing has no line of its own."""
    return tuple(p for p in problem["loc"] if isinstance(p, (str, int)))


def _reason(problem: Any) -> str:
    known = _REASONS.get(problem["type"])
    allowed = problem.get("ctx", {}).get("expected")
    if known:
        return f"{known}：{allowed}" if allowed else known
    return str(problem["msg"]).removeprefix("Value error, ")


def _district(draft: Draft) -> District:
    parts = {
        part: tuple(noun(**dict(shape)) for _, shape in draft.all(part))  # a line each: nouns and shapes share names
        for part, noun in _NOUNS.items()
    }
    return District(areas=tuple(_area(shape) for _, shape in draft.all("areas")), **parts)


def _area(shape: Any) -> Area:
    values = {name: value for name, value in shape if name not in EXTRAS}
    extra = tuple((name, value) for name, value in shape if name in EXTRAS and value)
    return Area(**values, extra=extra)
