"""A visit in a village without network: another host, HTTPS by the office's own authority, the network cut."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, Route

from jishi.store.models.consult import Visit
from tests.browser import hosts
from tests.browser.walking import FLAGS, PHONE

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery"
MADE = """
import sys
from pathlib import Path
from jishi.store.certificates import make, of_home
from jishi.store.home import Home
home = Home.create(Path(sys.argv[1]))
make(of_home(home.path), [sys.argv[2]])
home.set_up()
home.migrate()
from tests.web.ground import a_world
a_world()
"""


@dataclass
class Village:
    """The office's server, the line to it, and a phone on another host."""

    home: Path
    line: hosts.Line
    phone: BrowserContext
    address: str

    def kept(self) -> list[tuple[str, str]]:
        """Return what the office has: for whom, and what was heard."""
        with sqlite3.connect(f"file:{self.home / 'db.sqlite3'}?mode=ro", uri=True) as database:
            rows = database.execute(
                "SELECT u.code, v.heard FROM store_visit v JOIN store_unit u ON u.id = v.unit_id ORDER BY v.id"
            )
            return list(rows)

    def arrive(self, page: Page, address: str) -> None:
        """Open a page; just after the line changed the browser may have to ask twice."""
        for _again in range(8):
            try:
                page.goto(f"{self.address}{address}")
                return
            except Error:
                page.wait_for_timeout(500)
        page.goto(f"{self.address}{address}")

    def log_in(self, page: Page, door: str = "/login", inside: str = "/") -> None:
        """Log in; a page that the browser lost because the line had just changed is asked for again."""
        for _again in range(8):
            self.arrive(page, door)
            if page.url == f"{self.address}{inside}":
                return
            try:
                page.fill('input[name="login"]', "township", timeout=8000)
                page.fill('input[name="password"]', PASSWORD)
                page.click('form[action*="login"] button, main form button')
                page.wait_for_url(f"{self.address}{inside}", timeout=8000)
                return
            except Error:
                page.wait_for_timeout(500)
        raise AssertionError(f"the log-in led to {page.url}")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("village") / "home"
    subprocess.run([sys.executable, "-c", MADE, str(path), hosts.HERE], env=_environment(), cwd=ROOT, check=True)
    return path


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JISHI", "DJANGO"))}
    return {**kept, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


@pytest.fixture
def village(home: Path, tmp_path: Path, director: Playwright) -> Iterator[Village]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    line = [sys.executable, "-m", "jishi", "serve", "--home", str(home), "--port", str(port), "--no-work"]
    server = subprocess.Popen(line, env=_environment(), cwd=ROOT)
    try:
        _wait_for(lambda: _answers(port))
        with hosts.another_host():
            line_to = hosts.Line(port)
            program = hosts.phone_browser(tmp_path, home / "certificates" / "authority.pem")
            browser = director.chromium.launch(executable_path=str(program), args=FLAGS)
            context = browser.new_context(locale="en-GB", **PHONE)
            context.set_default_timeout(20_000)
            yield Village(home, line_to, context, f"https://{hosts.HERE}:{line_to.port}")
            browser.close()
            line_to.close()
    finally:
        server.terminate()
        server.wait(timeout=20)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_for(holds: Callable[[], object], seconds: int = 40) -> None:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise AssertionError("it did not come true in time")
        time.sleep(0.2)


def _take_along(village: Village, page: Page) -> str:
    """Take the first unit's form along; return the form's address."""
    village.arrive(page, "/visits/carry")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    box = page.locator('input[name="take"]').first
    address = str(box.get_attribute("value"))
    box.check()
    page.click("#take")
    page.wait_for_selector("li.carried")
    return address


def _write_down(page: Page, heard: str) -> None:
    page.fill('input[name="visitors"]', "甲一")
    page.fill('textarea[name="talk"]', "谈了分工")
    page.fill('textarea[name="heard"]', heard)
    page.click(".saving button")


def _left_behind(page: Page) -> list[str]:
    """Return what the phone still has: caches, databases, workers."""
    return page.evaluate(
        """async () => [
            ...(await caches.keys()),
            ...(await indexedDB.databases()).map((each) => each.name),
            ...(await navigator.serviceWorker.getRegistrations()).map(() => "worker"),
        ]"""
    )


def test_a_visit_written_without_network_arrives_once_and_leaves_nothing_behind(village: Village) -> None:
    page = village.phone.new_page()
    village.log_in(page)
    form = _take_along(village, page)

    # In the village: no network, the page opened anew, a visit written down, the page opened once more.
    hosts.cut()
    asked = time.monotonic()
    village.arrive(page, form)
    opened = time.monotonic() - asked
    page.reload()
    _write_down(page, "修路")
    page.wait_for_selector("#kept .notice.plain")
    page.reload()
    page.wait_for_selector("#kept .notice.plain")
    waiting = page.inner_text("#kept")

    assert opened < 3
    assert "still to be sent: 1" in waiting
    assert village.kept() == []

    # Back in reach, but the office's answer is lost: the phone must not think that it arrived, nor send it twice.
    village.line.taken = lambda: len(village.kept()) == 1
    village.line.deaf = True
    hosts.mend()
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    _wait_for(lambda: len(village.kept()) == 1)
    page.wait_for_timeout(1000)
    still = page.inner_text("#kept")
    village.line.deaf = False
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    page.wait_for_function("() => document.getElementById('kept').dataset.count === '0'")

    assert "still to be sent: 1" in still
    assert [heard for _code, heard in village.kept()] == ["修路"]
    page.wait_for_timeout(1500)
    assert _left_behind(page) == []


def test_a_log_in_that_ended_in_the_village_loses_nothing(village: Village) -> None:
    before = len(village.kept())
    page = village.phone.new_page()
    village.log_in(page)
    form = _take_along(village, page)
    hosts.cut()
    village.arrive(page, form)
    _write_down(page, "接水")
    page.wait_for_selector("#kept .notice.plain")
    village.phone.clear_cookies(name="sessionid")

    hosts.mend()
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    page.wait_for_selector("#kept .notice.poor a")
    told = page.inner_text("#kept")
    door = str(page.locator("#kept .notice.poor a").get_attribute("href"))
    village.log_in(page, door, "/visits/carry")

    assert "log-in has ended" in told
    _wait_for(lambda: len(village.kept()) == before + 1)


def test_on_a_line_without_encryption_the_page_says_so_and_the_form_still_works(walk, world) -> None:
    phone = walk(PHONE, "en-GB")
    phone.enter("township")
    phone.page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    phone.open(f"/visits/in/{world.units['C11'].pk}")
    said = phone.page.inner_text("[data-plain]:not([hidden])")

    _write_down(phone.page, "修路")
    phone.page.wait_for_url(f"{phone.base}/visits")

    assert "paper form" in said
    assert "kept" in phone.page.inner_text(".notices")


def test_a_visit_that_the_office_never_takes_holds_up_no_other(walk, world) -> None:
    phone = walk(PHONE, "en-GB")
    phone.enter("township")
    gone, here = (f"/visits/in/{world.units[code].pk}" for code in ("C11", "C12"))

    def moved(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=404, body="")
        else:
            route.fallback()

    phone.page.route(f"**{gone}", moved)
    phone.open(gone)
    _write_down(phone.page, "修路")
    phone.page.wait_for_selector("#kept .notice.poor")
    told = phone.page.inner_text("#kept")
    phone.open(here)
    _write_down(phone.page, "接水")
    phone.page.wait_for_function("() => document.getElementById('kept').dataset.count === '0'")

    assert "no longer in your charge" in told
    phone.page.goto(f"{phone.base}/visits/carry", wait_until="domcontentloaded")
    phone.page.wait_for_selector("#kept .notice.poor")
    _wait_for(lambda: list(Visit.objects.values_list("heard", flat=True)) == ["接水"])


def test_who_logs_in_next_on_a_phone_neither_sees_nor_sends_what_the_first_one_wrote(walk, world) -> None:
    phone = walk(PHONE, "en-GB")
    phone.enter("township")
    refused, waits = (f"/visits/in/{world.units[code].pk}" for code in ("C11", "C12"))

    def line(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=404 if route.request.url.endswith(refused) else 503, body="")
        else:
            route.fallback()

    phone.page.route("**/visits/in/*", line)
    for form, heard in ((refused, "修路"), (waits, "接水")):
        phone.page.goto(f"{phone.base}{form}", wait_until="domcontentloaded")
        _write_down(phone.page, heard)
        phone.page.wait_for_selector("#kept .notice")
    again = str(phone.page.locator("#kept .notice.poor a").get_attribute("href"))
    phone.page.unroute("**/visits/in/*")

    # The next one, in the same browser.
    phone.page.context.clear_cookies()
    phone.enter("county")
    phone.page.goto(f"{phone.base}{again}", wait_until="domcontentloaded")
    phone.page.wait_for_selector("#kept .notice")
    told, written = phone.page.inner_text("#kept"), phone.page.input_value('textarea[name="heard"]')
    phone.page.wait_for_timeout(1_000)
    sent = list(Visit.objects.values_list("heard", flat=True))

    # And the first one once more.
    phone.page.context.clear_cookies()
    phone.enter("township")
    phone.page.goto(f"{phone.base}/visits/carry", wait_until="domcontentloaded")
    phone.page.wait_for_selector("#kept .notice.poor")
    phone.page.wait_for_function("() => document.getElementById('kept').dataset.count === '0'")

    assert "by somebody else, still to be sent: 2" in told
    assert "C11" not in told
    assert (written, sent) == ("", [])
    _wait_for(lambda: list(Visit.objects.values_list("heard", "entered_by__username")) == [("接水", "township")])


def test_a_visit_is_kept_with_its_own_key_while_another_tab_leaves_nothing_behind(walk, world) -> None:
    phone = walk(PHONE, "en-GB")
    phone.enter("township")
    phone.open(f"/visits/in/{world.units['C11'].pk}")
    other = phone.page.context.new_page()
    other.goto(f"{phone.base}/visits/in/{world.units['C12'].pk}")

    # Both send at the same moment; whoever is done first finds nothing left and wipes the phone.
    for page, heard in ((phone.page, "修路"), (other, "接水")):
        page.fill('input[name="visitors"]', "甲一")
        page.fill('textarea[name="heard"]', heard)
    for page in (phone.page, other):
        page.evaluate("() => document.querySelector('.saving button').click()")

    _wait_for(lambda: sorted(Visit.objects.values_list("heard", flat=True)) == ["修路", "接水"])
