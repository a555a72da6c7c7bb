"""Who is proposed for a commendation, on what it rests, what the committee above decides, who is commended."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.awards import deciding, proposing
from jishi.actions.awards.moving import Rules, has_rules, quotas, rules
from jishi.actions.cases.ground import sits_anywhere
from jishi.actions.exports.awards import export as exported
from jishi.actions.exports.sheet import Style
from jishi.actions.imports.forms import fact_column
from jishi.actions.people.ground import By
from jishi.core.access import Scope
from jishi.core.awards import Quota
from jishi.core.errors import Refusal
from jishi.sheets.showing import show
from jishi.store.models.assess import Round
from jishi.store.models.awards import Candidate
from jishi.store.models.cases import Meeting
from jishi.store.models.org import Unit
from jishi.store.models.publish import Notice
from jishi.store.queries import awards as queries
from jishi.store.queries import cases, counts, units
from jishi.web.current import current_round
from jishi.web.pages.cases.words import number, today_of
from jishi.web.pages.cases.words import said as name_of
from jishi.web.pages.publish.written import others, written
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged
from jishi.web.programme import Programme, programme
from jishi.web.speech import said
from jishi.web.wording import NOTHING, day, hundredths, page_language, text_of, whole

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
POSSIBLE = 40
# Committees whose quota is told at once, those first that are over it or have proposed most.
QUOTAS = 30


@page("awards", "awards", form=True)
def awards(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the candidates of the round inside the scope, or do what the form asks."""
    round_ = current_round(scope)
    words = programme(scope, round_)
    if round_ is None or not has_rules(words.pack):
        if request.method == "POST":
            raise Http404
        return render(request, "awards/list.html", {"lacks": True})
    found = rules(words.pack)  # type: ignore[arg-type]
    complaints: list[str] = []
    if request.method == "POST":
        doing = _DO.get(request.POST.get("do", ""))
        if doing is None:
            raise Http404
        try:
            doing(request, scope, round_, found)
            return HttpResponseRedirect(reverse("awards"))
        except Refusal as refusal:
            complaints = said(refusal)
    shown = {**_shown(request, scope, round_, found, words), "complaints": complaints, "typed": request.POST}
    return render(request, "awards/list.html", shown, status=422 if complaints else 200)


def _mine(scope: Scope) -> list[Unit]:
    acting = sits_anywhere(scope)
    if acting is None:
        return list(units.tops(scope))
    return list(units.visible(scope).filter(pk__in=acting))


def _shown(request: HttpRequest, scope: Scope, round_: Round, found: Rules, words: Programme) -> dict[str, object]:
    mine = _mine(scope)
    acting = {unit.pk for unit in mine}
    rows = queries.candidates(scope, round_)
    state = request.GET.get("state", "")
    listed = rows.filter(state=state) if state else rows
    pages = paged(request, listed)
    table = _Table(found, words)
    return {
        "name": text_of(found.award.names),
        "rows": [table.candidate(row, acting, _today(round_)) for row in pages.rows],
        "pages": pages,
        "facts": [words.fact_name(name) for name in found.award.facts],
        "states": _states(found, rows, state),
        "quotas": _quotas(scope, round_, found),
        "most_quotas": QUOTAS,
        "committees": _possible(scope, round_, found, words, mine),
        "deciding": _deciding(scope, rows, acting),
        "decides": rows.filter(committee__in=acting, locked_at__isnull=True, notice__isnull=True).exists(),
        "also": others(request.POST),
        "wordings": [_wording(found, which) for which in ("notice", "published")],
        "to_publish": _waiting(rows, found, "publish", mine),
        "to_announce": [(unit.pk, called(unit)) for unit in mine if deciding.commended(found, round_, unit)],
        "on_notice": _notices(rows, acting, _today(round_)),
        "export": reverse("awards-export"),
        "key": uuid4().hex,
    }


def _today(round_: Round) -> date:
    return today_of(round_)


class _Table:
    """Rows of candidates as a page shows them."""

    def __init__(self, found: Rules, words: Programme) -> None:
        self.found, self.words = found, words
        self.columns = [(name, fact_column(found.pack.fact_by_id[name])) for name in found.award.facts]
        self.steps = {step.id: step for step in found.procedure.steps}

    def grade(self, id: str) -> object:
        return self.words.grade(self.found.pack.rank_by_grade.get(id))

    def values(self, facts: Mapping[str, int | None]) -> list[tuple[str, str]]:
        """Return (name, value) of every fact that is shown beside a candidate."""
        told = ((name, show(column, facts.get(name), page_language())) for name, column in self.columns)
        return [(self.words.fact_name(name), NOTHING if value is None else str(value)) for name, value in told]

    def candidate(self, row: Candidate, acting: set[int], today: date) -> dict[str, object]:
        step = self.steps.get(row.state)
        rests = row.rests_on
        return {
            "id": row.pk,
            "version": row.version,
            "unit": called(row.unit),
            "why": reverse("why", args=[row.unit_id]),
            "proposer": called(row.proposer),
            "grade": self.grade(str(rests.get("grade", ""))),
            "before": self.grade(str(rests.get("before", ""))),
            "score": hundredths(rests.get("score")),
            "values": self.values(rests.get("facts", {})),
            "merits": row.merits,
            "state": name_of(step.names) if step else row.state,
            "tone": "good" if row.locked_at and row.notice_id else "none" if row.locked_at else "plain",
            "due": day(row.due) if row.due else "",
            "reason": row.reason,
            "minutes": row.meeting.minute_number if row.meeting else "",
            "notice": reverse("notice", args=[row.notice_id]) if row.notice_id else "",
            "may_withdraw": row.proposer_id in acting and self._open(row, "withdraw"),
            "may_decide": row.committee_id in acting and self._open(row, "approve"),
        }

    def _open(self, row: Candidate, name: str) -> bool:
        move = self.found.procedure.move(name)
        return move is not None and row.state in move.sources


def _states(found: Rules, rows, chosen: str) -> list[tuple[str, str, int, bool]]:  # type: ignore[no-untyped-def]
    counted = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    return [
        (step.id, name_of(step.names), counted[step.id], step.id == chosen)
        for step in found.procedure.steps
        if step.id in counted
    ]


def _quotas(scope: Scope, round_: Round, found: Rules) -> list[dict[str, object]]:
    held = counts.kept(scope, "quotas", round_.pk, lambda: _first_quotas(scope, round_, found))
    seen = {unit.pk: unit for unit in units.visible(scope).filter(pk__in=held)}
    return [
        {"name": called(seen[pk]), "graded": each.graded, "most": each.most, "used": each.used, "over": each.over}
        for pk, each in held.items()
        if pk in seen
    ]


def _first_quotas(scope: Scope, round_: Round, found: Rules) -> dict[int, Quota]:
    """Return the quotas of the committees that have proposed most; a whole province has thousands."""
    held = quotas(found, round_, scope)
    order = sorted(held, key=lambda pk: (not held[pk].over, -held[pk].used, pk))
    return {pk: held[pk] for pk in order[:QUOTAS]}


def _possible(
    scope: Scope, round_: Round, found: Rules, words: Programme, mine: list[Unit]
) -> list[dict[str, object]]:
    """Return, for each of the reader's committees that grades units, whom it could propose."""
    table, told = _Table(found, words), []
    graded = queries.graded_by(round_, Q(committee__in=mine))
    for unit in mine:
        if unit.pk not in graded:
            continue
        able = proposing.possible(scope, found, round_, unit)
        told.append(
            {
                "id": unit.pk,
                "name": called(unit),
                "more": max(0, len(able) - POSSIBLE),
                "rows": [
                    {
                        "id": each.grade.unit_id,
                        "unit": called(each.grade.unit),
                        "why": reverse("why", args=[each.grade.unit_id]),
                        "grade": table.grade(each.grade.grade),
                        "before": table.grade(each.before),
                        "score": hundredths(each.score),
                        "values": table.values(each.facts),
                    }
                    for each in able[:POSSIBLE]
                ],
            }
        )
    return told


def _deciding(scope: Scope, rows, acting: set[int]) -> list[tuple[int, str]]:  # type: ignore[no-untyped-def]
    """Return the meetings in which the reader's committees may decide on candidates."""
    wanted = set(rows.filter(committee__in=acting).order_by().values_list("committee", flat=True))
    held = cases.meetings(scope).filter(committee__in=wanted)[:20] if wanted else []
    return [(each.pk, f"{day(each.held_on)} · {each.minute_number} · {called(each.committee)}") for each in held]


def _waiting(rows, found: Rules, move: str, mine: list[Unit]) -> list[tuple[int, str, str]]:  # type: ignore[no-untyped-def]
    known = found.procedure.move(move)
    told = []
    for unit in mine:
        count = rows.filter(committee=unit, state__in=known.sources if known else ()).count()
        if count:
            said_ = ngettext("%(count)s unit", "%(count)s units", count) % {"count": whole(count)}
            told.append((unit.pk, called(unit), said_))
    return told


def _notices(rows, acting: set[int], today: date) -> list[dict[str, object]]:  # type: ignore[no-untyped-def]
    hanging = {
        row.notice_id: row.notice
        for row in rows.filter(notice__isnull=False, locked_at__isnull=True, committee__in=acting)
    }
    return [
        {
            "id": pk,
            "title": notice.title,
            "address": reverse("notice", args=[pk]),
            "until": day(notice.until),
            "over": today > notice.until,
        }
        for pk, notice in hanging.items()
        if notice is not None
    ]


def _wording(found: Rules, which: str) -> dict[str, str]:
    publication = deciding.paper(found, getattr(found.award, which))
    return {"which": which, "title": text_of(publication.title), "text": text_of(publication.wording)}


Doing = Callable[[HttpRequest, Scope, Round, Rules], None]


def _by(request: HttpRequest, scope: Scope, round_: Round) -> By:
    return By(request.user, scope, request.POST.get("key", ""), today_of(round_))  # type: ignore[arg-type]


def _committee(request: HttpRequest, scope: Scope) -> Unit:
    wanted = number(request.POST.get("committee", ""))
    found = next((unit for unit in _mine(scope) if unit.pk == wanted), None)
    if found is None:
        raise Unit.DoesNotExist
    return found


def _propose(request: HttpRequest, scope: Scope, round_: Round, found: Rules) -> None:
    form, committee = request.POST, _committee(request, scope)
    chosen = [number(each) for each in form.getlist("unit")]
    merits = {unit: form.get(f"merits-{unit}", "") for unit in chosen}
    rows = proposing.propose(_by(request, scope, round_), found, round_, committee, merits)
    _told(request, ngettext("%(count)s unit is proposed.", "%(count)s units are proposed.", len(rows)), len(rows))


def _told(request: HttpRequest, text: str, count: int) -> None:
    messages.success(request, text % {"count": count}, extra_tags="good")


def _row(request: HttpRequest, scope: Scope, round_: Round) -> Candidate:
    return queries.candidates(scope, round_).get(pk=number(request.POST.get("candidate", "")))


def _withdraw(request: HttpRequest, scope: Scope, round_: Round, found: Rules) -> None:
    row, form = _row(request, scope, round_), request.POST
    proposing.withdraw(
        _by(request, scope, round_), found, row, number(form.get("version", "")), form.get("why", "")
    )
    messages.success(request, _("Withdrawn."), extra_tags="good")


def _reject(request: HttpRequest, scope: Scope, round_: Round, found: Rules) -> None:
    row, form = _row(request, scope, round_), request.POST
    deciding.reject(_by(request, scope, round_), found, row, number(form.get("version", "")), form.get("why", ""))
    messages.success(request, _("Decided against, with the reason."), extra_tags="good")


def _approve(request: HttpRequest, scope: Scope, round_: Round, found: Rules) -> None:
    form = request.POST
    meeting = cases.meetings(scope).filter(pk=number(form.get("meeting", ""))).first()
    if meeting is None:
        raise Meeting.DoesNotExist
    seen = {number(each): number(form.get(f"version-{each}", "")) for each in form.getlist("candidate")}
    rows = deciding.approve(_by(request, scope, round_), found, meeting, seen)
    _told(request, ngettext("%(count)s unit is approved.", "%(count)s units are approved.", len(rows)), len(rows))


def _publish(request: HttpRequest, scope: Scope, round_: Round, found: Rules) -> None:
    by = _by(request, scope, round_)
    notice = deciding.publish(by, found, round_, _committee(request, scope), written(request.POST))
    messages.success(
        request, _("It is on the board until %(day)s.") % {"day": day(notice.until)}, extra_tags="good"
    )


def _decide(request: HttpRequest, scope: Scope, round_: Round, found: Rules) -> None:
    wanted = number(request.POST.get("notice", ""))
    row = queries.candidates(scope, round_).filter(notice=wanted).first()
    if row is None or row.notice is None:
        raise Notice.DoesNotExist
    rows = deciding.decide(_by(request, scope, round_), found, row.notice)
    _told(request, ngettext("%(count)s unit is commended.", "%(count)s units are commended.", len(rows)), len(rows))


def _announce(request: HttpRequest, scope: Scope, round_: Round, found: Rules) -> None:
    by = _by(request, scope, round_)
    notice = deciding.announce(by, found, round_, _committee(request, scope), written(request.POST))
    messages.success(
        request, _("It is on the board until %(day)s.") % {"day": day(notice.until)}, extra_tags="good"
    )


_DO: Mapping[str, Doing] = {
    "propose": _propose,
    "withdraw": _withdraw,
    "approve": _approve,
    "reject": _reject,
    "publish": _publish,
    "decide": _decide,
    "announce": _announce,
}


@page("awards.xlsx", "awards-export")
def export(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the candidates as a workbook."""
    round_ = current_round(scope)
    words = programme(scope, round_)
    if round_ is None or not has_rules(words.pack):
        raise Http404
    found = rules(words.pack)  # type: ignore[arg-type]
    sheet = exported(found, queries.candidates(scope, round_), Style("xlsx", page_language()))
    response = HttpResponse(sheet.file("xlsx"), content_type=SHEET)
    response.headers["Content-Disposition"] = 'attachment; filename="awards.xlsx"'
    return response
