"""Answers of ODK Central and KoBoToolbox, in the shapes of their exports: counted once, by nobody's name."""

import csv
import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jishi.actions.consult import board, counting, phones, phones_job, phones_visits
from jishi.actions.consult.closing import close
from jishi.actions.consult.opening import Electorate, People, count_people
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.jobs import mark_lost, perform
from jishi.ballotbox.boxes import FOLDER
from jishi.core.consult.questionnaire import Choice, Question, Questionnaire
from jishi.core.errors import Refusal
from jishi.core.names import Named
from jishi.sheets.phones import table
from jishi.sheets.reading import read
from jishi.store.home import current
from jishi.store.models.consult import Consultation, PaperCount, Received, Visit
from jishi.store.models.office import Job
from jishi.store.models.told import Told
from tests.actions.consult.ground import as_
from tests.web.ground import World, pack, reading

pytestmark = pytest.mark.django_db

# ODK Central: group and question with a hyphen between, the submission's mark in KEY and meta-instanceID.
CENTRAL = ("SubmissionDate", "unit", "way", "handed_in", "answers-overall", "answers-care", "meta-instanceID",
           "KEY", "SubmitterID", "SubmitterName", "DeviceID", "FormVersion")  # fmt: skip
# KoBoToolbox: semicolons, group and question with a slash, the mark in _uuid.
KOBO = ("unit", "way", "handed_in", "answers/overall", "__version__", "_id", "_uuid", "_submission_time",
        "_submitted_by")  # fmt: skip


def file(heads: tuple[str, ...], *rows: dict[str, str], between: str = ",") -> bytes:
    kept = io.StringIO(newline="")
    writer = csv.DictWriter(kept, heads, delimiter=between, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return kept.getvalue().encode("utf-8-sig")


def central(number: int, overall: str = "satisfied", **more: str) -> dict[str, str]:
    mark = f"uuid:00000000-0000-4000-8000-{number:012d}"
    said = {"unit": "C11", "way": "phone", "handed_in": "filled", "answers-overall": overall}
    about = {"KEY": mark, "meta-instanceID": mark, "SubmitterName": "某某", "DeviceID": "collect:zz-9"}
    return {**said, **about, "SubmissionDate": "2012-04-01T08:00:00Z", **more}


def taken(
    world: World, survey: Consultation, content: bytes, reader: str = "township", mode: str = "rows"
) -> Outcome:
    home = phones.Home(survey, pack(), "members")
    return phones.take(as_(world, reader), home, Asked(content, "answers.csv", mode))  # type: ignore[arg-type]


def people(world: World, survey: Consultation, number: int) -> None:
    electorate = Electorate(survey, world.units["C11"], "members", pack())
    count_people(as_(world, "township"), electorate, People(number, "党员册", date(2012, 4, 1)))


def counts(way: str = "phone") -> tuple[int, int, dict[str, int]]:
    row = PaperCount.objects.get(way=way, filed=True)
    return row.slips, row.blank, {choice: count for choice, count in row.counts["overall"].items() if count}


def test_answers_of_odk_become_counts_with_their_way_and_who_brought_them(world, survey) -> None:
    rows = [central(n) for n in range(6)] + [central(6, "dissatisfied"), central(7, "", handed_in="blank")]

    outcome = taken(world, survey, file(CENTRAL, *rows))

    assert outcome.counts == {"added": 8, "changed": 0, "same": 0, "refused": 0}
    assert counts() == (8, 1, {"satisfied": 6, "dissatisfied": 1})
    assert PaperCount.objects.get().counter == world.accounts["township"]
    wanted = Electorate(survey, world.units["C11"], "members", pack()).wanted()
    assert board.of_unit(survey, pack(), wanted, world.units["C11"]).heard == {"phone": 8}


def test_kobo_with_semicolons_slashes_and_labels_says_the_same(world, survey) -> None:
    row = {"unit": "C11", "way": "电话", "handed_in": "有回答", "answers/overall": "满意", "_uuid": "AB-1"}

    outcome = taken(world, survey, file(KOBO, row, {**row, "_uuid": "AB-2"}, between=";"))

    assert outcome.counts["added"] == 2
    assert counts() == (2, 0, {"satisfied": 2})


def test_the_same_form_is_counted_once_in_one_file_in_two_and_from_two_programs(world, survey) -> None:
    taken(world, survey, file(CENTRAL, central(1), central(1)))
    again = taken(world, survey, file(CENTRAL, central(1), central(2)), reader="county")
    row = {"unit": "C11", "way": "phone", "handed_in": "filled", "answers/overall": "satisfied"}
    kobo = taken(world, survey, file(KOBO, {**row, "_uuid": "00000000-0000-4000-8000-000000000002"}, between=";"))

    assert (again.counts["added"], again.counts["same"]) == (1, 1)
    assert (kobo.counts["added"], kobo.counts["same"]) == (0, 1)
    assert sum(PaperCount.objects.values_list("slips", flat=True)) == 2


def test_nothing_kept_says_who_sent_what_when_or_from_which_phone(world, survey) -> None:
    content = file(CENTRAL, central(1), central(2, "dissatisfied"))
    taken(world, survey, content)

    kept = [list(row) for model in (Received, PaperCount) for row in model.objects.values_list()]
    fields = {field.name for field in Received._meta.get_fields()}

    assert fields == {"digest", "consultation"}
    for secret in ("00000000-0000", "某某", "collect:zz-9", "2012-04-01"):
        assert secret not in repr(kept)


def test_no_more_forms_are_counted_than_there_are_people(world, survey) -> None:
    people(world, survey, 8)

    with pytest.raises(Refusal) as told:
        taken(world, survey, file(CENTRAL, *(central(n) for n in range(9))))

    assert "9" in str(told.value)
    assert not PaperCount.objects.exists()
    assert taken(world, survey, file(CENTRAL, *(central(n) for n in range(8)))).counts["added"] == 8


def test_a_wrong_row_is_told_beside_its_cell_and_the_right_ones_count(world, survey) -> None:
    rows = [central(1), central(2, "delighted"), central(3, unit="C99"), central(4, way="dream"), central(5, KEY="",
            **{"meta-instanceID": ""}), central(6, handed_in="blank")]  # fmt: skip

    outcome = taken(world, survey, file(CENTRAL, *rows))

    assert outcome.counts == {"added": 1, "changed": 0, "same": 0, "refused": 5}
    spots = {error.spot.address(): str(error.what) for error in outcome.errors}
    assert spots["E3"] == '"delighted" is none of the answers to choose from.'
    assert spots["B4"] == "No unit of this code is yours to write down for."
    assert "no way of hearing" in spots["C5"]
    assert "could be counted twice" in spots["6"]
    assert "said to be blank" in spots["D7"]
    book = openpyxl.load_workbook(io.BytesIO(outcome.report(str)))
    assert book.active.max_row == 6


def test_where_one_error_refuses_everything_nothing_is_counted(world, survey) -> None:
    outcome = taken(world, survey, file(CENTRAL, central(1), central(2, "delighted")), mode="all")

    assert not outcome.written
    assert not PaperCount.objects.exists()
    assert not Received.objects.exists()


def test_whoever_stands_for_the_unit_itself_counts_nothing_of_it(world, survey) -> None:
    outcome = taken(world, survey, file(CENTRAL, central(1)), reader="secretary")

    assert outcome.counts["refused"] == 1
    assert not PaperCount.objects.exists()


def test_a_file_without_marks_or_of_another_form_is_refused_whole(world, survey) -> None:
    with pytest.raises(Refusal, match="which answer is which"):
        taken(world, survey, file(("unit", "answers-overall"), {"unit": "C11", "answers-overall": "satisfied"}))
    with pytest.raises(Refusal, match="No column of this file"):
        taken(world, survey, file(("unit", "KEY"), {"unit": "C11", "KEY": "1"}))


def test_what_phones_brought_needs_no_second_count_and_goes_with_the_rest_at_the_close(world, survey) -> None:
    taken(world, survey, file(CENTRAL, *[central(n) for n in range(12)]))
    unit = Electorate(survey, world.units["C11"], "members", pack())
    paper = counting.Counted("paper", 2, 0, {"overall": {"satisfied": 2}})
    counting.enter(as_(world, "township"), unit, paper)
    with pytest.raises(Refusal, match="count the papers separately"):
        close(as_(world, "county"), survey, pack())
    counting.enter(as_(world, "county"), unit, paper)

    close(as_(world, "county"), survey, pack())

    assert Told.objects.get(unit=world.units["C11"], ask="members", whole=False).state == "told"
    assert not PaperCount.objects.exists()
    assert not Received.objects.exists()
    with pytest.raises(Refusal, match="never opened again"):
        taken(world, survey, file(CENTRAL, central(99)))


def test_after_the_last_day_nothing_is_taken(world, survey) -> None:
    Consultation.objects.filter(pk=survey.pk).update(until=date(2012, 1, 1))
    survey.refresh_from_db()

    with pytest.raises(Refusal, match="closed"):
        taken(world, survey, file(CENTRAL, central(1)))


def several() -> Questionnaire:
    choices = (
        Choice("near", Named({"zh-Hans": "就近 办事", "en": "near by"})),
        Choice("far", Named({"en": "far"})),
    )
    question = Question("what", Named({"en": "What?"}), "several", choices, not_applicable=True)
    number = Question("age", Named({"en": "Age?"}), "number", not_applicable=True)
    return Questionnaire("f", Named({"en": "F"}), "public", Named({"en": "P"}), 1, (question, number))


@pytest.mark.parametrize(
    ("heads", "cells", "wanted"),
    [
        (("answers-what",), ("near far",), ["near", "far"]),
        (("answers/what",), ("near by far",), ["near", "far"]),
        (("What?",), ("就近 办事",), ["near"]),
        (("answers/what/near", "answers/what/far"), ("0", "1"), ["far"]),
        (("What?/near by", "What?/far"), ("1.0", ""), ["near"]),
        (("answers-what/near", "answers-what/far"), ("", "True"), ["far"]),
        (("answers-what",), ("not-applicable",), "not-applicable"),
        (("answers-what/not-applicable", "answers-what/near"), ("1", "0"), "not-applicable"),
    ],
)
def test_several_choices_are_read_together_or_split_by_name_or_by_label(heads, cells, wanted) -> None:
    content = file((*heads, "_uuid"), dict(zip((*heads, "_uuid"), (*cells, "u"), strict=True)))

    (found,) = table(read(content, name="x.csv"), several()).instances()

    assert found.given["what"] == wanted


def test_a_tick_that_a_number_does_not_apply_is_the_answer() -> None:
    content = file(("answers-age", "answers-age_na", "KEY"), {"answers-age_na": "not-applicable", "KEY": "1"})

    (found,) = table(read(content, name="x.csv"), several()).instances()

    assert found.given["age"] == "not-applicable"


VISIT = ("unit", "on", "visitors", "talk", "life", "faces", "heard", "survey-setup", "KEY")


def a_visit(number: int, **more: str) -> dict[str, str]:
    said = {"unit": "C11", "on": "2012-03-20", "visitors": "调查组", "talk": "谈", "life": "会", "faces": "3"}
    return {**said, "KEY": f"uuid:{number}", **more}


def test_visits_of_phones_are_kept_once_each_and_wrong_ones_told(world) -> None:
    content = file(VISIT, a_visit(1), a_visit(2, visitors=""), a_visit(3, faces="many"), a_visit(4, unit="C9"))
    asked = Asked(content, "visits.csv", "rows")

    first = phones_visits.take(as_(world, "township"), world.round, pack(), asked)
    again = phones_visits.take(as_(world, "township"), world.round, pack(), asked)

    assert (first.counts["added"], first.counts["refused"]) == (1, 3)
    assert (again.counts["added"], again.counts["same"]) == (0, 1)
    assert {error.spot.address() for error in first.errors} == {"3", "F4", "A5"}
    assert Visit.objects.get().faces == 3


def test_one_wrong_visit_refuses_all_where_that_is_wanted(world) -> None:
    asked = Asked(file(VISIT, a_visit(1), a_visit(2, faces="many")), "visits.csv", "all")

    tried = phones_visits.take(as_(world, "township"), world.round, pack(), asked)

    assert not tried.written
    assert not Visit.objects.exists()


def test_on_the_page_good_rows_count_and_the_file_comes_back_marked(world, survey) -> None:
    client = reading(world, "township")
    content = file(CENTRAL, central(1), central(2, "delighted"))

    def sent(do: str):
        upload = SimpleUploadedFile("a.csv", content)
        return client.post(reverse("phones"), {"of": "survey.members", "way": "phone", "do": do, "file": upload})

    marked = sent("marked")
    assert marked.headers["Content-Disposition"] == 'attachment; filename="a-errors.xlsx"'
    assert not PaperCount.objects.exists()
    told = sent("take").content.decode()

    assert "a.csv › E3" in told
    assert counts() == (1, 0, {"satisfied": 1})


def test_only_who_enters_from_above_finds_the_page(world) -> None:
    assert reading(world, "head").get(reverse("phones")).status_code == 403


def test_a_large_table_is_taken_in_by_a_job_and_lies_nowhere_afterwards(
    world: World, survey: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phones_job, "AT_ONCE", 100)
    content = file(CENTRAL, central(1), central(2), central(3, unit="elsewhere"))
    client = reading(world, "township")
    sent = {"of": "survey.members", "way": "phone", "do": "take", "key": "k"}
    answer = client.post(reverse("phones"), {**sent, "file": SimpleUploadedFile("answers.csv", content)})
    job = Job.objects.get(kind="phones")
    (kept,) = (current().path / FOLDER / "phones").iterdir()
    sealed = b"satisfied" not in kept.read_bytes()
    perform.call(job.pk)

    shown = client.get(client.get(answer.headers["Location"]).headers["Location"]).content.decode()

    assert answer.headers["Location"] == reverse("job", args=[job.pk])
    assert sealed
    assert counts() == (2, 0, {"satisfied": 2})
    assert "您可以录入的组织中没有这个代码。" in shown
    assert not list((current().path / FOLDER / "phones").iterdir())


def test_another_table_under_the_same_key_is_refused_and_does_not_stay(world: World, survey: Consultation) -> None:
    brought, by = phones_job.Brought(world.round, "survey.members"), replace(as_(world, "township"), key="k")
    phones_job.send(by, brought, Asked(file(CENTRAL, central(1)), "answers.csv"))

    with pytest.raises(Refusal, match="asked for something else"):
        phones_job.send(by, brought, Asked(file(CENTRAL, central(2)), "answers.csv"))

    assert len(list((current().path / FOLDER / "phones").iterdir())) == 1


def test_a_table_whose_job_was_lost_is_destroyed_and_counted_nowhere(world: World, survey: Consultation) -> None:
    brought = phones_job.Brought(world.round, "survey.members")
    job = phones_job.send(as_(world, "township"), brought, Asked(file(CENTRAL, central(1)), "answers.csv"))
    Job.objects.filter(pk=job.pk).update(state="running", beat_at=None)

    assert mark_lost() == 1

    assert not list((current().path / FOLDER / "phones").iterdir())
    assert not PaperCount.objects.exists()
