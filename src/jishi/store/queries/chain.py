"""The responsibility chain: from the top down to a unit, who answers at each step (D206, D222)."""

from dataclasses import dataclass
from datetime import date

from jishi.core.access import Scope
from jishi.store.access import in_force
from jishi.store.models.org import Unit
from jishi.store.models.posts import Dispatch, Pairing, Tenure
from jishi.store.queries import units


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a post or is sent.

    Attributes:
        work: kind of the post, or of what a helper is sent for.
        term_ends_on: None = no term is known.
    """

    name: str
    work: str
    since: date
    term_ends_on: date | None = None


@dataclass(frozen=True)
class Step:
    """One unit of the chain.

    Attributes:
        first: the first responsible persons; exactly one is right (R22).
        helpers: people and teams who are sent there.
        paired: leaders above who are paired with somebody here.
    """

    unit: Unit
    first: tuple[Holder, ...]
    helpers: tuple[Holder, ...]
    paired: tuple[Holder, ...]


def chain(scope: Scope, unit: Unit, on: date) -> list[Step]:
    """Return the chain from the topmost unit down to a unit, four statements whatever its length.

    What stands above the scope is part of the chain: everybody may know who answers above them, by office.

    Raises:
        Unit.DoesNotExist: the unit lies outside.
    """
    found = units.one(scope, unit.pk)
    line = units.above(found)
    wanted = [each.pk for each in line]
    first, helpers, paired = _first(wanted, on), _helpers(wanted, on), _paired(wanted, on)
    return [
        Step(each, tuple(first.get(each.pk, ())), tuple(helpers.get(each.pk, ())), tuple(paired.get(each.pk, ())))
        for each in line
    ]


def _first(wanted: list[int], on: date) -> dict[int, list[Holder]]:
    found: dict[int, list[Holder]] = {}
    held = Tenure.objects.filter(
        in_force(on), post__unit__in=wanted, post__first_responsible=True, post__closed_on__isnull=True
    ).select_related("person", "post")
    for tenure in held.order_by("from_on", "pk"):
        holder = Holder(tenure.person.name, tenure.post.kind, tenure.from_on, tenure.term_ends_on)
        found.setdefault(tenure.post.unit_id, []).append(holder)
    return found


def _helpers(wanted: list[int], on: date) -> dict[int, list[Holder]]:
    found: dict[int, list[Holder]] = {}
    sent = Dispatch.objects.filter(in_force(on), unit__in=wanted).select_related("person", "team")
    for each in sent.order_by("kind", "from_on", "pk"):
        name = each.person.name if each.person else each.team.name
        found.setdefault(each.unit_id, []).append(Holder(name, each.kind, each.from_on, each.term_ends_on))
    return found


def _paired(wanted: list[int], on: date) -> dict[int, list[Holder]]:
    """Return unit → the leaders paired with the holder of a post there."""
    pairs = Pairing.objects.filter(in_force(on), paired__unit__in=wanted)
    leads = {(pair.leader_id, pair.paired_id): pair for pair in pairs.select_related("paired")}
    held = Tenure.objects.filter(in_force(on), post__in={leader for leader, _paired in leads})
    names = {tenure.post_id: tenure for tenure in held.select_related("person", "post")}
    found: dict[int, list[Holder]] = {}
    for (leader, _post), pair in leads.items():
        if leader in names:
            tenure = names[leader]
            holder = Holder(tenure.person.name, tenure.post.kind, pair.from_on)
            found.setdefault(pair.paired.unit_id, []).append(holder)
    return found
