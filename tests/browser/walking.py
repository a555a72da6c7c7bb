"""Somebody before a screen."""

from dataclasses import dataclass, field

from playwright.sync_api import Page, Response

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"viewport": {"width": 1366, "height": 768}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@dataclass
class Walk:
    """Somebody before a screen.

    Attributes:
        heard: everything that the browser complained of: console, scripts, the content policy.
        loaded: bytes over the wire since the page was asked for.
    """

    page: Page
    base: str
    heard: list[str] = field(default_factory=list)
    loaded: int = 0

    def watch(self) -> None:
        self.page.on("console", lambda said: said.type in ("error", "warning") and self.heard.append(said.text))
        self.page.on("pageerror", lambda fault: self.heard.append(str(fault)))
        self.page.on("requestfinished", self._count)

    def _count(self, request: object) -> None:
        self.loaded += request.sizes()["responseBodySize"]  # type: ignore[attr-defined]

    def enter(self, reader: str) -> None:
        self.page.goto(f"{self.base}/login")
        self.page.click(f'button[value="{reader}"]')
        self.page.wait_for_url(f"{self.base}/")

    def open(self, address: str) -> Response:
        self.loaded = 0
        found = self.page.goto(f"{self.base}{address}")
        self.page.wait_for_load_state("networkidle")
        assert found is not None
        return found

    @property
    def sideways(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(
            self.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )
