"""Slips printed by a job: given once to whoever asked, sealed until then, gone after a term or the close."""

import io
import os
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse

from jishi.actions.consult import printed, printing
from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.closing import close
from jishi.actions.consult.opening import Electorate, open_consultation
from jishi.actions.consult.printing import Wanted, send
from jishi.actions.jobs import perform
from jishi.actions.people.retention import keep_to_terms
from jishi.actions.people.terms import terms
from jishi.actions.sentences import spoken
from jishi.ballotbox.boxes import FOLDER
from jishi.core.consult.codes import read
from jishi.core.errors import Refusal
from jishi.documents import slips
from jishi.store import clock
from jishi.store.home import current
from jishi.store.models.consult import Asked, Consultation
from jishi.store.models.office import Job
from tests.actions.consult.ground import as_
from tests.documents.reading import codes, pages
from tests.web.ground import World, pack, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(world: World) -> Consultation:
    boxes().set_address("https://ask.example.org")
    return open_consultation(as_(world, "county"), world.round, pack(), "survey")


def asked_for(world: World, survey: Consultation, count: int, language: str = "zh-hans") -> Job:
    people = Electorate(survey, world.units["C11"], "members", pack())
    job = send(as_(world, "township"), people, Wanted(count), language)
    perform.call(job.pk)
    job.refresh_from_db()
    return job


def row() -> Asked:
    return Asked.objects.get(ask="members")


def test_the_file_is_given_once_and_every_code_in_it_is_of_the_box(world: World, survey: Consultation) -> None:
    job = asked_for(world, survey, 12)

    content = printed.fetch(world.accounts["township"], job)

    read = {each.rsplit("/", 1)[1] for number in (1, 2) for each in codes(content, number)}
    box = boxes().box(survey.box)
    assert (len(read), len(box.tables.slips([box.digest(code) for code in read]))) == (12, 12)
    assert (job.state, job.progress, row().printed) == ("done", 12, 12)
    with pytest.raises(Refusal, match="given once"):
        printed.fetch(world.accounts["township"], job)
    assert not list((current().path / FOLDER / "printed").iterdir())


def test_a_fetch_that_fails_in_the_middle_can_be_done_again(
    world: World, survey: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked_for(world, survey, 3)
    with monkeypatch.context() as broken:
        broken.setattr(printed, "_place", lambda job: "elsewhere")
        with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the vault says
            printed.fetch(world.accounts["township"], job)

    assert printed.fetch(world.accounts["township"], job).startswith(b"%PDF")


def test_a_file_that_no_job_tells_of_any_more_is_destroyed(world: World, survey: Consultation) -> None:
    job = asked_for(world, survey, 3)
    folder = current().path / FOLDER / "printed"
    (kept,) = folder.iterdir()
    cut_short = folder / "4711.taken"
    cut_short.write_bytes(b"codes")
    for file in (kept, cut_short):
        os.utime(file, (0, 0))

    printed.sweep_folder()

    assert list(folder.iterdir()) == [kept]
    assert printed.waits(job)


def test_the_code_beside_a_square_is_the_one_in_it_whole_as_it_is_typed(world: World, survey: Consultation) -> None:
    job = asked_for(world, survey, 3)

    content = printed.fetch(world.accounts["township"], job)

    scanned = {each.rsplit("/", 1)[1] for each in codes(content)}
    shown = {each for each in scanned if each in pages(content)[0]}
    assert len(scanned) == 3
    assert shown == scanned
    assert {len(read(each)) for each in shown} == {17}


def test_on_the_disk_nobody_reads_a_code(world: World, survey: Consultation) -> None:
    asked_for(world, survey, 1)

    (file,) = (current().path / FOLDER / "printed").iterdir()

    assert b"%PDF" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0


def test_nobody_else_gets_the_file_not_even_who_may_see_every_job(world: World, survey: Consultation) -> None:
    job = asked_for(world, survey, 1)

    with pytest.raises(Job.DoesNotExist):
        printed.fetch(world.accounts["county"], job)

    assert printed.waits(job)
    assert reading(world, "county").get(reverse("slips-printed", args=[job.pk])).status_code == 404


def test_what_nobody_fetched_in_two_days_is_destroyed_and_counts_as_left_over(
    world: World, survey: Consultation
) -> None:
    job = asked_for(world, survey, 3)
    with clock.at(clock.now() + timedelta(days=1)):
        assert keep_to_terms(terms())["printed-slips"] == 0
        assert printed.waits(job)

    with clock.at(clock.now() + timedelta(days=2)):
        assert not printed.waits(job)
        assert keep_to_terms(terms())["printed-slips"] == 1

    assert (row().printed, row().spoiled) == (3, 3)
    assert not list((current().path / FOLDER / "printed").iterdir())


def test_the_close_leaves_no_file_of_slips(world: World, survey: Consultation) -> None:
    asked_for(world, survey, 3)

    close(as_(world, "county"), survey, pack())

    assert not list((current().path / FOLDER / "printed").iterdir())


def test_more_than_one_file_comes_as_one_archive(
    world: World, survey: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slips, "IN_FILE", 4)
    told: list[int] = []
    monkeypatch.setattr(printing.Progress, "step", lambda _self, done, _doing: told.append(done))
    job = asked_for(world, survey, 10)

    archive = zipfile.ZipFile(io.BytesIO(printed.fetch(world.accounts["township"], job)))

    assert [len(codes(archive.read(name))) for name in archive.namelist()] == [4, 4, 2]
    assert told == [4, 8, 10]


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "扫码"), ("zh-hant", "掃碼"), ("en", "Scanthis")])
def test_slips_speak_the_language_of_whoever_asked(
    world: World, survey: Consultation, language: str, word: str
) -> None:
    job = asked_for(world, survey, 1, language)

    assert word in pages(printed.fetch(world.accounts["township"], job))[0]


def test_a_print_that_fails_after_codes_were_made_counts_them_as_left_over_and_says_so(
    world: World, survey: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(*_words: object, **_more: object) -> list[bytes]:
        raise OSError("no room")

    monkeypatch.setattr(printing, "slip_sheets", torn)
    people = Electorate(survey, world.units["C11"], "members", pack())
    job = send(as_(world, "township"), people, Wanted(7), "en")
    with pytest.raises(OSError, match="no room"):
        perform.call(job.pk)

    job.refresh_from_db()
    assert (job.state, job.result, row().printed, row().spoiled) == ("failed", {}, 7, 7)
    assert "Its 7 slips were given to nobody" in str(spoken(job.message))


def test_the_assessed_unit_asks_for_no_slips_and_gets_none(world: World, survey: Consultation) -> None:
    people = Electorate(survey, world.units["C11"], "members", pack())

    with pytest.raises(Refusal, match="never by the unit itself"):
        send(as_(world, "secretary"), people, Wanted(5), "en")

    assert not Job.objects.filter(kind="slips").exists()


@pytest.mark.parametrize("count", [0, 10_001])
def test_a_number_out_of_bounds_is_refused_before_there_is_a_job(
    world: World, survey: Consultation, count: int
) -> None:
    with pytest.raises(Refusal, match="cannot be made at once"):
        asked_for(world, survey, count)


def test_from_the_form_to_the_file_on_pages(world: World, survey: Consultation) -> None:
    client = reading(world, "township")
    form = reverse("asked-in", args=[world.units["C11"].pk]) + "?c=survey"
    answer = client.post(form, {"do": "print", "ask": "members", "count": "2", "key": "k"})
    job = Job.objects.get(kind="slips")
    assert answer.headers["Location"] == reverse("job", args=[job.pk])
    assert "测评票指向https://ask.example.org。" in client.get(form).content.decode()
    perform.call(job.pk)

    led = client.get(answer.headers["Location"]).headers["Location"]
    assert led == reverse("slips-printed", args=[job.pk])
    assert led in client.get(form).content.decode()
    given = client.post(led)

    assert given.headers["Content-Type"] == "application/pdf"
    assert len(codes(given.content)) == 2
    assert led not in client.get(form).content.decode()
    assert client.get(led).status_code == 200
    assert client.post(led).status_code == 422
