"""Procedures, publications and official papers of a pack, in words; and where a local pack departs from them."""

import re
from collections.abc import Mapping
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.packs.check.departing import departing
from jishi.packs.pack import Pack
from jishi.packs.schema.fields import Texts
from jishi.packs.schema.forms import FormBlock, PaperForm
from jishi.packs.schema.procedures import Award, CaseStep, Gate, Move, Procedure, Term
from jishi.packs.schema.publications import Publication
from jishi.web.pages.packs.shown import Fold, Reading, Row, Section, joined, lines
from jishi.web.wording import text_of

_BRACES = re.compile(r"\{[^}]*\}")


def procedures(reading: Reading) -> list[Section]:
    """Return one section for each procedure: its steps, and the moves between them with what must hold first."""
    return [*_departures(reading, "procedures"), *(_procedure(reading, each) for each in reading.pack.procedures)]


def _procedure(reading: Reading, procedure: Procedure) -> Section:
    steps = {str(step.id): text_of(step.names) for step in procedure.steps}
    about = {
        "grade": _("about a grade"),
        "unit": _("about a unit"),
        "person": _("about a person"),
        "post": _("about a post"),
        "award": _("about a commendation"),
    }
    source = reading.words.source(procedure.source)
    award = [_award(reading, procedure.award)] if procedure.award else []
    return Section(
        text_of(procedure.names),
        (*award, *(_step(number, step) for number, step in enumerate(procedure.steps, 1))),
        tuple(_move(move, steps) for move in procedure.moves),
        about=joined((about[procedure.about], source.name if source else "")),
        mark=ngettext("%(count)s step", "%(count)s steps", len(steps)) % {"count": len(steps)},
        id=str(procedure.id),
    )


def _award(reading: Reading, award: Award) -> Row:
    grades = [text_of(grade.names) for grade in reading.pack.grades.grades if grade.id in award.grades]
    share = _("At most %(share)s %% of the units that a committee has graded") % {"share": award.share}
    of = _("only units graded: %(grades)s") % {"grades": joined(grades)} if grades else ""
    facts = joined(reading.words.fact_name(fact) for fact in award.facts)
    beside = _("Stands beside each candidate: %(facts)s") % {"facts": facts} if facts else ""
    return Row(text_of(award.names), lines(joined((share, of)), beside))


def _step(number: int, step: CaseStep) -> Row:
    term = _("lasts %(term)s") % {"term": term_said(step.term)} if step.term else ""
    return Row(f"{number}. {text_of(step.names)}", mark=_("the end") if step.final else term, id=str(step.id))


def term_said(term: Term) -> str:
    """Return how long a term is."""
    return _days(term.days, term.count)


def _days(days: int, count: str) -> str:
    if count == "working":
        return ngettext("%(count)s working day", "%(count)s working days", days) % {"count": days}
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def _move(move: Move, steps: Mapping[str, str]) -> Fold:
    by = {
        "unit": _("the unit itself"),
        "committee": _("the committee that decides on it"),
        "above": _("the committee one level up"),
        "office": _("the office"),
        "time": _("by itself, on the day after the term"),
    }
    way = f"{joined(steps.get(each, each) for each in move.sources)} → {steps.get(move.to, move.to)}"
    needs = [Row(_gate(gate, steps)) for gate in move.gates]
    needs += [Row(_("A reason is given"))] if move.reason else []
    needs += [Row(_("Evidence is attached"))] if move.evidence else []
    return Fold(text_of(move.names), (Row(way, (_("made by: %(who)s") % {"who": by[move.by]},)), *needs))


def _gate(gate: Gate, steps: Mapping[str, str]) -> str:
    said = {"name": text_of(gate.names)}
    if gate.kind == "share":
        if gate.at_least is not None:
            return _("%(name)s: at least %(part)s") % {**said, "part": gate.at_least}
        return _("%(name)s: more than %(part)s") % {**said, "part": gate.more_than}
    if gate.kind == "apart":
        since = {**said, "step": steps.get(gate.step or "", gate.step or "")}
        if gate.months is not None:
            return _('%(name)s: at least %(count)s months after "%(step)s"') % {**since, "count": gate.months}
        return _('%(name)s: at least %(count)s days after "%(step)s"') % {**since, "count": gate.days or 0}
    if gate.kind == "term-over":
        return _("%(name)s: its time is over") % said
    if gate.kind == "none-open":
        return _("%(name)s: none is left") % said
    return _("%(name)s: is there") % said


def publications(reading: Reading) -> list[Section]:
    """Return one section for each kind of paper on the board."""
    found = [_publication(reading, each) for each in reading.pack.publications]
    return [*_departures(reading, "publications"), *found]


def _publication(reading: Reading, kind: Publication) -> Section:
    where = {
        "board": _("posted on the board"),
        "meeting": _("read out in a meeting"),
        "internet": _("on internet pages"),
    }
    fields = {
        "unit": _("Unit"),
        "domain": _("Domain"),
        "grade": _("Grade"),
        "members": _("Members"),
        "public": _("The public"),
        "problem": _("Problem"),
        "remedy": _("Remedy"),
        "due": _("Due"),
        "responsible": _("Responsible"),
    }
    about = (
        _("published first, objections invited") if kind.kind == "notice" else _("published to inform"),
        _("for members") if kind.to == "members" else _("for the public"),
        joined(where[each] for each in kind.where),
    )
    answer = _("An objection is answered within %(term)s") % {"term": term_said(kind.answer)} if kind.answer else ""
    said = joined(fields[each] for each in kind.fields)
    rows = (
        Row(text_of(kind.title), lines(text_of(kind.wording)), reading.words.source(kind.source)),
        *((Row(_("Says of every unit: %(fields)s") % {"fields": said}),) if said else ()),
        *((Row(answer),) if answer else ()),
    )
    return Section(text_of(kind.names), rows, about=joined(about), mark=term_said(kind.term), id=str(kind.id))


def forms(reading: Reading) -> list[Section]:
    """Return one section for each official paper: who makes it, for whom, and what stands on it."""
    return [*_departures(reading, "forms"), *(_form(reading, each) for each in reading.pack.forms)]


def _form(reading: Reading, form: PaperForm) -> Section:
    makers = [reading.words.level(level) for level in form.levels] or [reading.words.kind(k) for k in form.kinds]
    due = _("handed up within %(term)s after the round") % {"term": term_said(form.due)} if form.due else ""
    about = (
        _("about one unit") if form.about == "unit" else _("about an area"),
        _("made by: %(who)s") % {"who": joined(makers)} if makers and form.about == "area" else "",
        (due or _("handed up")) if form.up else _("kept where it is made"),
        _("only with its stamped original") if form.up and form.stamped else "",
        ngettext("%(count)s copy", "%(count)s copies", form.copies) % {"count": form.copies},
    )
    rows = chain.from_iterable(_block(block) for block in form.blocks)
    edition = _("edition %(edition)s") % {"edition": form.version}
    return Section(
        text_of(form.names), tuple(rows), about=joined(about), mark=joined((form.number, edition)), id=str(form.id)
    )


def _block(block: FormBlock) -> tuple[Row, ...]:
    if block.kind == "list":
        of = {
            "units": _("Table with a row for each unit"),
            "domains": _("Table with a row for each domain"),
            "parts": _("Table with a row for each part of the area"),
            "remedies": _("Table with a row for each remedy"),
        }
        heads = [joined((_plain(column.group), _plain(column.head))) for column in block.columns]
        return (Row(of[block.of or "units"], (", ".join(heads),)),)
    if block.kind == "grid":
        cells = [cell for row in block.rows for cell in row.cells]
        signs = joined(_plain(sign) for cell in cells for sign in cell.signs)
        labels = joined(_plain(cell.label) for cell in cells)
        return (Row(_("Table of boxes"), lines(labels, _("Signed: %(who)s") % {"who": signs} if signs else "")),)
    if block.kind == "basis":
        return (Row(_("Where each figure comes from")),)
    if block.kind == "signatures":
        return (Row(_("Signatures"), (joined(_plain(label) for label in block.labels),)),)
    text = _plain(block.text)
    if block.kind == "paragraph" and block.write:
        return (Row(text, (_("The office may write it in its own words."),)),)
    return (Row(text),) if text and block.kind != "new-page" else ()


def _plain(texts: Texts | None) -> str:
    """Return words of a form; where a figure will stand there are dots."""
    return _BRACES.sub("…", text_of(texts)).replace("\n", " ") if texts else ""


def _departures(reading: Reading, section: str) -> list[Section]:
    """Return what a local pack says otherwise than the one it extends; a pack of its own departs from nothing."""
    parent = reading.pack.parent
    found = [each for each in departing(reading.pack) if each.path.startswith(f"{section} › ")]
    if parent is None or not found:
        return []
    names = _names(reading.pack) | _names(parent)
    rows = tuple(
        Row(
            " › ".join(names.get(part) or _key(part) for part in each.path.split(" › ")[1:]),
            (f"{_value(each.before)} → {_value(each.after)}",),
            mark=_("stricter, allowed") if each.allowed else _("looser, not allowed"),
        )
        for each in found
    )
    return [Section(_("Other than in %(pack)s") % {"pack": text_of(parent.names)}, rows, id="departs")]


def _names(pack: Pack) -> dict[str, str]:
    """Return id → name of everything that a path may go through."""
    gates = (gate for each in pack.procedures for move in each.moves for gate in move.gates)
    parts = (part for each in pack.procedures for part in (*each.steps, *each.moves))
    named = chain(gates, parts, pack.procedures, pack.publications, pack.forms)
    return {str(each.id): text_of(each.names) for each in named}


def _key(key: str) -> str:
    keys = {
        "term": _("time"),
        "answer": _("time for an answer"),
        "due": _("due"),
        "by": _("made by"),
        "from": _("from which steps"),
        "share": _("share"),
        "least": _("at least so many"),
        "grades": _("grades"),
        "award": _("commendation"),
        "reason": _("a reason"),
        "evidence": _("evidence"),
        "at_least": _("at least"),
        "more_than": _("more than"),
        "where": _("where it is put up"),
        "stamped": _("stamped original"),
        "up": _("handed up"),
    }
    return keys.get(key, key)


def _value(text: str) -> str:
    """Return a value as a person says it: terms with their days, yes and no."""
    days, _space, count = text.partition(" ")
    if days.isdecimal() and count in ("working", "calendar"):
        return _days(int(days), count)
    return {"true": _("yes"), "false": _("no")}.get(text, text)
