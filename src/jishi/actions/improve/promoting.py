"""Who may rise in a round, and what is missing for each who may not yet: what lies before the committee."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jishi.actions.cases.ground import Docket, committees, grades_of
from jishi.actions.improve.gate import Band, Gates
from jishi.core.errors import Complaint
from jishi.store.models.assess import Grade
from jishi.store.models.org import Unit
from jishi.store.models.publish import Notice


@dataclass(frozen=True)
class Candidate:
    """A unit whose proposal is better than the grade of the round before.

    Attributes:
        committee: which grades it; None = nobody has the duty.
        before, proposed: ranks, 1 = best.
        missing: everything that keeps the gate shut today, in sentences; empty = it may rise.
        bands: ask → what was told.
        notice: on which that hangs or hung.
        row: what the committee decided; None = nothing yet.
        step: at which step of the procedure the unit stands today.
    """

    unit: int
    committee: Unit | None
    before: int
    proposed: int
    missing: tuple[Complaint, ...]
    bands: Mapping[str, Band]
    notice: Notice | None
    row: Grade | None
    step: str

    @property
    def may_rise(self) -> bool:
        """Say whether nothing is missing."""
        return not self.missing

    @property
    def waits(self) -> bool:
        """Say whether the committee decides on it now."""
        return self.step == "review"


def candidates(docket: Docket, today: date) -> list[Candidate]:
    """Return every unit of a docket that is to rise, in the order of the tree; queries do not grow with them."""
    gates = Gates(docket, docket.judged)
    column = docket.results.column("proposal")
    found = []
    rising = []
    for unit in docket.judged:
        row = docket.results.row_of[unit]
        proposed = int(column.values[row]) if column.valid[row] else None
        if proposed is not None and gates.rises(unit, proposed):
            rising.append((unit, proposed))
    ids = [unit for unit, _proposed in rising]
    above, rows = committees(docket.pack, ids), grades_of(docket.round, ids)
    for unit, proposed in rising:
        before = gates.before(unit)
        assert before is not None, "it rises"
        voice = gates.voice(unit)
        found.append(
            Candidate(
                unit=unit,
                committee=above.get(unit),
                before=before,
                proposed=proposed,
                missing=tuple(gates.hindrances(unit, "", proposed, today)),
                bands=voice.bands,
                notice=voice.notice,
                row=rows.get(unit),
                step=docket.case(rows.get(unit), today).step,
            )
        )
    return found


def has_gate(docket: Docket) -> bool:
    """Say whether the pack lets units rise only through a gate."""
    return Gates(docket, ()).gate is not None
