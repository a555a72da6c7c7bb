"""The forms of changes to the tree, as lists of fields that one template shows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from jishi.actions.explained import PERSONAL, open_class
from jishi.core.access import Scope
from jishi.core.org.axes import AXES
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Link, Unit, UnitTrait
from jishi.store.models.people import Member
from jishi.store.queries import coverage, units
from jishi.web.org_words import axis_name, mode_name
from jishi.web.wording import text_of, whole

MOST = 60


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    value: str
    name: str
    chosen: bool = False


@dataclass(frozen=True)
class Field:
    """One field.

    Attributes:
        type: ``text``, ``number``, ``select``, ``one`` (radio), ``some`` (checkboxes).
        suggested: codes offered while typing.
    """

    name: str
    label: str
    type: str = "text"
    value: str = ""
    help: str = ""
    options: tuple[Option, ...] = ()
    suggested: tuple[Option, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Asking:
    """For what a form is built."""

    scope: Scope
    pack: Pack
    unit: Unit
    typed: dict[str, list[str]] = field(default_factory=dict)

    def said(self, name: str, otherwise: str = "") -> str:
        """Return what was typed before, so that a refusal costs nothing."""
        return self.typed[name][0] if self.typed.get(name) else otherwise

    def chosen(self, name: str, otherwise: Iterable[str] = ()) -> set[str]:
        """Return what was ticked before."""
        return set(self.typed.get(name, otherwise))


def fields_of(verb: str, asking: Asking) -> list[Field]:
    """Return the fields of a verb."""
    return _FORMS[verb](asking)


def verbs() -> dict[str, str]:
    """Return the verbs, and what they are called."""
    return {
        "move": _("Move"),
        "merge": _("Merge into it"),
        "split": _("Split"),
        "convert": _("Convert"),
        "recode": _("New code"),
        "dissolve": _("Dissolve"),
        "found": _("Found below it"),
        "stand": _("Territory and industry"),
        "places": _("Area and tier"),
        "grid": _("Grids"),
    }


def _move(asking: Asking) -> list[Field]:
    kind = next((each for each in asking.pack.vocabulary.kinds if each.id == asking.unit.kind), None)
    fit = units.outside(asking.scope, asking.unit).filter(kind__in=kind.parents if kind else ())[: MOST * 3]
    return [
        Field(
            "parent",
            _("Code of the new superior"),
            value=asking.said("parent"),
            help=_("Members and everything below go with it."),
            suggested=tuple(Option(each.code, each.name) for each in fit),
            required=True,
        )
    ]


def _merge(asking: Asking) -> list[Field]:
    here = Link.objects.filter(in_force(clock.today()), axis=Axis.MANAGEMENT)
    parents = here.filter(unit=asking.unit).values("parent")
    beside = units.visible(asking.scope).filter(
        pk__in=here.filter(parent__in=parents).values("unit"), kind=asking.unit.kind
    )
    chosen = asking.chosen("units")
    near = tuple(
        Option(str(each.pk), f"{each.name} ({each.code})", str(each.pk) in chosen)
        for each in beside.exclude(pk=asking.unit.pk)[:MOST]
    )
    return [
        Field(
            "units",
            _("Units that go"),
            "some",
            help=_("This unit stays; the others end on the day before, and their members go on here."),
            options=near,
        )
    ]


def _split(asking: Asking) -> list[Field]:
    if open_class(asking.scope, asking.unit) < PERSONAL:
        return []
    held = Member.objects.filter(in_force(clock.today()), unit=asking.unit).select_related("person")
    chosen = asking.chosen("members")
    return [
        Field("code", _("Code of the new unit"), value=asking.said("code"), required=True),
        Field("name", _("Name of the new unit"), value=asking.said("name"), required=True),
        Field(
            "members",
            _("Members who go there"),
            "some",
            help=_("Both sides need three full members; the figures of the time before stay with this unit."),
            options=tuple(
                Option(str(each.pk), each.person.name, str(each.pk) in chosen)
                for each in held.order_by("person__name", "pk")[:500]
            ),
        ),
    ]


def _convert(asking: Asking) -> list[Field]:
    unit = asking.unit
    return [
        Field("name", _("Name of the unit"), value=asking.said("name", unit.name), required=True),
        _kinds(asking, asking.said("kind", unit.kind)),
        _domains(asking, asking.said("domain", unit.domain)),
    ]


def _recode(asking: Asking) -> list[Field]:
    return [
        Field(
            "code",
            _("New code"),
            value=asking.said("code", asking.unit.code),
            help=_("Everything that is known of the unit stays with it."),
            required=True,
        )
    ]


def _dissolve(asking: Asking) -> list[Field]:
    return []


def _found(asking: Asking) -> list[Field]:
    fit = {kind.id for kind in asking.pack.vocabulary.kinds if asking.unit.kind in kind.parents}
    chosen, mode = asking.chosen("hosts"), asking.said("mode", "alone")
    least = asking.pack.vocabulary.least_full_members
    lacking = coverage.lacking(asking.scope, clock.today(), asking.unit, least)[:MOST]
    return [
        Field("code", _("Code"), value=asking.said("code"), required=True),
        Field("name", _("Name of the new unit"), value=asking.said("name"), required=True),
        _kinds(asking, asking.said("kind", "branch"), fit),
        _domains(asking, asking.said("domain")),
        Field(
            "mode",
            _("How it is set up"),
            "one",
            options=tuple(Option(each, mode_name(each), each == mode) for each in ("alone", "area", "industry")),
        ),
        Field(
            "hosts",
            _("Workplaces that it covers"),
            "some",
            help=_("Those here that should have a unit and have none, with their full members."),
            options=tuple(
                Option(str(each.pk), f"{each.name} · {whole(each.full_members)}", str(each.pk) in chosen)
                for each in lacking
            ),
        ),
        Field("others", _("Codes of other workplaces"), value=asking.said("others")),
        Field("industry", _("Code of the industry's unit"), value=asking.said("industry")),
    ]


def _kinds(asking: Asking, chosen: str, fit: set[str] | None = None) -> Field:
    kinds = [kind for kind in asking.pack.vocabulary.kinds if fit is None or kind.id in fit]
    return Field(
        "kind",
        _("Kind"),
        "select",
        options=tuple(Option(kind.id, text_of(kind.names), kind.id == chosen) for kind in kinds),
    )


def _domains(asking: Asking, chosen: str) -> Field:
    options = [Option("", _("none"), not chosen)]
    options += [Option(each.id, text_of(each.names), each.id == chosen) for each in asking.pack.vocabulary.domains]
    return Field("domain", _("Domain"), "select", options=tuple(options))


def _stand(asking: Asking) -> list[Field]:
    axis = asking.said("axis", "territory")
    return [
        Field(
            "axis",
            _("Axis"),
            "one",
            options=tuple(Option(each, axis_name(each), each == axis) for each in AXES),
        ),
        Field(
            "parent",
            _("Code of the unit above on this axis"),
            value=asking.said("parent"),
            help=_("It guides; the managing body stays as it is. Empty: no place on this axis any more."),
        ),
    ]


def _places(asking: Asking) -> list[Field]:
    held = UnitTrait.objects.filter(in_force(clock.today()), unit=asking.unit)
    have = set(held.values_list("value", flat=True))
    words = asking.pack.vocabulary
    areas, tier = (
        asking.chosen("areas", have),
        asking.said("tier", next((t.id for t in words.tiers if t.id in have), "")),
    )
    return [
        Field(
            "areas",
            _("Area with special support"),
            "some",
            help=_("Whatever stands below it lies there too."),
            options=tuple(Option(each.id, text_of(each.names), each.id in areas) for each in words.areas),
        ),
        Field(
            "tier",
            _("Tier of the city"),
            "select",
            options=(
                Option("", _("none"), not tier),
                *(Option(each.id, text_of(each.names), each.id == tier) for each in words.tiers),
            ),
        ),
    ]


def _grid(asking: Asking) -> list[Field]:
    return [
        Field("name", _("Name of the grid"), value=asking.said("name"), required=True),
        Field("households", _("Households (count)"), "number", asking.said("households")),
        Field("residents", _("Residents (count)"), "number", asking.said("residents")),
        Field(
            "team",
            _("Service team"),
            value=asking.said("team"),
            help=_("Who serves it. Households and persons are not recorded."),
        ),
        Field(
            "ended",
            _("End"),
            "some",
            options=(Option("yes", _("There is no such grid any more"), "yes" in asking.chosen("ended")),),
        ),
    ]


_FORMS: dict[str, Callable[[Asking], list[Field]]] = {
    "move": _move,
    "merge": _merge,
    "split": _split,
    "convert": _convert,
    "recode": _recode,
    "dissolve": _dissolve,
    "found": _found,
    "stand": _stand,
    "places": _places,
    "grid": _grid,
}
