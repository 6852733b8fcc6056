"""A small language for rules over figures: numbers, figures by name, + - * /, comparisons, 且 或 非, 取小 取大 若, 无.

    满意率 >= 90% 且 工单 >= 5
    100 - 取大(0, 95% - 响应率) * 500
    若(评价 >= 3, 满意率 * 100, 无)

It is read once, by hand and without ``eval``; a name that is no figure, a bracket too many, or a text too long is a
ValueError that says where. A figure without a value (a rate of nothing), and a division by zero, make the whole thing
have no value, except where the other side decides already (且, 或, 若).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.figures import Cut
from models.measures import MEASURES, Measure

LONGEST, DEEPEST = 400, 40
_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?%?)|(?P<name>[^\W\d]\w*)|(?P<sign>>=|<=|!=|[-+*/()<>=,]))")
_SIGNS = str.maketrans("（），＞＜＝＋－＊／％≥≤≠×÷", "(),><=+-*/%≥≤≠*/")
_WIDE = (("≥", ">="), ("≤", "<="), ("≠", "!="), ("==", "="))
_WORDS = {"and": "且", "or": "或", "not": "非", "min": "取小", "max": "取大", "if": "若"}
Value = float | None
Run = Callable[[Cut], Value]


@dataclass(frozen=True, slots=True)
class Formula:
    """A rule that was read: ``text`` as written, ``names`` the figures that it uses."""

    text: str
    names: tuple[str, ...]
    run: Run

    def __call__(self, cut: Cut) -> Value:
        """Its value for these figures; a comparison gives 1 or 0, None = it has none."""
        return self.run(cut)


def read_formula(text: str, measures: Mapping[str, Measure] = MEASURES) -> Formula:
    """The formula that ``text`` is; ValueError says what is wrong with it."""
    if len(text) > LONGEST:
        raise ValueError(f"公式太长，最多 {LONGEST} 字")
    reader = _Reader(_tokens(text), measures)
    run = reader.either()
    reader.end()
    return Formula(text.strip(), tuple(dict.fromkeys(reader.names)), run)


def _tokens(text: str) -> list[str]:
    plain = text.translate(_SIGNS)
    for wide, narrow in _WIDE:
        plain = plain.replace(wide, narrow)
    found, at = [], 0
    while plain[at:].strip():
        token = _TOKEN.match(plain, at)
        if token is None:
            raise ValueError(f"看不懂：{plain[at:].strip()[:12]}")
        word = token.group(0).strip()
        found.append(_WORDS.get(word.lower(), word))
        at = token.end()
    return found


class _Reader:
    """Reads tokens from left to right, the loosest bond first: 或, 且, a comparison, + and -, * and /, a sign, a thing."""

    def __init__(self, tokens: list[str], measures: Mapping[str, Measure]) -> None:
        self._tokens, self._at, self._depth, self._measures = tokens, 0, 0, measures
        self.names: list[str] = []

    def end(self) -> None:
        """Nothing may be left."""
        if self._at < len(self._tokens):
            raise ValueError(f"多出来的：{self._tokens[self._at]}")

    def either(self) -> Run:
        """… 或 …"""
        run = self._both()
        while self._take("或"):
            run = _or(run, self._both())
        return run

    def _both(self) -> Run:
        run = self._compared()
        while self._take("且"):
            run = _and(run, self._compared())
        return run

    def _compared(self) -> Run:
        if self._take("非"):
            return _not(self._compared())
        left = self._sum()
        sign = self._take(*_COMPARES)
        return _pair(_COMPARES[sign], left, self._sum()) if sign else left

    def _sum(self) -> Run:
        run = self._product()
        while sign := self._take("+", "-"):
            run = _pair(_SUMS[sign], run, self._product())
        return run

    def _product(self) -> Run:
        run = self._signed()
        while sign := self._take("*", "/"):
            run = _pair(_SUMS[sign], run, self._signed())
        return run

    def _signed(self) -> Run:
        self._deeper()
        run = _pair(_SUMS["-"], lambda _: 0.0, self._signed()) if self._take("-") else self._thing()
        self._depth -= 1
        return run

    def _thing(self) -> Run:
        word = self._next()
        if word == "(":
            run = self.either()
            self._must(")")
            return run
        if word == "无":
            return lambda _: None
        if word[0].isdigit():
            number = float(word.rstrip("%")) / (100 if word.endswith("%") else 1)
            return lambda _: number
        if word in _CALLS:
            return self._call(word)
        if word not in self._measures:
            raise ValueError(f"没有这个指标：{word}")
        self.names.append(word)
        return self._measures[word]

    def _call(self, name: str) -> Run:
        least, most, made = _CALLS[name]
        self._must("(")
        given = [self.either()]
        while self._take(","):
            given.append(self.either())
        self._must(")")
        if not least <= len(given) <= most:
            raise ValueError(f"{name} 要 {least} 个数" + ("以上" if most > least else ""))
        return made(given)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ValueError("括号套得太深")

    def _next(self) -> str:
        if self._at >= len(self._tokens):
            raise ValueError("公式没写完")
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, *wanted: str) -> str:
        if self._at < len(self._tokens) and self._tokens[self._at] in wanted:
            return self._next()
        return ""

    def _must(self, token: str) -> None:
        if not self._take(token):
            raise ValueError(f"少了 {token}")


def _pair(do: Callable[[float, float], Value], left: Run, right: Run) -> Run:
    def run(cut: Cut) -> Value:
        a, b = left(cut), right(cut)
        return None if a is None or b is None else do(a, b)

    return run


def _and(left: Run, right: Run) -> Run:
    def run(cut: Cut) -> Value:
        values = (left(cut), right(cut))
        return 0.0 if 0 in values else None if None in values else 1.0

    return run


def _or(left: Run, right: Run) -> Run:
    def run(cut: Cut) -> Value:
        values = (left(cut), right(cut))
        return 1.0 if any(values) else None if None in values else 0.0

    return run


def _not(inner: Run) -> Run:
    def run(cut: Cut) -> Value:
        value = inner(cut)
        return None if value is None else float(not value)

    return run


def _choice(given: list[Run]) -> Run:
    asked, one, other = given

    def run(cut: Cut) -> Value:
        value = asked(cut)
        return None if value is None else (one if value else other)(cut)

    return run


def _least(do: Callable[..., float]) -> Callable[[list[Run]], Run]:
    def made(given: list[Run]) -> Run:
        def run(cut: Cut) -> Value:
            values = [v for g in given if (v := g(cut)) is not None]
            return do(values) if len(values) == len(given) else None

        return run

    return made


_COMPARES: dict[str, Callable[[float, float], Value]] = {
    ">=": lambda a, b: float(a >= b - 1e-9),
    "<=": lambda a, b: float(a <= b + 1e-9),
    ">": lambda a, b: float(a > b + 1e-9),
    "<": lambda a, b: float(a < b - 1e-9),
    "=": lambda a, b: float(abs(a - b) <= 1e-9),
    "!=": lambda a, b: float(abs(a - b) > 1e-9),
}
"""A share of 19/20 is 95 %, whatever its last bit says."""
_SUMS: dict[str, Callable[[float, float], Value]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else None,
}
_MANY = 8
_CALLS: dict[str, tuple[int, int, Callable[[list[Run]], Run]]] = {
    "取小": (2, _MANY, _least(min)),
    "取大": (2, _MANY, _least(max)),
    "若": (3, 3, _choice),
}
