"""What an older register left behind: units that nobody manages any more, so that R16 has something to find.

No import and no page lets this come about today; a reform of 2011 did, before the register was kept here.
"""

from dataclasses import dataclass
from datetime import date

from jishi.sample.names import member_name

#: When they were entered, and the day from which nobody managed them.
ENTERED_ON, LEFT_ON = date(2011, 6, 1), date(2011, 12, 31)
# The last names that the county has; nobody in a branch or a team is called so.
_NAMES = 31_190


@dataclass(frozen=True)
class Leftover:
    """A branch that nobody manages.

    Attributes:
        above: code of the committee below which it, or its former body, stood.
        secretary: who answers first for it.
        body: code of the body that was dissolved above it; empty = its link simply ended.
        body_name: what that was called.
    """

    code: str
    name: str
    above: str
    secretary: str
    body: str = ""
    body_name: str = ""


def leftovers(sector: str) -> tuple[Leftover, ...]:
    """Return the leftovers of a sector committee (code): one that stands nowhere, one below a body that is gone."""
    return (
        Leftover(f"{sector}091", "甲戌五金行业党支部", sector, member_name(_NAMES)),
        Leftover(
            f"{sector}09201",
            "乙亥农机第一党支部",
            sector,
            member_name(_NAMES + 1),
            f"{sector}092",
            "乙亥农机系统党总支",
        ),
    )
