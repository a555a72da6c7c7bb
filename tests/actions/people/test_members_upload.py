"""A roster that comes through a page is never at rest in the clear, and its files go when their term is over."""

from datetime import UTC, datetime

import pytest

from jishi.actions.imports.templates import template_of
from jishi.actions.jobs import run_now
from jishi.actions.people.retention import keep_to_terms
from jishi.actions.people.terms import laid_over
from jishi.actions.programme import open_cycle, read_pack, rounds_of
from jishi.actions.uploads import Upload, record_file, report_of
from jishi.actions.verify import check_evidence
from jishi.packs.schema.fields import Source, Texts
from jishi.packs.schema.retention import Retention
from jishi.sheets.reading import read
from jishi.sheets.workbook import Limits
from jishi.store import clock, evidence
from jishi.store.home import current
from jishi.store.models.office import Evidence, Import
from jishi.store.models.org import Unit
from jishi.store.models.people import Member
from jishi.web.programme import SHIPPED
from tests.actions.people.people import a_secretary
from tests.core.people.numbers import a_number, a_wrong_number
from tests.sheets.files import as_csv

pytestmark = pytest.mark.django_db
Tree = dict[str, Unit]
HEADS = ("姓名", "身份证号", "人员类别", "所在党支部", "入党时间", "转正时间")


def send(tree: Tree, number: str, *, only_try: bool = False) -> Import:
    pack = read_pack(SHIPPED / "year-2012")
    open_cycle(None, "2012", pack, rounds_of(pack)[:1])
    clerk = a_secretary(tree["C1"], "clerk")
    row = ("甲一", number, "正式", "石桥村党支部", "1990-07-01", "1991-07-01")
    kept = record_file(Upload(as_csv(HEADS, row), "roster.csv", "members"))
    asked = {"file": kept.pk, "name": "roster.csv", "kind": "members", "mode": "all", "account": clerk.pk}
    done = run_now("upload", {**asked, "only_try": only_try}, clerk)
    return Import.objects.get(pk=done.result["import"])


def at_rest() -> bytes:
    return b"".join(file.read_bytes() for file in current().evidence.rglob("*") if file.is_file())


def test_a_roster_sent_through_a_page_comes_in_and_one_sealed_copy_is_kept(tree: Tree) -> None:
    row = send(tree, a_number())

    assert row.state == "done"
    assert Member.objects.get().unit == tree["C11"]
    assert Evidence.objects.count() == 1
    assert a_number().encode() not in at_rest()
    assert list(check_evidence()) == []


def test_the_marked_workbook_of_a_refused_roster_is_made_from_the_sealed_file(tree: Tree) -> None:
    row = send(tree, a_wrong_number())

    book = read(report_of(row, str), Limits(), "report.xlsx")

    assert row.state == "refused"
    assert not Member.objects.exists()
    assert a_wrong_number().encode() not in at_rest()
    assert any("check digit" in str(cell) for sheet in book.sheets for line in sheet.rows for cell in line)


def test_the_file_of_a_roster_goes_when_its_term_is_over(tree: Tree) -> None:
    send(tree, a_number())

    with clock.at(datetime(2012, 7, 1, tzinfo=UTC)):
        Import.objects.update(created_at=datetime(2012, 3, 1, tzinfo=UTC))
        counts = keep_to_terms({})

    assert counts["import-file"] == 1
    assert not Evidence.objects.exists()
    assert at_rest() == b""
    assert list(check_evidence()) == []


def test_the_terms_of_the_pack_count_before_our_own() -> None:
    said = (Retention("care", Texts("", "", ""), Source(own=True), months=6),)

    found = laid_over(said)

    assert (found["care"].months, found["person"].months) == (6, 24)


def test_the_template_of_members_has_text_columns_and_drop_downs() -> None:
    book = read(template_of("members", "year-2012", "zh-Hans"), Limits(), "template.xlsx")

    assert book.sheets[0].rows[0][:3] == ("姓名", "性别", "公民身份证号")


def test_evidence_in_the_clear_stays_as_it_was() -> None:
    kept = evidence.keep(b"words", "words.txt")

    assert evidence.content_of(kept) == b"words"
