"""A notice as a picture that residents pass on: the facts, large enough for a phone, and a code for its page. Pillow's only home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import qrcode
from PIL import Image, ImageDraw, ImageFont

from models.words import Service
from notices.facts import NO_DAY, Fact, facts, headline
from notices.phrases import Telling

WIDTH = 1080
_MARGIN, _GAP, _LABEL = 64, 26, 176
_BIG, _PLAIN, _SMALL, _LINE = 104, 46, 34, 64
_INK, _FAINT, _PAPER, _RULE = "#1b1f24", "#66707c", "#ffffff", "#e3e7ec"
_BANDS = {
    Service.POWER: "#a5500a",
    Service.WATER: "#0b62a4",
    Service.GAS: "#8a2432",
    Service.HEAT: "#8a3a5c",
    Service.ROAD: "#4a5a1c",
    Service.OTHER: "#3c4650",
}
_OVER = "#0f6b4f"
_SHOWN = ("情况", "时间", "地点", "原因", "请注意", "发布", "电话")
_SIMPLIFIED = 2  # the face for simplified Chinese inside Noto's and Source Han's collections
_NO_LINE_START = "，。、；：！？）”’》】"
Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a poster: the head, the facts, where the code leads ("" = no code) and the band's colour."""

    head: str
    facts: tuple[Fact, ...]
    foot: str
    url: str
    band: str


def sheet(telling: Telling, url: str = "") -> Sheet:
    """The poster of a notice for those places."""
    notice = telling.notice
    shown = tuple(f for f in facts(telling, NO_DAY) if f.label in _SHOWN)
    band = _OVER if notice.over else _BANDS[notice.said.service or Service.OTHER]
    return Sheet(headline(telling), shown, f"公告 {notice.id}，第 {notice.version} 版", url, band)


def draw(made: Sheet, font: Path) -> bytes:
    """The sheet as a PNG; ``font`` is a file with Chinese letters. OSError when it cannot be read."""
    big, plain, small = (_font(font, size) for size in (_BIG, _PLAIN, _SMALL))
    blocks = [(fact, _wrapped(fact.value, plain, WIDTH - 2 * _MARGIN - _LABEL)) for fact in made.facts]
    body = sum(len(lines) * _LINE + _GAP for _, lines in blocks)
    code = _code(made.url) if made.url else None
    foot = max(code.height if code else 0, 3 * _SMALL) + _MARGIN
    head = _BIG + 2 * _MARGIN
    image = Image.new("RGB", (WIDTH, head + _MARGIN + body + foot + _MARGIN // 2), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, head), fill=made.band)
    pen.text((_MARGIN, _MARGIN - 24), made.head, font=big, fill=_PAPER)
    top = _facts(pen, blocks, head + _MARGIN, plain, small)
    pen.line((_MARGIN, top, WIDTH - _MARGIN, top), fill=_RULE, width=3)
    _foot(image, pen, made, code, top + _MARGIN // 2, small)
    return _png(image)


def _facts(
    pen: ImageDraw.ImageDraw, blocks: Sequence[tuple[Fact, list[str]]], top: int, plain: Font, small: Font
) -> int:
    for fact, lines in blocks:
        pen.text((_MARGIN, top + 8), fact.label, font=small, fill=_FAINT)
        for n, text in enumerate(lines):
            pen.text((_MARGIN + _LABEL, top + n * _LINE), text, font=plain, fill=_INK)
        top += len(lines) * _LINE + _GAP
    return top


def _foot(
    image: Image.Image, pen: ImageDraw.ImageDraw, made: Sheet, code: Image.Image | None, top: int, small: Font
) -> None:
    if code:
        image.paste(code, (WIDTH - _MARGIN - code.width, top))
    said = (made.foot, "扫码看最新的，转发前先看一眼" if code else "以发布单位最新通知为准")
    for n, text in enumerate(said):
        pen.text((_MARGIN, top + 12 + n * (_SMALL + 16)), text, font=small, fill=_FAINT)


def _code(url: str) -> Image.Image:
    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=8, border=2)
    made.add_data(url)
    made.make(fit=True)
    matrix = made.get_matrix()
    image = Image.new("1", (len(matrix), len(matrix)), 1)
    image.putdata([0 if dark else 1 for row in matrix for dark in row])
    return image.resize((image.width * 8, image.height * 8))


def _font(file: Path, size: int) -> Font:
    collection = file.suffix.lower() in (".ttc", ".otc")
    try:
        return ImageFont.truetype(str(file), size, index=_SIMPLIFIED if collection else 0)
    except OSError:
        return ImageFont.truetype(str(file), size)


def _wrapped(text: str, font: Font, width: int) -> list[str]:
    return ["".join(line) for line in _lines(text, font, width)]


def _lines(text: str, font: Font, width: int) -> Iterator[list[str]]:
    """Characters to lines of at most so many pixels; a line does not begin with a comma."""
    line: list[str] = []
    for letter in text:
        if line and font.getlength("".join([*line, letter])) > width and letter not in _NO_LINE_START:
            yield line
            line = []
        line.append(letter)
    if line:
        yield line


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()
