"""``jishi bench pages``: what the pages of a home take, whole requests in this process, as its readers would ask.

Readers are made for the measurement and taken back with everything else at its end, so it may be run on any home.
Beside the time by the wall stands what the process itself worked and how long it waited for the database, so that a
crowded machine can be told from a page that does too much.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import ceil
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings
from django.urls import URLPattern, get_resolver, reverse

from jishi.cli.bench.midyear import fill
from jishi.cli.bench.timing import Comparison, Report
from jishi.core.access import OPERATOR
from jishi.core.errors import refuse, sentence
from jishi.store import clock
from jishi.store.models.office import Account, Grant
from jishi.store.models.org import Axis, Unit, UnitPath
from jishi.store.models.people import Member
from jishi.store.paths import STEP
from jishi.store.queries import counts
from jishi.store.queries import rounds as rounds_

Say = Callable[[str], None]

GOAL = 0.1
_DUTIES = "enter import assess review publish grant office"
# Papers and files are made for one reader and are no lists; nor are one's own password and what the public sees.
_NO_PAGE = re.compile(
    "(account_|mfa_|public).*|.*(export|print|file|carry|-paper|-word)|(improve-|monthly-)?sheet|inquiry-list"
)
_DEPTHS = {1: "top", 2: "below the top", 3: "county", 4: "township"}


@dataclass
class Spent:
    """What one request took, in seconds.

    Attributes:
        wall: from asking to the whole answer.
        processor: of this process; a PostgreSQL works in others.
        database: by the wall, until statements were done; SQLite finds most rows only when they are fetched.
        queries: how many statements.
    """

    wall: float = 0.0
    processor: float = 0.0
    database: float = 0.0
    queries: int = 0

    def waited(self, execute: Callable[..., Any], *words: Any) -> Any:
        """Let a statement be done, and count it."""
        began = time.perf_counter()
        try:
            return execute(*words)
        finally:
            self.database += time.perf_counter() - began
            self.queries += 1


@dataclass
class Asked:
    """One address as one reader asks for it.

    Attributes:
        spent: what each request took.
        anew: what one took for which every kept figure was counted anew.
    """

    page: str
    reader: str
    address: str
    spent: list[Spent] = field(default_factory=list)
    anew: Spent = field(default_factory=Spent)

    @property
    def p95(self) -> float:
        """So long took at most 95 of a hundred requests: of twenty the second longest."""
        ordered = sorted(each.wall for each in self.spent)
        return ordered[ceil(len(ordered) * 0.95) - 1]

    def __str__(self) -> str:
        walls = [each.wall for each in self.spent]
        processor, database = (
            median(getattr(each, what) for each in self.spent) for what in ("processor", "database")
        )
        return (
            f"wall p50 {_ms(median(walls))}, p95 {_ms(self.p95)}, least {_ms(min(walls))};"
            f" processor p50 {_ms(processor)}; database p50 {_ms(database)} in {self.spent[-1].queries} queries;"
            f" counted anew {_ms(self.anew.wall)}, database {_ms(self.anew.database)} in {self.anew.queries}"
        )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def measure(rounds: int, say: Say, *, midyear: bool = False) -> Report:
    """Ask for every page that a reader gets without a number of its own, or with that of a unit.

    Args:
        rounds: requests of each address, after one that is not counted and one that counts every figure anew.
        say: is told each result.
        midyear: whether the home is filled meanwhile with what a round holds half way.
    """
    about = {"processors": os.cpu_count(), "database": connection.vendor, "rounds": rounds, "run": _run()}
    report = Report("pages", _size(), about)
    with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False), transaction.atomic():
        if midyear:
            _fill()
        for name, unit in _places():
            for asked in _addresses(name, unit):
                _ask(asked, unit, rounds)
                if asked.spent:
                    report.results.append(_told(asked))
                    say(str(report.results[-1]).replace("\n   ", ";"))
        transaction.set_rollback(True)
    report.results.sort(key=lambda each: each.ours, reverse=True)
    return report


def _run() -> str:
    """Return the run that pages tell of; without one, those of grading are empty and prove nothing."""
    round_ = rounds_.current(OPERATOR)
    run = rounds_.latest_run(OPERATOR, round_) if round_ is not None else None
    return str(run.number) if run is not None else "none: pages of grading are empty"


def _fill() -> None:
    round_ = rounds_.current(OPERATOR)
    if round_ is None:
        raise refuse(
            "cycle",
            sentence("No round is going on."),
            sentence("Open a cycle first: jishi cycle open CODE --home DIR"),
        )
    fill(round_, rounds_.latest_run(OPERATOR, round_))


def _size() -> dict[str, object]:
    return {"units": Unit.objects.count(), "members": Member.objects.count()}


def _places() -> Iterator[tuple[str, Unit]]:
    """Yield the first unit of each depth: the reader's own."""
    for depth, name in _DEPTHS.items():
        low, high = "-" * STEP, "~"
        found = UnitPath.objects.filter(axis=Axis.MANAGEMENT, path__gte=low, path__lt=high).order_by("path")
        place = found.extra(where=[f"length(path) = {depth * STEP}"]).select_related("unit").first()
        if place is not None:
            yield name, place.unit


def _addresses(reader: str, unit: Unit) -> Iterator[Asked]:
    for name, route in _routes():
        if _NO_PAGE.fullmatch(name):
            continue
        if route.count("<") == 1 and "<int:unit>" in route:
            yield Asked(name, reader, reverse(name, args=[unit.pk]))
        elif "<" not in route:
            for more in ("", "?page=3", "?q=甲子"):
                yield Asked(name, reader, reverse(name) + more)
    for which in ("transfers", "floating", "doubles"):
        yield Asked("members-list", reader, reverse("members-list", args=[which]))


def _routes() -> Iterator[tuple[str, str]]:
    """Yield name and route of every address that has a name; what is included from elsewhere is no page of ours."""
    for each in get_resolver().url_patterns:
        if isinstance(each, URLPattern) and each.name:
            yield each.name, str(each.pattern)


def _ask(asked: Asked, unit: Unit, rounds: int) -> None:
    client = _reader(unit)
    first = client.get(asked.address)
    if first.status_code != 200 or not first.headers["Content-Type"].startswith("text/html"):
        return
    # The first request is not counted: it reads what is read once in a process.
    counts.forget()
    asked.anew = _timed(client, asked.address)
    asked.spent += [_timed(client, asked.address) for _ in range(rounds)]


def _timed(client: Client, address: str) -> Spent:
    spent = Spent()
    with connection.execute_wrapper(spent.waited):
        wall, processor = time.perf_counter(), time.process_time()
        client.get(address)
        spent.wall, spent.processor = time.perf_counter() - wall, time.process_time() - processor
    return spent


def _reader(unit: Unit) -> Client:
    name = f"bench-{unit.pk}"
    account, made = Account.objects.get_or_create(username=name)
    if made:
        Grant.objects.create(
            account=account, role="clerk", unit=unit, from_on=clock.today(), duties=_DUTIES, field_class=3
        )
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _told(asked: Asked) -> Comparison:
    return Comparison(
        f"{asked.reader}: {asked.address}",
        asked.p95,
        "goal",
        GOAL,
        "< 100 ms at the 95th percentile",
        asked.p95 < GOAL,
        str(asked),
    )
