"""How every place stands with a consultation, and of one unit its people, slips, papers and what was told."""

from dataclasses import dataclass
from uuid import uuid4

import numpy as np
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.consult import board
from jishi.actions.consult.answers import Answer, over_time
from jishi.actions.consult.ground import By, hears, refuse_absent
from jishi.actions.consult.occasions import MARK, base_of, concerning
from jishi.actions.consult.opening import is_lost, of_people, written
from jishi.actions.consult.own_words_read import may_read
from jishi.actions.consult.pooling import is_pooled, pools_of
from jishi.actions.consult.printing import reached
from jishi.actions.self_assessment import may_enter
from jishi.core.access import Scope
from jishi.core.consult.participation import Board
from jishi.core.errors import Refusal
from jishi.core.tree import rows_of
from jishi.packs.consultations import asks_for
from jishi.packs.pack import Pack
from jishi.packs.schema.consultations import Ask
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.consult import Consultation
from jishi.store.models.org import Unit
from jishi.store.models.told import PoolTold
from jishi.store.queries import units
from jishi.web.pages.consult.acts import ACTS
from jishi.web.pages.consult.answered import told_lines
from jishi.web.pages.consult.ground import going_on, name_of, state_of
from jishi.web.pages.consult.printed import waiting
from jishi.web.pages.consult.unit_asked import WAYS, unit_asks, ways
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, trail
from jishi.web.speech import said
from jishi.web.wording import day, percent, text_of, whole

#: What somebody does at a place or unit of their own.
OWN = ("except", "take-back", "join", "part")


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
    code = request.GET.get("c", "")
    held = list(concerning(round_, place))
    found = next((each for each in held if each.code == code), held[0] if held else None)
    if request.method == "POST" and found is None:
        raise Http404
    if request.method == "POST" and found is not None:
        return _acted(request, scope, place, found, pack)
    return _shown(request, scope, place, found)


def _acted(request: HttpRequest, scope: Scope, place: Unit, found: Consultation, pack: Pack) -> HttpResponse:
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    # The unit itself asks for exceptions; whoever keeps the place joins units below it, each looked at again.
    if not hears(scope, place) and not (request.POST.get("do") in OWN and may_enter(scope, place)):
        raise PermissionDenied
    try:
        made = act(request, By(request.user, scope, request.POST.get("key", "")), found, place, pack)
    except Refusal as refusal:
        return _shown(request, scope, place, found, refusal)
    if isinstance(made, HttpResponse):
        return made
    messages.success(request, made, extra_tags="good")
    return HttpResponseRedirect(f"{reverse('asked-in', args=[place.pk])}?c={found.code}")


def _shown(
    request: HttpRequest,
    scope: Scope,
    place: Unit,
    found: Consultation | None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    round_, pack = going_on(scope)
    held = list(concerning(round_, place))
    is_unit = found is not None and bool(of_people(written(pack, found.code), place))
    absent = _absent(round_, place) if is_unit else None
    asks = _asks(scope, found, place, pack) if found and not absent else []
    shown = {
        "place": {"name": place.name, "is_unit": is_unit, "id": place.pk},
        "code": found.code if found else "",
        "trail": trail(scope, place, "asked-in"),
        "held": [{"code": each.code, "name": name_of(each, pack), "now": each == found} for each in held],
        "state": state_of(found),
        "what": name_of(found, pack) if found else "",
        "again": _again(found, held, pack, place) if is_unit else None,
        "many": _many(pack, place),
        "open": found is not None and found.state == Consultation.State.OPEN and not is_lost(found),
        "closed": found is not None and found.state == Consultation.State.CLOSED,
        "may": hears(scope, place),
        "own_words": _own_words(scope, found, pack, place),
        "asks": asks,
        "ways": [(way, ways()[way]) for way in WAYS],
        "printed": waiting(request.user, found, place.pk) if is_unit else [],
        "leads": _leads() if is_unit else "",
        "today": clock.today().isoformat(),
        "complaints": said(refusal) if refusal else said(absent) if absent else [],
        "key": uuid4().hex,
    }
    return render(request, "consult/asked.html", shown, status=422 if refusal else 200)


def _many(pack: Pack, place: Unit) -> list[tuple[str, str]]:
    """Return what may be asked about something that the unit held: name, address."""
    return [
        (text_of(each.names), f"{reverse('occasions', args=[each.id])}?unit={place.code}")
        for each in pack.consultations
        if each.occasions == "many" and asks_for(each, place.kind, place.domain)
    ]


def _again(
    found: Consultation | None, held: list[Consultation], pack: Pack, unit: Unit
) -> dict[str, object] | None:
    """Return what was told at each time that a unit was asked the same, the latest first."""
    if found is None or MARK not in found.code:
        return None
    same = [each for each in reversed(held) if base_of(each.code) == base_of(found.code)]
    closed = [each for each in same if each.state == Consultation.State.CLOSED]
    rows = over_time(closed, pack, unit)
    heads = list(dict.fromkeys(each.question.say(_) for _found, answers in rows for each in answers))
    return {
        "heads": heads,
        "rows": [
            {
                "name": each.occasion.title,
                "day": day(each.occasion.on),
                "bands": [(head, _bands(answers).get(head, "—")) for head in heads],
            }
            for each, answers in rows
        ],
    }


def _bands(answers: list[Answer]) -> dict[str, str]:
    return {
        each.question.say(_): _("not told")
        if each.low is None or each.high is None
        else f"{each.low // 100}–{each.high // 100} %"
        for each in answers
    }


def _own_words(scope: Scope, found: Consultation | None, pack: Pack, place: Unit) -> str:
    """Return where to read what people wrote, of this consultation or of others of the year, for whoever may."""
    if not may_read(scope, found, pack, place):
        return ""
    closed = found is not None and found.state == Consultation.State.CLOSED
    return reverse("own-words", args=[place.pk]) + (f"?c={found.pk}" if found and closed else "")


def _leads() -> str:
    """Say where slips lead, before they are printed."""
    address, here_only = reached()
    if not address:
        return _("Nobody has said yet at which address phones reach the intake; set it with: jishi intake address")
    if here_only:
        return _(
            "Slips lead to %(address)s, which only this machine reaches; set the address for phones with: "
            "jishi intake address"
        ) % {"address": address}
    return _("Slips lead to %(address)s.") % {"address": address}


def _absent(round_: Round, place: Unit) -> Refusal | None:
    """Return why a unit that came after the round's day is not asked about."""
    try:
        refuse_absent(round_, [place])
    except Refusal as refusal:
        return refusal
    return None


def _asks(scope: Scope, found: Consultation, place: Unit, pack: Pack) -> list[dict[str, object]]:
    """Return what is asked about the place itself, and then about what stands below it."""
    own = [each | {"own": True} for each in unit_asks(scope, found, place, pack)]
    if own and not units.children(scope, place).exists():
        return own
    below = _place_asks(scope, found, place, pack)
    if not own:
        return below
    name = _("%(people)s, with all below it")
    return own + [each | {"name": name % {"people": each["name"]}} for each in below if each["rows"]]


def _place_asks(scope: Scope, found: Consultation, place: Unit, pack: Pack) -> list[dict[str, object]]:
    tree, issued = board.tree_of(found, pack), board.issued_of(found)
    below = list(units.children(scope, place))
    answered = told_lines(found, pack, place, whole=True)
    rows = rows_of(tree, np.array([place.pk, *(unit.pk for unit in below)], dtype=np.int64)).tolist()
    shown = []
    for ask in of_people(written(pack, found.code)):
        stand = board.stand(found, pack, ask, tree, issued)
        figures = stand.board(board.wanted_of(ask))
        lines = [_row(figures, row, unit, found) for unit, row in zip(below, rows[1:], strict=True)]
        shown.append(
            {
                "name": text_of(ask.names),
                "rows": [line for line in lines if line],
                "whole": _row(figures, rows[0], place, found),
                "answers": answered.get(ask.id, []),
                "pooling": _pooling(scope, found, place, ask, (below, rows[1:], stand)) if is_pooled(ask) else None,
            }
        )
    return shown


def _pooling(
    scope: Scope, found: Consultation, place: Unit, ask: Ask, stood: tuple[list[Unit], list[int], board.Stand]
) -> dict[str, object]:
    """Return the pools of a place, and the lowest units that may still be joined, with their people."""
    below, rows, stand = stood
    pools = [pool for pool in pools_of(found, place) if pool.ask == ask.id]
    taken = {row.unit_id for pool in pools for row in pool.asked.all()}
    free = []
    for unit, at in zip(below, rows, strict=True):
        if at >= 0 and stand.asked[at] and stand.tree.end[at] == at + 1 and unit.pk not in taken:
            known = stand.electorate.valid[at]
            people = whole(int(stand.electorate.values[at])) if known else ""
            free.append({"id": unit.pk, "name": called(unit), "people": people})
    open_ = found.state == Consultation.State.OPEN and not is_lost(found) and may_enter(scope, place)
    return {
        "id": ask.id,
        "free": free if open_ and len(free) > 1 else [],
        "may": open_,
        "pools": [
            {
                "id": pool.pk,
                "names": _(", ").join(sorted(row.unit.name for row in pool.asked.all())),
                "day": day(pool.decided_on),
                "told": [_pool_told(each) for each in pool.told.all() if each.fact],
            }
            for pool in pools
        ],
    }


def _pool_told(told: PoolTold) -> str:
    if told.low is None or told.high is None:
        return _("too few answers, not told")
    return f"{percent(told.low)}–{percent(told.high)}"


def _row(figures: Board, at: int, unit: Unit, found: Consultation) -> Row | None:
    if at < 0 or not figures.asked[at]:
        return None
    people = figures.electorate
    return Row(
        name=called(unit),
        address=f"{reverse('asked-in', args=[unit.pk])}?c={found.code}",
        people=whole(int(people.values[at])) if people.valid[at] else "—",
        heard=whole(int(figures.heard[at])),
        needed=whole(int(figures.needed[at])),
        missing=whole(int(figures.missing[at])),
        behind=whole(int(figures.behind[at])),
        late=bool(figures.behind[at]),
    )
