"""Posts: who holds them, what is vacant, whose term ends; at one unit also appointing, ending and pairing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.exports import posts as exported
from jishi.actions.exports.sheet import Style
from jishi.actions.posts import holding
from jishi.actions.secretaries import searching
from jishi.core.access import MOST_PRIVATE, Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.core.posts import state
from jishi.store import clock
from jishi.store.models.org import Unit
from jishi.store.models.posts import Pairing, Post, Tenure
from jishi.store.models.secretaries import CandidateSearch
from jishi.store.queries import counts, posts, privacy, units
from jishi.web.pages.people.asked import by_of, day_of, unit_of, version_of
from jishi.web.pages.posts import words as named
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged, trail
from jishi.web.programme import Programme, programme
from jishi.web.speech import said
from jishi.web.wording import day, page_language

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Row:
    """One post; ``sent`` = its holder came from elsewhere, by a channel that asks for a search first."""

    number: int
    unit: str
    address: str
    name: str
    holder: str
    since: str
    ends: str
    channel: str
    state: str
    tone: str
    first: bool
    sent: bool
    tenure: int
    version: int


@page("posts", "posts")
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show every post whose holder the reader may read; ``?show=vacant`` or ``ending`` cuts the list."""
    named.reader(scope)
    on, words = clock.today(), programme(scope)
    everything = posts.listed(scope, on).filter(privacy.readable(scope))
    vacant, ending = posts.vacant(everything, on), posts.ending(everything, on, named.AHEAD_DAYS)
    show, kind = request.GET.get("show", ""), request.GET.get("kind", "")
    rows = {"vacant": vacant, "ending": ending}.get(show, everything)
    rows = rows.filter(kind=kind) if kind else rows
    pages = paged(request, rows)
    shown = {
        "rows": [_row(words, row) for row in pages.rows],
        "pages": pages,
        "found_title": ngettext("%(count)s post", "%(count)s posts", pages.total) % {"count": pages.counted},
        "counts": [
            (_("Vacant"), counts.count(scope, vacant), "?show=vacant"),
            (_("Terms over or about to end"), counts.count(scope, ending), "?show=ending"),
        ],
        "kinds": list(named.posts(words).items()),
        "kind": kind,
        "show": show,
        "channels": _channels(scope, words, on),
        "may_review": scope.everything or any(h.field_class >= MOST_PRIVATE for h in scope.holdings),
    }
    return render(request, "posts/list.html", shown)


def _channels(scope: Scope, words: Programme, on: date) -> list[tuple[str, int]]:
    names = named.channels(words)
    counted = posts.channels(scope, on)
    return [(names.get(channel, channel) or _("not known"), count) for channel, count in sorted(counted.items())]


def _row(words: Programme, row: Post) -> Row:
    kind = state(bool(row.tenure), row.term_end, clock.today(), named.AHEAD_DAYS)
    name, tone = named.states()[kind]
    return Row(
        number=row.pk,
        unit=called(row.unit),
        address=reverse("posts-in", args=[row.unit_id]),
        name=named.posts(words).get(row.kind, row.kind),
        holder=row.holder or "",
        since=day(row.since) if row.since else "",
        ends=day(row.term_end) if row.term_end else "",
        channel=named.channels(words).get(row.channel or "", row.channel or ""),
        state=name,
        tone=tone,
        first=row.first_responsible,
        sent=row.first_responsible and (row.channel or "") in named.sending(words),
        tenure=row.tenure or 0,
        version=row.version,
    )


@page("posts.xlsx", "posts-export")
def export(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the posts as the workbook that they are brought in from."""
    named.reader(scope)
    pack = programme(scope).pack
    if pack is None or any(h.field_class < privacy.PERSONAL for h in scope.holdings):
        raise PermissionDenied
    content = exported.export(scope, pack, Style("xlsx", page_language())).file("xlsx")
    response = HttpResponse(content, content_type=SHEET)
    response.headers["Content-Disposition"] = content_disposition_header(True, "posts.xlsx")
    return response


@page("posts/in/<int:unit>", "posts-in", about="unit", form=True)
def of_unit(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the posts of a unit; who keeps its records appoints, ends and pairs here."""
    found = units.one(scope, unit)
    if not privacy.reads(scope, found):
        raise Unit.DoesNotExist
    complaints: list[str] = []
    if request.method == "POST":
        try:
            _ACTS.get(request.POST.get("do", ""), _nothing)(request, scope, found)
            return HttpResponseRedirect(reverse("posts-in", args=[found.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
    on, words = clock.today(), programme(scope)
    rows = list(posts.listed(scope, on, found).filter(unit=found))
    searched = _searches(rows)
    versions = dict(Tenure.objects.filter(pk__in=[r.tenure for r in rows if r.tenure]).values_list("pk", "version"))
    shown = {
        "unit": {"name": found.name, "address": reverse("unit", args=[found.pk])},
        "trail": trail(scope, found, "posts-in"),
        "rows": [(_row(words, row), versions.get(row.tenure, 0), searched.get(row.pk, "")) for row in rows],
        "before": [_before(words, tenure) for tenure in _past(found)],
        "pairings": [_pairing(each, found) for each in posts.pairings(scope, found, on)],
        "may_enter": privacy.may(scope, found),
        "kinds": list(named.posts(words).items()),
        "channels": list(named.channels(words).items()),
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "posts/unit.html", shown, status=422 if complaints else 200)


def _past(unit: Unit) -> Iterable[Tenure]:
    rows = Tenure.objects.filter(post__unit=unit, to_on__lte=clock.today())
    return rows.select_related("person", "post").order_by("-to_on")[:20]


def _before(words: Programme, tenure: Tenure) -> dict[str, str]:
    return {
        "name": named.posts(words).get(tenure.post.kind, tenure.post.kind),
        "holder": tenure.person.name,
        "said": f"{day(tenure.from_on)} – {day(tenure.to_on)}",
    }


def _pairing(pairing: Pairing, unit: Unit) -> dict[str, object]:
    above = pairing.leader.unit_id == unit.pk
    other = pairing.paired.unit if above else pairing.leader.unit
    return {
        "name": called(other),
        "said": _("since %(day)s") % {"day": day(pairing.from_on)},
        "way": _("paired with, below") if above else _("paired with, above"),
        "number": pairing.pk,
        "version": pairing.version,
        "own": above,
    }


def _by(request: HttpRequest, scope: Scope) -> holding.By:
    return holding.By(request.user, scope, request.POST.get("key", ""))


def _post(request: HttpRequest, unit: Unit) -> Post:
    number = request.POST.get("post", "")
    return Post.objects.select_related("unit").get(pk=int(number) if number.isdecimal() else 0, unit=unit)


def _appoint(request: HttpRequest, scope: Scope, unit: Unit) -> None:
    wish = holding.Wish(
        from_on=day_of(request.POST, "from") or clock.today(),
        name=request.POST.get("name", ""),
        born_on=day_of(request.POST, "born"),
        phone=request.POST.get("phone", ""),
        term_ends_on=day_of(request.POST, "ends"),
        channel=request.POST.get("channel", ""),
    )
    holding.appoint(_by(request, scope), _post(request, unit), wish)


def _end(request: HttpRequest, scope: Scope, unit: Unit) -> None:
    number = request.POST.get("tenure", "")
    tenure = Tenure.objects.select_related("post__unit", "person").get(
        pk=int(number) if number.isdecimal() else 0, post__unit=unit
    )
    on = day_of(request.POST, "on") or clock.today()
    holding.end(_by(request, scope), tenure, version_of(request.POST), on)


def _open(request: HttpRequest, scope: Scope, unit: Unit) -> None:
    kind = request.POST.get("kind", "")
    holding.open_post(_by(request, scope), unit, kind, first=request.POST.get("first", "") == "1")


def _pair(request: HttpRequest, scope: Scope, unit: Unit) -> None:
    other = unit_of(request.POST, "code")
    leader = Post.objects.filter(unit=unit, kind="secretary", closed_on__isnull=True).first()
    paired = Post.objects.filter(unit=other, kind="secretary", closed_on__isnull=True).first()
    if leader is None or paired is None:
        raise refuse(
            unit.name,
            sentence("One of the two units has no secretary's post."),
            sentence("Open it first, or write the code of another branch."),
        )
    holding.pair(_by(request, scope), leader, paired, day_of(request.POST, "from") or clock.today())


def _unpair(request: HttpRequest, scope: Scope, unit: Unit) -> None:
    number = request.POST.get("pairing", "")
    pairing = Pairing.objects.select_related("leader__unit").get(
        pk=int(number) if number.isdecimal() else 0, leader__unit=unit
    )
    on = day_of(request.POST, "on") or clock.today()
    holding.unpair(_by(request, scope), pairing, version_of(request.POST), on)


def _nothing(request: HttpRequest, scope: Scope, unit: Unit) -> None:
    raise Unit.DoesNotExist


def _nobody(request: HttpRequest, scope: Scope, unit: Unit) -> None:
    form, text = request.POST, request.POST.get("considered", "").strip()
    considered = int(text) if text.isdecimal() and len(text) < 5 else None
    found = searching.Nobody(form.get("words", ""), form.get("recorded_by", ""), considered)
    searching.record(by_of(request, scope), _post(request, unit), found)


def _searches(rows: list[Post]) -> dict[int, str]:
    """Return post → what was recorded last about nobody suitable, for the posts of a page."""
    found = CandidateSearch.objects.filter(post__in=[row.pk for row in rows]).order_by("on")
    return {each.post_id: f"{day(each.on)} · {each.recorded_by}: {each.words}" for each in found}


_ACTS: dict[str, Callable[[HttpRequest, Scope, Unit], None]] = {
    "appoint": _appoint,
    "end": _end,
    "open": _open,
    "pair": _pair,
    "unpair": _unpair,
    "nobody": _nobody,
}
