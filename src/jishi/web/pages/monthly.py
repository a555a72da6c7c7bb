"""The monthly sheet: print a township's sheets, then type in what came back, one after the other."""

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.explained import PERSONAL
from jishi.actions.monthly import asking, printing
from jishi.actions.monthly.entering import Given, enter
from jishi.actions.self_assessment import may_enter
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.core.monthly import decoded, month_of
from jishi.packs.pack import Pack
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit
from jishi.store.queries import counts, monthly, units
from jishi.web.current import current_round
from jishi.web.current import day_of as today_of
from jishi.web.pages.people.asked import day_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged, trail
from jishi.web.programme import programme
from jishi.web.questions import question_of
from jishi.web.speech import line, said
from jishi.web.wording import day, text_of

# Sheets that are set at once, in one file; a township has fewer.
MOST = printing.AT_ONCE
_MONTHS = 12


@page("monthly", "monthly", duty="enter")
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show whose sheet of a month came in and whose did not; a sheet's code leads to its page."""
    round_, pack = _ground(scope)
    month = _month(request.GET.get("month", ""), round_)
    complaints: list[str] = []
    code = request.GET.get("code", "")
    if code:
        try:
            return _led(scope, code)
        except Refusal as refusal:
            complaints = said(refusal)
    found = _units(scope, pack, round_)
    waiting = monthly.waiting(found, month)
    chosen = waiting if request.GET.get("show") == "waiting" else found
    total, left = counts.count(scope, found), counts.count(scope, waiting)
    pages = paged(request, chosen)
    sheets = asking.sheets(scope, list(pages.rows), month, (round_, pack))
    shown = {
        "month": f"{month:%Y-%m}",
        "months": [(f"{each:%Y-%m}", _named(each)) for each in _choice(month, round_)],
        "rows": [_row(sheet) for sheet in sheets],
        "pages": pages,
        "standing": _("%(done)s of %(total)s sheets are in.") % {"done": total - left, "total": total},
        "show": request.GET.get("show", ""),
        "code": code,
        "complaints": complaints,
        "sheet": reverse("sheet", args=["monthly"]) if _reads_names(scope) else "",
        "print": f"{reverse('monthly-print')}?month={month:%Y-%m}" if total else "",
    }
    return render(request, "monthly/list.html", shown, status=422 if complaints else 200)


def _reads_names(scope: Scope) -> bool:
    """Say whether the reader may take the list with who signed the sheets."""
    return scope.everything or any(holding.field_class >= PERSONAL for holding in scope.holdings)


@page("monthly.pdf", "monthly-print", duty="enter")
def printed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the sheets of a month, of everything below a unit or of all, as one PDF."""
    round_, pack = _ground(scope)
    month = _month(request.GET.get("month", ""), round_)
    below = request.GET.get("unit", "")
    place = units.one(scope, int(below)) if below.isdecimal() else None
    found = list(monthly.entered_for(scope, asking.asked_domains(pack, round_), place)[: MOST + 1])
    if len(found) > MOST:
        raise refuse(
            _named(month),
            sentence("There are more than %(most)s sheets.", most=MOST),
            sentence("Print them township by township, or with: jishi monthly print"),
        )
    if not found:
        raise refuse(
            _named(month),
            sentence("No unit of yours has a monthly sheet."),
            sentence("Only units whose domain has a standard with such questions have one."),
        )

    def address(unit: Unit, month: date) -> str:
        return request.build_absolute_uri(f"{reverse('monthly-sheet', args=[unit.pk])}?month={month:%Y-%m}")

    asked = printing.Print(found, month, round_, pack, address)
    content = b"".join(printing.print_sheets(scope, asked, _))
    headers = {"Content-Disposition": content_disposition_header(False, f"monthly-{month:%Y-%m}.pdf")}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@page("units/<int:unit>/monthly", "monthly-sheet", about="unit", form=True)
def typed_in(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Take what stands on one sheet; the next one that is waited for follows."""
    found = units.one(scope, unit)
    if not may_enter(scope, found):
        raise PermissionDenied
    round_, pack = _ground(scope)
    month = _month(request.POST.get("month") or request.GET.get("month", ""), round_)
    if found.domain not in asking.asked_domains(pack, round_):
        raise Http404
    sheet = asking.sheets(scope, [found], month, (round_, pack))[0]
    if request.method != "POST":
        return _shown(request, scope, sheet, pack)
    try:
        given = _given(request, sheet)
        count = enter(request.user, scope, sheet, pack, given)
    except Refusal as refusal:
        return _shown(request, scope, sheet, pack, refusal)
    thanks = ngettext("%(unit)s: %(count)s answer is new.", "%(unit)s: %(count)s answers are new.", count)
    messages.success(request, thanks % {"unit": called(found), "count": count}, extra_tags="good")
    return HttpResponseRedirect(_next(scope, pack, round_, found, month))


def _ground(scope: Scope) -> tuple[Round, Pack]:
    round_ = current_round(scope)
    pack = programme(scope, round_).pack if round_ else None
    if round_ is None or pack is None or asking.form_of(pack) is None:
        raise Http404
    return round_, pack


def _units(scope: Scope, pack: Pack, round_: Round) -> QuerySet[Unit]:
    return monthly.entered_for(scope, asking.asked_domains(pack, round_))


def _month(text: str, round_: Round) -> date:
    """Return the month that an address names; else the one that is going on."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return month_of(today_of(round_))


def _choice(month: date, round_: Round) -> list[date]:
    """Return the months to choose from: the last twelve, and the one that is shown."""
    return sorted({month, *_before(_month("", round_))}, reverse=True)


def _before(month: date) -> list[date]:
    """Return a month and those before it, the latest first."""
    numbers = range(month.year * 12 + month.month - 1, month.year * 12 + month.month - 1 - _MONTHS, -1)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _named(month: date) -> str:
    return _("%(month)s/%(year)s") % {"month": month.month, "year": month.year}


def _address(unit: int, month: date) -> str:
    return f"{reverse('monthly-sheet', args=[unit])}?month={month:%Y-%m}"


def _led(scope: Scope, code: str) -> HttpResponse:
    unit, month = decoded(code)
    # A unit outside is as if it did not exist.
    return HttpResponseRedirect(_address(units.one(scope, unit).pk, month))


def _next(scope: Scope, pack: Pack, round_: Round, after: Unit, month: date) -> str:
    left = monthly.waiting(_units(scope, pack, round_), month)
    found = left.filter(code__gt=after.code).first() or left.first()
    return _address(found.pk, month) if found else f"{reverse('monthly')}?month={month:%Y-%m}"


def _row(sheet: asking.Sheet) -> dict[str, object]:
    came = sheet.received
    by = came.entered_by if came else None
    return {
        "unit": called(sheet.unit),
        "address": _address(sheet.unit.pk, sheet.month),
        "code": sheet.code,
        "secretary": sheet.secretary,
        "came": came is not None,
        "giver": f"{came.given_by} {came.given_post}".strip() if came else "",
        "on": day(came.given_on) if came else "",
        "clerk": (by.name or by.username) if by else "",
    }


def _given(request: HttpRequest, sheet: asking.Sheet) -> Given:
    form = request.POST
    texts = {each.question.id: form.get(each.question.id, "") for each in sheet.questions}
    on = day_of(form, "on")
    return Given(
        texts, form.get("giver", ""), form.get("post", ""), on, form.get("version", ""), form.get("key", "")
    )


def _shown(
    request: HttpRequest,
    scope: Scope,
    sheet: asking.Sheet,
    pack: Pack,
    refusal: Refusal | None = None,
) -> HttpResponse:
    complaints = refusal.complaints if refusal else ()
    wrong = {each.where: line(each) for each in complaints}
    # Empty unless the sheet was sent and not taken.
    form = request.POST
    questions = [
        question_of(number, each, form.get(each.question.id), wrong.get(each.question.id, ""))
        for number, each in enumerate(sheet.questions, 1)
    ]
    came = sheet.received
    fields = {
        "giver": came.given_by if came else sheet.secretary,
        "post": came.given_post if came else printing.post_name(sheet, pack, _),
        "on": came.given_on.isoformat() if came else "",
    }
    shown = {
        "unit": {"name": sheet.unit.name},
        "trail": trail(scope, sheet.unit),
        "title": text_of(sheet.form.names),
        "standing": f"{_named(sheet.month)} · {sheet.code}",
        "came": _row(sheet) if came else None,
        "closed": _("The facts of this round are locked.") if sheet.round.locked_at else "",
        "questions": questions,
        "signed": {name: form.get(name, value) for name, value in fields.items()},
        "complaints": [line(each) for each in complaints],
        "month": f"{sheet.month:%Y-%m}",
        "list": f"{reverse('monthly')}?month={sheet.month:%Y-%m}",
        "version": sheet.seen,
        "key": uuid4().hex,
    }
    return render(request, "monthly/sheet.html", shown, status=422 if refusal else 200)
