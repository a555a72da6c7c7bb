"""Weak units × helpers: a row for each weak unit, a column for each kind of helper that the pack names."""

from collections.abc import Iterator, Sequence

from jishi.actions.dispatch.covering import named_for, weak_units
from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import UNIT, UNIT_NAME, choice, column
from jishi.actions.lists.frame import Leaving, Listing
from jishi.actions.results import latest
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.models.org import Unit
from jishi.store.queries import dispatch

_SLICE = 900


def form(pack: Pack) -> Form:
    """Return the form of the matrix, in the words of a pack."""
    domains = tuple(choice(domain.id, domain.names) for domain in pack.vocabulary.domains)
    return Form(
        "weak",
        texts("薄弱组织帮扶力量对照表", "薄弱組織幫扶力量對照表", "Weak units and helpers"),
        (
            UNIT,
            UNIT_NAME,
            column("domain", texts("领域", "領域", "Domain"), "choice", choices=domains),
            column("helped", texts("已有应派力量", "已有應派力量", "Has whom the pack names"), "yes-no"),
            *(
                column(
                    f"has-{helper.id}", texts(helper.names.zh_hans, helper.names.zh_hant, helper.names.en), "yes-no"
                )
                for helper in (pack.posts.helpers if pack.posts else ())
            ),
        ),
    )


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the units for which the newest run proposes the lowest grade, in the order of the tree."""
    results, pack = latest(leaving.scope), leaving.pack
    if results is None:
        return
    kinds = [str(helper.id) for helper in (pack.posts.helpers if pack.posts else ())]
    weak = weak_units(results, pack)
    for start in range(0, len(weak), _SLICE):
        part = weak[start : start + _SLICE]
        ids = [unit for unit, _domain in part]
        have, names = dispatch.helped(ids, clock.today()), Unit.objects.in_bulk(ids)
        for unit, domain in part:
            held = have.get(unit, frozenset())
            yield (
                names[unit].code,
                names[unit].name,
                domain,
                int(bool(held & named_for(pack, domain))),
                *(int(kind in held) for kind in kinds),
            )


LISTING = Listing("weak", form, None, rows)
