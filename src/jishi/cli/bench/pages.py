"""``jishi bench pages``: what the pages of a home take, whole requests in this process, as its readers would ask.

Readers are made for the measurement and taken back with everything else at its end, so it may be run on any home.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import URLPattern, get_resolver, reverse

from jishi.cli.bench.timing import Comparison, Report
from jishi.store import clock
from jishi.store.models.office import Account, Grant
from jishi.store.models.org import Axis, Unit, UnitPath
from jishi.store.models.people import Member
from jishi.store.paths import STEP

Say = Callable[[str], None]

GOAL = 0.1
_DUTIES = "enter import assess review publish grant office"
# Papers and files are made for one reader and are no lists.
_NO_PAGE = ("export", "print", "file", "carry", "paper", "sheet", "account_", "mfa_", "public")
_DEPTHS = {1: "top", 2: "below the top", 3: "county", 4: "township"}


@dataclass
class Asked:
    """One address as one reader asks for it.

    Attributes:
        seconds: of each request.
        queries: of the last one.
    """

    page: str
    reader: str
    address: str
    seconds: list[float] = field(default_factory=list)
    queries: int = 0

    @property
    def p95(self) -> float:
        """The second longest of twenty."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def measure(rounds: int, say: Say) -> Report:
    """Ask for every page that a reader gets without a number of its own, or with that of a unit."""
    report = Report(
        "pages", _size(), {"processors": os.cpu_count(), "database": connection.vendor, "rounds": rounds}
    )
    with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False), transaction.atomic():
        for name, unit in _places():
            for asked in _addresses(name, unit):
                _ask(asked, unit, rounds)
                if asked.seconds:
                    report.results.append(_told(asked))
                    say(str(report.results[-1]).replace("\n   ", ";"))
        transaction.set_rollback(True)
    report.results.sort(key=lambda each: each.ours, reverse=True)
    return report


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
        if any(word in name for word in _NO_PAGE):
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
    with CaptureQueriesContext(connection) as queries:
        client.get(asked.address)
    asked.queries = len(queries)
    for _ in range(rounds):
        began = time.perf_counter()
        client.get(asked.address)
        asked.seconds.append(time.perf_counter() - began)


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
        f"p50 {median(asked.seconds) * 1000:.0f} ms, p95 {asked.p95 * 1000:.0f} ms, {asked.queries} queries",
    )
