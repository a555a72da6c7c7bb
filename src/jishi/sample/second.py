"""The second round of the sample county: most branches are better than in spring, some stay, a few fall."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from jishi.sample.answers.sources import Said, said
from jishi.sample.answers.targets import target
from jishi.sample.answers.unit import Known, again
from jishi.sample.chance import dice, weighted
from jishi.sample.county import REGISTERED, County, Progress, silent
from jishi.sample.organisations.tree import Organisation
from jishi.sample.workbooks import write_facts

WORST = 4
# Rank in spring → ranks in autumn with their shares. Published reports of such years let most rise.
RISES: Mapping[int, tuple[tuple[int, float], ...]] = {
    1: ((1, 0.95), (2, 0.05)),
    2: ((1, 0.18), (2, 0.79), (3, 0.03)),
    3: ((2, 0.62), (3, 0.37), (4, 0.01)),
    4: ((3, 0.70), (2, 0.06), (4, 0.24)),
}


def write(county: County, folder: Path, progress: Progress = silent) -> Mapping[str, Path]:
    """Write what every source says in the second round; return source → workbook."""
    by_source: dict[str, list[Said]] = {}
    for each in answers(county, progress):
        if each.fact not in REGISTERED:
            by_source.setdefault(each.source, []).append(each)
    found = {}
    for source, rows in sorted(by_source.items()):
        found[source] = folder / f"second-{source}.xlsx"
        write_facts(found[source], county.graded, rows, county.standards.shapes, county.standards.words)
    return found


def answers(county: County, progress: Progress = silent) -> Iterable[Said]:
    """Yield what every source says of every graded unit in the second round; a planted fault stays as it was."""
    planted = {fault.unit for fault in county.faults}
    for number, one in enumerate(county.graded, start=1):
        book, before = county.rulebook(str(one.domain)), county.answers(one)
        if one.code in planted:
            yield from said(book, one.code, before, dice("sources", one.code))
        else:
            # Who is asked in autumn is told by sheets, so any share can be told.
            known = Known(county.known(one, book).given)
            found = again(
                book, before, target(one.code, rank(county, one)), dice("second", "unit", one.code), known
            )
            yield from said(book, one.code, found, dice("second", "sources", one.code))
        progress(number, len(county.graded))


def rank(county: County, one: Organisation) -> int:
    """Return the rank with which a graded unit comes out in the second round; a planted fault stays as it was."""
    fault = next((fault for fault in county.faults if fault.unit == one.code), None)
    if fault is not None:
        return WORST if fault.poor else county.targets[one.code].rank
    return weighted(dice("second", one.code), RISES[county.targets[one.code].rank])
