"""A picture of a running page: ``python tests/browser_shot.py URL OUT.png [WIDTHxHEIGHT]``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of the machine, without a head."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGS)
        yield browser
        browser.close()


def shoot(
    url: str, file: Path, size: tuple[int, int] = (1440, 900), *, whole: bool = False, dark: bool = False
) -> None:
    """Keep a picture of ``url`` once its page is live; ``whole`` takes the page beyond the window too."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        viewport = {"width": size[0], "height": size[1]}
        page = browser.new_page(viewport=viewport, color_scheme="dark" if dark else "light", device_scale_factor=1)
        page.goto(url)
        page.locator("#link.on").wait_for()
        page.screenshot(path=file, full_page=whole)


def main(args: list[str]) -> None:
    """Read the command line."""
    if len(args) not in (2, 3):
        sys.exit(__doc__)
    width, _, height = (args[2] if len(args) == 3 else "1440x900").partition("x")
    shoot(args[0], Path(args[1]), (int(width), int(height)))


if __name__ == "__main__":
    main(sys.argv[1:])
