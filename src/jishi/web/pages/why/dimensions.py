"""The parts of the standard: points won, beside the median of peers, and what was lost."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.explained import Explained
from jishi.actions.results import Results
from jishi.core.explain import DimensionShown
from jishi.core.scorecard import dimension_formula, possible_formula
from jishi.web.charts.bar import bar
from jishi.web.pages.why.losses import Loss, Losses
from jishi.web.programme import Programme
from jishi.web.wording import hundredths, percent, short_hundredths, text_of

# Lost rows that are shown before the fold.
FIRST = 2


@dataclass(frozen=True)
class DimensionRow:
    """One part of the standard.

    Attributes:
        first, rest: the losses before and behind the fold, the dearest first.
    """

    name: str
    won: int | None
    possible: int | None
    bar: SafeString
    lost: bool
    first: tuple[Loss, ...]
    rest: tuple[Loss, ...]
    rest_label: str


def dimensions(words: Programme, results: Results, found: Explained) -> list[DimensionRow]:
    """Return the parts of the unit's standard in its order."""
    standard = found.pack.standard_for(found.explanation.domain or "")
    names = {each.id: text_of(each.names) for each in standard.dimensions} if standard else {}
    losses = Losses(words, found)
    return [_row(results, found, shown, names, losses) for shown in found.explanation.dimensions]


def _row(
    results: Results, found: Explained, shown: DimensionShown, names: dict[str, str], losses: Losses
) -> DimensionRow:
    costly = sorted(
        (row for row in shown.indicators if row.lost or row.score is None), key=lambda row: (-row.lost, row.row.id)
    )
    lost = tuple(losses.of(row) for row in costly)
    rest = lost[FIRST:]
    name = names.get(shown.id, shown.id)
    return DimensionRow(
        name=name,
        won=shown.won,
        possible=shown.possible,
        bar=_bar(results, found, shown, name),
        lost=bool(lost),
        first=lost[:FIRST],
        rest=rest,
        rest_label=ngettext("%(count)s more row", "%(count)s more rows", len(rest)) % {"count": len(rest)},
    )


def _bar(results: Results, found: Explained, shown: DimensionShown, name: str) -> SafeString:
    formulas = (dimension_formula(shown.id), possible_formula(shown.id))
    median = results.peer_median(found.row, formulas)
    share = shown.won * 10000 // shown.possible if shown.won is not None and shown.possible else None
    said = _("%(name)s: %(won)s of %(possible)s points, %(share)s") % {
        "name": name,
        "won": hundredths(shown.won),
        "possible": short_hundredths(shown.possible),
        "share": percent(share),
    }
    if median is not None:
        said = _("%(said)s; half of the peers reach %(median)s") % {"said": said, "median": percent(median)}
    return bar(share, median, said)
