"""Where a local pack departs from the procedures, publications and papers that it extends, and whether it may."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from jishi.packs.check.departing import check_departing, departing
from jishi.packs.load import load
from jishi.packs.schema.procedures import Procedure
from tests.packs.folders import HERE, LOCAL, MINIMAL, ROOT

STEP = "id: four-discussions\nsteps:\n"
MOVE = "id: four-discussions\nmoves:\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a pack that extends one with procedures, publications and papers, and says nothing of them yet."""
    for name in (MINIMAL, HERE / "village-life"):
        shutil.copytree(name, tmp_path / name.name)
    board = (ROOT / "packs" / "year-2012" / "publications.yaml").read_text(encoding="utf-8")
    board = board.replace("note: publishing", "note: points").replace(
        "{document: diqing-2012, clause: gate}", "{own: true, note: points}"
    )
    (tmp_path / "village-life" / "publications.yaml").write_text(board, encoding="utf-8")
    found = tmp_path / "street"
    found.mkdir()
    heading = (LOCAL / "pack.yaml").read_text(encoding="utf-8")
    heading = heading.replace("id: local", "id: street").replace("extends: minimal", "extends: village-life")
    (found / "pack.yaml").write_text(heading, encoding="utf-8")
    return found


def told(folder: Path, file: str, content: str) -> list[tuple[str, str, str, bool]]:
    """Return what a local pack that holds one file says otherwise: field, from, to, allowed."""
    target = folder / file
    target.parent.mkdir(exist_ok=True)
    target.write_text(content, encoding="utf-8")
    found = departing(load(folder, checked=False))
    return [(each.path, each.before, each.after, each.allowed) for each in found]


def test_a_local_pack_that_says_nothing_departs_in_nothing(folder: Path) -> None:
    assert departing(load(folder, checked=False)) == ()


def test_a_pack_of_its_own_departs_from_nothing() -> None:
    assert departing(load(MINIMAL, checked=False)) == ()


@pytest.mark.parametrize(
    ("term", "after", "allowed"),
    [
        ("{days: 7, count: working}", "7 working", True),
        ("{days: 2, count: working}", "2 working", False),
        ("{days: 5, count: calendar}", "5 calendar", False),
    ],
)
def test_a_notice_may_hang_longer_and_not_shorter(folder: Path, term: str, after: str, allowed: bool) -> None:
    found = told(folder, "publications.yaml", f"- {{id: grades, term: {term}}}\n")

    assert found == [("publications › grades › term", "5 working", after, allowed)]


def test_an_objection_may_be_answered_sooner_and_not_later(folder: Path) -> None:
    sooner = told(folder, "publications.yaml", "- {id: grades, answer: {days: 3, count: working}}\n")
    later = told(folder, "publications.yaml", "- {id: grades, answer: {days: 90, count: working}}\n")

    assert [each[3] for each in (*sooner, *later)] == [True, False]


def test_a_notice_is_not_made_a_disclosure_and_not_taken_off_the_board(folder: Path) -> None:
    kind = told(folder, "publications.yaml", "- {id: grades, kind: disclosure}\n")
    gone = told(folder, "publications.yaml", "- {id: grades, remove: true}\n")

    assert kind == [("publications › grades › kind", "notice", "disclosure", False)]
    assert gone == [("publications › grades", "grades", "—", False)]


def test_a_paper_may_be_due_earlier_and_not_later(folder: Path) -> None:
    earlier = told(folder, "forms/summary.yaml", "id: summary\ndue: {days: 3, count: calendar}\n")
    later = told(folder, "forms/summary.yaml", "id: summary\ndue: {days: 9, count: calendar}\n")

    assert earlier == [("forms › summary › due", "5 calendar", "3 calendar", True)]
    assert later == [("forms › summary › due", "5 calendar", "9 calendar", False)]


def test_a_paper_that_goes_up_is_not_kept_below_nor_left_unstamped(folder: Path) -> None:
    found = told(folder, "forms/summary.yaml", "id: summary\nup: false\nstamped: false\n")

    assert found == [
        ("forms › summary › up", "true", "false", False),
        ("forms › summary › stamped", "true", "false", False),
    ]


def test_nobody_else_makes_a_move_and_no_other_way_leads_there(folder: Path) -> None:
    by = told(folder, "procedures/four-discussions.yaml", f"{MOVE}  - {{id: discuss, by: office}}\n")
    way = told(folder, "procedures/four-discussions.yaml", f"{MOVE}  - {{id: discuss, from: [proposed, closed]}}\n")

    assert by == [("procedures › four-discussions › discuss › by", "unit", "office", False)]
    assert [(each[0], each[3]) for each in way] == [("procedures › four-discussions › discuss › from", False)]


def test_a_new_way_around_the_gates_of_a_step_is_not_allowed(folder: Path) -> None:
    way = """
  - id: shortcut
    names: {zh-Hans: 直接表决, zh-Hant: 直接表決, en: Straight to the vote}
    from: [proposed]
    to: resolved
    by: unit
"""

    found = told(folder, "procedures/four-discussions.yaml", f"{MOVE}{way}")

    assert [(each[0], each[2], each[3]) for each in found] == [
        ("procedures › four-discussions › shortcut", "proposed → resolved", False)
    ]


def test_the_complaint_says_which_field_from_what_to_what_and_what_to_do(folder: Path) -> None:
    told(folder, "publications.yaml", "- {id: grades, term: {days: 2, count: working}}\n")

    (complaint,) = check_departing(load(folder, checked=False))

    assert str(complaint) == (
        'street/publications.yaml:1: publications › grades › term goes from "5 working" to "2 working", which '
        '"village-life" does not allow. Only tighten it here; loosen it in the pack that declares it, with its '
        "approval."
    )


@pytest.mark.parametrize(
    ("was", "now", "allowed"),
    [
        ("[board, meeting]", "[]", False),
        ("[board, meeting]", "[board]", False),
        ("[board]", "[meeting, board]", True),
        ("[]", "[board]", True),
    ],
)
def test_a_notice_is_taken_off_no_wall_and_may_hang_on_more(
    folder: Path, was: str, now: str, allowed: bool
) -> None:
    extended = folder.parent / "village-life" / "publications.yaml"
    text = extended.read_text(encoding="utf-8")
    extended.write_text(text.replace("where: [board, meeting]", f"where: {was}", 1), encoding="utf-8")

    found = told(folder, "publications.yaml", f"- {{id: grades-members, where: {now}}}\n")

    assert [(each[0], each[3]) for each in found] == [("publications › grades-members › where", allowed)]


@pytest.mark.parametrize(("fields", "allowed"), [("[unit]", False), ("[unit, domain, grade, due]", True)])
def test_a_notice_says_no_less_of_every_unit(folder: Path, fields: str, allowed: bool) -> None:
    found = told(folder, "publications.yaml", f"- {{id: grades, fields: {fields}}}\n")

    assert [(each[0], each[3]) for each in found] == [("publications › grades › fields", allowed)]


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        ({"at_least": "1/2"}, {"more_than": "2/3"}, True),
        ({"at_least": "1/2"}, {"more_than": "1/2"}, True),
        ({"more_than": "1/2"}, {"at_least": "1/2"}, False),
        ({"more_than": "1/2"}, {"at_least": "2/3"}, True),
        ({"more_than": "2/3"}, {"at_least": "1/2"}, False),
        ({"at_least": "1/2"}, {}, False),
        ({}, {"more_than": "1/2"}, True),
    ],
)
def test_a_part_is_compared_however_it_is_said(old: dict[str, str], new: dict[str, str], allowed: bool) -> None:
    pack = load(HERE / "village-life", checked=False)

    def asking(part: dict[str, str]) -> Procedure:
        (procedure, *_rest) = pack.procedures
        at = next(at for at, move in enumerate(procedure.moves) if any(gate.kind == "share" for gate in move.gates))
        move = procedure.moves[at]
        gates = tuple(replace(gate, **{"at_least": None, "more_than": None, **part}) for gate in move.gates)
        moves = (*procedure.moves[:at], replace(move, gates=gates), *procedure.moves[at + 1 :])
        return replace(procedure, moves=moves)

    parent = replace(pack, procedures=(asking(old),))
    found = departing(replace(pack, parent=parent, procedures=(asking(new),)))

    assert {each.allowed for each in found} == {allowed}
