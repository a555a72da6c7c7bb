"""What the forms of one unit that is asked do: people, slips, papers, exceptions."""

from collections.abc import Callable
from typing import NoReturn

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jishi.actions.consult import counting, exceptions
from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import Electorate, People, count_people, spoil
from jishi.actions.consult.pooling import join, part, pools_of, was_parted
from jishi.actions.consult.printing import Wanted, send
from jishi.actions.consult.substituting import Hidden, Minute, by_minute
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.models.consult import Asked, Consultation, LeftOut, Pool
from jishi.store.models.org import Unit
from jishi.store.queries import units
from jishi.web.pages.consult.ground import count_of
from jishi.web.pages.people.asked import day_of, version_of
from jishi.web.wording import day

Act = Callable[[HttpRequest, By, Consultation, Unit, Pack], str | HttpResponse]


def _count_people(request: HttpRequest, by: By, found: Consultation, unit: Unit, pack: Pack) -> str:
    sent = request.POST
    said_ = People(
        count_of(sent, "people") or 0, sent.get("source", ""), day_of(sent, "on") or clock.today(), version_of(sent)
    )
    count_people(by, Electorate(found, unit, sent.get("ask", ""), pack), said_)
    return _("Kept.")


def _print(request: HttpRequest, by: By, found: Consultation, unit: Unit, pack: Pack) -> HttpResponse:
    wanted = Wanted(count_of(request.POST, "count") or 0, day(found.until) if found.until else "")
    people = Electorate(found, unit, request.POST.get("ask", ""), pack)
    asked_for = send(by, people, wanted, get_language() or "en")
    return HttpResponseRedirect(reverse("job", args=[asked_for.pk]))


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
    way = sent.get("way", "")
    seen = version_of(sent, f"version-{way}")
    counted = counting.Counted(way, count_of(sent, "slips") or 0, count_of(sent, "blank") or 0, counts, seen)
    done = counting.enter(by, Electorate(found, unit, sent.get("ask", ""), pack), counted)
    if done.agreed:
        return _("Kept; both counts agree.")
    if done.differences:
        return _("Kept; the two counts differ. Look at the difference, then count again.")
    return _("Kept. A second person counts the same papers now, without looking at these numbers.")


def _except(request: HttpRequest, by: By, found: Consultation, unit: Unit, pack: Pack) -> str:
    row = Asked.objects.select_related("unit").get(consultation=found, unit=unit, ask=request.POST.get("ask", ""))
    plea = exceptions.Plea(count_of(request.POST, "excepted") or 0, request.POST.get("why", ""))
    exceptions.leave_out(by, row, plea)
    return _("Asked for; it counts once the committee above approves it.")


def _approve(request: HttpRequest, by: By, found: Consultation, unit: Unit, pack: Pack) -> str:
    exceptions.approve(by, _plea(request, by, found, unit), version_of(request.POST))
    return _("Approved.")


def _take_back(request: HttpRequest, by: By, found: Consultation, unit: Unit, pack: Pack) -> str:
    if not exceptions.was_taken_back(by):
        exceptions.take_back(by, _plea(request, by, found, unit), version_of(request.POST))
    return _("Taken back; these people are to be heard.")


def _plea(request: HttpRequest, by: By, found: Consultation, unit: Unit) -> LeftOut:
    number = request.POST.get("plea", "")
    rows = exceptions.left_out(by.scope, found, unit).filter(asked__unit=unit)
    plea = rows.filter(pk=int(number) if number.isdecimal() and len(number) < 19 else 0).first()
    if plea is None:
        _gone(LeftOut, number, unit)
    return plea


def _gone(model: type[LeftOut] | type[Pool], number: str, unit: Unit) -> NoReturn:
    """Tell that somebody was faster; what stands elsewhere is not there."""
    if not number.isdecimal() or len(number) > 18 or model.objects.filter(pk=int(number)).exists():
        raise Http404
    raise refuse(
        f"{unit.name} ({unit.code})",
        sentence("It is not there any more: somebody took it back or apart meanwhile."),
        sentence("Load the page again to see how it stands."),
    )


def _minute(request: HttpRequest, by: By, found: Consultation, unit: Unit, pack: Pack) -> str:
    sent = request.POST
    hidden = Hidden(found, unit, sent.get("ask", ""), sent.get("fact", ""), pack)
    low = sent.get("low", "")
    minute = Minute(
        int(low) if low.isdecimal() and len(low) < 6 else -1,
        sent.get("minute", ""),
        day_of(sent, "on") or clock.today(),
        sent.get("why", ""),
        version_of(sent),
    )
    by_minute(by, hidden, minute)
    return _("Kept; it is the fact by which the unit is graded, and stands on its why page.")


def _join(request: HttpRequest, by: By, found: Consultation, place: Unit, pack: Pack) -> str:
    chosen = [int(each) for each in request.POST.getlist("unit") if each.isdecimal() and len(each) < 19]
    below = list(units.children(by.scope, place).filter(pk__in=chosen))
    join(by, found, pack, request.POST.get("ask", ""), below)
    return _("Joined. It is shown on the page of each unit before anybody answers.")


def _part(request: HttpRequest, by: By, found: Consultation, place: Unit, pack: Pack) -> str:
    number = request.POST.get("pool", "")
    pool = pools_of(found, place).filter(pk=int(number) if number.isdecimal() and len(number) < 19 else 0).first()
    if pool is None and not was_parted(by):
        _gone(Pool, number, place)
    if pool is not None:
        part(by, pool)
    return _("Taken apart.")


ACTS: dict[str, Act] = {
    "people": _count_people,
    "print": _print,
    "spoil": _spoil,
    "paper": _paper,
    "except": _except,
    "approve": _approve,
    "take-back": _take_back,
    "minute": _minute,
    "join": _join,
    "part": _part,
}
