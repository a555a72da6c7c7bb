"""Who may rise: what lies before the grading committee, what is missing for each, the result on the board."""

from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.cases.ground import Docket, docket, sits_anywhere
from jishi.actions.cases.reviewing import Seen, approve, keep
from jishi.actions.exports.promotion import export
from jishi.actions.exports.sheet import Style
from jishi.actions.improve.promoting import Candidate, candidates, has_gate
from jishi.actions.publish.notices import Wording
from jishi.actions.publish.saying import publish_result, waiting
from jishi.actions.publish.saying import said as band_said
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit
from jishi.store.queries import cases, units
from jishi.web.current import current_round
from jishi.web.pages.cases.review import SHEET
from jishi.web.pages.cases.words import TONES, by_of, grade_shown, number, step_name, today_of
from jishi.web.pages.publish.written import others, written
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged
from jishi.web.programme import GradeShown
from jishi.web.speech import said
from jishi.web.wording import day, page_language, text_of, whole

MEETINGS = 20
MAY, MISSING, DONE = "may", "missing", "done"
PLACES = "、"


@dataclass(frozen=True)
class Row:
    """One unit that is to rise."""

    unit: int
    version: int
    name: str
    address: str
    committee: str
    before: GradeShown | None
    proposed: GradeShown | None
    members: str
    public: str
    notice: tuple[str, str]
    may_rise: bool
    missing: tuple[tuple[str, str], ...]
    step: str
    tone: str
    grade: GradeShown | None
    tick: bool


@page("promotion", "promotion", form=True)
def promotion(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show who is to rise and what is missing for each, or do what the form asks."""
    round_ = current_round(scope)
    found = docket(scope, round_) if round_ is not None else None
    complaints: list[str] = []
    if request.method == "POST" and found is not None:
        try:
            return HttpResponseRedirect(_done(request, scope, found))
        except Refusal as refusal:
            complaints = said(refusal)
    shown = _shown(request, scope, found) if found is not None and has_gate(found) else {"docket": None}
    answer = {**shown, "complaints": complaints, "typed": request.POST, "also": others(request.POST)}
    answer["key"] = uuid4().hex
    return render(request, "improve/promotion.html", answer, status=422 if complaints else 200)


@page("promotion.xlsx", "promotion-export")
def promotion_export(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the filtered list as a workbook."""
    round_ = current_round(scope)
    found = docket(scope, round_) if round_ is not None else None
    if found is None:
        raise Round.DoesNotExist
    rows = _filtered(request, candidates(found, today_of(found.round)))
    sheet = export(found, rows, Style("xlsx", page_language()), _)
    response = HttpResponse(sheet.file("xlsx"), content_type=SHEET)
    response.headers["Content-Disposition"] = content_disposition_header(True, "promotion.xlsx")
    return response


def _filtered(request: HttpRequest, rows: list[Candidate]) -> list[Candidate]:
    wanted = request.GET.get("state", "")
    committee = number(request.GET.get("committee", ""))
    if committee:
        rows = [row for row in rows if row.committee is not None and row.committee.pk == committee]
    return [row for row in rows if wanted not in (MAY, MISSING, DONE) or _state(row) == wanted]


def _state(row: Candidate) -> str:
    if row.row is not None and row.row.grade:
        return DONE
    return MAY if row.may_rise else MISSING


def _done(request: HttpRequest, scope: Scope, found: Docket) -> str:
    form, do = request.POST, request.POST.get("do", "")
    by, back = by_of(request, scope, found.round), f"{reverse('promotion')}?{form.get('back', '')}"
    if do == "publish":
        notice = publish_result(by, found, _committee(scope, form.get("committee", "")), *_paper(request, found))
        messages.success(
            request, _("It is on the board until %(day)s.") % {"day": day(notice.until)}, extra_tags="good"
        )
        return reverse("notice", args=[notice.pk])
    meeting = cases.meetings(scope).get(pk=number(form.get("meeting", "")))
    ticked = [text.partition(":") for text in form.getlist("unit")]
    versions = {number(unit): number(version) for unit, _colon, version in ticked}
    if not versions:
        raise refuse("—", sentence("No unit is ticked."), sentence("Tick at least one."))
    seen = Seen(number(form.get("run", "")), versions)
    if do == "keep":
        count = keep(by, found, meeting, seen, form.get("reason", ""))
        done = ngettext("%(count)s unit keeps its grade.", "%(count)s units keep their grade.", count)
    else:
        count = approve(by, found, meeting, seen)
        done = ngettext("%(count)s proposal approved.", "%(count)s proposals approved.", count)
    messages.success(request, done % {"count": whole(count)}, extra_tags="good")
    return back


def _committee(scope: Scope, asked: str) -> Unit:
    return units.visible(scope).get(pk=number(asked))


def _paper(request: HttpRequest, found: Docket) -> tuple["object", Wording]:  # type: ignore[type-arg]
    kind = next((each for each in found.pack.publications if each.what == "satisfaction"), None)
    if kind is None:
        raise refuse("—", sentence("The pack has no such paper."), sentence("Choose one of the list."))
    return kind, written(request.POST)


def _shown(request: HttpRequest, scope: Scope, found: Docket) -> dict[str, object]:
    rows = candidates(found, today_of(found.round))
    filtered = _filtered(request, rows)
    pages = paged(request, filtered)
    mine = sits_anywhere(scope)
    meetings = cases.meetings(scope).filter(held_on__gte=found.opening.opened_on)
    if mine is not None:
        meetings = meetings.filter(committee__in=mine)
    chosen = request.GET.get("state", "")
    return {
        "docket": found,
        "standing": _(
            "Grades that would be better than those of the round before: the gate opens for each by itself"
        ),
        "counts": _counts(rows, chosen),
        "rows": _rows(scope, found, pages.rows, mine),
        "pages": pages,
        "found_title": ngettext("%(count)s unit", "%(count)s units", pages.total) % {"count": pages.counted},
        "back": request.GET.urlencode(),
        "acting": mine is None or bool(mine),
        "meetings": [
            (each.pk, f"{day(each.held_on)} · {each.minute_number} · {called(each.committee)}")
            for each in meetings[:MEETINGS]
        ],
        "run": found.opening.run_id,
        **_publishing(scope, found),
    }


def _counts(rows: list[Candidate], chosen: str) -> list[tuple[str, int, str, bool]]:
    names = {"": _("all"), MAY: _("may rise"), MISSING: _("something is missing"), DONE: _("decided on")}
    return [
        (
            name,
            sum(not key or _state(row) == key for row in rows),
            f"?state={key}" if key else reverse("promotion"),
            chosen == key,
        )
        for key, name in names.items()
    ]


def _publishing(scope: Scope, found: Docket) -> dict[str, object]:
    """Return for which of the reader's committees a result waits for its notice, and the pack's words."""
    kind = next((each for each in found.pack.publications if each.what == "satisfaction"), None)
    own = [holding.unit for holding in scope.holdings if "publish" in holding.duties]
    mine = units.tops(scope) if scope.everything else units.visible(scope).filter(pk__in=own)
    waits = [(each, len(waiting(found, each))) for each in mine[:MEETINGS]] if kind else []
    return {
        "paper": {"id": kind.id, "title": text_of(kind.title), "wording": text_of(kind.wording)} if kind else None,
        "committees": [
            (each.pk, _("%(committee)s: %(count)s units") % {"committee": called(each), "count": whole(count)})
            for each, count in waits
            if count
        ],
    }


def _rows(scope: Scope, found: Docket, rows: list[Candidate], mine: frozenset[int] | None) -> list[Row]:
    named = {unit.pk: unit for unit in units.visible(scope).filter(pk__in=[row.unit for row in rows])}
    language = page_language()
    shown = []
    for row in (row for row in rows if row.unit in named):
        own = row.committee is not None and (mine is None or row.committee.pk in mine)
        shown.append(
            Row(
                unit=row.unit,
                version=row.row.version if row.row else 0,
                name=named[row.unit].name,
                address=reverse("review-unit", args=[row.unit]),
                committee=row.committee.name if row.committee else "",
                before=grade_shown(found, str(found.pack.grade_at(row.before).id)),
                proposed=grade_shown(found, str(found.pack.grade_at(row.proposed).id)),
                members=band_said(row.bands.get("members"), language),
                public=band_said(row.bands.get("public"), language),
                notice=(reverse("notice", args=[row.notice.pk]), day(row.notice.until)) if row.notice else ("", ""),
                may_rise=row.may_rise,
                missing=tuple((each.what.say(_), each.fix.say(_)) for each in row.missing),
                step=step_name(found, row.step),
                tone=TONES.get(row.step, "plain"),
                grade=grade_shown(found, row.row.grade) if row.row and row.row.grade else None,
                tick=own and row.waits,
            )
        )
    return shown
