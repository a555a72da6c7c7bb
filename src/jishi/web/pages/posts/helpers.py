"""Who is sent to help: the list, one assignment with its log, and the matrix of weak units and helpers."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.dispatch import covering, sending
from jishi.actions.dispatch.matters import MATTER, raise_matter, settle
from jishi.actions.lists.sent import workplace_of
from jishi.actions.posts.holding import By
from jishi.actions.results import latest
from jishi.core.access import Scope
from jishi.core.dispatch import Opinion
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.org import Unit
from jishi.store.models.posts import Dispatch, DispatchLog, Evaluation
from jishi.store.queries import dispatch, privacy, units
from jishi.web.pages.people.asked import day_of, unit_of, version_of
from jishi.web.pages.posts import words as named
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged_of
from jishi.web.programme import Programme, programme
from jishi.web.speech import said
from jishi.web.wording import day, percent, whole

SHOWN = 30
SHOWN_TEAMS = 8


@dataclass(frozen=True)
class Row:
    """One assignment."""

    who: str
    address: str
    kind: str
    place: str
    sending: str
    since: str
    state: str
    tone: str


@dataclass(frozen=True)
class Line:
    """One domain of the matrix, as a page shows it."""

    domain: str
    named: str
    weak: int
    helped: int
    by_kind: tuple[tuple[str, int], ...]
    waiting: tuple[tuple[str, str], ...]
    more: int


@page("helpers", "helpers", form=True)
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show who is sent where; who may enter sends somebody from here."""
    named.reader(scope)
    complaints: list[str] = []
    if request.method == "POST":
        try:
            sent = _send(request, scope)
            return HttpResponseRedirect(reverse("helper", args=[sent.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
    on, words = clock.today(), programme(scope)
    everything = dispatch.listed(scope).filter(
        privacy.readable(scope) | privacy.readable(scope, "workplace__place")
    )
    now = dispatch.present(everything, on)
    kind, ended = request.GET.get("kind", ""), request.GET.get("state", "") == "ended"
    rows = everything.filter(to_on__lte=on) if ended else now
    rows = rows.filter(kind=kind) if kind else rows
    pages = paged_of(request, scope, rows)
    names = named.helpers(words)
    counted = dispatch.counts(scope, now)
    shown = {
        "rows": [_row(names, row) for row in pages.rows],
        "pages": pages,
        "found_title": ngettext("%(count)s assignment", "%(count)s assignments", pages.total)
        % {"count": pages.counted},
        "counts": [(names.get(each, each), counted[each], f"?kind={each}") for each in names if each in counted],
        "teams": [
            (team.name, names.get(team.kind, team.kind), team.load, team.load > named.units_of_a_team(words))
            for team in dispatch.teams(scope, on)[:SHOWN_TEAMS]
        ],
        "kinds": list(names.items()),
        "kind": kind,
        "ended": ended,
        "sheets": [(name, reverse("sheet", args=[kind])) for kind, name in _sheets().items()],
        "may_enter": scope.has("enter"),
        "channels": list(named.channels(words).items()),
        "complaints": complaints,
        "typed": request.POST,
        "key": uuid4().hex,
    }
    return render(request, "posts/helpers.html", shown, status=422 if complaints else 200)


def _sheets() -> dict[str, str]:
    return {
        "helpers": _("Sent to help"),
        "teams": _("Teams and their people"),
        "logs": _("Log of helpers"),
        "evaluations": _("Evaluations by the village"),
    }


def _row(names: dict[str, str], row: Dispatch) -> Row:
    over = row.to_on is not None and row.to_on <= clock.today()
    return Row(
        who=sending.who(row),
        address=reverse("helper", args=[row.pk]),
        kind=names.get(row.kind, row.kind),
        place=called(row.unit) if row.unit else row.workplace.name if row.workplace else "",
        sending=called(row.sending) if row.sending else "",
        since=day(row.from_on) + (f" – {day(row.to_on)}" if row.to_on else ""),
        state=_("ended") if over else _("there"),
        tone="none" if over else "good",
    )


def _send(request: HttpRequest, scope: Scope) -> Dispatch:
    form = request.POST
    target, workplace = unit_of(form, "code"), form.get("workplace", "").strip()
    wish = sending.Sending(
        kind=form.get("kind", ""),
        name=form.get("name", ""),
        from_on=day_of(form, "from") or clock.today(),
        unit=target if target is None else units.one(scope, target.pk),
        workplace=workplace_of(scope, workplace) if workplace else None,
        sending=unit_of(form, "sending"),
        term_ends_on=day_of(form, "ends"),
        tasks=form.get("tasks", ""),
        channel=form.get("channel", ""),
        contract=form.get("contract", ""),
        born_on=day_of(form, "born"),
        phone=form.get("phone", ""),
    )
    return sending.send(By(request.user, scope, form.get("key", "")), wish)


@page("helpers/<int:dispatch>", "helper", about="dispatch", form=True)
def one(request: HttpRequest, scope: Scope, dispatch: int) -> HttpResponse:
    """Show one assignment: what was done, what the village said, how it ended."""
    found = _one(scope, dispatch)
    place = sending.place_of(found)
    complaints: list[str] = []
    if request.method == "POST":
        try:
            _ACTS.get(request.POST.get("do", ""), _nothing)(request, scope, found)
            return HttpResponseRedirect(reverse("helper", args=[found.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
    words = programme(scope)
    row = _row(named.helpers(words), found)
    shown = {
        "row": row,
        "place": reverse("unit", args=[place.pk]),
        "about": list(_about(words, found)),
        "logs": [(day(log.on), log.text) for log in found.logs.exclude(kind=MATTER).order_by("-on", "-pk")[:SHOWN]],
        "matters": [_matter(log) for log in found.logs.filter(kind=MATTER).order_by("done", "-on", "-pk")[:SHOWN]],
        "evaluations": [_evaluation(each) for each in found.evaluations.order_by("-on")],
        "people": [member.person.name for member in found.team.people.select_related("person")]
        if found.team
        else [],
        "outcomes": list(outcome_names().items()),
        "version": found.version,
        "may_enter": found.to_on is None and privacy.may(scope, place),
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "posts/helper.html", shown, status=422 if complaints else 200)


def _one(scope: Scope, number: int) -> Dispatch:
    found = dispatch.one(scope, number)
    if not privacy.reads(scope, sending.place_of(found)):
        raise Dispatch.DoesNotExist
    return found


def _about(words: Programme, found: Dispatch) -> list[tuple[str, str]]:
    outcomes = outcome_names()
    said_ = [
        (_("Sent by"), called(found.sending) if found.sending else ""),
        (_("Term ends on"), day(found.term_ends_on) if found.term_ends_on else ""),
        (_("Where from"), named.channels(words).get(found.source_channel, found.source_channel)),
        (_("Tasks"), found.tasks),
        (_("Contract"), found.contract),
        (_("Outcome"), outcomes.get(found.outcome, found.outcome)),
    ]
    return [(name, value) for name, value in said_ if value]


def outcome_names() -> dict[str, str]:
    """Return how an assignment may end."""
    return {
        "returned": _("returned to the sending unit"),
        "renewed": _("contract renewed"),
        "secretary": _("became secretary here"),
        "civil-service": _("entered the civil service"),
        "left": _("left for other work"),
        "done": _("task done"),
    }


def _evaluation(each: Evaluation) -> dict[str, object]:
    answered = each.satisfied + each.basically + each.dissatisfied
    share = (each.satisfied + each.basically) * 10000 // answered if answered else None
    return {"on": day(each.on), "present": each.present, "share": percent(share), "answered": answered}


def _by(request: HttpRequest, scope: Scope) -> By:
    return By(request.user, scope, request.POST.get("key", ""))


def _note(request: HttpRequest, scope: Scope, found: Dispatch) -> None:
    on = day_of(request.POST, "on") or clock.today()
    sending.note(_by(request, scope), found, on, request.POST.get("text", ""))


def _evaluate(request: HttpRequest, scope: Scope, found: Dispatch) -> None:
    numbers = [request.POST.get(name, "") for name in ("present", "satisfied", "basically", "dissatisfied")]
    opinion = Opinion(*(int(text) if text.isdecimal() and len(text) < 7 else 0 for text in numbers))
    on, fewest = day_of(request.POST, "on") or clock.today(), named.fewest_judging(programme(scope))
    sending.evaluate(_by(request, scope), found, on, opinion, fewest)


def _matter(log: DispatchLog) -> dict[str, object]:
    return {
        "number": log.pk,
        "version": log.version,
        "on": day(log.on),
        "text": log.text,
        "done": log.done,
        "outcome": f"{day(log.done_on)} · {log.outcome}" if log.done_on else "",
    }


def _raise(request: HttpRequest, scope: Scope, found: Dispatch) -> None:
    on = day_of(request.POST, "on") or clock.today()
    raise_matter(_by(request, scope), found, on, request.POST.get("text", ""))


def _settle(request: HttpRequest, scope: Scope, found: Dispatch) -> None:
    number = request.POST.get("log", "")
    log = found.logs.select_related("dispatch__unit", "dispatch__workplace__place").get(
        pk=int(number) if number.isdecimal() and len(number) < 18 else 0
    )
    settle(_by(request, scope), log, version_of(request.POST), request.POST.get("outcome", ""))


def _end(request: HttpRequest, scope: Scope, found: Dispatch) -> None:
    on = day_of(request.POST, "on") or clock.today()
    outcome = request.POST.get("outcome", "")
    sending.end(_by(request, scope), found, version_of(request.POST), on, outcome)


def _nothing(request: HttpRequest, scope: Scope, found: Dispatch) -> None:
    raise Dispatch.DoesNotExist


_ACTS: dict[str, Callable[[HttpRequest, Scope, Dispatch], None]] = {
    "note": _note,
    "evaluate": _evaluate,
    "end": _end,
    "matter": _raise,
    "settle": _settle,
}


@page("helpers/coverage", "helpers-coverage")
def coverage(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show which weak units have the helper that the pack names for their domain, and which wait for one."""
    results, words = latest(scope), programme(scope)
    lines = covering.matrix(results, words.pack, clock.today()) if results and words.pack else []
    waiting = {unit for line in lines for unit in line.waiting[:SHOWN]}
    units_ = {unit.pk: unit for unit in units.visible(scope).filter(pk__in=waiting)}
    total = sum(line.weak for line in lines)
    shown = {
        "lines": [_line(words, line, units_) for line in lines],
        "weak": total,
        "share": percent(covering.share(lines)),
        "standing": ngettext("%(count)s weak unit", "%(count)s weak units", total) % {"count": whole(total)},
    }
    return render(request, "posts/coverage.html", shown)


def _line(words: Programme, line: covering.Line, found: dict[int, Unit]) -> Line:
    names = named.helpers(words)
    asked = covering.named_for(words.pack, line.domain) if words.pack else frozenset()
    shown = [found[unit] for unit in line.waiting[:SHOWN] if unit in found]
    return Line(
        domain=words.domain(line.domain),
        named=_(", ").join(name for kind, name in names.items() if kind in asked),
        weak=line.weak,
        helped=line.helped,
        by_kind=tuple((names.get(kind, kind), count) for kind, count in line.by_kind.items()),
        waiting=tuple((called(unit), reverse("unit", args=[unit.pk])) for unit in shown),
        more=len(line.waiting) - len(shown),
    )
