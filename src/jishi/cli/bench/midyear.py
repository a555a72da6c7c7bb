"""What a province holds in the middle of its year, written in a few statements, for as long as pages are measured.

Lists that are empty are fast. Nothing here means anything: every second branch was visited, one problem was found
in each, and so on, so that every list is as long as it can become.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, models

from jishi.store import clock
from jishi.store.models.assess import FactName, FactValue, Grade, Round, Run
from jishi.store.models.circulars import Circular, Receipt
from jishi.store.models.consult import Inquiry, Minutes, Visit
from jishi.store.models.improve import Call, Practice, Problem, Remedy
from jishi.store.models.org import Workplace
from jishi.store.models.paper import MonthlySheet
from jishi.store.models.people import Floating, Transfer
from jishi.store.models.posts import Dispatch
from jishi.store.models.publish import Notice, NoticedGrade

#: Branches with the unit above each, and townships.
_BRANCHES = (
    "store_unit u JOIN store_link l ON l.unit_id = u.id AND l.axis = 'management' AND l.to_on IS NULL"
    " WHERE u.domain <> '' AND u.id > {after}"
)
_TOWNSHIPS = f"(SELECT DISTINCT l.parent_id AS id FROM {_BRANCHES}) t WHERE 1 = 1"
_SECRETARIES = (
    "store_unit u JOIN (SELECT unit_id, MIN(id) AS person FROM store_person GROUP BY unit_id) p ON p.unit_id = u.id"
    " WHERE u.domain <> '' AND u.id > {after}"
)


@dataclass(frozen=True)
class Rows:
    """Rows of one model, drawn from others.

    Attributes:
        source: what stands behind FROM, a condition included; ``{after}`` in it is the least id of a unit.
        said: column → SQL; columns that are not named are null or what the model begins with.
    """

    model: type[models.Model]
    source: str
    said: Mapping[str, str]


def fill(round_: Round, run: Run | None, after: int = 0) -> None:
    """Write what a round holds half way; the caller takes it back.

    Args:
        round_: the round.
        run: to which grades refer; None = nothing is graded.
        after: only of units whose id is greater.
    """
    with connection.cursor() as cursor:
        for rows in _year(round_, run):
            _write(cursor, rows, after)
            # A database that was not told what it holds now looks in the wrong order.
            cursor.execute(f"ANALYZE {rows.model._meta.db_table}")


def _write(cursor: Any, rows: Rows, after: int) -> None:
    columns, values, given = [], [], []
    for field in rows.model._meta.concrete_fields:
        if field.attname in rows.said:
            columns.append(field.column)
            values.append(rows.said[field.attname])
        elif not field.null and not field.primary_key:
            columns.append(field.column)
            values.append("%s")
            given.append(field.get_db_prep_save(field.get_default(), connection))
    names = ", ".join(connection.ops.quote_name(each) for each in columns)
    table, source = rows.model._meta.db_table, rows.source.format(after=after)
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {source}", given)


def _year(round_: Round, run: Run | None) -> Iterator[Rows]:
    name, _ = FactName.objects.get_or_create(code="midyear")
    today = clock.today()
    this, day = str(round_.pk), {ago: f"'{today - timedelta(days=ago)}'" for ago in (-30, 3, 40, 90, 400)}
    fact = {"unit_id": "u.id", "round_id": this, "fact_id": str(name.pk), "source": "'self'", "value": "1"}
    yield Rows(FactValue, f"{_BRANCHES} AND MOD(u.id, 5) < 3", fact)
    yield from _heard(this, day)
    yield from _improved(this, day)
    yield from _kept(this, day, date(today.year, today.month, 1))
    if run is not None:
        yield from _decided(this, str(run.pk), day)


def _heard(this: str, day: Mapping[int, str]) -> Iterator[Rows]:
    asked = {"round_id": this, "unit_id": "u.id", "on": day[40]}
    talk = "CASE WHEN MOD(u.id, 50) = 0 THEN '' ELSE '谈心' END"
    visit = {**asked, "visitors": "'某组'", "talk": talk, "life": "'党日'", "faces": "8"}
    yield Rows(Visit, f"{_BRANCHES} AND MOD(u.id, 2) = 0", visit)
    yield Rows(Minutes, f"{_BRANCHES} AND MOD(u.id, 3) = 0", {**asked, "chair": "'某'", "heard": "'修路'"})
    yield Rows(
        Inquiry,
        f"{_TOWNSHIPS} AND MOD(t.id, 2) = 0",
        {"round_id": this, "place_id": "t.id", "asked_on": day[40]},
    )


def _improved(this: str, day: Mapping[int, str]) -> Iterator[Rows]:
    problem = {"unit_id": "u.id", "round_id": this, "kind": "'system'", "source": "'visit'", "text": "'制度不全'"}
    yield Rows(Problem, _BRANCHES, {**problem, "found_on": day[90]})
    late = f"CASE WHEN MOD(p.id, 4) = 0 THEN {day[3]} ELSE {day[-30]} END"
    remedy = {"unit_id": "p.unit_id", "problem_id": "p.id", "text": "'建制度'", "responsible": "'某'"}
    remedy |= {"since": day[40], "due_on": f"CAST({late} AS DATE)" if connection.vendor == "postgresql" else late}
    made = {"state": "'published'", "published_on": day[40]}
    yield Rows(Remedy, "store_problem p WHERE p.unit_id > {after} AND MOD(p.id, 8) > 0", {**remedy, **made})
    above = (
        "store_problem p JOIN store_link l ON l.unit_id = p.unit_id AND l.axis = 'management' AND l.to_on IS NULL"
    )
    call = {"problem_id": "p.id", "above_id": "l.parent_id", "text": "'请求支持'"}
    yield Rows(
        Call,
        f"{above} WHERE p.unit_id > {{after}} AND MOD(p.id, 40) = 0",
        {**call, "asked_on": day[40], "due_on": day[3]},
    )
    told = {"unit_id": "u.id", "title": "'一村一策'", "text": "'做法'", "search": "'一村一策'"}
    yield Rows(
        Practice, f"{_BRANCHES} AND MOD(u.id, 60) = 0", {**told, "written_on": day[90], "published_on": day[40]}
    )


def _kept(this: str, day: Mapping[int, str], month: date) -> Iterator[Rows]:
    host = {"code": "'MIDYEAR-' || u.id", "name": "'示例厂'", "place_id": "u.id", "domain": "u.domain"}
    yield Rows(Workplace, f"{_BRANCHES} AND MOD(u.id, 2) = 0", {**host, "full_members": "MOD(u.id, 7)"})
    helper = {"kind": "'contact'", "unit_id": "u.id", "person_id": "p.person", "from_on": day[90]}
    yield Rows(Dispatch, f"{_SECRETARIES} AND MOD(u.id, 100) = 0", helper)
    sheet = {"unit_id": "u.id", "month": f"'{month}'", "round_id": this, "given_by": "'某'", "given_on": day[3]}
    now = "CURRENT_TIMESTAMP"
    yield Rows(MonthlySheet, f"{_BRANCHES} AND MOD(u.id, 3) = 0", {**sheet, "entered_at": now})
    away = {"member_id": "m.id", "home_id": "m.unit_id", "place": "'外省'", "from_on": day[400]}
    yield Rows(Floating, "store_member m WHERE m.unit_id > {after} AND MOD(m.id, 60) = 0", away)
    moved = {"member_id": "m.id", "from_unit_id": "m.unit_id", "to_name": "'外省某支部'", "asked_on": day[3]}
    yield Rows(
        Transfer, "store_member m WHERE m.unit_id > {after} AND MOD(m.id, 200) = 0", {**moved, "state": "'asked'"}
    )
    sent = {"sender_id": "u.id", "title": "'关于分类定级的通知'", "text": "'请执行。'", "drafted_on": day[90]}
    issued = {"approved_on": day[90], "approved_by": "'某'", "issued_on": day[90], "number": "'示例' || u.id"}
    above = "store_unit u WHERE u.domain = '' AND u.id > {after} AND MOD(u.id, 20) = 0"
    yield Rows(Circular, above, {**sent, **issued})
    first = "(SELECT MIN(id) AS id FROM store_circular) c"
    signed = {"circular_id": "c.id", "unit_id": "u.id", "on": day[40]}
    yield Rows(Receipt, f"{first}, {_BRANCHES} AND MOD(u.id, 4) > 0", signed)


def _decided(this: str, run: str, day: Mapping[int, str]) -> Iterator[Rows]:
    grade = {"unit_id": "u.id", "round_id": this, "committee_id": "l.parent_id", "run_id": run}
    state = "CASE MOD(u.id, 6) WHEN 0 THEN 'review' WHEN 1 THEN 'approved' ELSE 'notice' END"
    grade |= {"proposed": "'good'", "grade": "'good'", "state": state, "since": day[40], "due": day[3]}
    yield Rows(Grade, f"{_BRANCHES} AND MOD(u.id, 6) < 4", grade)
    told = {"publication": "'grades'", "kind": "'notice'", "audience": "'public'", "round_id": this}
    told |= {"committee_id": "t.id", "token": "'MIDYEAR' || t.id", "title": "'公示'", "text": "'予以公示。'"}
    yield Rows(Notice, _TOWNSHIPS, {**told, "digest": "''", "opens_on": day[40], "until": day[3]})
    both = "store_grade g JOIN store_notice n ON n.committee_id = g.committee_id"
    both += " WHERE g.unit_id > {after} AND g.state = 'notice'"
    yield Rows(NoticedGrade, both, {"notice_id": "n.id", "grade_id": "g.id"})
