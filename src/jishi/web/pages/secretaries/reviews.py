"""Reviews of secretaries (D134): restricted to the committee right above, read for a purpose only."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.people.reading import Purpose
from jishi.actions.secretaries import reviewing
from jishi.actions.secretaries.reviewing import DECIDING, REMOVES, Opening, Rules, Said
from jishi.core import cases
from jishi.core.access import MOST_PRIVATE, Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Unit
from jishi.store.models.posts import Tenure
from jishi.store.models.secretaries import SecretaryReview
from jishi.store.queries import secretaries, units
from jishi.web.pages.people import words as people_words
from jishi.web.pages.people.asked import by_of, version_of
from jishi.web.pages.people.roster import options
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step, called, paged
from jishi.web.speech import said
from jishi.web.wording import NOTHING, day, text_of

TONES = {"removed": "plain", "kept": "good", "withdrawn": "none"}


@dataclass(frozen=True)
class Row:
    """One review in the list."""

    unit: str
    address: str
    holder: str
    opened: str
    state: str
    tone: str
    due: str
    late: bool


@page("secretaries/reviews", "secretary-reviews", form=True)
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """List the reviews of the reader's own committees; one is opened from here."""
    _readers_only(scope)
    found, complaints = reviewing.rules(), []
    if request.method == "POST":
        try:
            row = _open(request, scope)
            return HttpResponseRedirect(reverse("secretary-review", args=[row.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
    rows = secretaries.reviews(scope)
    pages = paged(request, rows)
    shown = {
        "trail": [Step(_("Posts"), reverse("posts"))],
        "rows": _rows(list(pages.rows)),
        "pages": pages,
        "reasons": _reasons(found),
        "purposes": options(people_words.purposes()),
        "typed": request.POST,
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "secretaries/reviews.html", shown, status=422 if complaints else 200)


def _readers_only(scope: Scope) -> None:
    if not scope.everything and all(holding.field_class < MOST_PRIVATE for holding in scope.holdings):
        raise PermissionDenied


def _reasons(found: Rules) -> list[tuple[str, str]]:
    return [(str(each.id), text_of(each.names)) for each in (found.pack.posts.unfit if found.pack.posts else ())]


def _rows(rows: list[SecretaryReview]) -> list[Row]:
    """Return the rows, each told in the words of the rules that it was opened with."""
    found = reviewing.rules_of(*rows)
    return [_row(found[row.pk], row) for row in rows]


def _row(found: Rules, row: SecretaryReview) -> Row:
    step = found.step(row.state)
    due = row.due if row.due and not row.locked_on else None
    return Row(
        unit=called(row.tenure.post.unit),
        address=reverse("secretary-review", args=[row.pk]),
        holder=row.tenure.person.name,
        opened=day(row.opened_on),
        state=text_of(step.names.texts) if step else row.state,
        tone=TONES.get(row.state, "fair"),
        due=day(due) if due else "",
        late=bool(due and due < clock.today()),
    )


def _open(request: HttpRequest, scope: Scope) -> SecretaryReview:
    form, by = request.POST, by_of(request, scope)
    code = form.get("code", "").strip()
    try:
        unit = units.coded(scope, code)
    except Unit.DoesNotExist:
        raise refuse(
            code or "—", sentence("There is no unit of this code."), sentence("Look at the codes in the register.")
        ) from None
    tenure = Tenure.objects.filter(
        in_force(clock.today()), post__unit=unit, post__first_responsible=True, post__closed_on__isnull=True
    )
    held = tenure.select_related("post__unit", "person").first()
    if held is None:
        raise refuse(
            unit.name, sentence("Nobody is first responsible here."), sentence("Look at the unit's page Posts.")
        )
    why = Opening(form.getlist("reason"), form.get("words", ""), form.get("evidence", ""))
    return reviewing.open_review(by, reviewing.rules(by.day), held, why)


@page("secretaries/reviews/<int:review>", "secretary-review", about="review", form=True)
def one(request: HttpRequest, scope: Scope, review: int) -> HttpResponse:
    """Show one review; what was said in it is shown after a purpose was stated."""
    row = secretaries.one_review(scope, review)
    found, complaints = reviewing.rules_of(row)[row.pk], []
    words: Mapping[str, str] | None = None
    if request.method == "POST":
        try:
            if request.POST.get("do") != "open":
                _move(request, scope, found, row)
                return HttpResponseRedirect(reverse("secretary-review", args=[row.pk]))
            purpose = Purpose(request.POST.get("purpose", ""), request.POST.get("words", ""))
            words = reviewing.read(by_of(request, scope), row, purpose)
        except Refusal as refusal:
            complaints = said(refusal)
    names = dict(_reasons(found))
    shown = {
        "trail": [
            Step(_("Posts"), reverse("posts")),
            Step(_("Reviews of secretaries"), reverse("secretary-reviews")),
        ],
        "row": _row(found, row),
        "unit": reverse("posts-in", args=[row.tenure.post.unit_id]),
        "committee": called(row.committee),
        "about": _about(row, names),
        "words": _words(found, words) if words is not None else None,
        "erased": row.sealed is None,
        "moves": _moves(found, row),
        "successor": _successor(row),
        "purposes": options(people_words.purposes()),
        "today": clock.today().isoformat(),
        "version": row.version,
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "secretaries/review.html", shown, status=422 if complaints else 200)


def _about(row: SecretaryReview, names: Mapping[str, str]) -> list[tuple[str, str]]:
    told = [
        (_("Reasons"), _(", ").join(names.get(reason, reason) for reason in row.reasons)),
        (_("Brought up on"), day(row.opened_on)),
        (_("Minutes"), row.minutes),
        (
            _("Present"),
            _("%(present)s of %(entitled)s") % {"present": row.present, "entitled": row.entitled}
            if row.present is not None
            else "",
        ),
    ]
    return [(name, value) for name, value in told if value]


def _words(found: Rules, words: Mapping[str, str]) -> list[tuple[str, str]]:
    own = {"words": _("What people say"), "evidence": _("Which papers show it")}
    moves = {move.id: text_of(move.names.texts) for move in found.procedure.moves}
    return [(own.get(key) or moves.get(key, key), value) for key, value in words.items()]


def _moves(found: Rules, row: SecretaryReview) -> list[dict[str, object]]:
    case = cases.Case(row.state, row.since, row.due, {row.state: row.since})
    return [
        {
            "id": move.id,
            "name": text_of(move.names.texts),
            "decides": move.id in DECIDING,
            "removes": move.id == REMOVES,
        }
        for move in cases.moves_open(found.procedure, case, "above")
    ]


def _successor(row: SecretaryReview) -> str:
    """Return who holds the post after a removal; empty = nobody was removed."""
    if row.tenure.to_on is None or not row.locked_on:
        return ""
    later = Tenure.objects.filter(post=row.tenure.post, from_on__gte=row.tenure.to_on).select_related("person")
    found = later.order_by("from_on").first()
    return f"{found.person.name} · {day(found.from_on)}" if found else NOTHING


def _move(request: HttpRequest, scope: Scope, found: Rules, row: SecretaryReview) -> None:
    form = request.POST
    numbers = [form.get(name, "").strip() for name in ("present", "entitled")]
    present, entitled = (int(text) if text.isdecimal() and len(text) < 6 else 0 for text in numbers)
    step = Said(form.get("do", ""), form.get("words", ""), form.get("minutes", ""), present, entitled)
    reviewing.move(by_of(request, scope), found, row, version_of(form), step)
    messages.success(request, _("Saved."), extra_tags="good")
