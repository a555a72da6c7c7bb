"""A run's counts as it was and as it is: in the tree of its own date, and in today's through lineage."""

import numpy as np
from numpy.typing import NDArray

from jishi.actions.results import Results
from jishi.core.access import Scope
from jishi.core.lineage import heirs
from jishi.store import standing
from jishi.store.models.org import Unit
from jishi.store.queries import lineage, units


def rows_as_is(scope: Scope, results: Results, unit: Unit) -> NDArray[np.int64]:
    """Return the judged rows of a run whose units, or those that carry them on, stand at or below a unit today.

    Args:
        scope: what is looked at; the rows of ``results`` are cut to it already.
        results: the run.
        unit: a unit of today's tree.

    Raises:
        Unit.DoesNotExist: the unit lies outside.
    """
    below = standing.standing().at_and_below([units.one(scope, unit.pk).pk])
    rows = results.judged_rows
    tree_on = results.run.tree_on
    carried = heirs(results.snapshot.tree.id[rows], lineage.ends(tree_on), tree_on.toordinal())
    return rows[np.isin(carried, below)]
