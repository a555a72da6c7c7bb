"""Imports: send a file, see what became of it, take the marked errors home."""

from collections.abc import Iterable
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.exports.sheet import Style
from jishi.actions.imports.forms import facts_form, register_form
from jishi.actions.imports.ledger_form import ledger_form
from jishi.actions.imports.members.form import FORM as MEMBERS
from jishi.actions.imports.post_form import post_form
from jishi.actions.imports.workplace_form import workplace_form
from jishi.actions.lists import frame
from jishi.actions.lists.registry import LISTINGS
from jishi.actions.people.reading import Purpose
from jishi.actions.sentences import spoken
from jishi.actions.uploads import KINDS, Kind, Upload, confirm, may_be_confirmed, report_of, send
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.template import write_template
from jishi.sheets.workbook import Limits
from jishi.store.models.office import Import, Job
from jishi.store.queries import imports, units
from jishi.store.queries.privacy import PERSONAL
from jishi.web.pages.errors import refused
from jishi.web.pages.jobs import shown_progress, watched
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step, paged
from jishi.web.programme import programme
from jishi.web.speech import said
from jishi.web.waiting import imports_state
from jishi.web.wording import page_language, whole

TONES = {"tried": "fair", "done": "good", "refused": "poor", "failed": "poor"}
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("imports", "imports", duty="import", form=True)
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """List what was sent; a file is sent from here."""
    complaints: list[str] = []
    if request.method == "POST":
        try:
            sent = send(request.user, scope, _upload(request))
            return HttpResponseRedirect(reverse("import-progress", args=[sent.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
    found = imports.listed(scope)
    pages = paged(request, found)
    shown = {
        "may_import": True,
        "kinds": [
            {
                "id": kind,
                "name": kind_names()[kind],
                "template": reverse("template", args=[kind]),
                "as_it_stands": _as_it_stands(kind),
            }
            for kind in KINDS
        ],
        "imports": [_row(each) for each in pages.rows],
        "pages": pages,
        "key": uuid4().hex,
        "complaints": complaints,
    }
    return render(request, "imports.html", shown, status=422 if complaints else 200)


def _as_it_stands(kind: str) -> str:
    """Return where a list is to be had as it comes in; a restricted one is asked for where it is read."""
    known = LISTINGS.get(kind)
    return reverse("sheet", args=[kind]) if known and known.concerned is None else ""


def kind_names() -> dict[str, str]:
    """Return what the kinds of files are called."""
    return {"units": _("the register of units"), "facts": _("facts and answers"), "workplaces": _("workplaces")} | {
        "posts": _("posts and holders"),
        "members": _("rosters of members"),
        "ledger": _("the ledger of problems and remedies"),
        "changes": _("changes of the tree"),
        "stands": _("places on the three axes"),
        "traits": _("area types and tiers"),
        "grids": _("grids"),
        "grid-teams": _("teams of grids"),
        "grid-requests": _("requests in grids, as counts"),
        "transfers": _("transfers of members"),
        "floating": _("members who live elsewhere"),
        "lost": _("searches for lost members (restricted)"),
        "care": _("care for members (restricted)"),
        "electorates": _("how many people consultations ask"),
        "pools": _("small units told of together"),
        "helpers": _("people and teams sent to help"),
        "teams": _("teams and their people"),
        "logs": _("the log of helpers"),
        "evaluations": _("evaluations by the village"),
        "pairings": _("paired secretaries"),
        "searches": _("records that nobody suitable was found"),
        "targets": _("targets of units"),
        "branch-sheets": _("sheets handed over to branches"),
        "monthly": _("monthly sheets"),
        "partnerships": _("paired units"),
        "tasks": _("tasks of secretaries and joint tasks"),
        "responsibilities": _("the division of work"),
        "supervision": _("the log of supervision"),
    }


def _upload(request: HttpRequest) -> Upload:
    sent = request.FILES.get("file")
    asked = request.POST
    kind: Kind = next((each for each in KINDS if each == asked.get("kind")), "units")
    return Upload(
        # One byte too many is enough to see that it is too large.
        content=sent.read(Limits().file_bytes + 1) if sent else b"",
        name=sent.name if sent else "—",
        kind=kind,
        mode="rows" if asked.get("mode") == "rows" else "all",
        only_try=asked.get("do") != "import",
        key=asked.get("key", ""),
    )


def _row(row: Import) -> dict[str, object]:
    return {
        "name": row.file.name,
        "address": reverse("import", args=[row.pk]),
        "by": row.asked_by.name or row.asked_by.username if row.asked_by else _("the command line"),
        "kind": kind_names().get(row.kind, row.kind),
        "state": imports_state(row.state),
        "tone": TONES[row.state],
        "result": " · ".join(f"{each['name']} {whole(each['value'])}" for each in _counts(row) if each["value"]),
        "at": row.created_at,
    }


def _counts(row: Import) -> Iterable[dict[str, object]]:
    named = {
        "added": _("added"),
        "changed": _("changed"),
        "same": _("same as before"),
        "refused": _("rows refused"),
    }
    return [{"name": name, "value": row.counts[key]} for key, name in named.items() if key in row.counts]


@page("imports/<int:number>", "import", about="import", duty="import", form=True)
def one(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Show what became of one file, with every place to correct."""
    row = imports.one(scope, number)
    if request.method == "POST":
        sent = confirm(request.user, row, key=request.POST.get("key", ""))
        return HttpResponseRedirect(reverse("import-progress", args=[sent.pk]))
    count = len(row.complaints)
    shown = {
        **_row(row),
        "trail": [Step(_("Imports"), reverse("imports"))],
        "said": _said(row),
        "counts": _counts(row),
        "complaints": [_complaint(each) for each in row.complaints],
        "complaints_title": ngettext("%(count)s place to correct", "%(count)s places to correct", count)
        % {"count": whole(count)},
        "report": reverse("import-errors", args=[row.pk]) if count and row.round else "",
        "template": _template_of(scope, row) if count else "",
        "running": False,
        "may_confirm": may_be_confirmed(row),
        "key": uuid4().hex,
    }
    return render(request, "import.html", shown)


def _template_of(scope: Scope, row: Import) -> str:
    """Return where the template of such a file is to be had; empty where the pack that makes it is not known."""
    known = row.kind in KINDS and programme(scope).pack is not None
    return reverse("template", args=[row.kind]) if known else ""


def _said(row: Import) -> str:
    return {
        "tried": _("The file was checked; nothing was changed."),
        "done": _("The file is in."),
        "refused": _("Nothing of the file was brought in. Correct the places below and send it again."),
        "failed": _("This failed for a reason of the program itself."),
    }[row.state]


def _complaint(kept: dict) -> dict[str, str]:
    return {"where": kept["where"], "what": spoken(kept["what"]).say(_), "fix": spoken(kept["fix"]).say(_)}


@page("imports/<int:number>/errors", "import-errors", about="import", duty="import")
def errors(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Give the sender's own workbook with the errors marked."""
    row = imports.one(scope, number)
    if row.asked_by is None or row.round is None:
        # Brought in by command: its sender took the marked workbook there.
        raise Http404
    try:
        content = report_of(row, lambda sentence: sentence.say(_))
    except Refusal as refusal:
        return refused(request, refusal)
    name = row.file.name.rsplit(".", 1)[0] + "-errors.xlsx"
    return _file(content, name)


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=SHEET)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


@page("imports/jobs/<int:job>", "import-progress", about="job", duty="import")
def progress(request: HttpRequest, scope: Scope, job: int) -> HttpResponse:
    """Show how far a job is; when it is done, go to what became of the file."""
    found = watched(scope, job)
    if found.state == Job.State.DONE and "import" in found.result:
        address = reverse("import", args=[found.result["import"]])
        if request.htmx:
            return HttpResponse(headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)
    shown = {
        "name": found.parameters.get("name", ""),
        "kind": kind_names().get(found.parameters.get("kind", ""), ""),
        "by": request.user.name or request.user.username,
        "at": found.created_at,
        "trail": [Step(_("Imports"), reverse("imports"))],
        "again": Step(_("Imports"), reverse("imports")),
        "progress_address": reverse("import-progress", args=[found.pk]),
        **shown_progress(found),
    }
    return render(request, "imports/progress.html" if request.htmx else "import.html", shown)


@page("imports/templates/<slug:kind>", "template", duty="import")
def template(request: HttpRequest, scope: Scope, kind: str) -> HttpResponse:
    """Give an empty workbook of the current round's pack, in the language of the page."""
    pack = programme(scope).pack
    if kind not in KINDS or pack is None:
        raise Http404
    return _file(write_template(_form(kind, pack), page_language()), f"{kind}-{page_language()}.xlsx")


@page("sheets/<slug:kind>", "sheet", form=True)
def sheet(request: HttpRequest, scope: Scope, kind: str) -> HttpResponse:
    """Give a list as it stands, inside the scope or below ``?unit=``; a restricted one for a purpose only."""
    pack, listing = programme(scope).pack, LISTINGS.get(kind)
    if pack is None or listing is None:
        raise Http404
    if not scope.everything and all(holding.field_class < _least(listing) for holding in scope.holdings):
        raise PermissionDenied
    if listing.concerned is not None and request.method != "POST":
        # The purpose is asked for where the list is read.
        return HttpResponseRedirect(_asked_for(kind))
    asked = request.GET.get("unit", "")
    unit = units.one(scope, int(asked)) if asked.isdecimal() and len(asked) < 12 else None
    purpose = Purpose(request.POST.get("purpose", ""), request.POST.get("words", ""))
    going = frame.Leaving(scope, pack, request.user, unit, purpose)
    return _file(frame.sheet(listing, going, Style("xlsx", page_language())).file("xlsx"), f"{kind}.xlsx")


def _asked_for(kind: str) -> str:
    """Return the page on which a restricted list is read, and its purpose stated."""
    return reverse(kind) if kind == "secretary-reviews" else reverse("members-list", args=[kind])


def _least(listing: frame.Listing) -> int:
    """Return the class that a reader must have somewhere; what is close by is class 2 at the branch itself."""
    return min(listing.field_class, PERSONAL)


def _form(kind: str, pack: Pack) -> Form:
    if kind in LISTINGS:
        return LISTINGS[kind].form(pack)
    if kind == "workplaces":
        return workplace_form(pack.vocabulary)
    if kind == "posts":
        return post_form(pack)
    if kind == "ledger":
        return ledger_form(pack)
    if kind == "members":
        return MEMBERS
    return register_form(pack.vocabulary) if kind == "units" else facts_form(pack.facts)
