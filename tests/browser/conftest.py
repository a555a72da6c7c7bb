"""A real Chromium before a served small county."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests.browser.walking import CHROMIUM, FLAGS, Walk

if TYPE_CHECKING:
    from tests.web.ground import World


@pytest.fixture(scope="session")
def director() -> Iterator[Playwright]:
    """What starts browsers; one process has one of them."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(director: Playwright) -> Iterator[Browser]:
    browser = director.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def world(transactional_db: None) -> "World":
    # Read late: this file is read before Django is set up.
    from tests.web.ground import a_world

    made = a_world()
    for account in made.accounts.values():
        account.demo = True
        account.save()
    return made


@pytest.fixture
def contexts(chromium: Browser) -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


@pytest.fixture
def walk(chromium: Browser, contexts: list[BrowserContext], live_server, settings):
    """Return a function that puts somebody before a desk or a phone."""
    settings.JISHI_DEMO = True

    def sit_down(screen: dict, locale: str = "zh-CN") -> Walk:
        context = chromium.new_context(locale=locale, **screen)
        contexts.append(context)
        walker = Walk(context.new_page(), live_server.url)
        walker.watch()
        return walker

    return sit_down
