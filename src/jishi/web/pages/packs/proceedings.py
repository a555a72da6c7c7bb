"""Procedures, publications and official papers of a pack, in words."""

import re
from collections.abc import Mapping
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.packs.schema.fields import Texts
from jishi.packs.schema.forms import FormBlock, PaperForm
from jishi.packs.schema.procedures import Award, CaseStep, Gate, Move, Procedure, Term
from jishi.packs.schema.publications import Publication
from jishi.web.pages.packs import words
from jishi.web.pages.packs.departures import departures
from jishi.web.pages.packs.shown import Fold, Reading, Row, Section, joined, lines
from jishi.web.wording import text_of

_BRACES = re.compile(r"\{[^}]*\}")


def procedures(reading: Reading) -> list[Section]:
    """Return one section for each procedure: its steps, and the moves between them with what must hold first."""
    return [*departures(reading, "procedures"), *(_procedure(reading, each) for each in reading.pack.procedures)]


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
    return words.days(term.days, term.count)


def _move(move: Move, steps: Mapping[str, str]) -> Fold:
    way = f"{joined(steps.get(each, each) for each in move.sources)} → {steps.get(move.to, move.to)}"
    needs = [Row(_gate(gate, steps)) for gate in move.gates]
    needs += [Row(_("A reason is given"))] if move.reason else []
    needs += [Row(_("Evidence is attached"))] if move.evidence else []
    return Fold(
        text_of(move.names), (Row(way, (_("made by: %(who)s") % {"who": words.movers()[move.by]},)), *needs)
    )


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
    return [*departures(reading, "publications"), *found]


def _publication(reading: Reading, kind: Publication) -> Section:
    about = (
        words.kinds()[kind.kind],
        words.readers()[kind.to],
        joined(words.places()[each] for each in kind.where),
    )
    answer = _("An objection is answered within %(term)s") % {"term": term_said(kind.answer)} if kind.answer else ""
    said = joined(words.fields()[each] for each in kind.fields)
    rows = (
        Row(text_of(kind.title), lines(text_of(kind.wording)), reading.words.source(kind.source)),
        *((Row(_("Says of every unit: %(fields)s") % {"fields": said}),) if said else ()),
        *((Row(answer),) if answer else ()),
    )
    return Section(text_of(kind.names), rows, about=joined(about), mark=term_said(kind.term), id=str(kind.id))


def forms(reading: Reading) -> list[Section]:
    """Return one section for each official paper: who makes it, for whom, and what stands on it."""
    return [*departures(reading, "forms"), *(_form(reading, each) for each in reading.pack.forms)]


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
