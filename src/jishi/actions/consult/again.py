"""What was told of the same people on earlier occasions of a round, held against what is told of them now."""

import numpy as np

from jishi.actions.consult.occasions import MARK, base_of, occasion_of
from jishi.core.columns import Mask
from jishi.core.consult.again import Earlier
from jishi.core.tree import Tree, rows_of
from jishi.packs.schema.consultations import Becomes
from jishi.store.models.consult import Consultation
from jishi.store.models.told import Told
from jishi.store.queries import units

_WHOLE = 100_00


def earlier(consultation: Consultation, tree: Tree, ask: str, share: Becomes) -> list[Earlier]:
    """Return what was told of a share before, of each unit of the tree, above it and below it; two queries at most.

    Args:
        tree: of the occasion: its place and what stands below.
    """
    occasion = occasion_of(consultation)
    if occasion is None:
        return []
    above = {each.pk for each in units.above(occasion.place)} - {occasion.place_id}
    rows = Told.objects.filter(
        consultation__round=consultation.round_id,
        consultation__code__startswith=f"{base_of(consultation.code)}{MARK}",
        ask=ask,
        question=share.question,
        state="told",
        answers__isnull=False,
    )
    found = []
    told = list(rows.order_by("pk").values_list("unit_id", "answers", "low", "high"))
    at = rows_of(tree, np.array([unit for unit, *_rest in told], dtype=np.int64))
    for (unit, size, low, high), row in zip(told, at.tolist(), strict=True):
        if row >= 0 or unit in above:
            least = -(-low * size // _WHOLE)
            most = size if high == _WHOLE else -(-high * size // _WHOLE) - 1
            found.append(Earlier(_line(tree, row), size, least, most))
    return found


def _line(tree: Tree, row: int) -> Mask:
    """Return a unit, all above and all below it; -1 = it stands above the whole tree."""
    if row < 0:
        return np.ones(len(tree), dtype=np.bool_)
    line = np.zeros(len(tree), dtype=np.bool_)
    line[row : int(tree.end[row])] = True
    line[list(tree.ancestors(row))] = True
    return line
