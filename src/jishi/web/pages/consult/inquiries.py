"""Discipline inspection is asked by one list per township, and its stamped answer is entered by the county."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.consult import inquiries as acts
from jishi.actions.consult.ground import By
from jishi.actions.consult.inquiry_paper import Put, inquiry_list
from jishi.core.access import MOST_PRIVATE, Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.documents.pdf import pdf
from jishi.store import clock
from jishi.store.home import current
from jishi.store.models.consult import Inquiry
from jishi.store.models.org import Unit
from jishi.store.queries import units
from jishi.store.queries import visits as kept
from jishi.web.pages.consult.ground import going_on
from jishi.web.pages.people.asked import day_of, version_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged_of, trail
from jishi.web.speech import said
from jishi.web.wording import day, page_language, whole

SCAN_BYTES = 20 * 1024 * 1024


@page("inquiries", "inquiries")
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show every township with its list: put, answered, how many units it names."""
    if not scope.everything and all(held.field_class < MOST_PRIVATE for held in scope.holdings):
        raise PermissionDenied
    round_, _pack = going_on(scope)
    by = By(request.user, scope)
    pages = paged_of(request, scope, acts.asked_about(by))
    found = {each.place_id: each for each in kept.inquiries(scope, round_).filter(place__in=list(pages.rows))}
    counts = kept.graded_below(scope, pages.rows)
    rows = [
        {
            "name": called(place),
            "address": reverse("inquiry", args=[place.pk]),
            "units": whole(counts.get(place.pk, 0)),
            "asked": day(found[place.pk].asked_on) if place.pk in found else "",
            "answered": _answered(found.get(place.pk)),
        }
        for place in pages.rows
    ]
    return render(request, "consult/inquiries.html", {"rows": rows, "pages": pages})


def _answered(inquiry: Inquiry | None) -> str:
    if inquiry is None or inquiry.answered_on is None:
        return ""
    return f"{day(inquiry.answered_on)} · {inquiry.reference}"


@page("inquiries/in/<int:unit>", "inquiry", about="unit", form=True)
def one(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the list of a township; put it, or enter what came back."""
    place = units.one(scope, unit)
    by = By(request.user, scope, request.POST.get("key", ""))
    if not acts.asks(by, place):
        raise PermissionDenied
    complaints: list[str] = []
    if request.method == "POST":
        try:
            messages.success(request, _do(request, by, place), extra_tags="good")
            return HttpResponseRedirect(reverse("inquiry", args=[place.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
    return _shown(request, by, place, complaints)


@page("inquiries/in/<int:unit>/list.pdf", "inquiry-list", about="unit")
def list_(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Give the list of a township as a paper to be stamped."""
    place = units.one(scope, unit)
    by = By(request.user, scope)
    if not acts.asks(by, place):
        raise PermissionDenied
    round_, _pack = going_on(scope)
    inquiry = kept.inquiries(scope, round_).filter(place=place).first()
    put = Put(place, round_, acts.listed(by, place), day(inquiry.asked_on) if inquiry else "")
    content = pdf(inquiry_list(put, page_language(), _), fonts=current().fonts)  # type: ignore[arg-type]
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"discipline-{place.code}.pdf")
    return response


def _do(request: HttpRequest, by: By, place: Unit) -> str:
    round_, pack = going_on(by.scope)
    if request.POST.get("do") == "ask":
        acts.ask(by, place, round_)
        return _("The list is put. Print it, have it stamped, and enter here what comes back.")
    inquiry = Inquiry.objects.select_related("round", "place").get(round=round_, place=place)
    scan = request.FILES.get("scan")
    if scan is not None and scan.size > SCAN_BYTES:
        raise refuse(
            scan.name,
            sentence("The file is larger than 20 MB."),
            sentence("Scan the paper with fewer dots, or leave the file out."),
        )
    objections = {
        int(name.removeprefix("o-")): request.POST.get(f"r-{name.removeprefix('o-')}", "")
        for name in request.POST
        if name.startswith("o-") and name.removeprefix("o-").isdecimal()
    }
    stamped = acts.Stamped(
        on=day_of(request.POST, "on") or clock.today(),
        reference=request.POST.get("reference", ""),
        objections=objections,
        scan=scan.read() if scan else b"",
        scan_name=scan.name if scan else "",
        version=version_of(request.POST),
    )
    count = acts.answer(by, inquiry, pack, stamped)
    return ngettext("Entered for %(count)s unit.", "Entered for %(count)s units.", count) % {"count": count}


def _shown(request: HttpRequest, by: By, place: Unit, complaints: list[str]) -> HttpResponse:
    round_, _pack = going_on(by.scope)
    inquiry = kept.inquiries(by.scope, round_).filter(place=place).first()
    on_list = acts.listed(by, place)
    shown = {
        "place": place.name,
        "paper": reverse("inquiry-list", args=[place.pk]),
        "trail": trail(by.scope, place, "unit"),
        "inquiry": {
            "asked": day(inquiry.asked_on),
            "answered": _answered(inquiry),
            "reference": inquiry.reference,
            "version": inquiry.version,
            "objections": ngettext(
                "%(count)s objection; which unit is read on its why page, for a stated purpose.",
                "%(count)s objections; which units is read on their why pages, for a stated purpose.",
                inquiry.objections.count(),
            )
            % {"count": inquiry.objections.count()},
        }
        if inquiry
        else None,
        "rows": [
            {
                "number": number,
                "unit": unit.pk,
                "name": unit.name,
                "code": unit.code,
                "objects": f"o-{unit.pk}" in request.POST,
                "reference": request.POST.get(f"r-{unit.pk}", ""),
            }
            for number, unit in enumerate(on_list, 1)
        ],
        "reference": request.POST.get("reference", ""),
        "complaints": complaints,
        "closed": _("The facts of this round are locked.") if round_.locked_at else "",
        "today": clock.today().isoformat(),
        "key": uuid4().hex,
    }
    return render(request, "consult/inquiry.html", shown, status=422 if complaints else 200)
