"""A file that comes through a page: checked, brought in, refused with every place marked."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import RequestFactory
from django.urls import reverse
from openpyxl import load_workbook

from jishi.actions import uploads
from jishi.actions.jobs import perform
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.sheets.workbook import Limits
from jishi.store.models.office import Import, Job
from jishi.store.models.org import Link, Unit
from jishi.web.pages.imports import _upload
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db

HEAD = "组织编码,组织名称,组织类别,层级,领域,上级组织编码,成立日期\n"
GOOD = HEAD + "C13,新桥村党支部,党支部,支部,村,C1,2011-03-01\n"
BAD = HEAD + "C13,新桥村党支部,党支部,支部,村,C9,2011-03-01\n"


@pytest.fixture
def world() -> World:
    return a_world()


def send(world: World, text: str, do: str, reader: str = "township") -> tuple[object, Job]:
    """Send a file, let the worker do its job, and follow the browser to what became of it."""
    client = reading(world, reader, "en")
    file = SimpleUploadedFile("register.csv", text.encode())
    answer = client.post(reverse("imports"), {"file": file, "kind": "units", "mode": "all", "do": do, "key": "k"})
    job = Job.objects.latest("pk")
    assert answer.headers["Location"] == reverse("import-progress", args=[job.pk])
    perform.call(job.pk)
    return client, job


def test_trying_a_file_changes_nothing_and_is_on_record(world: World) -> None:
    client, job = send(world, GOOD, "try")

    answer = client.get(reverse("import-progress", args=[job.pk]))
    row = Import.objects.get(job=job)

    assert answer.headers["Location"] == reverse("import", args=[row.pk])
    assert (row.state, row.counts["added"]) == ("tried", 1)
    assert not Unit.objects.filter(code="C13").exists()


def test_importing_a_file_brings_it_in(world: World) -> None:
    client, job = send(world, GOOD, "import")

    page = client.get(reverse("import", args=[Import.objects.get(job=job).pk])).content.decode()

    assert Unit.objects.get(code="C13").name == "新桥村党支部"
    assert "The file is in." in page


def test_a_wrong_row_refuses_the_file_and_is_marked_in_the_own_workbook(world: World) -> None:
    client, job = send(world, BAD, "import")
    row = Import.objects.get(job=job)

    page = client.get(reverse("import", args=[row.pk])).content.decode()
    report = client.get(reverse("import-errors", args=[row.pk]))

    assert row.state == "refused"
    assert not Unit.objects.filter(code="C13").exists()
    assert "neither in this file nor in the register" in page
    assert load_workbook(io.BytesIO(report.content)).active is not None


def test_whose_table_lacks_columns_is_led_to_the_template_on_the_page(world: World) -> None:
    client, job = send(world, "编码,别的\nC13,一\n", "try")

    page = client.get(reverse("import-progress", args=[job.pk]), follow=True).content.decode()

    assert "lacks the columns" in page
    assert "on the page Imports" in page
    assert f'href="{reverse("template", args=["units"])}"' in page


def test_an_import_by_command_has_no_workbook_of_a_sender(world: World) -> None:
    client, job = send(world, BAD, "import", "county")
    row = Import.objects.get(job=job)
    Import.objects.filter(pk=row.pk).update(asked_by=None)

    assert client.get(reverse("import-errors", args=[row.pk])).status_code == 404


def test_a_unit_outside_cannot_be_brought_in(world: World) -> None:
    _client, job = send(world, GOOD.replace(",C1,", ",C2,"), "import")

    assert Import.objects.get(job=job).state == "refused"
    assert not Unit.objects.filter(code="C13").exists()


def test_of_a_file_that_is_too_large_no_more_is_read_than_tells_so(world: World) -> None:
    with TemporaryUploadedFile("register.csv", "text/csv", 4 << 30, None) as file:
        # Holes take no room on the disk.
        file.file.truncate(4 << 30)
        request = RequestFactory().post("/", {"kind": "units"})
        request.FILES["file"] = file

        upload = _upload(request)

    assert len(upload.content) == Limits().file_bytes + 1
    with pytest.raises(Refusal, match="larger than"):
        uploads.send(world.accounts["county"], OPERATOR, upload)


def move_all(world: World, mode: str = "all") -> tuple[object, Import]:
    """Send a register that moves the only village of the second township away."""
    client = reading(world, "county", "en")
    text = (
        "组织编码,组织名称,组织类别,层级,领域,上级组织编码\n" + f"C21,{world.units['C21'].name},党支部,支部,村,C1\n"
    )
    file = SimpleUploadedFile("register.csv", text.encode())
    client.post(reverse("imports"), {"file": file, "kind": "units", "mode": mode, "do": "import", "key": "k"})
    job = Job.objects.latest("pk")
    perform.call(job.pk)
    return client, Import.objects.get(job=job)


@pytest.mark.parametrize("mode", ["all", "rows"])
def test_a_township_is_emptied_from_a_page_only_after_confirmation(world: World, mode: str) -> None:
    client, row = move_all(world, mode)
    below = Link.objects.filter(unit=world.units["C21"], to_on=None)
    assert row.state == "refused"
    assert below.get().parent == world.units["C2"]
    assert "It is meant: import the file" in client.get(reverse("import", args=[row.pk])).content.decode()

    answer = client.post(reverse("import", args=[row.pk]), {"key": "c"})
    job = Job.objects.latest("pk")
    perform.call(job.pk)

    assert answer.headers["Location"] == reverse("import-progress", args=[job.pk])
    assert Import.objects.get(job=job).state == "done"
    assert below.get().parent == world.units["C1"]


def test_nothing_else_that_was_refused_can_be_confirmed(world: World) -> None:
    client, job = send(world, BAD, "import")
    row = Import.objects.get(job=job)
    before = Job.objects.count()

    answer = client.post(reverse("import", args=[row.pk]), {"key": "c"})

    assert "There is nothing to confirm about this file." in answer.content.decode()
    assert Job.objects.count() == before


def test_an_empty_file_is_refused_at_the_door(world: World) -> None:
    client = reading(world, "county", "en")
    before = Job.objects.count()

    answer = client.post(reverse("imports"), {"file": SimpleUploadedFile("empty.csv", b""), "kind": "units"})

    assert answer.status_code == 422
    assert "The file is empty." in answer.content.decode()
    assert Job.objects.count() == before


def test_the_progress_of_a_waiting_job_is_shown_and_asked_for_again(world: World) -> None:
    client = reading(world, "county", "en")

    page = client.get(reverse("import-progress", args=[world.job.pk])).content.decode()

    assert 'hx-trigger="every 2s"' in page
    assert "waiting" in page


def test_a_template_comes_in_the_language_of_the_page(world: World) -> None:
    answer = reading(world, "county", "en").get(reverse("template", args=["units"]))

    assert "units-en.xlsx" in answer.headers["Content-Disposition"]
    assert load_workbook(io.BytesIO(answer.content)).active is not None
