"""The form of one workplace as a list of fields."""

from collections.abc import Callable, Iterator, Mapping

from django.http import QueryDict
from django.utils.translation import gettext as _

from jishi.packs.pack import Pack
from jishi.packs.schema.vocabulary import Domain, Word
from jishi.store.models.org import Workplace
from jishi.web.pages.org.fields import Field, Option
from jishi.web.wording import text_of

COUNTS = ("employees", "members", "full_members")
FLAGS = ("union", "league")
DATES = ("opened_on", "closed_on", "formation_due")
#: Field → the words of the pack that it may have.
LISTS: Mapping[str, Callable[[Pack], tuple[Domain | Word, ...]]] = {
    "domain": lambda pack: pack.vocabulary.domains,
    "ownership": lambda pack: pack.vocabulary.ownerships,
    "size_class": lambda pack: pack.vocabulary.sizes,
    "area": lambda pack: pack.vocabulary.sites,
}


def names() -> dict[str, str]:
    """Return what the fields are called."""
    return {
        "code": _("Code of the workplace"),
        "name": _("Name in full"),
        "credit_code": _("Credit code"),
        "kind": _("Kind of workplace"),
        "domain": _("Domain"),
        "ownership": _("Ownership"),
        "size_class": _("Size"),
        "area": _("Kind of area"),
        "place": _("Code of the unit that answers for its area"),
        "unit": _("Code of its own unit"),
        "employees": _("Employees"),
        "members": _("Members (count)"),
        "full_members": _("Full members"),
        "union": _("Trade union"),
        "league": _("Youth League"),
        "opened_on": _("Opened on"),
        "closed_on": _("Closed on"),
        "formation_due": _("Unit due by"),
    }


def fields_of(pack: Pack, found: Workplace | None, typed: QueryDict | None) -> list[Field]:
    """Return the fields with what is known, or with what was typed before it was refused."""
    return list(_fields(pack, lambda name: typed.get(name, "") if typed is not None else _known(found, name)))


def _known(found: Workplace | None, name: str) -> str:
    if found is None:
        return ""
    value = getattr(found, name)
    if name in ("place", "unit"):
        return value.code if value else ""
    if name in FLAGS:
        return {True: "yes", False: "no"}.get(value, "")
    return "" if value is None else value.isoformat() if name in DATES else str(value)


def _fields(pack: Pack, said: Callable[[str], str]) -> Iterator[Field]:
    named = names()
    for name in ("code", "name"):
        yield Field(name, named[name], value=said(name), required=True)
    for name in ("credit_code", "kind"):
        yield Field(name, named[name], value=said(name))
    for name, words in LISTS.items():
        options = tuple(Option(each.id, text_of(each.names), each.id == said(name)) for each in words(pack))
        if options:
            yield Field(name, named[name], "select", options=(Option("", _("not known"), not said(name)), *options))
    for name in ("place", "unit"):
        yield Field(name, named[name], value=said(name))
    for name in COUNTS:
        yield Field(name, named[name], "number", said(name), help=_("Empty where it is not known; never 0."))
    for name in FLAGS:
        offered = (("", _("not known")), ("yes", _("yes")), ("no", _("no")))
        yield Field(name, named[name], "select", options=tuple(Option(v, n, v == said(name)) for v, n in offered))
    for name in DATES:
        yield Field(name, named[name], "date", said(name))
