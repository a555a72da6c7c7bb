"""Every list by its kind; a new one is entered here and is then on the page of imports and in ``jishi sheet``."""

from collections.abc import Mapping

from jishi.actions.lists import (
    branch_sheets,
    care,
    changes,
    covered,
    doubles,
    electorates,
    evaluations,
    floating,
    grids,
    helpers,
    logs,
    lost,
    pairings,
    partnerships,
    reviews,
    searches,
    stands,
    targets,
    teams,
    traits,
    transfers,
    weak,
)
from jishi.actions.lists.frame import Listing

LISTINGS: Mapping[str, Listing] = {
    each.kind: each
    for each in (
        changes.LISTING,
        stands.LISTING,
        traits.LISTING,
        grids.LISTING,
        transfers.LISTING,
        floating.LISTING,
        lost.LISTING,
        care.LISTING,
        doubles.LISTING,
        helpers.LISTING,
        teams.LISTING,
        logs.LISTING,
        evaluations.LISTING,
        pairings.LISTING,
        partnerships.LISTING,
        searches.LISTING,
        reviews.LISTING,
        targets.LISTING,
        weak.LISTING,
        covered.LISTING,
        electorates.LISTING,
        branch_sheets.LISTING,
    )
}
