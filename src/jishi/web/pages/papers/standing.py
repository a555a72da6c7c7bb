"""Papers that are due: what came, what is missing, what is late, by unit; and the list as a workbook."""

from collections.abc import Collection, Iterator, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions.exports import papers as exported
from jishi.actions.exports.sheet import Style
from jishi.actions.papers.standing import STATES, Due, Expected, State, of_all
from jishi.core.access import Scope
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit
from jishi.store.queries import units
from jishi.store.queries.counts import COUNTED
from jishi.web.pages.cases.words import today_of
from jishi.web.pages.papers.one import MEDIA
from jishi.web.pages.papers.rounds import asked, of_year
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged
from jishi.web.programme import programme
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
    found = _due(scope, round_)
    counted = found.counted() if found else {}
    state, form = _asked(request.GET.get("state", ""), STATES), request.GET.get("form", "")
    total = sum(count for (of, how), count in counted.items() if state in ("", how) and form in ("", of))
    pages = paged(request, range(min(total, COUNTED)))
    rows = found.some(slice(pages.rows.start, pages.rows.stop), form, state) if found and total else []
    tallies = {each: sum(count for (_of, how), count in counted.items() if how == each) for each in STATES}
    shown = {
        "rows": [_row(row, base) for row in rows],
        "pages": pages,
        "tallies": [(states()[each], count, each) for each, count in tallies.items() if count],
        "filters": list(_filters(found, counted, state, form)),
        "rounds": of_year(scope, round_),
        "base": base,
        "export": f"{reverse('papers-export')}?{base}",
        "own": [(called(unit), f"{reverse('papers-of', args=[unit.pk])}?{base}") for unit in _own(scope)],
    }
    return render(request, "papers/due.html", shown)


def _own(scope: Scope) -> list[Unit]:
    return list(units.tops(scope)[:6]) if scope.holdings else []


def _due(scope: Scope, round_: Round | None) -> Due | None:
    pack = programme(scope, round_).pack
    return Due(scope, round_, pack, today_of(round_)) if round_ is not None and pack is not None else None


def _asked(typed: str, known: Sequence[str]) -> str:
    return typed if typed in known else ""


def _filters(found: Due | None, counted: Collection[tuple[str, State]], wanted: str, form: str) -> Iterator[Filter]:
    made = {of for of, _state in counted}
    forms = {str(each.id): text_of(each.names) for each in found.forms if str(each.id) in made} if found else {}
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
    found = _due(scope, asked(scope, request.GET)[0])
    rows = list(of_all(found.scope, found.round, found.pack, found.today)) if found else []
    names = {state: name for state, (name, _tone) in states().items()}
    sheet = exported.export(rows, names, Style("xlsx", page_language()))
    response = HttpResponse(sheet.file("xlsx"), content_type=MEDIA["xlsx"])
    response.headers["Content-Disposition"] = content_disposition_header(True, "papers.xlsx")
    return response
