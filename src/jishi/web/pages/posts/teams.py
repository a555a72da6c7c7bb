"""Teams: who they are, how many units each looks at; survey teams are assigned to a whole tree at once."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.dispatch.assigning import Plan, assign, plan
from jishi.actions.posts.holding import By
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.models.org import Unit
from jishi.store.models.posts import Team
from jishi.store.queries import dispatch, privacy, units
from jishi.web.pages.people.asked import day_of
from jishi.web.pages.posts import words as named
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step, called, paged
from jishi.web.programme import Programme, programme
from jishi.web.speech import said
from jishi.web.wording import whole

SHOWN = 50
#: More units than this take longer than a page may; the command does it.
MOST = 20_000


@page("helpers/teams", "helpers-teams", form=True)
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show every team; who may enter assigns survey teams from here, after seeing what that would do."""
    named.reader(scope)
    words = programme(scope)
    complaints: list[str] = []
    planned: dict[str, object] = {}
    if request.method == "POST":
        try:
            unit, pack = _asked(request, scope, words)
            wanted = plan(pack, unit)
            if request.POST.get("do") == "assign":
                told = _assign(request, scope, (pack, unit, wanted))
                messages.success(request, told, extra_tags="good")
                return HttpResponseRedirect(reverse("helpers-teams"))
            planned = _planned(unit, wanted)
        except Refusal as refusal:
            complaints = said(refusal)
    found = dispatch.teams(scope, clock.today()).filter(privacy.readable(scope))
    pages = paged(request, found)
    names, most = named.helpers(words), named.units_of_a_team(words)
    shown = {
        "trail": [Step(_("Sent to help"), reverse("helpers"))],
        "rows": [_row(names, team, most) for team in pages.rows],
        "pages": pages,
        "found_title": ngettext("%(count)s team", "%(count)s teams", pages.total) % {"count": pages.counted},
        "size": most,
        "planned": planned,
        "may_enter": scope.has("enter") and words.pack is not None,
        "complaints": complaints,
        "typed": request.POST,
        "key": uuid4().hex,
    }
    return render(request, "posts/teams.html", shown, status=422 if complaints else 200)


def _row(names: dict[str, str], team: Team, most: int) -> dict[str, object]:
    return {
        "name": team.name,
        "kind": names.get(team.kind, team.kind),
        "home": called(team.unit),
        "leader": team.leader.name if team.leader else "",
        "load": team.load,  # type: ignore[attr-defined]
        "many": team.load > most,  # type: ignore[attr-defined]
    }


def _asked(request: HttpRequest, scope: Scope, words: Programme) -> tuple[Unit, Pack]:
    code = request.POST.get("code", "").strip()
    try:
        unit = units.coded(scope, code)
    except Unit.DoesNotExist:
        raise refuse(
            code or "—", sentence("There is no unit of this code."), sentence("Look at the codes in the register.")
        ) from None
    if words.pack is None:
        raise Unit.DoesNotExist
    return unit, words.pack


def _assign(request: HttpRequest, scope: Scope, wanted: tuple[Pack, Unit, Plan]) -> str:
    pack, unit, planned = wanted
    if planned.units > MOST:
        raise refuse(
            unit.name,
            sentence("%(count)s units take longer than a page may.", count=planned.units),
            sentence("Use the command: jishi dispatch assign %(code)s", code=unit.code),
        )
    by = By(request.user, scope, request.POST.get("key", ""))
    done = assign(by, pack, unit, day_of(request.POST, "from") or clock.today())
    return _told(done)


def _told(done: Plan) -> str:
    return _("%(units)s units, %(teams)s teams, %(formed)s of them newly formed.") % {
        "units": whole(done.units),
        "teams": whole(len(done.shares)),
        "formed": whole(done.formed),
    }


def _planned(unit: Unit, wanted: Plan) -> dict[str, object]:
    homes = wanted.homes()
    names = {each.pk: called(each) for each in Unit.objects.filter(pk__in=list(homes)[:SHOWN])}
    return {
        "name": called(unit),
        "told": _told(wanted),
        "homes": [(names[pk], *homes[pk]) for pk in list(homes)[:SHOWN]],
        "more": max(len(homes) - SHOWN, 0),
    }
