"""YAML with the line of every key path, so that an error in a person's file can name its place.

By hand because neither PyYAML's safe loader nor pydantic keeps positions once a mapping is a dict.
"""

from __future__ import annotations

from typing import Any

import yaml

from models.errors import BadInput, Place

Lines = dict[tuple[Any, ...], int]
_DEEPEST, _MOST = 32, 500_000  # an alias that names itself, or one of many, must not take the memory


def read_yaml(text: str, file: str, error: type[BadInput]) -> tuple[Any, Lines]:
    """The data of a YAML text and the 1-based line of every key path; ``error`` names file and line of what is wrong."""
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        lines: Lines = {(): 1}
        doubles: list[tuple[Place, str]] = []
        if root is not None:
            _walk(root, (), lines, doubles, file)
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError) as problem:
        raise error([(Place(file, _line_of(problem)), _reason_of(problem))]) from None
    if doubles:
        raise error(doubles)
    return data, lines


def _walk(node: yaml.Node, path: tuple[Any, ...], lines: Lines, doubles: list[tuple[Place, str]], file: str) -> None:
    if len(path) > _DEEPEST or len(lines) > _MOST:
        raise yaml.constructor.ConstructorError(None, None, "嵌套太深或引用自己", node.start_mark)
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "键应当是文字", key.start_mark)
            if key.value in seen:
                doubles.append((Place(file, key.start_mark.line + 1, ".".join(map(str, (*path, key.value)))), "键重复"))
            seen.add(key.value)
            _walk(value, (*path, key.value), lines, doubles, file)
            lines[(*path, key.value)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), lines, doubles, file)


def _line_of(problem: Exception) -> int:
    mark = getattr(problem, "problem_mark", None)
    return mark.line + 1 if mark else 0


def _reason_of(problem: Exception) -> str:
    return f"不是合法的 YAML：{getattr(problem, 'problem', None) or getattr(problem, 'reason', problem)}"
