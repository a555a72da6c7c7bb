"""A version that was edited in Word or Excel comes back; what it says otherwise is listed, the record stays."""

import io
from collections.abc import Callable

import docx
import openpyxl
import pytest
from django.db import connection

from jishi.actions import verify
from jishi.actions.papers import edited, making, reading
from jishi.actions.papers.edited import take_back
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.store import evidence
from jishi.store.models.papers import Paper
from tests.actions.cases.ground import Town
from tests.actions.papers.ground import graded, handed, made, stamped, telling

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def printed(paper: Paper, kind: str) -> bytes:
    return reading.stored(OPERATOR, paper, telling()).file(kind, named=True)


def back(
    town: Town, paper: Paper, content: bytes, name: str = "a.docx", who: str = "town"
) -> list[tuple[str, ...]]:
    """Bring a file back; return (kind, label, record, file) of everything that it says otherwise."""
    file = evidence.keep(content, name)
    read = reading.stored(OPERATOR, paper, telling())
    found = take_back(town.by(who), read, paper.version, file, named=True)
    return [(row["kind"], row["label"], row["record"], row["file"]) for row in found.departures]


def in_word(content: bytes, change: Callable[[str], str]) -> bytes:
    """Change every text of a Word file as somebody would who types into it."""
    file, raw = docx.Document(io.BytesIO(content)), io.BytesIO()
    cells = [
        paragraph for table in file.tables for row in table.rows for c in row.cells for paragraph in c.paragraphs
    ]
    for paragraph in [*file.paragraphs, *cells]:
        for run in paragraph.runs:
            run.text = change(run.text)
    file.save(raw)
    return raw.getvalue()


def in_excel(content: bytes, was: object, now: object) -> bytes:
    """Change the first cell that says something, as a user's program would."""
    book, raw = openpyxl.load_workbook(io.BytesIO(content)), io.BytesIO()
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value == was)
    next(cells).value = now
    book.save(raw)
    return raw.getvalue()


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_what_comes_back_as_it_was_printed_says_nothing_otherwise(kind: str) -> None:
    town = graded()
    paper = made(town)

    assert back(town, paper, printed(paper, kind), f"a.{kind}") == []


def test_a_figure_that_was_changed_in_word_is_listed_and_the_record_stays() -> None:
    town = graded()
    paper = made(town)
    before = paper.content

    found = back(town, paper, in_word(printed(paper, "docx"), lambda t: t.replace("Good: 2,", "Good: 3,")))

    assert found == [("figure", "graded: Good", "2", "3")]
    paper.refresh_from_db()
    assert (paper.content, making.proves(paper), paper.edited is not None) == (before, True, True)


def test_a_figure_that_was_changed_in_excel_is_listed_with_its_row() -> None:
    town = graded()
    paper = made(town)

    found = back(town, paper, in_excel(printed(paper, "xlsx"), 100, 90), "a.xlsx")

    assert found == [("figure", "石桥小组 · Score", "100.00", "90")]


def test_words_may_be_written_anew_and_are_told_as_words() -> None:
    town = graded()
    paper = made(town)

    found = back(town, paper, in_word(printed(paper, "docx"), lambda t: t.replace("Good:", "Our good ones:")))

    assert [kind for kind, *_rest in found] == ["words"]


def test_another_paper_altogether_is_refused() -> None:
    town = graded()
    paper = made(town)
    raw = io.BytesIO()
    docx.Document().save(raw)

    with pytest.raises(Refusal) as refusal:
        back(town, paper, raw.getvalue())

    assert str(refusal.value.complaints[0].what) == "This file has little in common with version 1."


def test_a_scan_is_no_edited_text() -> None:
    town = graded()
    paper = made(town)

    with pytest.raises(Refusal) as refusal:
        back(town, paper, b"%PDF-1.4", "a.pdf")

    assert str(refusal.value.complaints[0].what).startswith("The file is neither a document")


def test_nobody_else_brings_a_paper_back_and_nobody_after_it_was_handed_up() -> None:
    town = graded()
    paper = made(town)
    content = printed(paper, "docx")

    with pytest.raises(Refusal) as other:
        back(town, paper, content, who="other")
    paper = handed(town)
    with pytest.raises(Refusal) as late:
        back(town, paper, content)

    assert str(other.value.complaints[0].what) == "Your role makes no papers for this committee."
    assert str(late.value.complaints[0].what).startswith("This version was handed up")


def test_a_version_made_anew_loses_the_edited_text_and_the_stamp() -> None:
    town = graded()
    paper = made(town)
    back(town, paper, printed(paper, "docx"))
    paper.refresh_from_db()
    stamped(town, paper)

    again = made(town)

    assert (again.edited, again.edited_on, again.departures, again.original) == (None, None, [], None)


def test_a_list_of_departures_that_was_changed_past_the_program_is_found() -> None:
    town = graded()
    paper = made(town)
    back(town, paper, in_word(printed(paper, "docx"), lambda t: t.replace("Good: 2,", "Good: 3,")))
    sound = found_of("paper:")

    Paper.objects.filter(pk=paper.pk).update(departures=[])

    assert sound == []
    assert found_of("paper:") == [f"paper:{paper.pk}"]


def test_a_paper_whose_figures_differ_is_handed_up_only_with_a_written_reason() -> None:
    town = graded()
    paper = made(town)
    back(town, paper, in_word(printed(paper, "docx"), lambda t: t.replace("Good: 2,", "Good: 3,")))
    paper = stamped(town, Paper.objects.get())

    with pytest.raises(Refusal, match="Figures of the edited text that are others"):
        making.hand_up(town.by("town"), paper, paper.version, " ")
    making.hand_up(town.by("town"), paper, paper.version, "一个支部在盖章后才定级")

    paper.refresh_from_db()
    assert (paper.handed_on is not None, paper.differs_why) == (True, "一个支部在盖章后才定级")


def test_where_only_words_differ_nobody_is_asked_why() -> None:
    town = graded()
    paper = made(town)
    back(town, paper, in_word(printed(paper, "docx"), lambda t: t.replace("Good:", "Our good ones:")))
    paper = stamped(town, Paper.objects.get())

    making.hand_up(town.by("town"), paper, paper.version, "无")

    assert Paper.objects.get().differs_why == ""


def found_of(noun: str) -> list[str]:
    return [complaint.where for complaint in verify.check_rows() if complaint.where.startswith(noun)]


def test_nobody_waits_while_a_file_is_held_against_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    town = graded()
    paper = made(town)
    outside, open_then = len(connection.savepoint_ids), []
    compared = edited.departures

    def watching(*lines: object) -> object:
        open_then.append(len(connection.savepoint_ids))
        return compared(*lines)

    monkeypatch.setattr(edited, "departures", watching)
    back(town, paper, printed(paper, "docx"))

    assert open_then == [outside]


def test_a_file_with_more_lines_than_are_compared_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    town = graded()
    paper = made(town)
    monkeypatch.setattr(edited, "LINES", 3)

    with pytest.raises(Refusal, match="The file has more than 3 lines"):
        back(town, paper, printed(paper, "docx"))
