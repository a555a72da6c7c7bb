"""What every change of the tree is asked with, and what it stands on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from jishi.actions.org import grading, left_open
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.core.org.standing import Ground, Standing
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.assess import Round
from jishi.store.models.office import Account
from jishi.store.models.org import Axis, Link, Succession, Unit, Workplace
from jishi.store.models.people import Floating, Member
from jishi.store.paths import STEP, ids, step
from jishi.store.queries.units import path_of

FULL = Member.Status.FULL
COUNTED = (FULL, Member.Status.PROBATIONARY)


@dataclass(frozen=True)
class Order:
    """A change of the tree as it was asked for.

    Attributes:
        scope: where the asker may change the tree.
        pack: whose kinds count.
        on: the day from which it holds.
        actor: who asks; None = the command line.
        document: number of the decision that it follows.
        key: the asker's own key: the same key acts once.
    """

    scope: Scope
    pack: Pack
    on: date
    actor: Account | None = None
    document: str = ""
    key: str = ""


def ground_of(order: Order, codes: Iterable[str] = ()) -> Ground:
    """Return what a decision of the day stands on."""
    locked = Round.objects.filter(locked_at__isnull=False).aggregate(Max("tree_on"))["tree_on__max"]
    taken = Unit.objects.filter(code__in=list(codes)).values_list("code", flat=True)
    return Ground(
        on=order.on,
        today=clock.today(),
        locked=locked,
        parents={kind.id: frozenset(kind.parents) for kind in order.pack.vocabulary.kinds},
        codes=frozenset(taken),
        least=order.pack.vocabulary.least_full_members,
    )


def standing_of(unit: Unit, order: Order) -> Standing:
    """Return the unit as it stands on the day of the order; a handful of queries, whatever the size of the tree."""
    above = tuple(ids(path_of(unit))[:-1])
    line = Link.objects.filter(in_force(clock.today()), axis=Axis.MANAGEMENT, unit__in=[*above, unit.pk])
    members = Member.objects.filter(in_force(order.on), unit=unit)
    return Standing(
        id=unit.pk,
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        level=unit.level,
        domain=unit.domain,
        above=above,
        grader=grader(unit, above, order.pack),
        since=line.aggregate(Max("from_on"))["from_on__max"] or date.min,
        dissolved_on=unit.dissolved_on,
        children=Link.objects.filter(in_force(order.on), parent=unit).values("unit").distinct().count(),
        members=members.filter(status__in=COUNTED).count(),
        full_members=members.filter(status=FULL).count(),
        tasks=left_open.count(unit, order.on),
        joining=members.exclude(status__in=COUNTED).count(),
        received=Floating.objects.filter(in_force(order.on), receiving=unit).count(),
        workplaces=_answered_for(unit, order.on),
    )


def _answered_for(unit: Unit, on: date) -> int:
    here = Workplace.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on), place=unit)
    return here.exclude(unit=unit).count()


def grader(unit: Unit, above: tuple[int, ...], pack: Pack) -> int:
    """Return the nearest unit above to which the pack gives the duty to grade this one (R07); 0 = none."""
    line = {each.pk: each for each in Unit.objects.filter(pk__in=above).only("pk", "kind")}
    found = grading.grader(pack, unit, [line[each] for each in above if each in line])
    return found.pk if found else 0


def refuse_outside(order: Order, *units: Unit) -> None:
    """Refuse a change of units whose superiors the asker does not act for: the committee above decides.

    Raises:
        Refusal: one of them is named.
    """
    for unit in units:
        path = path_of(unit) or _last_path(unit)
        if not order.scope.may("import", Axis.MANAGEMENT, path[:-STEP] or path):
            raise refuse(
                unit.name,
                sentence("Your role does not change the tree here."),
                sentence("Ask the committee that stands above all units concerned."),
            )


def _last_path(unit: Unit) -> str:
    """Return the path that a unit would have where it stood last: its last superior puts it back."""
    last = Link.objects.filter(axis=Axis.MANAGEMENT, unit=unit, parent__isnull=False).order_by("-from_on").first()
    above = path_of(last.parent) if last and last.parent else ""
    return above + step(unit.pk) if above else ""


def refuse_below(order: Order, parent: Unit) -> None:
    """Refuse to put anything below a unit for which the asker does not act.

    Raises:
        Refusal: it is named.
    """
    if not order.scope.may("import", Axis.MANAGEMENT, path_of(parent)):
        raise refuse(
            parent.name,
            sentence("Your role does not change the tree here."),
            sentence("Ask the committee that stands above all units concerned."),
        )


def words_of(unit: Unit | Standing) -> Mapping[str, str]:
    """Return the words of a unit that may change later, as lineage keeps them."""
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "level": unit.level,
        "domain": unit.domain,
    }


def keep(order: Order, kind: str, before: Unit | None, after: Unit | None, **more: object) -> Succession:
    """Write one step of lineage; ``was`` tells the words of ``before`` when the action changed them."""
    was = more.pop("was", None) or (words_of(before) if before else {})
    return Succession.objects.create(
        kind=kind,
        before=before,
        after=after,
        on=order.on,
        document=order.document[:200],
        was=was,
        became=words_of(after) if after else {},
        **more,
    )
