"""The sheets of a month as one list: a row for each unit, typed in as on its page, with who filled it in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from jishi.actions.imports.forms import fact_column, texts
from jishi.actions.lists.columns import UNIT, UNIT_NAME, column, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, WrongCell, at
from jishi.actions.lists.people import day_of
from jishi.actions.monthly.asking import Sheet, asked_domains, form_of, sheets
from jishi.actions.monthly.entering import Given, enter
from jishi.core.errors import Refusal, refuse, sentence
from jishi.core.monthly import month_of
from jishi.packs.amounts import to_text
from jishi.packs.pack import Pack
from jishi.sheets.clearing import Cleared
from jishi.sheets.columns import Form, FormColumn
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.queries import monthly, rounds

_SLICE = 500


def form(pack: Pack) -> Form:
    """Return the form of the sheets: a column for each question of the pack's sheet of the month."""
    note = texts("如 2012-05；留空为本月。", "如 2012-05；留空為本月。", "For example 2012-05; empty = this month.")
    return Form(
        "monthly",
        texts("党支部每月一表", "黨支部每月一表", "Monthly sheets"),
        (
            UNIT,
            UNIT_NAME,
            column("month", texts("月份", "月份", "Month"), "date", note, synonyms=("年月",)),
            *_questions(pack),
            column(
                "giver",
                texts("填表人", "填表人", "Filled in by"),
                note=texts("表上签名的人。", "表上簽名的人。", "Whoever signed the sheet."),
                synonyms=("填报人", "签名"),
            ),
            column("post", texts("填表人职务", "填表人職務", "Post of that person"), synonyms=("职务",)),
            column("on", texts("签名日期", "簽名日期", "Signed on"), "date", synonyms=("填表日期", "日期")),
        ),
    )


def _questions(pack: Pack) -> tuple[FormColumn, ...]:
    asked = form_of(pack)
    return tuple(
        fact_column(pack.fact_by_id[each.fact]) for each in (asked.questions if asked else ()) if each.fact
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Type in the sheet of a unit; a row without a signature and without answers is one that is waited for."""
    sheet = _sheet_of(taking, row)
    said, own, came = _said(sheet, row), _own(sheet), sheet.received
    signed = row.text("giver").strip() or (came.given_by if came else "")
    if not said and not row.text("giver").strip():
        return "same"
    on = day_of(row, "on") or (came.given_on if came else None)
    post = row.text("post").strip() or (came.given_post if came else "")
    known = (came.given_by, came.given_post, came.given_on) if came else None
    if known == (signed, post, on) and said.items() <= own.items():
        return "same"
    given = Given({**own, **said}, signed, post, on, sheet.seen)
    try:
        enter(taking.asked.actor, taking.asked.scope, sheet, taking.pack, given)
    except Refusal as refusal:
        raise WrongCell(_cell(sheet, refusal), refusal) from refusal
    return "changed" if came else "added"


def _sheet_of(taking: Taking, row: StagedRow) -> Sheet:
    with at("code"):
        unit = unit_of(taking.asked.scope, row.text("code"))
    month = month_of(day_of(row, "month") or clock.today())
    with at("month"):
        if month > clock.today():
            raise refuse(unit.name, sentence("The month lies ahead."), sentence("Correct the month."))
    with at("code"):
        round_ = rounds.current(taking.asked.scope)
        found = sheets(taking.asked.scope, [unit], month, (round_, taking.pack)) if round_ else []
        if not found or not found[0].questions:
            raise refuse(
                unit.name,
                sentence("This unit has no monthly sheet."),
                sentence("Only units whose domain has a standard with such questions have one."),
            )
    return found[0]


def _said(sheet: Sheet, row: StagedRow) -> dict[str, str]:
    """Return question → the answer of the row as it would be typed; an empty cell says nothing."""
    found = {}
    for each in sheet.questions:
        value = row.values.get(each.fact.id)
        if isinstance(value, int):
            found[each.question.id] = to_text(each.fact, value)
        elif isinstance(value, Cleared) and each.own is not None and each.own.value is not None:
            found[each.question.id] = ""
    return found


def _own(sheet: Sheet) -> Mapping[str, str]:
    """Return question → what the unit has said so far, as it would be typed."""
    return {
        each.question.id: to_text(each.fact, each.own.value)
        for each in sheet.questions
        if each.own is not None and each.own.value is not None
    }


def _cell(sheet: Sheet, refusal: Refusal) -> str:
    where = refusal.complaints[0].where
    if where in ("giver", "on"):
        return where
    return next((each.fact.id for each in sheet.questions if each.question.id == where), "code")


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the sheets of this month of the units for which the scope enters facts; those waited for are empty."""
    round_ = rounds.current(leaving.scope)
    asked = form_of(leaving.pack)
    if round_ is None or asked is None:
        return
    month = month_of(clock.today())
    found = monthly.entered_for(leaving.scope, asked_domains(leaving.pack, round_), leaving.unit).order_by("code")
    waiting = found.iterator(chunk_size=_SLICE)
    while part := list(islice(waiting, _SLICE)):
        for sheet in sheets(leaving.scope, part, month, (round_, leaving.pack)):
            yield _row(sheet, month, [question.fact for question in asked.questions if question.fact])


def _row(sheet: Sheet, month: date, facts: Sequence[str]) -> Sequence[Value]:
    came = sheet.received
    own = {each.fact.id: each.own.value for each in sheet.questions if each.own is not None} if came else {}
    return (
        sheet.unit.code,
        sheet.unit.name,
        month.toordinal(),
        *(own.get(fact) for fact in facts),
        (came.given_by or None) if came else None,
        (came.given_post or None) if came else None,
        came.given_on.toordinal() if came else None,
    )


LISTING = Listing("monthly", form, take, rows, field_class=2)
