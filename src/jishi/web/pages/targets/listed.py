"""Targets: what a unit is to reach, what of it the units right below have, and who is behind (D101)."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.posts.holding import By
from jishi.actions.targets import ground, standing
from jishi.actions.targets.ground import Asked, may_set
from jishi.actions.targets.setting import MOST, Wish, break_down, set_target
from jishi.actions.targets.standing import Broken, Lines, Part, Tally, Within
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.core.targets import STATES, gone
from jishi.packs.schema.targets import TargetKind
from jishi.store.models.org import Unit
from jishi.store.queries import counts, units
from jishi.web.charts.bar import bar
from jishi.web.pages.people.asked import version_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Pages, called, paged, trail
from jishi.web.programme import Programme, programme
from jishi.web.speech import said
from jishi.web.wording import day, percent, text_of, whole

#: A unit with more below it is broken down by sheet.
MOST_PARTS = 200
TONES = {"reached": "good", "on-course": "fair", "behind": "plain", "missed": "poor", "": "none"}


@dataclass(frozen=True)
class Shown:
    """A unit's target as the page shows it."""

    unit: int
    name: str
    address: str
    number: str
    done: str
    share: str
    bar: str
    state: str
    tone: str
    version: int


@dataclass(frozen=True)
class Looked:
    """What the reader looks at: one kind of target, perhaps of one domain, at one unit."""

    asked: Asked
    kind: TargetKind
    domain: str
    place: Unit | None

    def address(self, place: int | None = None, **other: str) -> str:
        """Return the address of the same page with something else chosen."""
        chosen = {"kind": str(self.kind.id), "domain": self.domain, **other}
        query = "?" + urlencode({key: value for key, value in chosen.items() if value})
        return (reverse("targets-in", args=[place]) if place else "") + query


@page("targets", "targets", form=True)
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the targets of the whole scope."""
    tops = list(units.tops(scope)[:2])
    return _answered(request, scope, tops[0] if len(tops) == 1 else None)


@page("targets/in/<int:unit>", "targets-in", about="unit", form=True)
def listed_in(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the targets at and below a unit."""
    return _answered(request, scope, units.one(scope, unit))


def _answered(request: HttpRequest, scope: Scope, place: Unit | None) -> HttpResponse:
    looked = _looked(request, scope, place)
    if looked is None:
        return render(request, "targets/none.html", {})
    complaints: list[str] = []
    if request.method == "POST" and place is not None:
        try:
            messages.success(request, _done(request, scope, looked, place), extra_tags="good")
            return HttpResponseRedirect(looked.address(place.pk))
        except Refusal as refusal:
            complaints = said(refusal)
    shown = {**_shown(request, scope, looked), "complaints": complaints, "key": uuid4().hex}
    return render(request, "targets/list.html", shown, status=422 if complaints else 200)


def _looked(request: HttpRequest, scope: Scope, place: Unit | None) -> Looked | None:
    asked = ground.asked(scope)
    kinds = asked.kinds(place) if asked else ()
    if asked is None or not kinds:
        return None
    kind = next((each for each in kinds if str(each.id) == request.GET.get("kind")), kinds[0])
    domain = request.GET.get("domain", "")
    return Looked(asked, kind, domain if domain in kind.domains else "", place)


def _done(request: HttpRequest, scope: Scope, looked: Looked, place: Unit) -> str:
    form = request.POST
    by = By(request.user, scope, form.get("key", ""))
    if form.get("do") == "own":
        set_target(by, looked.asked, place, _wish(request, looked, place.pk))
        return _("The target is set.")
    wishes = {unit: _wish(request, looked, unit) for unit in _changed(form)}
    changed = break_down(by, looked.asked, place, wishes)
    return ngettext("%(count)s target changed.", "%(count)s targets changed.", changed) % {"count": whole(changed)}


def _changed(form: QueryDict) -> list[int]:
    """Return the units whose cell was changed; what is sent as it was shown may be anybody's by now."""
    cells = [name[7:] for name in form if name.startswith("number-") and name[7:].isdecimal() and len(name) < 19]
    return [int(unit) for unit in cells if form[f"number-{unit}"].strip() != form.get(f"shown-{unit}", "")]


def _wish(request: HttpRequest, looked: Looked, unit: int) -> Wish:
    text = request.POST.get(f"number-{unit}", "").strip().replace(",", "")
    if text and not (text.isdecimal() and len(text) < 10):
        raise refuse(
            text[:20],
            sentence("“%(typed)s” is no number of a target.", typed=text[:20]),
            sentence("Write a whole number from 0 to %(most)s.", most=MOST),
        )
    return Wish(
        kind=str(looked.kind.id),
        number=int(text) if text else None,
        domain=looked.domain,
        document=request.POST.get("document", ""),
        version=version_of(request.POST, f"version-{unit}"),
    )


def _shown(request: HttpRequest, scope: Scope, looked: Looked) -> dict[str, object]:
    words, kind, place = programme(scope), looked.kind, looked.place
    tallied = _tally(looked)
    late = standing.lines(looked.asked, kind, place, tallied)
    behind = late.behind()
    pages = paged(request, range(len(behind)), len(behind))
    here = _here(scope, looked, place, tallied) if place else {}
    return {
        **here,
        "unit": {"name": called(place), "id": place.pk} if place else None,
        "trail": trail(scope, place, page="targets-in")[:-1] if place else [],
        "kinds": [
            (text_of(each.names), looked.address(kind=str(each.id), domain=""), each is kind)
            for each in looked.asked.kinds(place)
        ],
        "domains": _domains(words, looked),
        "period": _period(looked),
        "counts": [(state_name(state), TONES[state], whole(count)) for state, count in _counts(late)],
        "behind": _behind(scope, words, looked, (behind, pages)),
        "pages": pages,
        "behind_title": ngettext("%(count)s target is behind", "%(count)s targets are behind", len(behind))
        % {"count": whole(len(behind))},
        "sheet": reverse("sheet", args=["targets"]) + (f"?unit={place.pk}" if place else ""),
        "import": scope.has("import"),
    }


def _tally(looked: Looked) -> Tally:
    """Count the registers once for the whole page; for a large scope what was counted some minutes ago is told."""
    asked, place = looked.asked, looked.place
    on = (asked.cycle.pk, str(looked.kind.id), place.pk if place else 0, asked.on)
    return counts.kept(asked.scope, "targets", on, lambda: standing.tally(asked, looked.kind, place))


def _here(scope: Scope, looked: Looked, place: Unit, tallied: Tally) -> dict[str, object]:
    children = units.children(scope, place)
    below, everybody = list(children[:MOST_PARTS]), list(children.values_list("pk", flat=True))
    within = Within(looked.domain, tallied, everybody)
    held = standing.broken(looked.asked, looked.kind, place, below, within)
    path = units.path_of(place)
    return {
        "own": _part(looked, held.own),
        "may_own": may_set(scope, path),
        "parts": [_part(looked, part) for part in held.parts],
        "many": len(everybody) > MOST_PARTS,
        "sums": _sums(held),
        "may_break": scope.may("enter", "management", path),
        "number": held.own.number,
    }


def _part(looked: Looked, part: Part) -> Shown:
    share = part.done * 10000 // part.number if part.number else None
    return Shown(
        unit=part.unit.pk,
        name=called(part.unit),
        address=looked.address(part.unit.pk),
        number="" if part.number is None else str(part.number),
        done=whole(part.done),
        share=percent(share),
        bar=bar(min(share or 0, 10000), None, percent(share)),
        state=state_name(part.state),
        tone=TONES[part.state],
        version=part.version,
    )


def _sums(held: Broken) -> dict[str, object]:
    sums = held.sums
    left = sums.left
    told = ""
    if sums.whole is None:
        told = _("This unit has no target itself.") if sums.given else ""
    elif left > 0:
        told = _("%(count)s of the target are given to nobody.") % {"count": whole(left)}
    elif left < 0:
        told = _("The parts are %(count)s more than the target.") % {"count": whole(-left)}
    return {
        "given": whole(sums.given),
        "done": whole(held.done),
        "told": told,
        "even": sums.whole is not None and left == 0,
        "without": sums.without,
    }


def _domains(words: Programme, looked: Looked) -> list[tuple[str, str, bool]]:
    if not looked.kind.domains:
        return []
    everything = (_("All domains"), looked.address(domain=""), not looked.domain)
    return [
        everything,
        *((words.domain(each), looked.address(domain=each), each == looked.domain) for each in looked.kind.domains),
    ]


def _period(looked: Looked) -> str:
    kind = looked.kind
    return _("%(since)s to %(until)s; %(share)s of the time is over.") % {
        "since": day(kind.since),
        "until": day(kind.until),
        "share": percent(gone(kind.since, kind.until, looked.asked.on)),
    }


def _counts(late: Lines) -> list[tuple[str, int]]:
    return [(state, int((late.state == place).sum())) for place, state in enumerate(STATES)]


def _behind(
    scope: Scope, words: Programme, looked: Looked, found: tuple[Lines, Pages[int]]
) -> list[dict[str, object]]:
    late, pages = found
    rows = list(pages.rows)
    named = {unit.pk: unit for unit in units.visible(scope).filter(pk__in=[int(late.unit[row]) for row in rows])}
    return [
        {
            "name": called(named[int(late.unit[row])]),
            "address": looked.address(int(late.unit[row]), domain=str(late.domain[row])),
            "domain": words.domain(str(late.domain[row])) if late.domain[row] else "",
            "number": whole(int(late.wanted[row])),
            "done": whole(int(late.done[row])),
            "lacks": whole(int(late.wanted[row] - late.done[row])),
            "state": state_name(STATES[int(late.state[row])]),
            "tone": TONES[STATES[int(late.state[row])]],
        }
        for row in rows
        if int(late.unit[row]) in named
    ]


def state_name(state: str) -> str:
    """Return how a target stands, in words."""
    return {
        "reached": _("reached"),
        "on-course": _("on course"),
        "behind": _("behind"),
        "missed": _("missed"),
        "": _("no target"),
    }[state]
