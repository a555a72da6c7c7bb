"""What waits for a reader, and until when; how far the round is; what became of what was sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.consult.exceptions import waiting as pleas
from jishi.actions.improve.handing import due as judged
from jishi.actions.results import Results
from jishi.core.access import Scope
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.office import Import
from jishi.store.models.org import Unit
from jishi.store.queries import counts, facts, imports, units, violations
from jishi.web.charts.bar import bar
from jishi.web.current import day_of
from jishi.web.programme import Programme, programme
from jishi.web.remedies_due import due
from jishi.web.wording import moment, percent, text_of, until_when, whole

NAMED = 3
WATCHED = 5


@dataclass(frozen=True)
class Waiting:
    """One matter: what, who exactly, how many, the latest date, and the one button that acts."""

    name: str
    detail: str
    concerns: str
    until: str
    late: bool
    address: str
    act: str
    on: date


@dataclass(frozen=True)
class Progress:
    """How far one step of the round is."""

    name: str
    done: int
    total: int
    bar: SafeString


@dataclass(frozen=True)
class Outcome:
    """Something that was sent, and what became of it."""

    name: str
    address: str
    said: str


def waiting(scope: Scope, round_: Round | None, results: Results | None) -> list[Waiting]:
    """Return what waits for the reader, the latest date first."""
    if round_ is None:
        return []
    words = programme(scope, round_)
    found = [
        *_self_assessments(scope, round_, words),
        *_imports(scope, round_),
        *_exceptions(scope, round_),
        *_improve(scope, round_),
        *_first_run(scope, round_, results),
        *(_wrong(scope, round_, words) if violations.checked_at(scope) else _rules(scope, round_, results, words)),
    ]
    return sorted(found, key=lambda matter: matter.on)


def _improve(scope: Scope, round_: Round) -> Iterator[Waiting]:
    for each in due(scope, round_):
        # What is entered is entered today, also in a demo whose round is long over.
        deadline = _Deadline(each.on, clock.today())
        yield deadline.matter(each.name, each.detail, each.count, (each.address, each.act))


@dataclass(frozen=True)
class _Deadline:
    """A last day, seen from the day that pages speak of."""

    on: date
    today: date

    def matter(self, name: str, detail: str, count: str, act: tuple[str, str]) -> Waiting:
        """Return what waits until then."""
        said = until_when(self.on, self.today)
        return Waiting(name, detail, count, said, self.on < self.today, act[0], act[1], self.on)


def _entry(round_: Round) -> _Deadline:
    return _Deadline(round_.entry_deadline, day_of(round_))


def _close(round_: Round) -> _Deadline:
    return _Deadline(round_.closes_on, day_of(round_))


def _counted(count: int) -> str:
    return ngettext("%(count)s unit", "%(count)s units", count) % {"count": whole(count)}


def _asked(scope: Scope, words: Programme) -> QuerySet[Unit]:
    """Return the units inside the scope that a standard of the pack judges, by code."""
    return judged(scope, words.pack) if words.pack else Unit.objects.none()


def _self_assessments(scope: Scope, round_: Round, words: Programme) -> Iterator[Waiting]:
    if not scope.has("enter"):
        return
    missing = _asked(scope, words).exclude(facts.said_itself(round_))
    first = list(missing[:NAMED])
    if not first:
        return
    count = counts.count(scope, missing)
    names = _(", ").join(unit.short_name or unit.name for unit in first)
    if count > NAMED:
        names = _("%(names)s and others") % {"names": names}
    address = reverse("self-assessment", args=[first[0].pk])
    name = _("Self-assessment not confirmed yet")
    yield _entry(round_).matter(name, names, _counted(count), (address, _("Confirm")))


def _exceptions(scope: Scope, round_: Round) -> Iterator[Waiting]:
    """Yield exceptions that somebody below asked for and that nobody has approved."""
    if scope.everything or not scope.has("enter"):
        return
    waits = list(pleas(scope, round_)[: NAMED + 1])
    if waits:
        first = waits[0].asked
        names = _(", ").join(each.asked.unit.short_name or each.asked.unit.name for each in waits[:NAMED])
        names = _("%(names)s and others") % {"names": names} if len(waits) > NAMED else names
        address = f"{reverse('asked-in', args=[first.unit_id])}?c={first.consultation.code}"
        name = _("Exceptions from consultations that wait for approval")
        yield _entry(round_).matter(name, names, "", (address, _("Look at it")))


def _imports(scope: Scope, round_: Round) -> Iterator[Waiting]:
    if not scope.has("import"):
        return
    for each in imports.latest_of_each_file(scope).filter(state=Import.State.REFUSED)[:NAMED]:
        count = len(each.complaints)
        detail = ngettext("%(count)s place to correct", "%(count)s places to correct", count) % {"count": count}
        name = _("Import with errors: %(file)s") % {"file": each.file.name}
        address = reverse("import", args=[each.pk])
        yield _entry(round_).matter(name, detail, _("1 file"), (address, _("See the errors")))


def _first_run(scope: Scope, round_: Round, results: Results | None) -> Iterator[Waiting]:
    computed = results is not None and results.run.round_id == round_.pk
    if scope.has("assess") and not computed:
        count = units.count(scope)
        name = _("Scores of this round are not computed yet")
        yield _close(round_).matter(name, "", _counted(count), (reverse("runs"), _("Compute")))


def _wrong(scope: Scope, round_: Round, words: Programme) -> Iterator[Waiting]:
    """Yield what the last check found that stops somebody, or that the reader is the one to mend."""
    roles = {holding.role for holding in scope.holdings}
    rules = words.pack.rule_by_id if words.pack else {}
    for tally in violations.tallies(scope, violations.still_open(scope)):
        rule = rules.get(tally.rule)
        mine = tally.severity == "flag" and tally.mends in roles
        if rule is not None and (tally.severity == "block" or mine):
            act = (f"{reverse('wrong')}?rule={tally.rule}", _("See which"))
            name = f"{tally.rule} {text_of(rule.names)}"
            yield _close(round_).matter(name, text_of(rule.message), _counted(tally.count), act)


def _rules(scope: Scope, round_: Round, results: Results | None, words: Programme) -> Iterator[Waiting]:
    if results is None or words.pack is None:
        return
    for rule in words.pack.rules:
        if rule.severity != "block":
            continue
        column = results.column(f"rule:{rule.id}")
        rows = results.judged_rows[column.values[results.judged_rows] == 1]
        if len(rows):
            act = (f"{reverse('grading')}?flag={rule.id}", _("See which"))
            name = f"{rule.id} {text_of(rule.names)}"
            yield _close(round_).matter(name, text_of(rule.message), _counted(len(rows)), act)


@dataclass(frozen=True)
class Watched:
    """A rule that units violate without being stopped by it."""

    name: str
    count: int
    address: str


def watch(words: Programme, results: Results) -> list[Watched]:
    """Return the flagged rules that most of the reader's units violate, the most frequent first."""
    rules = [rule for rule in words.pack.rules if rule.severity == "flag"] if words.pack else []
    found = [
        Watched(text_of(rule.names), count, f"{reverse('grading')}?flag={rule.id}")
        for rule in rules
        if (count := int((results.column(f"rule:{rule.id}").values[results.judged_rows] == 1).sum()))
    ]
    return sorted(found, key=lambda rule: -rule.count)[:WATCHED]


def progress(scope: Scope, round_: Round | None, results: Results | None) -> list[Progress]:
    """Return how many of the reader's units are through each step."""
    if round_ is None:
        return []
    asked = _asked(scope, programme(scope, round_))
    total = counts.count(scope, asked)
    if not total:
        return []
    steps = [(_("Self-assessment"), counts.count(scope, asked.filter(facts.said_itself(round_))), total)]
    if results is not None and results.run.round_id == round_.pk:
        judged = results.judged_rows
        steps.append((_("Known well enough"), int(results.column("score").valid[judged].sum()), len(judged)))
        steps.append((_("Grade proposed"), int(results.column("proposal").valid[judged].sum()), len(judged)))
        steps.append((_("No blocking rule violated"), len(judged) - _blocked(results, scope), len(judged)))
    return [_progress(*step) for step in steps]


def _blocked(results: Results, scope: Scope) -> int:
    words = programme(scope, results.run.round)
    broken = np.zeros(len(results.judged_rows), dtype=np.bool_)
    for rule in words.pack.rules if words.pack else ():
        if rule.severity == "block":
            broken |= results.column(f"rule:{rule.id}").values[results.judged_rows] == 1
    return int(broken.sum())


def _progress(name: str, done: int, total: int) -> Progress:
    share = done * 10000 // total if total else 0
    return Progress(name, done, total, bar(share, None, f"{name}: {percent(share)}"))


def outcomes(scope: Scope) -> list[Outcome]:
    """Return what became of the reader's own imports."""
    return [
        Outcome(
            each.file.name,
            reverse("import", args=[each.pk]),
            f"{imports_state(each.state)} · {moment(each.created_at)}",
        )
        for each in imports.own(scope)[:5]
    ]


def imports_state(state: str) -> str:
    """Return what the state of an import is called."""
    return {
        "tried": _("tried only"),
        "done": _("imported"),
        "refused": _("refused"),
        "failed": _("failed"),
    }[state]
