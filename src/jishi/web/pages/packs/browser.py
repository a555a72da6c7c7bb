"""The pack browser: every rule that grades, with the document and clause that it rests on."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions.consult.occasions import base_of, form_of, of_round
from jishi.core.access import Scope
from jishi.documents.pdf import pdf
from jishi.documents.questionnaires import About, twin
from jishi.documents.word.file import word
from jishi.packs.pack import Pack
from jishi.packs.questions import questionnaire
from jishi.sheets.xlsform import xlsform
from jishi.store.home import current
from jishi.store.models.consult import Consultation
from jishi.store.queries import rounds
from jishi.web.current import current_round
from jishi.web.pages.packs import contents, proceedings, standards
from jishi.web.pages.packs.shown import Reading, Section
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step
from jishi.web.programme import folders, pack_of
from jishi.web.wording import text_of

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Part = Callable[[Reading], list[Section]]
PARTS: dict[str, Part] = {
    "standards": standards.standards,
    "grading": standards.grading,
    "rules": standards.rules,
    "questionnaires": contents.questionnaires,
    "procedures": proceedings.procedures,
    "publications": proceedings.publications,
    "forms": proceedings.forms,
    "facts": contents.facts,
    "documents": contents.documents,
    "worked": contents.worked,
}


@page("packs", "packs")
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the packs that are at hand."""
    used = {round_.cycle.pack: round_ for round_ in rounds.rounds(scope)}
    found = [pack for folder in folders() if (pack := pack_of(folder.name))]
    return render(request, "packs.html", {"packs": [_summary(pack, used) for pack in found]})


def _summary(pack: Pack, used: dict) -> dict[str, str]:
    return {
        "id": pack.id,
        "name": text_of(pack.names),
        "address": reverse("pack", args=[pack.id]),
        "about": text_of(pack.heading.summary),
        "version": pack.version,
        "extends": _("extends %(pack)s") % {"pack": text_of(pack.parent.names)} if pack.parent else "",
        "used": _("in use") if pack.id in used else "",
    }


@page("packs/<slug:pack>", "pack")
def first(request: HttpRequest, scope: Scope, pack: str) -> HttpResponse:
    """Show a pack, opened at its standards."""
    return _shown(request, pack, "standards")


@page("packs/<slug:pack>/<slug:part>", "pack-part")
def part(request: HttpRequest, scope: Scope, pack: str, part: str) -> HttpResponse:
    """Show one part of a pack."""
    return _shown(request, pack, part)


@page("packs/<slug:pack>/questionnaires/<slug:form>.<slug:kind>", "questionnaire-paper")
def paper(request: HttpRequest, scope: Scope, pack: str, form: str, kind: str) -> HttpResponse:
    """Give a questionnaire as a paper to be filled in by hand, PDF or Word, or as a form for phones (XLSForm).

    ``?c=`` names an occasion of the round that stands at its head.
    """
    found = pack_of(pack)
    if found is None or form not in found.questionnaire_by_id or kind not in KINDS:
        raise Http404
    name, round_ = request.GET.get("c", ""), current_round(scope)
    held = of_round(scope, round_, base_of(name)).filter(code=name).first() if name and round_ else None
    content = _made(found, form, kind, request.GET.get("unit", ""), held)
    headers = {"Content-Disposition": content_disposition_header(True, f"{form}.{kind}")}
    return HttpResponse(content, content_type=KINDS[kind], headers=headers)


def _made(found: Pack, form: str, kind: str, unit: str, held: Consultation | None) -> bytes:
    asked = questionnaire(found, form)
    asked = form_of(held, asked) if held else asked
    if kind == "xlsx":
        return xlsform(asked, found.version, unit[:40])
    about = About(round=text_of(found.names), number=f"{found.id}/{form}", version=found.version)
    made = twin(asked, about, _)
    return word(made) if kind == "docx" else pdf(made, fonts=current().fonts)


def _shown(request: HttpRequest, name: str, part: str) -> HttpResponse:
    pack = pack_of(name)
    if pack is None or part not in PARTS:
        raise Http404
    names = part_names()
    shown = {
        "pack": {"name": text_of(pack.names)},
        "title": text_of(pack.names),
        "standing": text_of(pack.heading.summary) or f"{pack.id} {pack.version}",
        "trail": [Step(_("Packs"), reverse("packs")), Step(text_of(pack.names), reverse("pack", args=[pack.id]))],
        "parts": [
            {"name": names[key], "address": reverse("pack-part", args=[pack.id, key]), "now": key == part}
            for key in PARTS
        ],
        "sections": PARTS[part](Reading.of(pack)),
    }
    return render(request, "pack.html", shown)


def part_names() -> dict[str, str]:
    """Return what the parts of a pack are called."""
    return {
        "standards": _("Standards"),
        "grading": _("Grades and limits"),
        "rules": _("Rules"),
        "questionnaires": _("Questionnaires"),
        "procedures": _("Procedures"),
        "publications": _("Publications"),
        "forms": _("Official papers"),
        "facts": _("Facts"),
        "documents": _("Documents"),
        "worked": _("Worked examples"),
    }
