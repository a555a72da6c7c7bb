"""The lists beside the roster: transfers, members elsewhere, lost contact, care, doubles."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.lists.registry import LISTINGS
from jishi.actions.people.due_care import Waiting, waiting
from jishi.actions.people.due_care import overdue as overdue_care
from jishi.actions.people.ground import By
from jishi.actions.people.reading import Purpose, noted_all
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.core.people.contact import overdue
from jishi.store import clock
from jishi.store.models.people import Care, Floating, LostContact, Member, Transfer
from jishi.store.queries import counts, doubles, members
from jishi.web.pages.people import words
from jishi.web.pages.people.roster import Row, options, reader, tabs
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step, called, paged, paged_of
from jishi.web.programme import programme
from jishi.web.speech import said
from jishi.web.wording import NOTHING, day, whole

#: A restricted list is read whole, for one purpose; so many of it are shown.
MOST = 500
_CLOSE = ("lost", "care", "care-due")


@dataclass(frozen=True)
class Beside:
    """One list as a page shows it.

    Attributes:
        heads: of the columns behind the name.
        found: what is to be shown, cut into pages.
        rows: a page of it → its lines.
    """

    heads: list[str]
    found: Any
    rows: Callable[[Sequence[Any]], list[Row]]

    def total(self) -> int:
        """Return how many there are."""
        return len(self.found) if isinstance(self.found, list) else self.found.count()


@page("members/lists/<slug:which>", "members-list", form=True)
def beside(request: HttpRequest, scope: Scope, which: str) -> HttpResponse:
    """Show one of the lists beside the roster; those of class 3 hold only what is close by."""
    reader(scope)
    if which not in _LISTS:
        raise Http404
    complaints: list[str] = []
    close = which in _CLOSE
    opened = not close
    if close and request.method == "POST":
        try:
            _note(request, scope, which)
            opened = True
        except Refusal as refusal:
            complaints = said(refusal)
    shown = {
        "opened": opened,
        "complaints": complaints,
        "purposes": options(words.purposes()),
        "stated": request.POST if opened and close else {},
        "title": words.lists()[which],
        "about": _about()[which],
        "lists": tabs(which),
        "sheet": reverse("sheet", args=[which]) if which in LISTINGS else "",
        "close": close,
        "trail": [Step(_("Members"), reverse("members"))],
        **(_opened(request, scope, _LISTS[which](scope), close=close) if opened else {}),
    }
    return render(request, "people/list.html", shown, status=422 if complaints else 200)


def _opened(request: HttpRequest, scope: Scope, listed: Beside, *, close: bool) -> dict[str, object]:
    if close:
        total = listed.total()
        rows = listed.rows(listed.found[:MOST])
        return {"heads": listed.heads, "rows": rows, "left": whole(total - MOST) if total > MOST else ""}
    is_query = isinstance(listed.found, QuerySet)
    pages = paged_of(request, scope, listed.found) if is_query else paged(request, listed.found)
    return {"heads": listed.heads, "rows": listed.rows(pages.rows), "pages": pages}


def _note(request: HttpRequest, scope: Scope, which: str) -> None:
    """Write down for everybody on a restricted list that it was read, and what for."""
    found = _restricted(scope, which)[:MOST]
    purpose = Purpose(request.POST.get("purpose", ""), request.POST.get("words", ""))
    people = {row.member.person_id: row.member.person for row in found}
    noted_all(By(request.user, scope), list(people.values()), purpose, [which])


def _restricted(scope: Scope, which: str) -> Sequence[LostContact | Care]:
    if which == "care-due":
        return [each.care for each in overdue_care(scope, programme(scope).pack, clock.today())]
    return members.lost(scope) if which == "lost" else members.care(scope)


def _about() -> Mapping[str, str]:
    return {
        "transfers": _(
            "A transfer holds when both sides agree: the old one with its letter, the new one by accepting."
        ),
        "floating": _("Managed from both ends; the home branch hears from each at least once a year."),
        "lost": _("Restricted to the branch and the unit right above it; each record ends on its day."),
        "care": _("Restricted to the branch and the unit right above it; further up, only totals are seen."),
        "care-due": _("A visit or help that should have come by now, as often as the pack says for each category."),
        "doubles": _(
            "Two records with the same telephone, with the same name and date of birth, or with the same name in "
            "one branch and nothing that tells them apart."
        ),
    }


def _transfers(scope: Scope) -> Beside:
    def row(each: Transfer) -> Row:
        state, tone = words.states()[each.state]
        towards = called(each.to_unit) if each.to_unit else each.to_name
        notes = (towards, day(each.asked_on), day(each.valid_until) if each.valid_until else NOTHING)
        origin = called(each.from_unit) if each.from_unit else each.from_name
        return Row(each.member.person.name, reverse("transfer", args=[each.pk]), origin, state, tone, notes)

    heads = [_("From"), _("State"), _("To"), _("Asked on"), _("Letter valid until")]
    return Beside(heads, members.transfers(scope), lambda found: [row(each) for each in found])


def _floating(scope: Scope) -> Beside:
    today = clock.today()

    def row(each: Floating) -> Row:
        late = overdue(each.last_contact_on, each.from_on, today)
        state, tone = (_("not heard for a year"), "poor") if late else (_("in contact"), "good")
        there = called(each.receiving) if each.receiving else each.place
        notes = (there or NOTHING, each.certificate or NOTHING, day(each.last_contact_on))
        return Row(each.member.person.name, _address(each.member), called(each.home), state, tone, notes)

    heads = [_("Home branch"), _("State"), _("Where"), _("Certificate"), _("Last contact")]
    return Beside(heads, members.floating(scope), lambda found: [row(each) for each in found])


def _lost(scope: Scope) -> Beside:
    def row(each: LostContact) -> Row:
        return Row(
            each.member.person.name,
            _address(each.member),
            called(each.member.unit),
            words.outcomes()[each.outcome],
            "poor" if each.outcome == "searching" else "good",
            (day(each.from_on), whole(len(each.steps)), day(each.expires_on)),
        )

    heads = [_("Branch"), _("State"), _("No contact since"), _("Steps"), _("Record ends")]
    return Beside(heads, members.lost(scope), lambda found: [row(each) for each in found])


def _care(scope: Scope) -> Beside:
    return _waiting(scope, waiting(scope, programme(scope).pack))


def _care_due(scope: Scope) -> Beside:
    return _waiting(scope, overdue_care(scope, programme(scope).pack, clock.today()))


def _waiting(scope: Scope, found: list[Waiting]) -> Beside:
    named, today = words.cares(programme(scope)), clock.today()

    def row(each: Waiting) -> Row:
        care, (visit, aid) = each.care, each.late(today)
        late = [name for name, is_late in ((_("visit overdue"), visit), (_("help overdue"), aid)) if is_late]
        return Row(
            care.member.person.name,
            _address(care.member),
            called(care.member.unit),
            _(", ").join(late) or named.get(care.category, care.category),
            "poor" if late else "none",
            (named.get(care.category, care.category), whole(care.visits), day(care.last_visit_on), day(each.next)),
        )

    heads = [_("Branch"), _("Standing"), _("For"), _("Visits"), _("Last visit"), _("Due next")]
    return Beside(heads, found, lambda rows: [row(each) for each in rows])


def _doubles(scope: Scope) -> Beside:
    why = {
        "phone": _("the same telephone"),
        "birthday": _("the same name and date of birth"),
        "branch": _("the same name in one branch"),
    }

    def row(pair: doubles.Pair) -> Row:
        branch = called(pair.one.unit) if pair.one.unit else NOTHING
        there = called(pair.other.unit) if pair.other.unit else NOTHING
        notes = (pair.other.name, there, day(pair.other.born_on))
        address = f"{reverse('person', args=[pair.one.pk])}?double={pair.other.pk}"
        return Row(pair.one.name, address, branch, why[pair.why], "fair", notes)

    heads = [_("Branch"), _("Why"), _("The other record"), _("Its branch"), _("Born")]
    found = counts.kept(scope, "doubles", clock.today(), lambda: doubles.groups(scope))
    return Beside(heads, found, lambda found: [row(each) for each in doubles.of_groups(scope, found)])


def _address(member: Member) -> str:
    return reverse("person", args=[member.person_id])


_LISTS: Mapping[str, Callable[[Scope], Beside]] = {
    "transfers": _transfers,
    "floating": _floating,
    "lost": _lost,
    "care": _care,
    "care-due": _care_due,
    "doubles": _doubles,
}
