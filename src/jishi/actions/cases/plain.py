"""Which proposals a committee may approve together: those that wait for it and carry no mark."""

from datetime import date

from jishi.actions.cases.ground import Docket, committees, grades_of
from jishi.actions.cases.marks import Marks
from jishi.store.models.org import Unit


def plain_of(docket: Docket, committee: Unit, today: date) -> list[int]:
    """Return the units that wait for a committee and are not marked, in the order of the tree."""
    deciding, rows, marks = (
        committees(docket.pack, docket.judged),
        grades_of(docket.round, docket.judged),
        Marks(docket, today),
    )
    return [
        unit
        for unit in docket.judged
        if deciding.get(unit) == committee
        and docket.case(rows.get(unit), today).step == "review"
        and not marks.of(unit, rows.get(unit))
    ]
