"""The text of a piece of HTML, with a line for each block, as a person sees it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from typing_extensions import override

_BLOCKS = frozenset({"br", "p", "div", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "section", "article"})
_UNSEEN = frozenset({"script", "style", "head", "title"})
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|&(?:#\d+|[a-z]+);")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    @override
    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in _UNSEEN
        self.parts.append("\n" if tag in _BLOCKS else "\t" if tag in ("td", "th") else "")

    @override
    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self.parts.append("\n" if tag in _BLOCKS else "")

    @override
    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def plain_text(markup: str) -> str:
    """``markup`` without its tags; what holds none comes back as it is."""
    if not _TAG.search(markup):
        return markup.strip()
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = (re.sub(r"[ \t\xa0\u3000]+", " ", line).strip() for line in "".join(reader.parts).splitlines())
    return "\n".join(line for line in lines if line)
