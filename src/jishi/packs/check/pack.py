"""All checks of a pack, in the order in which a reader wants to mend things."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from jishi.core.errors import Complaint
from jishi.core.formulas import Assessment
from jishi.packs.check.bans import check_bans
from jishi.packs.check.consultations import check_consultations
from jishi.packs.check.covered import check_covered
from jishi.packs.check.departing import check_departing
from jishi.packs.check.examples import check_examples
from jishi.packs.check.form import check_form
from jishi.packs.check.forms import check_forms
from jishi.packs.check.grades import check_grades
from jishi.packs.check.improvement import check_improvement
from jishi.packs.check.languages import check_languages
from jishi.packs.check.monthly import check_monthly
from jishi.packs.check.people import check_people
from jishi.packs.check.posts import check_posts
from jishi.packs.check.procedures import check_procedures
from jishi.packs.check.reach import check_reach
from jishi.packs.check.references import check_formulas, check_reads, check_references
from jishi.packs.check.sources import check_sources
from jishi.packs.check.targets import check_targets
from jishi.packs.check.tightening import check_tightening
from jishi.packs.check.weights import check_weights
from jishi.packs.derived import check_derivations
from jishi.packs.follows import check_follows
from jishi.packs.lower import lowered
from jishi.packs.pack import Pack
from jishi.packs.worked import Workbench


def check(pack: Pack) -> list[Complaint]:
    """Return everything that is wrong with a pack that could be read; empty = it may be used.

    Worked examples are run only when everything else is right: before that their results would mislead.
    """
    found = _once(_without_examples(pack))
    if found:
        return found
    workbench = Workbench(pack)
    runs = [workbench.run(example) for example in pack.worked]
    return _once(check_examples(pack, runs)) or _once(check_covered(pack, runs))


def _without_examples(pack: Pack) -> Iterator[Complaint]:
    dangling = list(check_references(pack))
    yield from dangling
    yield from check_sources(pack)
    yield from check_form(pack)
    yield from check_derivations(pack)
    yield from check_follows(pack)
    yield from check_posts(pack)
    yield from check_people(pack)
    yield from check_consultations(pack)
    yield from check_monthly(pack)
    yield from check_improvement(pack)
    yield from check_procedures(pack)
    yield from check_forms(pack)
    yield from check_targets(pack)
    yield from check_weights(pack)
    yield from check_grades(pack)
    yield from check_languages(pack)
    yield from check_bans(pack)
    for assessment, complaints in _all_lowered(pack):
        yield from complaints
        # Formulas over names that do not exist would only repeat what has been said.
        if not complaints and not dangling:
            yield from check_formulas(pack, assessment)
            yield from check_reads(pack, assessment)
            yield from check_reach(pack, assessment)
    yield from check_tightening(pack)
    yield from check_departing(pack)


def _all_lowered(pack: Pack) -> Iterator[tuple[Assessment, list[Complaint]]]:
    """Yield the pack lowered for every day on which it changes, then once more for every alternative standard."""
    for day in _days(pack):
        assessment, builder = lowered(pack, day)
        yield assessment, builder.complaints
    for standard in pack.standards:
        if standard.status == "alternative":
            chosen: dict[str, str] = dict.fromkeys(standard.domains, standard.id)
            assessment, builder = lowered(pack, chosen=chosen)
            yield assessment, builder.complaints


def _days(pack: Pack) -> list[date]:
    indicators = (indicator for standard in pack.standards for indicator in standard.indicators)
    spans = [
        *((limit.since, limit.until) for limit in pack.grades.limits),
        *((rule.since, rule.until) for rule in pack.rules),
        *((indicator.since, indicator.until) for indicator in indicators),
    ]
    begins = {since for since, _ in spans if since is not None}
    ends = {until + timedelta(days=1) for _, until in spans if until is not None}
    return [pack.starts, *sorted(day for day in begins | ends if day > pack.starts)]


def _once(complaints: Iterable[Complaint]) -> list[Complaint]:
    return list({str(complaint): complaint for complaint in complaints}.values())
