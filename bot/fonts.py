"""A font with Chinese letters: the one of the settings, else one that the system has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from models.errors import BadConfig, Place

_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts"),
    Path("~/.fonts"),
    Path("/System/Library/Fonts"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
_NAMES = (
    "NotoSansCJK-Regular.*",
    "NotoSansCJKsc-Regular.*",
    "NotoSansSC*.*",
    "SourceHanSans*Regular.*",
    "wqy-microhei.*",
    "wqy-zenhei.*",
    "DroidSansFallback*.*",
    "msyh.*",
    "PingFang.*",
    "simhei.*",
    "NotoSerifCJK-Regular.*",
)
_KINDS = (".ttf", ".ttc", ".otf", ".otc")


def chinese_font(stated: Path | None, folders: Sequence[Path] = _FOLDERS) -> Path:
    """The file; BadConfig when the stated one is not there, or the system has none."""
    if stated is not None:
        if stated.is_file():
            return stated
        raise BadConfig([(Place("config.yaml", path="notices.poster.font", value=str(stated)), "没有这个字体文件")])
    for name in _NAMES:
        for folder in folders:
            found = sorted(f for f in folder.expanduser().rglob(name) if f.suffix.lower() in _KINDS)
            if found:
                return found[0]
    raise BadConfig(
        [
            (
                Place("config.yaml", path="notices.poster.font"),
                "系统里没有中文字体，画不了海报：装一个（Debian：apt install fonts-noto-cjk），或在这里写一个字体文件",
            )
        ]
    )
