"""What a page about a person can do: the word of its button → an action."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from jishi.actions.people import caring, contact, stages, transfers
from jishi.actions.people.caring import Brought
from jishi.actions.people.contact import Away
from jishi.actions.people.ground import By
from jishi.actions.people.registering import OPEN, correct
from jishi.actions.people.transfers import Towards
from jishi.core.access import Scope
from jishi.store.models.people import Member, Person, Transfer
from jishi.store.persons import SEALED
from jishi.store.queries import members
from jishi.web.pages.people.asked import day_of, fen_of, unit_of, version_of

Form = Mapping[str, str]


def do_about_member(by: By, scope: Scope, member: Member, form: Form) -> str:
    """Do what a button on the page of a member asks; return what to say."""
    do = _MEMBER.get(form.get("do", ""))
    if do is None:
        return ""
    do(by, scope, member, form)
    return _("Saved.")


def do_about_transfer(by: By, transfer: Transfer, form: Form) -> str:
    """Do what a button on the page of a transfer asks; return what to say."""
    version, reason = version_of(form), form.get("reason", "")
    match form.get("do"):
        case "release":
            days = form.get("days", "")
            most = int(days) if days.isdecimal() and len(days) < 5 else 0
            transfers.release(by, transfer, version, form.get("letter", ""), most)
        case "accept":
            transfers.accept(by, transfer, version)
        case "return":
            transfers.send_back(by, transfer, version, reason)
        case "refuse":
            transfers.turn_down(by, transfer, version, reason)
        case _other:
            return ""
    return _("Saved.")


def do_correct(by: By, person: Person, form: Form) -> str:
    """Correct a record; an empty number leaves what is kept."""
    said: dict[str, object] = {
        name: form[name].strip()[:100] for name in OPEN if name in form and name != "born_on"
    }
    if form.get("born_on", "").strip():
        said["born_on"] = day_of(form, "born_on")
    said.update({name: form[name] for name in SEALED if form.get(name, "").strip()})
    if not said.get("name", person.name):
        said.pop("name")
    correct(by, person, version_of(form), said)
    return _("Saved.")


def _advance(by: By, scope: Scope, member: Member, form: Form) -> None:
    stages.advance(by, member, version_of(form), form.get("to", ""))


def _leave(by: By, scope: Scope, member: Member, form: Form) -> None:
    stages.leave(by, member, version_of(form), form.get("how", ""))


def _transfer(by: By, scope: Scope, member: Member, form: Form) -> None:
    transfers.ask(by, member, Towards(unit_of(form, "to_code"), form.get("to_name", "")))


def _away(by: By, scope: Scope, member: Member, form: Form) -> None:
    receiving = unit_of(form, "to_code")
    contact.go_away(by, member, Away(receiving, form.get("place", ""), form.get("certificate", "")))


def _heard(by: By, scope: Scope, member: Member, form: Form) -> None:
    row = members.floating(scope).get(member=member, pk=_number(form))
    contact.heard(by, row, row.version)


def _back(by: By, scope: Scope, member: Member, form: Form) -> None:
    row = members.floating(scope).get(member=member, pk=_number(form))
    contact.came_back(by, row, row.version)


def _lose(by: By, scope: Scope, member: Member, form: Form) -> None:
    contact.lose(by, member, by.day, form.get("reason", ""))


def _looked(by: By, scope: Scope, member: Member, form: Form) -> None:
    row = members.lost(scope).get(member=member, pk=_number(form))
    contact.looked(by, row, version_of(form), form.get("text", ""))


def _search_ended(by: By, scope: Scope, member: Member, form: Form) -> None:
    row = members.lost(scope).get(member=member, pk=_number(form))
    contact.search_ended(by, row, version_of(form), form.get("outcome", ""))


def _care(by: By, scope: Scope, member: Member, form: Form) -> None:
    caring.care_for(by, member, form.get("category", ""))


def _visited(by: By, scope: Scope, member: Member, form: Form) -> None:
    row = members.care(scope).get(member=member, pk=_number(form))
    caring.visited(by, row, version_of(form), _brought(form))


def _brought(form: Form) -> Brought:
    return Brought(fen_of(form, "money"), form.get("fund", ""), form.get("kind") or "visit")


def _care_ended(by: By, scope: Scope, member: Member, form: Form) -> None:
    row = members.care(scope).get(member=member, pk=_number(form))
    caring.care_ended(by, row, version_of(form))


def _number(form: Form) -> int:
    text = form.get("row", "")
    return int(text) if text.isdecimal() and len(text) < 18 else 0


_MEMBER: Mapping[str, Callable[[By, Scope, Member, Form], None]] = {
    "advance": _advance,
    "leave": _leave,
    "transfer": _transfer,
    "away": _away,
    "heard": _heard,
    "back": _back,
    "lose": _lose,
    "looked": _looked,
    "search-ended": _search_ended,
    "care": _care,
    "visited": _visited,
    "care-ended": _care_ended,
}
