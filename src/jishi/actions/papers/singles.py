"""Figures of one unit or one remedy, and those that any paper may carry."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from jishi.actions.imports.forms import fact_column
from jishi.actions.improve.sheet import said_of
from jishi.actions.papers.ground import Ground
from jishi.actions.papers.showing import NOTHING, day, points
from jishi.actions.papers.sums import Said
from jishi.core.errors import sentence
from jishi.core.forms import Behind
from jishi.sheets.columns import SCALE
from jishi.sheets.showing import show
from jishi.store import clock
from jishi.store.models.improve import Remedy

Single = Callable[[Ground, int, str], Said]
OfRemedy = Callable[[Ground, Remedy], Said]
_JOINT = {"en": "; "}


def _behind(unit: int) -> Behind:
    return Behind("units", (unit,))


def _unit(ground: Ground, unit: int, of: str) -> Said:
    return Said(ground.units[unit].name, behind=_behind(unit))


def _code(ground: Ground, unit: int, of: str) -> Said:
    return Said(ground.units[unit].code)


def _domain(ground: Ground, unit: int, of: str) -> Said:
    return Said(domain_name(ground, ground.units[unit].domain))


def domain_name(ground: Ground, domain: str) -> str:
    """Return what a domain is called on the paper."""
    found = ground.pack.domain_by_id.get(domain)
    return found.names.say(ground.telling.language) if found else domain


def _part(ground: Ground, unit: int, of: str) -> Said:
    found = int(ground.columns.part[_place(ground, unit)])
    return Said((ground.called(found) if found != unit else "") or NOTHING)


def _place(ground: Ground, unit: int) -> int:
    return int(ground.columns.place_of(np.array([unit]))[0])


def _members(ground: Ground, unit: int, of: str) -> Said:
    count = ground.members.get(unit)
    # The register of the home, else the figure that the office reports.
    return Said(str(count), count, behind=_behind(unit)) if count else _fact(ground, unit, "members-total")


def _secretary(ground: Ground, unit: int, of: str) -> Said:
    found = ground.secretaries.get(unit)
    return Said(found[0] if found else NOTHING)


def _fact(ground: Ground, unit: int, of: str) -> Said:
    results, fact = ground.results_of(unit), ground.pack.fact_by_id.get(of)
    column = results.snapshot.facts.get(of)
    row = results.row_of.get(unit, -1)
    if fact is None or column is None or row < 0 or not column.valid[row]:
        return Said(NOTHING, behind=Behind("facts", (unit,), of))
    value, told = int(column.values[row]), fact_column(fact)
    text = str(show(told, value, ground.telling.language))
    number = value if told.type not in ("level", "date", "yes-no") else None
    return Said(text, number, SCALE.get(told.type, 1), Behind("facts", (unit,), of))


def _score(ground: Ground, unit: int, of: str) -> Said:
    score = ground.results_of(unit).value("score", unit)
    return Said(points(score), score, 100, _behind(unit))


def grade_name(ground: Ground, rank: int | None) -> str:
    """Return what the grade of a rank is called on the paper; — = none."""
    return ground.pack.grade_at(rank).names.say(ground.telling.language) if rank else NOTHING


def _proposal(ground: Ground, unit: int, of: str) -> Said:
    return Said(grade_name(ground, ground.results_of(unit).value("proposal", unit)), behind=_behind(unit))


def _grade(ground: Ground, unit: int, of: str) -> Said:
    row = ground.grades.get(unit)
    return Said(grade_name(ground, ground.pack.rank_by_grade.get(row.grade) if row else None), behind=_behind(unit))


def _grade_before(ground: Ground, unit: int, of: str) -> Said:
    rank = int(ground.columns.before[_place(ground, unit)])
    return Said(grade_name(ground, rank or None), behind=_behind(unit))


def _committee(ground: Ground, unit: int, of: str) -> Said:
    row = ground.grades.get(unit)
    return Said(row.committee.name if row else ground.maker.name)


def _meeting_day(ground: Ground, unit: int, of: str) -> Said:
    row = ground.grades.get(unit)
    return Said(day(row.meeting.held_on if row and row.meeting else None, ground.telling.language))


def _minutes(ground: Ground, unit: int, of: str) -> Said:
    row = ground.grades.get(unit)
    return Said(row.meeting.minute_number if row and row.meeting else NOTHING)


def _present(ground: Ground, unit: int, of: str) -> Said:
    row = ground.grades.get(unit)
    return Said(f"{row.meeting.present} / {row.meeting.entitled}" if row and row.meeting else NOTHING)


def _reason(ground: Ground, unit: int, of: str) -> Said:
    row = ground.grades.get(unit)
    return Said(row.reason if row and row.reason else NOTHING)


def _answer(ground: Ground, unit: int, of: str) -> Said:
    row = ground.answers.get(unit)
    if row is None:
        return Said(NOTHING)
    return Said(row.text or ground.telling.word(sentence("The branch agrees to the proposal.")))


def _notice_days(ground: Ground, unit: int, of: str) -> Said:
    row = ground.notices.get(unit)
    if row is None:
        return Said(NOTHING)
    said = [day(on, ground.telling.language) for on in (row.notice.opens_on, row.notice.until)]
    return Said(" – ".join(said))


def _objections(ground: Ground, unit: int, of: str) -> Said:
    row = ground.notices.get(unit)
    count = ground.objections.get(row.notice_id, 0) if row else None
    return Said(NOTHING if count is None else str(count), count)


def _problem_list(ground: Ground, unit: int, of: str) -> Said:
    rows = ground.problems.get(unit, [])
    joint = _JOINT.get(ground.telling.language, "；")
    text = joint.join(said_of(ground.pack, row, ground.telling.language) for row in rows)
    return Said(text or NOTHING, behind=Behind("problems", tuple(row.pk for row in rows)))


def _plan_goal(ground: Ground, unit: int, of: str) -> Said:
    plan = ground.plans.get(unit)
    return Said(plan.goal if plan and plan.goal else NOTHING)


def _contact(ground: Ground, unit: int, of: str) -> Said:
    plan = ground.plans.get(unit)
    return Said(plan.contact if plan and plan.contact else NOTHING)


SINGLES: Final[Mapping[str, Single]] = {
    "unit": _unit,
    "code": _code,
    "domain": _domain,
    "part": _part,
    "members": _members,
    "secretary": _secretary,
    "fact": _fact,
    "score": _score,
    "proposal": _proposal,
    "grade": _grade,
    "grade-before": _grade_before,
    "committee": _committee,
    "meeting-day": _meeting_day,
    "minutes": _minutes,
    "present": _present,
    "reason": _reason,
    "answer": _answer,
    "notice-days": _notice_days,
    "objections": _objections,
    "problem-list": _problem_list,
    "plan-goal": _plan_goal,
    "contact": _contact,
}


def _problem(ground: Ground, row: Remedy) -> Said:
    if row.problem is None:
        return Said(NOTHING)
    text = said_of(ground.pack, row.problem, ground.telling.language)
    return Said(text, behind=Behind("problems", (row.problem.pk,)))


def _problem_kind(ground: Ground, row: Remedy) -> Said:
    kinds = ground.pack.improvement.kinds if ground.pack.improvement else ()
    wanted = row.problem.kind if row.problem else ""
    name = next((kind.names.say(ground.telling.language) for kind in kinds if kind.id == wanted), wanted)
    return Said(name or NOTHING)


def _remedy(ground: Ground, row: Remedy) -> Said:
    return Said(row.text, behind=Behind("remedies", (row.pk,)))


def _goal(ground: Ground, row: Remedy) -> Said:
    return Said(row.goal or NOTHING)


def _responsible(ground: Ground, row: Remedy) -> Said:
    return Said(row.responsible or NOTHING)


def _due(ground: Ground, row: Remedy) -> Said:
    return Said(day(row.due_on, ground.telling.language))


def _progress(ground: Ground, row: Remedy) -> Said:
    if row.state == Remedy.State.VERIFIED:
        return Said(ground.telling.word(sentence("done and verified")), behind=Behind("remedies", (row.pk,)))
    return Said(f"{row.share}%", row.share, behind=Behind("remedies", (row.pk,)))


OF_REMEDIES: Final[Mapping[str, OfRemedy]] = {
    "problem": _problem,
    "problem-kind": _problem_kind,
    "remedy": _remedy,
    "goal": _goal,
    "responsible": _responsible,
    "due": _due,
    "progress": _progress,
}


def anywhere(ground: Ground, figure: str, number: int) -> Said:
    """Return what any paper may carry: place, maker, level above, cycle, round, day, run, number of the version."""
    above = ground.above
    told = {
        "place": ground.place.name,
        "maker": ground.maker.name,
        "above": above.name if above else NOTHING,
        "cycle": ground.round.cycle.code,
        "round": str(ground.round.number),
        "today": day(clock.today(), ground.telling.language),
        "run": f"{ground.round} · {ground.results.run.number}",
        "number": str(number),
    }
    return Said(told[figure])
