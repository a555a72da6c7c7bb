"""Consultations: open and close them, see for every place who is behind, keep slips and papers of one unit."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions.consult import board, counting
from jishi.actions.consult.closing import close
from jishi.actions.consult.ground import By, hears
from jishi.actions.consult.opening import (
    Electorate,
    People,
    count_people,
    of_people,
    open_consultation,
    spoil,
    written,
)
from jishi.actions.consult.printing import MOST, Wanted, sheets
from jishi.core.access import Scope
from jishi.core.consult.participation import Participation
from jishi.core.consult.tally import choices
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.packs.questions import questionnaire
from jishi.packs.schema.consultations import Ask
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.consult import Asked, Consultation, PaperCount, Told
from jishi.store.models.org import Unit
from jishi.store.queries import units
from jishi.web.pages.consult.ground import count_of, going_on
from jishi.web.pages.people.asked import day_of, version_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, trail
from jishi.web.speech import said
from jishi.web.wording import day, percent, text_of, whole

WAYS = ("paper", "phone", "mail", "visit")


def ways() -> dict[str, str]:
    """Return the names of the ways in which people are heard."""
    return {
        "slip": _("slip"),
        "paper": _("paper"),
        "phone": _("telephone"),
        "mail": _("mail"),
        "visit": _("visit at home"),
    }


@page("consultations", "consultations", form=True)
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the consultations of the round; who grades opens and closes them."""
    round_, pack = going_on(scope)
    complaints: list[str] = []
    if request.method == "POST":
        if not scope.has("assess"):
            raise PermissionDenied
        try:
            messages.success(request, _do(request, scope, round_, pack), extra_tags="good")
            return HttpResponseRedirect(reverse("consultations"))
        except Refusal as refusal:
            complaints = said(refusal)
    held = {each.code: each for each in Consultation.objects.filter(round=round_)}
    top = units.tops(scope).first()
    shown = {
        "rows": [
            {
                "code": each.id,
                "name": text_of(each.names),
                "asks": _(", ").join(dict.fromkeys(text_of(ask.names) for ask in of_people(each))),
                "state": _state(held.get(each.id)),
                "tone": "good" if each.id in held and held[each.id].state == "open" else "none",
                "open": each.id in held and held[each.id].state == "open",
                "new": each.id not in held,
                "version": held[each.id].version if each.id in held else 0,
                "address": f"{reverse('asked-in', args=[top.pk])}?c={each.id}" if top and each.id in held else "",
            }
            for each in pack.consultations
            if of_people(each)
        ],
        "may": scope.has("assess"),
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "consult/consultations.html", shown, status=422 if complaints else 200)


def _state(found: Consultation | None) -> str:
    if found is None:
        return _("not opened")
    if found.state == Consultation.State.CLOSED:
        return _("closed")
    if found.until is None:
        return _("taking answers")
    return _("taking answers until %(day)s") % {"day": day(found.until)}


def _do(request: HttpRequest, scope: Scope, round_: Round, pack: Pack) -> str:
    by, code = By(request.user, scope, request.POST.get("key", "")), request.POST.get("code", "")
    if request.POST.get("do") == "open":
        open_consultation(by, round_, pack, code, day_of(request.POST, "until"))
        return _("Opened. Count the people, print slips, hand them out.")
    found = Consultation.objects.select_related("round__cycle").get(round=round_, code=code)
    if request.POST.get("sure") != "1":
        raise refuse(
            text_of(written(pack, code).names),
            sentence("A closed consultation is never opened again, and its answers are destroyed."),
            sentence("Tick that you know it, then close."),
        )
    close(by, found, pack)
    return _("Closed. What may be told stands on the pages of the units; the answers are destroyed.")


@dataclass(frozen=True)
class Row:
    """How one place or unit stands with one electorate."""

    name: str
    address: str
    people: str
    heard: str
    needed: str
    missing: str
    behind: str
    late: bool


@page("asked/in/<int:unit>", "asked-in", about="unit", form=True)
def asked(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show how a place stands, and of a unit that is asked about people, slips, papers and what was told."""
    place = units.one(scope, unit)
    round_, pack = going_on(scope)
    held = list(Consultation.objects.filter(round=round_).select_related("round__cycle").order_by("pk"))
    code = request.GET.get("c", "")
    found = next((each for each in held if each.code == code), held[0] if held else None)
    if request.method == "POST" and found is None:
        raise Http404
    if request.method == "POST" and found is not None:
        return _acted(request, scope, place, found, pack)
    return _shown(request, scope, place, found)


def _acted(request: HttpRequest, scope: Scope, place: Unit, found: Consultation, pack: Pack) -> HttpResponse:
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    if not hears(scope, place) and request.POST.get("do") != "except":
        raise PermissionDenied
    try:
        made = act(request, By(request.user, scope, request.POST.get("key", "")), found, place, pack)
    except Refusal as refusal:
        return _shown(request, scope, place, found, refusal)
    if isinstance(made, HttpResponse):
        return made
    messages.success(request, made, extra_tags="good")
    return HttpResponseRedirect(f"{reverse('asked-in', args=[place.pk])}?c={found.code}")


def _count_people(request: HttpRequest, by: By, found: Consultation, unit: Unit, pack: Pack) -> str:
    sent = request.POST
    said_ = People(
        count_of(sent, "people") or 0, sent.get("source", ""), day_of(sent, "on") or clock.today(), version_of(sent)
    )
    count_people(by, Electorate(found, unit, sent.get("ask", ""), pack), said_)
    return _("Kept.")


def _print(request: HttpRequest, by: By, found: Consultation, unit: Unit, pack: Pack) -> HttpResponse:
    count = count_of(request.POST, "count") or 0
    if not 1 <= count <= MOST:
        raise refuse(
            called(unit),
            sentence("%(count)s slips cannot be made at once.", count=count),
            sentence("Enter a number from 1 to %(most)s.", most=MOST),
        )
    until = day(found.until) if found.until else ""
    people = Electorate(found, unit, request.POST.get("ask", ""), pack)
    content = b"".join(sheets(by, people, Wanted(count, until), _))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"slips-{unit.code}.pdf")
    return response


def _spoil(request: HttpRequest, by: By, found: Consultation, unit: Unit, pack: Pack) -> str:
    row = Asked.objects.select_related("unit").get(consultation=found, unit=unit, ask=request.POST.get("ask", ""))
    spoil(by, row, version_of(request.POST), count_of(request.POST, "spoiled") or 0)
    return _("Kept.")


def _paper(request: HttpRequest, by: By, found: Consultation, unit: Unit, pack: Pack) -> str:
    sent = request.POST
    counts: dict[str, dict[str, int]] = {}
    for name in sent:
        question, _dot, choice = name.removeprefix("n-").partition(".")
        if name.startswith("n-") and choice:
            counts.setdefault(question, {})[choice] = count_of(sent, name) or 0
    counted = counting.Counted(
        sent.get("way", ""), count_of(sent, "slips") or 0, count_of(sent, "blank") or 0, counts
    )
    done = counting.enter(by, Electorate(found, unit, sent.get("ask", ""), pack), counted)
    if done.agreed:
        return _("Kept; both counts agree.")
    if done.differences:
        return _("Kept; the two counts differ. Look at the difference, then count again.")
    return _("Kept. A second person counts the same papers now, without looking at these numbers.")


def _except(request: HttpRequest, by: By, found: Consultation, unit: Unit, pack: Pack) -> str:
    row = Asked.objects.select_related("unit").get(consultation=found, unit=unit, ask=request.POST.get("ask", ""))
    counting.leave_out(
        by, row, version_of(request.POST), count_of(request.POST, "excepted") or 0, request.POST.get("why", "")
    )
    return _("Asked for; it counts once the committee above approves it.")


def _approve(request: HttpRequest, by: By, found: Consultation, unit: Unit, pack: Pack) -> str:
    row = Asked.objects.select_related("unit").get(consultation=found, unit=unit, ask=request.POST.get("ask", ""))
    counting.approve(by, row, version_of(request.POST))
    return _("Approved.")


_ACTS: dict[str, Callable[[HttpRequest, By, Consultation, Unit, Pack], str | HttpResponse]] = {
    "people": _count_people,
    "print": _print,
    "spoil": _spoil,
    "paper": _paper,
    "except": _except,
    "approve": _approve,
}


def _shown(
    request: HttpRequest,
    scope: Scope,
    place: Unit,
    found: Consultation | None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    round_, pack = going_on(scope)
    held = list(Consultation.objects.filter(round=round_).order_by("pk"))
    asks = of_people(written(pack, found.code), place.domain or None) if found else ()
    is_unit = bool(place.domain)
    shown = {
        "place": {"name": place.name, "is_unit": is_unit},
        "trail": trail(scope, place, "asked-in"),
        "held": [
            {"code": each.code, "name": text_of(written(pack, each.code).names), "now": each == found}
            for each in held
        ],
        "state": _state(found),
        "open": found is not None and found.state == Consultation.State.OPEN,
        "may": hears(scope, place),
        "asks": [
            _unit_ask(found, place, pack, ask) if is_unit else _place_ask(scope, found, place, pack, ask)
            for ask in asks
            if found
        ],
        "ways": [(way, ways()[way]) for way in WAYS],
        "today": clock.today().isoformat(),
        "complaints": said(refusal) if refusal else [],
        "key": uuid4().hex,
    }
    return render(request, "consult/asked.html", shown, status=422 if refusal else 200)


def _place_ask(scope: Scope, found: Consultation, place: Unit, pack: Pack, ask: Ask) -> dict[str, object]:
    stand = board.stand(found, pack, ask)
    at = {int(unit): row for row, unit in enumerate(stand.tree.id.tolist())}
    below = [unit for unit in units.children(scope, place) if unit.pk in at]
    figures = stand.board

    def row(unit: Unit) -> Row:
        place_ = at[unit.pk]
        people = figures.electorate
        return Row(
            name=called(unit),
            address=f"{reverse('asked-in', args=[unit.pk])}?c={found.code}",
            people=whole(int(people.values[place_])) if people.valid[place_] else "—",
            heard=whole(int(figures.heard[place_])),
            needed=whole(int(figures.needed[place_])),
            missing=whole(int(figures.missing[place_])),
            behind=whole(int(figures.behind[place_])),
            late=bool(figures.behind[place_]),
        )

    asked_below = [unit for unit in below if figures.asked[at[unit.pk]]]
    whole_ = row(place) if place.pk in at else None
    return {"name": text_of(ask.names), "rows": [row(unit) for unit in asked_below], "whole": whole_}


def _unit_ask(found: Consultation, unit: Unit, pack: Pack, ask: Ask) -> dict[str, object]:
    kept = Asked.objects.filter(consultation=found, unit=unit, ask=ask.id).select_related("approved_by").first()
    state = board.states(found, pack, ask).get(unit.pk)
    form = questionnaire(pack, ask.questionnaire)
    return {
        "id": ask.id,
        "name": text_of(ask.names),
        "counted": text_of(ask.counted),
        "kept": kept,
        "people_on": kept.people_on.isoformat() if kept and kept.people_on else clock.today().isoformat(),
        "standing": _standing(state) if state else "",
        "met": bool(state and state.met),
        "questions": [
            {
                "id": question.id,
                "text": text_of(_texts(pack, ask, question.id)),
                "choices": [(choice, _choice_name(pack, ask, question.id, choice)) for choice in choices(question)],
            }
            for question in form.questions
            if choices(question)
        ],
        "differences": _differences(kept),
        "told": _told(found, unit, ask),
    }


def _standing(state: Participation) -> str:
    if state.electorate is None:
        return _("%(heard)s heard; nobody has counted the people yet") % {"heard": whole(state.total)}
    return _("%(heard)s heard of %(people)s, %(needed)s needed (%(share)s)") % {
        "heard": whole(state.total),
        "people": whole(state.electorate),
        "needed": whole(state.needed),
        "share": percent(state.share),
    }


def _texts(pack: Pack, ask: Ask, question: str) -> object:
    form = pack.questionnaire_by_id[ask.questionnaire]
    return next(each.text for each in form.questions if each.id == question)


def _choice_name(pack: Pack, ask: Ask, question: str, choice: str) -> str:
    form = pack.questionnaire_by_id[ask.questionnaire]
    asked_ = next(each for each in form.questions if each.id == question)
    for each in asked_.choices:
        if each.id == choice:
            return text_of(each.names)
    return {"yes": _("yes"), "no": _("no"), "not-applicable": _("does not apply")}.get(choice, choice)


def _differences(kept: Asked | None) -> list[str]:
    if kept is None:
        return []
    names = ways()
    lines = []
    for way in sorted(set(PaperCount.objects.filter(asked=kept).values_list("way", flat=True))):
        stand = counting.of(kept, way)
        if stand.counters < 2:
            lines.append(_("%(way)s: counted once; a second person counts now.") % {"way": names[way]})
        for each in stand.differences:
            lines.append(
                _("%(way)s, %(what)s: %(first)s and %(second)s")
                % {
                    "way": names[way],
                    "what": " · ".join(part for part in (each.question, each.choice) if part),
                    "first": each.first,
                    "second": each.second,
                }
            )
    return lines


def _told(found: Consultation, unit: Unit, ask: Ask) -> list[str]:
    lines = []
    for each in Told.objects.filter(consultation=found, unit=unit, ask=ask.id, whole=False).order_by("question"):
        if each.state == "told":
            lines.append(
                _("Satisfied: between %(low)s and %(high)s")
                % {"low": percent(each.low), "high": percent(each.high)}
            )
        else:
            lines.append(_("Too few answers, or one next to too few: not told, so that nobody is found out."))
    return lines
