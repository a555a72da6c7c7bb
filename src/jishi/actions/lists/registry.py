"""Every list by its kind; a new one is entered here and is then on the page of imports and in ``jishi sheet``."""

from collections.abc import Mapping

from jishi.actions.lists import (
    branch_sheets,
    care,
    care_sums,
    changes,
    covered,
    doubles,
    electorates,
    evaluations,
    floating,
    grid_requests,
    grid_teams,
    grids,
    helpers,
    logs,
    lost,
    pairings,
    partnerships,
    responsibilities,
    reviews,
    searches,
    stands,
    supervision,
    targets,
    tasks,
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
        grid_teams.LISTING,
        grid_requests.LISTING,
        transfers.LISTING,
        floating.LISTING,
        lost.LISTING,
        care.LISTING,
        care_sums.LISTING,
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
        tasks.LISTING,
        responsibilities.LISTING,
        supervision.LISTING,
        weak.LISTING,
        covered.LISTING,
        electorates.LISTING,
        branch_sheets.LISTING,
    )
}
