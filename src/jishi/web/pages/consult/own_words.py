"""What people wrote in their own words: opened above the unit for a purpose, and other readers see who did."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from jishi.actions.consult.ground import By
from jishi.actions.consult.own_words_read import PURPOSES, Answered, may_read, read, readings, standing
from jishi.actions.exports.own_words import export
from jishi.actions.exports.sheet import Style
from jishi.actions.people.reading import Purpose
from jishi.actions.people.terms import laid_over
from jishi.core.access import Scope
from jishi.core.calendar import months_before
from jishi.core.errors import Refusal
from jishi.packs.pack import Pack
from jishi.store.models.assess import Round
from jishi.store.models.consult import Consultation
from jishi.store.models.org import Unit
from jishi.store.models.words import OwnWords
from jishi.store.queries import units
from jishi.web.pages.consult.ground import going_on, name_of
from jishi.web.pages.consult.visits import SHEET
from jishi.web.pages.people.roster import options
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged, trail
from jishi.web.speech import said
from jishi.web.wording import moment, page_language

# So many texts are shown at once; the workbook holds all.
SHOWN = 300


@page("asked/words/<int:unit>", "own-words", about="unit", form=True)
def own_words(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show what people wrote about a unit, once a purpose is stated, and where below it something is to be read."""
    place = units.one(scope, unit)
    round_, pack = going_on(scope)
    closed = _closed(round_)
    found = next((each for each in closed if str(each.pk) == request.GET.get("c")), closed[0] if closed else None)
    if not may_read(scope, found, pack, place):
        raise PermissionDenied
    if found is None:
        return render(request, "consult/own_words.html", {"place": place, "trail": trail(scope, place, "asked-in")})
    rows: Sequence[Answered] = ()
    complaints: list[str] = []
    opened = False
    if request.method == "POST":
        purpose = Purpose(request.POST.get("purpose", ""), request.POST.get("words", ""))
        try:
            rows, opened = read(By(request.user, scope), found, pack, place, purpose), True
        except Refusal as refusal:
            complaints = said(refusal)
        if opened and request.POST.get("do") == "file":
            return _file(place, found, rows)
    shown = {
        **_around(request, scope, place, found, pack),
        "held": [{"id": each.pk, "name": _name(pack, each), "now": each == found} for each in closed],
        "opened": opened,
        "rows": [{"question": each.question.say(_), "text": each.text} for each in rows[:SHOWN]],
        "left": max(len(rows) - SHOWN, 0),
        "complaints": complaints,
    }
    return render(request, "consult/own_words.html", shown, status=422 if complaints else 200)


def _closed(round_: Round) -> list[Consultation]:
    """Return the closed consultations of the year, those with something to read first, the latest first."""
    found = Consultation.objects.filter(round__cycle=round_.cycle_id, state=Consultation.State.CLOSED)
    found = found.annotate(wrote=Exists(OwnWords.objects.filter(consultation=OuterRef("pk"))))
    return list(found.select_related("round__cycle", "occasion").order_by("-wrote", "-closed_at", "-pk"))


def _name(pack: Pack, each: Consultation) -> str:
    round_ = _("Round %(number)s") % {"number": each.round.number}
    return f"{name_of(each, pack)} · {round_}"


def _around(request: HttpRequest, scope: Scope, place: Unit, found: Consultation, pack: Pack) -> dict[str, object]:
    below = paged(request, standing(scope, found, place).exclude(pk=place.pk))
    return {
        "place": place,
        "trail": trail(scope, place, "asked-in"),
        "there": standing(scope, found, place).filter(pk=place.pk).exists(),
        "name": _name(pack, found),
        "gone": _gone(found, pack),
        "purposes": options(purposes(), PURPOSES),
        "below": [
            {
                "name": called(each),
                "texts": each.texts,
                "address": f"{reverse('own-words', args=[each.pk])}?c={found.pk}",
            }
            for each in below.rows
        ],
        "pages": below,
        "problem": f"{reverse('improve-unit', args=[place.pk])}?from=words#new-problem",
        "reads": [
            {
                "at": moment(each.at),
                "by": each.by or _("the command line"),
                "why": " · ".join(part for part in (purposes().get(each.purpose, ""), each.words) if part),
            }
            for each in readings(place, found)
        ],
    }


def purposes() -> dict[str, str]:
    """Return why somebody reads what people wrote."""
    return {
        "mend": _("see what is to be mended"),
        "review": _("review the grade"),
        "other": _("something else (say what)"),
    }


def _gone(found: Consultation, pack: Pack) -> date | None:
    """Return the day on which the texts are erased."""
    term = laid_over(pack.retention)["own-words"]
    return months_before(localtime(found.closed_at).date(), -term.months) if found.closed_at else None


def _file(place: Unit, found: Consultation, rows: Sequence[Answered]) -> HttpResponse:
    content = export(place, rows, Style("xlsx", page_language())).file("xlsx")
    response = HttpResponse(content, content_type=SHEET)
    response.headers["Content-Disposition"] = content_disposition_header(
        True, f"{found.code}-{place.code}-words.xlsx"
    )
    return response
