"""What stands around every page: the menu, the languages, who reads and where."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jishi.store.queries import counts, units
from jishi.store.queries.privacy import PERSONAL
from jishi.web.current import current_round
from jishi.web.programme import programme
from jishi.web.scope import scope_of
from jishi.web.wording import PACK_LANGUAGES, moment, page_language, text_of

SHORT = {"zh-hans": "简", "zh-hant": "繁", "en": "EN"}


@dataclass(frozen=True)
class Item:
    """One entry of the menu."""

    name: str
    icon: str
    address: str
    now: bool


@dataclass(frozen=True)
class Group:
    """Entries under one heading; the first group has none."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Language:
    """One button of the language switch."""

    code: str
    lang: str
    name: str
    short: str
    now: bool


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: what ``page.html`` shows around the content."""
    shown: dict[str, object] = {"page_language": page_language(), "languages": list(_languages())}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {**shown, "menu": (), "tabs": (), "where": ""}
    menu = _menu(request)
    return {
        **shown,
        "menu": menu,
        "tabs": [item for group in menu for item in group.items][:4],
        "where": _where(request),
        "reader": user.name or user.username,
        "figures_of": _figures_of(),
    }


def _figures_of() -> str:
    """Say of when the oldest count on the page is, where one was kept for some minutes."""
    oldest = counts.of()
    return moment(oldest) if oldest else ""


def _languages() -> Iterator[Language]:
    now = get_language()
    for code, name in settings.LANGUAGES:
        yield Language(code, PACK_LANGUAGES[code], name, SHORT[code], code == now)


def _menu(request: HttpRequest) -> tuple[Group, ...]:
    scope = scope_of(request)
    match = getattr(request, "resolver_match", None)
    active = PARENTS.get(match.url_name, match.url_name) if match else ""

    def item(name: str, icon: str, page: str) -> Item:
        return Item(name, icon, reverse(page), page == active)

    daily = (
        item(_("To do"), "home", "home"),
        item(_("Units"), "units", "units"),
        item(_("Grading"), "grading", "grading"),
        item(_("Review"), "check", "review"),
        item(_("Overview"), "overview", "overview"),
        item(_("Rules"), "flag", "wrong"),
        item(_("Visits and meetings"), "visit", "visits"),
        item(_("Consultations"), "overview", "consultations"),
        item(_("Remedies"), "ledger", "ledger"),
    )
    if any(holding.field_class >= PERSONAL for holding in scope.holdings):
        daily = (*daily, item(_("Members"), "person", "members"))
    daily = (*daily, item(_("Papers"), "upload", "papers"), item(_("Circulars"), "imports", "circulars"))
    daily = (*daily, item(_("Commendation"), "grading", "awards"), item(_("Board"), "packs", "board"))
    office = (
        item(_("Runs"), "runs", "runs"),
        item(_("Packs"), "packs", "packs"),
        item(_("My access"), "person", "me"),
    )
    if scope.has("enter"):
        daily = (*daily, item(_("Monthly sheets"), "print", "monthly"))
    if scope.has("import"):
        office = (item(_("Imports"), "imports", "imports"), *office)
    organisation = (
        item(_("Coverage"), "coverage", "coverage"),
        item(_("Targets"), "overview", "targets"),
        item(_("Tasks"), "check", "tasks"),
    )
    if any(holding.field_class >= PERSONAL for holding in scope.holdings):
        organisation = (*organisation, item(_("Posts"), "check", "posts"))
    return Group("", daily), Group(_("Organisation"), organisation), Group(_("Foundations"), office)


# Pages that stand under another entry of the menu.
PARENTS = {
    "branch-sheets": "ledger",
    "branch-sheets-in": "ledger",
    "call": "ledger",
    "improve-unit": "ledger",
    "ledger-in": "ledger",
    "movement": "overview",
    "movement-in": "overview",
    "pairing": "ledger",
    "practice": "ledger",
    "practices": "ledger",
    "problem": "ledger",
    "remedy": "ledger",
    "coverage-unit": "coverage",
    "figures": "coverage",
    "figures-in": "coverage",
    "workplaces": "coverage",
    "workplaces-in": "coverage",
    "workplace": "coverage",
    "workplace-new": "coverage",
    "supervision": "tasks",
    "targets-in": "targets",
    "task": "tasks",
    "unit-division": "units",
    "unit-grids": "units",
    "unit": "units",
    "unit-chain": "units",
    "unit-change": "units",
    "unit-history": "units",
    "unit-rounds": "units",
    "self-assessment": "units",
    "why": "grading",
    "promotion": "review",
    "review-unit": "review",
    "meeting": "review",
    "meetings": "review",
    "proposal": "units",
    "notice": "board",
    "circular": "circulars",
    "papers-of": "papers",
    "box": "board",
    "overview-unit": "overview",
    "wrong-in": "wrong",
    "posts-in": "posts",
    "helper": "posts",
    "secretary-review": "posts",
    "secretary-reviews": "posts",
    "helpers": "posts",
    "helpers-coverage": "posts",
    "monthly-sheet": "monthly",
    "care-totals": "members",
    "members-in": "members",
    "members-list": "members",
    "members-national": "members",
    "person": "members",
    "person-record": "members",
    "transfer": "members",
    "import": "imports",
    "run": "runs",
    "pack": "packs",
    "pack-part": "packs",
    "asked-in": "consultations",
    "occasions": "consultations",
    "roll-in": "consultations",
    "heard-in": "visits",
    "inquiries": "visits",
    "inquiry": "visits",
    "inquiry-list": "visits",
    "mfa_index": "me",
    "account_change_password": "me",
}


def _where(request: HttpRequest) -> str:
    scope = scope_of(request)
    top = units.tops(scope).first()
    round_ = current_round(scope)
    said = [top.short_name or top.name] if top else []
    if round_ is not None:
        words = programme(scope, round_)
        said.append(text_of(words.pack.names) if words.pack else round_.cycle.name)
        said.append(_("Round %(number)s") % {"number": round_.number})
    return " · ".join(said)
