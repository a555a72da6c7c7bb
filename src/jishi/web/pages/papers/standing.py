"""Papers that are due: what came, what is missing, what is late, by unit; and the list as a workbook."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions.exports import papers as exported
from jishi.actions.exports.sheet import Style
from jishi.actions.papers.standing import STATES, Expected, State, counted, of_all
from jishi.core.access import Scope
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit
from jishi.store.queries import units
from jishi.web.pages.cases.words import today_of
from jishi.web.pages.papers.one import MEDIA
from jishi.web.pages.papers.rounds import asked, of_year
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged
from jishi.web.programme import Programme, programme
from jishi.web.wording import day, page_language, text_of
from jishi.web.worksheet import Filter, Option


def states() -> dict[State, tuple[str, str]]:
    """Return how a paper stands → its word and its tone."""
    return {
        "late-missing": (_("missing, late"), "poor"),
        "missing": (_("not come yet"), "none"),
        "returned": (_("sent back"), "poor"),
        "received-late": (_("received late"), "fair"),
        "received": (_("received"), "plain"),
        "taken": (_("in order"), "good"),
    }


@page("papers", "papers")
def due(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show every paper that is handed up inside the scope, those that are late first."""
    round_, base = asked(scope, request.GET)
    rows, words = _rows(scope, round_)
    wanted, form = request.GET.get("state", ""), request.GET.get("form", "")
    found = [row for row in rows if wanted in ("", row.state) and form in ("", row.form.id)]
    order = {state: place for place, state in enumerate(STATES)}
    found.sort(key=lambda row: (order[row.state], row.unit.code))
    pages = paged(request, found)
    shown = {
        "rows": [_row(row, base) for row in pages.rows],
        "pages": pages,
        "tallies": [(states()[state], count, state) for state, count in counted(rows).items() if count],
        "filters": list(_filters(words, rows, wanted, form)),
        "rounds": of_year(scope, round_),
        "base": base,
        "export": f"{reverse('papers-export')}?{base}",
        "own": [(called(unit), f"{reverse('papers-of', args=[unit.pk])}?{base}") for unit in _own(scope)],
    }
    return render(request, "papers/due.html", shown)


def _own(scope: Scope) -> list[Unit]:
    return list(units.tops(scope)[:6]) if scope.holdings else []


def _rows(scope: Scope, round_: Round | None) -> tuple[list[Expected], Programme]:
    words = programme(scope, round_)
    if round_ is None or words.pack is None:
        return [], words
    return list(of_all(scope, round_, words.pack, today_of(round_))), words


def _filters(words: Programme, rows: list[Expected], wanted: str, form: str) -> Iterator[Filter]:
    forms = {str(row.form.id): text_of(row.form.names) for row in rows}
    known = {state: name for state, (name, _tone) in states().items()}
    for key, name, options, chosen in (
        ("form", _("Official paper"), forms, form),
        ("state", _("State"), known, wanted),
    ):
        all_ = [("", _("all")), *options.items()]
        yield Filter(key, name, tuple(Option(value, said, value == chosen) for value, said in all_))


def _row(row: Expected, base: str) -> dict[str, object]:
    state, tone = states()[row.state]
    paper = row.paper
    answer = getattr(paper, "answer", None) if paper else None
    query = f"?{base}form={row.form.id}" + (f"&number={paper.number}" if paper else "")
    return {
        "unit": called(row.unit),
        "address": reverse("papers-of", args=[row.unit.pk]) + query,
        "form": text_of(row.form.names),
        "due": day(row.due_on),
        "late": row.state == "late-missing",
        "state": state,
        "tone": tone,
        "number": paper.number if paper else "",
        "came": day(paper.handed_on) if paper else "",
        "words": answer.words if answer else "",
    }


@page("papers.xlsx", "papers-export")
def export(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the list of papers that are due as a workbook."""
    rows, _words = _rows(scope, asked(scope, request.GET)[0])
    names = {state: name for state, (name, _tone) in states().items()}
    sheet = exported.export(rows, names, Style("xlsx", page_language()))
    response = HttpResponse(sheet.file("xlsx"), content_type=MEDIA["xlsx"])
    response.headers["Content-Disposition"] = content_disposition_header(True, "papers.xlsx")
    return response
