"""The application of the intake: show the form behind a slip, take its answer, say what became of it."""

import asyncio
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake import pages
from jishi.ballotbox.intake.counting import Counting
from jishi.ballotbox.intake.doors import (
    AsgiRequest,
    Header,
    Receive,
    RsgiLine,
    RsgiRequest,
    RsgiScope,
    Send,
    asgi_reply,
)
from jishi.ballotbox.intake.guessing import Guessing
from jishi.ballotbox.intake.requests import Garbled, Request, TooLong, body_of, read_form, read_query
from jishi.ballotbox.intake.slowness import Slowness, TooSlow
from jishi.ballotbox.outcome import Outcome, What
from jishi.ballotbox.tables import Slip
from jishi.core.consult import codes
from jishi.core.errors import Refusal

LOOK_AGAIN = 2.0
#: In seconds: a box that cannot be opened is told of once, and so long afterwards once more.
TELL_AGAIN = 3_600.0
_TURN = 0.0005
_CHINA = timezone(timedelta(hours=8))
_STATUS: dict[What, int] = {
    "counted": 200,
    "used": 409,
    "wrong": 404,
    "foreign": 404,
    "closed": 410,
    "early": 403,
    "faulty": 422,
    "clock": 503,
    "full": 503,
    "guessing": 429,
    "long": 413,
    "garbled": 400,
    "slow": 408,
    "busy": 503,
    "broken": 503,
}
_UNREAD: dict[type[Exception], What] = {TooLong: "long", TooSlow: "slow", Garbled: "garbled"}
#: Nothing is known of the code then: the box did not answer.
_UNSURE: frozenset[What] = frozenset({"busy", "full", "broken"})
_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_HEADERS = [
    ("content-type", "text/html; charset=utf-8"),
    ("content-security-policy", _POLICY),
    ("cache-control", "no-store"),
    # An address holds a code; no other page learns it.
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("x-robots-tag", "noindex"),
    ("cross-origin-opener-policy", "same-origin"),
]
_log = logging.getLogger("jishi.ballotbox")


def today() -> date:
    """Return the day in China."""
    return datetime.now(_CHINA).date()


class Intake:
    """The application.

    Args:
        boxes: where the boxes are; a new one is noticed within seconds.
        behind: whether a server of ours stands in front and names the sender in X-Forwarded-For.
        day: says which day it is.
    """

    def __init__(self, boxes: Boxes, *, behind: bool = False, day: Callable[[], date] = today) -> None:
        self._boxes = boxes
        self._behind = behind
        self._day = day
        self._counting: dict[str, Counting] = {}
        self._forms: dict[str, pages.Forms] = {}
        self._told: dict[str, float] = {}
        self._guessing = Guessing()
        self._slowness = Slowness()
        self._watch: asyncio.Task[None] | None = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Over ASGI: answer one request, or live from start to end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await asgi_reply(send, *await self._answer(AsgiRequest(scope, receive)))

    async def __rsgi__(self, scope: RsgiScope, line: RsgiLine) -> None:
        """Over RSGI: answer one request."""
        status, body, headers = await self._answer(RsgiRequest(scope, line))
        line.response_bytes(status, headers, body)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Over RSGI: begin."""
        loop.run_until_complete(self.begin())

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Over RSGI: end."""
        loop.run_until_complete(self.end())

    # ── from start to end ───────────────────────────────────────────────────────────────────────────────────

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            match (await receive())["type"]:
                case "lifespan.startup":
                    await self.begin()
                    await send({"type": "lifespan.startup.complete"})
                case "lifespan.shutdown":
                    await self.end()
                    await send({"type": "lifespan.shutdown.complete"})
                    return

    async def begin(self) -> None:
        """Start counting for every box, and watch for new ones."""
        # Counting and answering take turns often: neither waits five milliseconds for the other.
        sys.setswitchinterval(_TURN)
        self._find()
        self._watch = asyncio.create_task(self._keep_watching())

    async def end(self) -> None:
        """Count who waits, mix every box, and stop."""
        if self._watch:
            self._watch.cancel()
        for counting in self._counting.values():
            await counting.end(mix=True)
        self._counting.clear()

    async def _keep_watching(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            self._slowness.end()
            try:
                self._find()
                gone = self._counting.keys() - set(self._boxes.rounds())
                for round in gone:
                    await self._counting.pop(round).end(mix=False)
                for counting in list(self._counting.values()):
                    if counting.must_mix():
                        await counting.mix()
            except Exception:
                _log.exception("looking for boxes failed")

    def _find(self) -> None:
        for round in self._boxes.rounds():
            if round in self._counting:
                continue
            try:
                box = self._boxes.box(round)
                self._counting[round] = Counting(box, self._day)
                self._forms[round] = pages.Forms()
            except Exception as fault:
                # Whatever is wrong with one box, the others take answers.
                if time.monotonic() >= self._told.get(round, 0.0):
                    self._told[round] = time.monotonic() + TELL_AGAIN
                    _log.error("a box cannot be opened: %s", type(fault).__name__)

    # ── one request ─────────────────────────────────────────────────────────────────────────────────────────

    async def _answer(self, request: Request) -> tuple[int, bytes, Sequence[Header]]:
        method, path = request.method, request.path
        if method == "POST" and path == "/s/":
            return *await self._post(request), _HEADERS
        if path == "/s/slip.css" and method in ("GET", "HEAD"):
            kept = [("content-type", "text/css; charset=utf-8"), ("cache-control", "public, max-age=3600")]
            return 200, pages.STYLE, kept + _HEADERS[4:5]
        if path in ("/", "/s"):
            return 303, b"", [("location", "/s/"), *_HEADERS]
        language = pages.language_of("", request.header("accept-language"))
        if not path.startswith("/s/"):
            return 404, pages.enter(language), _HEADERS
        if method not in ("GET", "HEAD"):
            return 405, pages.told("garbled", language), [("allow", "GET, POST"), *_HEADERS]
        return *await self._get(request), _HEADERS

    async def _get(self, request: Request) -> tuple[int, bytes]:
        peer = self._peer(request)
        query = read_query(request.query)
        language = pages.language_of(query.get("l", ""), request.header("accept-language"))
        typed = request.path[len("/s/") :] or query.get("code", "")
        if not typed.strip():
            return 200, pages.enter(language)
        if not self._guessing.may_try(peer):
            return _STATUS["guessing"], pages.enter(language, "guessing")
        code = _read(typed)
        if not code:
            return self._turned_away(peer, "wrong", language, typed)
        outcome, slip, counting = await self._look(code)
        if outcome and outcome.what == "foreign":
            return self._turned_away(peer, "foreign", language, typed)
        if outcome or not slip or not counting:
            what = outcome.what if outcome else "broken"
            return _STATUS[what], pages.told(what, language)
        asked = counting.box.questionnaires()[slip.questionnaire]
        return 200, self._forms[counting.box.round].empty(asked, language, code)

    async def _post(self, request: Request) -> tuple[int, bytes]:
        accepted = request.header("accept-language")
        try:
            sent = read_form(await self._slowness.within(body_of(request)))
        except (TooLong, TooSlow, Garbled) as fault:
            what = _UNREAD[type(fault)]
            return _STATUS[what], pages.told(what, pages.language_of("", accepted))
        peer = self._peer(request)
        language = pages.language_of(sent.language, accepted)
        if not self._guessing.may_try(peer):
            return _STATUS["guessing"], pages.enter(language, "guessing", sent.code)
        code = _read(sent.code)
        if not code:
            return self._turned_away(peer, "wrong", language, sent.code)
        failed: Outcome | None = None
        for counting in list(self._counting.values()):
            outcome = await counting.count(code, sent.given)
            if outcome.what == "faulty":
                return await self._faulty(code, language, sent.given, outcome)
            if outcome.what in _UNSURE:
                # The code may be good in another round, whose box is well.
                failed = outcome
            elif outcome.what != "foreign":
                return _STATUS[outcome.what], pages.told(outcome.what, language)
        if failed:
            return _STATUS[failed.what], pages.told(failed.what, language)
        return self._turned_away(peer, "foreign", language, sent.code)

    async def _faulty(
        self, code: str, language: str, given: dict[str, object], outcome: Outcome
    ) -> tuple[int, bytes]:
        _, slip, counting = await self._look(code)
        if not slip or not counting:
            return _STATUS["broken"], pages.told("broken", language)
        asked = counting.box.questionnaires()[slip.questionnaire]
        return _STATUS["faulty"], pages.form(asked, language, code, given, outcome)

    async def _look(self, code: str) -> tuple[Outcome | None, Slip | None, Counting | None]:
        failed: Outcome | None = None
        for counting in list(self._counting.values()):
            outcome, slip = await counting.look(code)
            if slip or not outcome:
                return outcome, slip, counting
            if outcome.what != "foreign":
                failed = outcome
        return failed or Outcome("foreign"), None, None

    def _turned_away(self, peer: str, what: What, language: str, typed: str) -> tuple[int, bytes]:
        if what == "foreign":
            # A code that does not fit together was mistyped, and nothing was looked up.
            self._guessing.was_wrong(peer)
        return _STATUS[what], pages.enter(language, what, typed)

    def _peer(self, request: Request) -> str:
        """Return who asks; it is looked at and forgotten, never written."""
        if self._behind:
            named = request.last("x-forwarded-for")
            if named:
                return named.rpartition(",")[2].strip()
        return request.sender


def _read(typed: str) -> str:
    """Return the code, or '' for what is none."""
    try:
        return codes.read(typed[:100])
    except Refusal:
        return ""


def application() -> Intake:
    """Return the application of this process, as its surroundings say (``jishi intake serve`` sets them)."""
    folder = Path(os.environ["JISHI_INTAKE_FOLDER"])
    # Whoever answers is told soon that somebody else holds the box.
    boxes = Boxes(folder, os.environ.get("JISHI_INTAKE_DATABASE") or None, patience=5.0)
    earlier = timedelta(days=int(os.environ.get("JISHI_INTAKE_DAYS_BEHIND", "0")))
    return Intake(boxes, behind=bool(os.environ.get("JISHI_INTAKE_BEHIND")), day=lambda: today() - earlier)
