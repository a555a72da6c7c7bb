"""How grades are distributed: the bar, its words, and the shares beside published ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from jishi.actions.results import Results
from jishi.packs.schema.grades import ReferenceShare
from jishi.web.charts.shares import Part, legend, stacked
from jishi.web.programme import Programme
from jishi.web.wording import percent, text_of, whole

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Distribution:
    """Grades of many units.

    Attributes:
        chart: the stacked bar.
        legend: its words.
        said: the same in one line.
        note: of how many, and by which run.
    """

    chart: SafeString
    legend: SafeString
    said: str
    note: str


def distribution(words: Programme, results: Results, rows: Rows) -> Distribution | None:
    """Return how the grades proposed to these rows are distributed; None when there are none."""
    parts = parts_of(words, results, rows)
    total = sum(part.count for part in parts)
    if not total:
        return None
    said = " · ".join(f"{part.name} {whole(part.count)}" for part in parts)
    note = ngettext(
        "%(count)s unit, computed in run %(run)s.", "%(count)s units, computed in run %(run)s.", total
    ) % {"count": whole(total), "run": results.run.number}
    return Distribution(stacked(parts, said), legend(parts), said, note)


def parts_of(words: Programme, results: Results, rows: Rows) -> list[Part]:
    """Return one part for each grade, the best first; the ungraded last, when there are any."""
    *counted, ungraded = results.counts(rows, len(words.grades))
    total = max(1, len(rows))
    parts = [
        Part(grade.name, count, grade.tone, percent(count * 10000 // total))
        for grade, count in zip(words.grades, counted, strict=True)
    ]
    if ungraded:
        parts.append(Part(_("Not graded"), ungraded, "none", percent(ungraded * 10000 // total)))
    return parts


@dataclass(frozen=True)
class Reference:
    """A published share beside our own."""

    name: str
    said: str
    verdict: str
    tone: str


def references(words: Programme, results: Results, rows: Rows) -> list[Reference]:
    """Compare our shares with the published ones of the pack, as plausibility only."""
    if words.pack is None:
        return []
    compared = (_compared(words, results, rows, share) for share in words.pack.grades.reference_shares)
    return [found for found in compared if found]


def _compared(words: Programme, results: Results, rows: Rows, share: ReferenceShare) -> Reference | None:
    if share.domain is not None:
        domains = results.snapshot.domains
        wanted = domains.index(share.domain) if share.domain in domains else -2
        rows = rows[results.snapshot.domain[rows] == wanted]
    own = _own_share(words, results, rows, share)
    if own is None:
        return None
    least, most = int(share.least * 100), int(share.most * 100)
    verdict, tone = _verdict(own, least, most)
    said = _("Here %(own)s of %(count)s; published %(least)s to %(most)s. %(source)s") % {
        "own": percent(own),
        "count": whole(len(rows)),
        "least": percent(least),
        "most": percent(most),
        "source": words.source(share.source).name,
    }
    return Reference(text_of(share.names), said, verdict, tone)


def _own_share(words: Programme, results: Results, rows: Rows, share: ReferenceShare) -> int | None:
    """Return our own share of the graded rows in basis points; None when none is graded."""
    assert words.pack is not None
    grades = words.pack.grades.grades
    if share.grade is not None:
        chosen = [place for place, grade in enumerate(grades) if grade.id == share.grade]
    else:
        chosen = [place for place, grade in enumerate(grades) if grade.class_ == share.class_]
    *counted, _ungraded = results.counts(rows, len(grades))
    graded = sum(counted)
    return sum(counted[place] for place in chosen) * 10000 // graded if graded else None


def _verdict(own: int, least: int, most: int) -> tuple[str, str]:
    if own < least:
        return _("lower than published"), "plain"
    if own > most:
        return _("higher than published"), "plain"
    return _("as published"), "good"


def row_parts(parts: Sequence[Part]) -> str:
    """Say the parts in one short line."""
    return " · ".join(f"{part.name} {whole(part.count)}" for part in parts if part.count)
