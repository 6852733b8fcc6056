"""The first page in a real browser, against a real web server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from browser_server import serving
from browser_shot import chromium
from console_fakes import FakePractice, an_app
from console_scene import fill
from console_talk import morning
from factories import NOW
from playwright.sync_api import Browser, Page

from console.live import Changes
from console.ports import Chat, Line, Persona
from models.store import Store

pytestmark = pytest.mark.browser
KEPT = Path(__file__).parent.parent / "docs" / "screenshots"
"""Where pictures are kept when GRIDBOT_PICTURES is set; else they go with the test's own folder."""
PHONE = (390, 844)


@dataclass
class Site:
    """A running console with its practice rooms."""

    url: str
    practice: FakePractice
    browser: Browser
    pictures: Path
    said: list[str] = field(default_factory=list)

    def open(self, size: tuple[int, int] = (1440, 900), *, dark: bool = False) -> Page:
        """A page that is live; what its console says is kept."""
        viewport = {"width": size[0], "height": size[1]}
        page = self.browser.new_page(viewport=viewport, color_scheme="dark" if dark else "light")
        page.on("console", lambda m: self.said.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: self.said.append(str(e)))
        page.goto(self.url)
        page.locator("#link.on").wait_for()
        return page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    store = Store.open(f"sqlite:///{tmp_path}/store.db")
    store.call(fill)
    live = Changes()
    practice = morning(
        FakePractice(tell=live.tell, answer=lambda text: "收到。是整栋都没水吗？" if "停" in text else None)
    )
    with serving(an_app(store, practice=practice, live=live)) as url:
        yield Site(url, practice, browser, KEPT if os.environ.get("GRIDBOT_PICTURES") else tmp_path)
        for context in browser.contexts:
            context.close()
    store.close()


def say(page: Page, text: str, room: int = 0) -> None:
    area = page.locator(".room textarea").nth(room)
    area.fill(text)
    area.press("Enter")


def width(page: Page) -> int:
    found: int = page.evaluate("document.documentElement.scrollWidth")
    return found


def test_the_page_is_quiet_and_fits_its_window(site: Site) -> None:
    page = site.open()
    page.screenshot(path=site.pictures / "today.png")
    assert (width(page), page.evaluate("document.documentElement.scrollHeight")) == (1440, 900)
    assert site.said == []


def test_what_one_says_everybody_sees_with_the_answer(site: Site) -> None:
    mine, other = site.open(), site.open()
    say(mine, "5栋又停水了")
    for page in (mine, other):
        page.get_by_text("5栋又停水了").wait_for()
        page.get_by_text("收到。是整栋都没水吗？").wait_for()
    assert mine.locator(".room textarea").first.input_value() == ""
    assert site.said == []


def test_what_is_open_stays_open_when_the_room_goes_on(site: Site) -> None:
    page = site.open()
    reason = page.locator(".room").first.locator("details.why").last
    reason.locator("summary").click()
    open_id = reason.get_attribute("data-id")
    say(page, "停水了吗")
    page.get_by_text("收到。是整栋都没水吗？").wait_for()
    assert page.locator(f"details[data-id='{open_id}']").get_attribute("open") is not None


def test_a_private_chat_that_begins_appears_beside_the_others(site: Site) -> None:
    page = site.open()
    site.practice.rooms["@wx-water"] = Chat("@wx-water", "供水老耿", private=True)
    site.practice.cast["@wx-water"] = [Persona("wx-water", "供水老耿")]
    site.practice.said["@wx-water"] = [Line(NOW, "bot", None, "请接单：工单 3", by_bot=True)]
    say(page, "停水了吗")
    page.get_by_text("请接单：工单 3").wait_for()
    assert page.locator("[data-tab]").last.text_content() == "供水老耿"


def test_the_examples_follow_who_one_is(site: Site) -> None:
    page = site.open()
    room = page.locator(".room").first
    room.locator("select").select_option("wx-worker")
    room.get_by_role("button", name="接单").click()
    assert room.locator("textarea").input_value() == "接单"


def test_a_stranger_is_told_why_nothing_was_said(site: Site) -> None:
    page = site.open()
    site.practice.cast["room-01"] = []
    say(page, "停水了吗")
    page.get_by_role("alert").get_by_text("没有这个群或这个人").wait_for()
    assert page.locator(".room textarea").first.input_value() == "停水了吗"


def test_the_first_page_can_be_walked_by_keyboard(site: Site) -> None:
    page = site.open()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator(".ticket summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".ticket").first.get_attribute("open") is not None


@pytest.mark.parametrize("size", [PHONE, (320, 640), (768, 1024), (900, 700)])
def test_no_window_has_to_be_scrolled_sideways(site: Site, size: tuple[int, int]) -> None:
    page = site.open(size)
    if size == PHONE:
        page.screenshot(path=site.pictures / "today-phone.png", full_page=True)
    assert width(page) == size[0]
    assert site.said == []


def test_the_dark_page_is_kept_as_a_picture(site: Site) -> None:
    page = site.open(dark=True)
    page.locator(".ticket summary").nth(1).click()
    page.screenshot(path=site.pictures / "today-dark.png")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 22, 23)"
