"""The pages of papers: a figure leads to its rows, a version is made, stamped, handed up, answered."""

import io
import re
from datetime import timedelta

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jishi.store.models.assess import Round
from jishi.store.models.papers import Paper
from tests.web.ground import World, a_world, reading
from tests.web.papers import a_stamped_paper

pytestmark = pytest.mark.django_db
FORM = "summary-township"
HALF = timedelta(days=180)


@pytest.fixture
def world() -> World:
    return a_world()


def page(world: World, code: str = "C1") -> str:
    return reverse("papers-of", args=[world.units[code].pk])


def shown(client: Client, address: str, **asked: object) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def post(client: Client, address: str, **form: object) -> int:
    answer = client.post(f"{address}?form={FORM}", {"key": str(form)[:60], **form})
    assert answer.status_code == 302, complaints(answer.content.decode())
    return int(answer.status_code)


def complaints(page: str) -> list[str]:
    return re.findall(r'class="notice poor">([^<]*)', page)


def test_a_figure_leads_to_the_units_behind_it(world: World) -> None:
    client = reading(world, "township", "en")

    found = shown(client, page(world), form=FORM, figure="5.0.2")

    assert 'id="behind"' in found
    assert reverse("why", args=[world.units["C11"].pk]) in found
    assert reverse("why", args=[world.units["C21"].pk]) not in found


def test_a_version_goes_up_and_is_answered_on_pages_alone(world: World) -> None:
    township, county = reading(world, "township", "en"), reading(world, "county", "en")
    made = post(township, page(world), do="make")
    paper = Paper.objects.get()
    scan = SimpleUploadedFile("stamped.pdf", b"%PDF-1.4", "application/pdf")
    form = {"paper": paper.pk, "version": paper.version, "evidence": scan}
    day = paper.made_on.isoformat()
    registered = post(township, page(world), do="register", on=day, kept_as="7", brought_by="Jia", **form)
    handed = post(township, page(world), do="hand-up", paper=paper.pk, version=paper.version + 1)
    due = shown(county, reverse("papers"))

    answered = post(county, page(world), do="answer", paper=paper.pk, taken="1")

    assert (made, registered, handed, answered) == (302, 302, 302, 302)
    paper.refresh_from_db()
    assert (paper.handed_on, paper.answer.taken) == (paper.made_on, True)
    assert "received" in due
    assert "in order" in shown(township, page(world), form=FORM, number=1)


def test_a_refusal_is_told_on_the_page_and_nothing_is_done(world: World) -> None:
    township = reading(world, "township", "en")
    post(township, page(world), do="make")
    paper = Paper.objects.get()

    answer = township.post(
        f"{page(world)}?form={FORM}", {"do": "hand-up", "paper": paper.pk, "version": paper.version, "key": "h"}
    )

    assert answer.status_code == 422
    assert "The stamped original is not registered yet." in answer.content.decode()
    assert Paper.objects.get().handed_on is None


def test_a_form_or_a_version_that_is_not_there_is_not_found(world: World) -> None:
    client = reading(world, "township")

    asked = [{"form": "nothing"}, {"form": FORM, "number": "9"}]

    assert [client.get(page(world), each).status_code for each in asked] == [404, 404]


def test_somebody_else_cannot_make_it_by_post(world: World) -> None:
    assert reading(world, "head", "en").post(f"{page(world)}?form={FORM}", {"do": "make"}).status_code == 422
    assert Paper.objects.count() == 0


def test_markup_in_the_offices_words_stays_text(world: World) -> None:
    client = reading(world, "township", "en")
    address = page(world)
    client.post(f"{address}?form=report", {"do": "make", "key": "x", "words-2": "<script>alert(1)</script>"})

    found = shown(client, address, form="report", number=1)

    assert "<script>alert" not in found
    assert "&lt;script&gt;alert(1)" in found


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_a_paper_comes_as_a_file(world: World, kind: str, begins: bytes) -> None:
    address = reverse("papers-file", args=[world.units["C1"].pk])

    answer = reading(world, "township", "zh-hans").get(address, {"form": FORM, "kind": kind})

    assert answer.content[:4].startswith(begins)


def test_the_scan_is_given_to_who_reads_names_there(world: World) -> None:
    address = reverse("paper-original", args=[a_stamped_paper(world, world.units["C11"]).pk])

    assert reading(world, "township").get(address).content == b"%PDF-1.4 stamped"
    assert reading(world, "head").get(address).status_code == 404


def test_the_list_comes_as_a_workbook(world: World) -> None:
    assert reading(world, "county").get(reverse("papers-export")).content[:2] == b"PK"


def test_a_paper_that_is_due_waits_on_the_first_page_until_it_is_handed_up(world: World) -> None:
    township, county = reading(world, "township", "en"), reading(world, "county", "en")
    before = shown(township, reverse("home"))
    for form in ("ledger", "report", FORM):
        Paper.objects.create(
            form=form,
            round=world.round,
            unit=world.units["C1"],
            maker=world.units["C1"],
            above=world.units["C"],
            number=1,
            language="en",
            run=world.run,
            digest="0" * 64,
            made_on="2012-04-20",
            handed_on="2012-04-21",
        )

    after, above = shown(township, reverse("home")), shown(county, reverse("home"))

    assert "A paper is to be handed up" in before
    assert "A paper is to be handed up" not in after
    assert "Papers came and wait for our answer" in above


def test_an_edited_file_comes_back_and_what_it_changed_stands_on_the_page(world: World) -> None:
    township, county = reading(world, "township", "en"), reading(world, "county", "en")
    post(township, page(world), do="make")
    paper = Paper.objects.get()
    printed = township.get(
        reverse("papers-file", args=[world.units["C1"].pk]), {"form": FORM, "number": 1, "kind": "docx"}
    )
    edited = SimpleUploadedFile("edited.docx", with_other_words(printed.content))

    post(township, page(world), do="take-back", paper=paper.pk, version=paper.version, evidence=edited)

    paper.refresh_from_db()
    kinds = [row["kind"] for row in paper.departures]
    found = shown(county, page(world), form=FORM, number=1)
    assert kinds == ["figure"]
    assert 'id="edited-text"' in found
    assert county.get(reverse("paper-edited", args=[paper.pk])).status_code == 200


def with_other_words(content: bytes) -> bytes:
    """Type another number of members into the first row of the first list."""
    file, raw = docx.Document(io.BytesIO(content)), io.BytesIO()
    row = next(row for table in file.tables for row in table.rows if row.cells[0].text == "1")
    row.cells[3].paragraphs[0].runs[0].text = "4321"
    file.save(raw)
    return raw.getvalue()


def test_the_way_to_the_papers_of_ones_own_area_keeps_the_round(world: World) -> None:
    days = {name: getattr(world.round, name) for name in ("opens_on", "entry_deadline", "closes_on", "tree_on")}
    other = Round.objects.create(cycle=world.round.cycle, number=2, **{k: day + HALF for k, day in days.items()})

    found = shown(reading(world, "township", "en"), reverse("papers"), round=other.pk)

    own = re.findall(rf'href="({page(world)}[^"]*)"', found)
    assert own
    assert all(f"round={other.pk}" in address for address in own)


def test_who_reads_no_names_is_not_told_what_somebody_typed_into_a_paper(world: World) -> None:
    township = reading(world, "township", "en")
    post(township, page(world), do="make")
    paper = Paper.objects.get()
    printed = township.get(
        reverse("papers-file", args=[paper.unit_id]), {"form": FORM, "kind": "docx", "number": 1}
    )
    file, raw = docx.Document(io.BytesIO(printed.content)), io.BytesIO()
    row = next(row for table in file.tables for row in table.rows if row.cells[0].text == "1")
    next(each for each in file.paragraphs if each.text).add_run("钱某甲填")
    row.cells[3].paragraphs[0].runs[0].text = "钱某乙"
    file.save(raw)
    sent = SimpleUploadedFile("edited.docx", raw.getvalue())
    post(township, page(world), do="take-back", paper=paper.pk, version=paper.version, evidence=sent)

    paper.refresh_from_db()
    told = shown(township, page(world), form=FORM, number=1)
    hidden = shown(reading(world, "head", "en"), page(world), form=FORM, number=1)

    assert "钱某甲" in str(paper.departures)
    assert "钱某乙" in str(paper.departures)
    assert "钱某甲" in told
    assert "钱某" not in hidden


def test_why_figures_differ_is_asked_where_it_is_handed_up_and_told_above(world: World) -> None:
    township = reading(world, "township", "en")
    post(township, page(world), do="make")
    paper = Paper.objects.get()
    changed = {"kind": "figure", "label": "Good", "record": "2", "file": "3", "personal": False}
    Paper.objects.update(departures=[changed], edited_on=paper.made_on)
    asked = shown(township, page(world), form=FORM, number=1)

    Paper.objects.update(differs_why="stamped before the last grade", handed_on=paper.made_on)
    told = shown(reading(world, "county", "en"), page(world), form=FORM, number=1)

    assert 'name="differs_why"' in asked
    assert "stamped before the last grade" in told
