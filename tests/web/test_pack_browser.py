"""The pack browser tells procedures, publications and papers in words, and where a local pack departs from them."""

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from django.urls import reverse
from django.utils import translation

from jishi.packs.check.departing import departing
from jishi.packs.load import load
from jishi.packs.pack import Pack
from jishi.packs.schema.procedures import Gate, Move, Procedure, Term
from jishi.packs.schema.publications import Publication
from jishi.web.pages.packs import proceedings
from jishi.web.pages.packs.shown import Reading
from tests.packs.folders import LOCAL, ROOT
from tests.web.ground import a_world, reading

YEAR = ROOT / "packs" / "year-2012"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "words"),
    [
        (
            "procedures",
            ("On notice", "lasts 5 working days", "made by: the committee one level up", "more than 1/2"),
        ),
        ("publications", ("published first, objections invited", "An objection is answered within 5 working days")),
        ("forms", ("JZN-02", "handed up within 20 working days after the round", "Table with a row for each unit")),
    ],
)
def test_a_part_of_a_pack_is_told_in_words_a_person_understands(part: str, words: tuple[str, ...]) -> None:
    world = a_world()

    shown = reading(world, "county", "en").get(reverse("pack-part", args=["year-2012", part])).content.decode()

    assert [word for word in words if word not in shown] == []
    assert "graded-as" not in shown


def test_what_a_local_pack_tightens_and_loosens_stands_first(tmp_path: Path) -> None:
    shutil.copytree(YEAR, tmp_path / "year-2012")
    street = tmp_path / "street"
    street.mkdir()
    heading = (LOCAL / "pack.yaml").read_text(encoding="utf-8")
    heading = heading.replace("id: local", "id: street").replace("extends: minimal", "extends: year-2012")
    (street / "pack.yaml").write_text(heading, encoding="utf-8")
    terms = (
        "- {id: grades, term: {days: 7, count: working}}\n- {id: grades-members, term: {days: 2, count: working}}\n"
    )
    (street / "publications.yaml").write_text(terms, encoding="utf-8")

    with translation.override("en"):
        first = proceedings.publications(Reading.of(load(street, checked=False)))[0]

    assert [(row.name, row.lines, row.mark) for row in first.rows] == [
        ("Notice of grades › time", ("5 working days → 7 working days",), "stricter, allowed"),
        ("Notice of grades to members › time", ("5 working days → 2 working days",), "looser, not allowed"),
    ]


@pytest.mark.parametrize("part", ["procedures", "publications", "forms"])
def test_every_word_that_the_schema_allows_is_told(part: str) -> None:
    allowed = get_args(get_args(get_type_hints(Publication)["fields"])[0])
    pack = load(YEAR, checked=False)
    kinds = tuple(replace(kind, fields=allowed) for kind in pack.publications)

    with translation.override("en"):
        found = getattr(proceedings, part)(Reading.of(replace(pack, publications=kinds)))

    assert all(section.name for section in found)


def test_a_pack_of_its_own_departs_from_nothing() -> None:
    with translation.override("en"):
        found = proceedings.publications(Reading.of(load(YEAR, checked=False)))

    assert "departs" not in [section.id for section in found]


def otherwise(pack: Pack) -> Pack:
    """Return a local pack that says every field of procedures, publications and papers otherwise."""
    longer = Term(days=999, count="calendar")

    def of_gate(gate: Gate) -> Gate:
        part = (
            {"at_least": None, "more_than": "99/100"} if gate.at_least else {"at_least": "1/100", "more_than": None}
        )
        said = {"kind": "apart", "of": "voting", "among": "members", "months": 99, "days": 99}
        return replace(gate, step="proposed" if gate.step is None else None, **said, **(part if gate.among else {}))

    def of_move(move: Move) -> Move:
        by = "office" if move.by != "office" else "time"
        gates = tuple(map(of_gate, move.gates[1:]))
        said = {"reason": not move.reason, "evidence": not move.evidence}
        return replace(move, sources=(move.to,), to=move.sources[0], by=by, gates=gates, **said)

    def of_procedure(procedure: Procedure) -> Procedure:
        steps = tuple(replace(step, final=not step.final, term=longer) for step in procedure.steps)
        award = procedure.award
        if award:
            award = replace(award, share=1, least=9, grades=("poor",), notice="grades", published="information")
        return replace(procedure, steps=steps, moves=tuple(map(of_move, procedure.moves[1:])), award=award)

    publications = tuple(
        replace(
            each,
            kind="disclosure" if each.kind == "notice" else "notice",
            what="text" if each.what != "text" else "plan",
            to="members" if each.to == "public" else "public",
            where=("meeting",) if each.where != ("meeting",) else (),
            fields=("responsible",),
            term=longer,
            answer=longer,
        )
        for each in pack.publications
    )
    forms = tuple(replace(each, up=not each.up, stamped=not each.stamped, due=longer) for each in pack.forms)
    procedures = tuple(map(of_procedure, pack.procedures))
    return replace(pack, parent=pack, procedures=procedures, publications=publications, forms=forms)


def test_every_field_in_which_a_local_pack_departs_is_told_in_words_with_its_values() -> None:
    local = otherwise(load(YEAR, checked=False))
    fields = {each.path.split(" › ")[-1] for each in departing(local)}

    with translation.override("zh-hans"):
        reading_ = Reading.of(local)
        rows = [
            row
            for part in ("procedures", "publications", "forms")
            for row in getattr(proceedings, part)(reading_)[0].rows
        ]

    every = (
        "term final from to by reason evidence kind of among step share months days least grades notice published"
    )
    assert set(every.split()) | {"what", "where", "fields", "answer", "up", "stamped", "due"} <= fields
    assert len(rows) == len(departing(local))
    assert [row for row in rows if re.search("[A-Za-z]", row.name + "".join(row.lines))] == []
