"""What people write is read by those who asked, joined to no answer, and stands only where the tally is told."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from jishi.actions.consult import own_words
from jishi.actions.consult.closing import close
from jishi.actions.consult.counting import Counted, enter
from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import Electorate, People, box_of, count_people, slips
from jishi.actions.consult.own_words_read import READING, may_read, read, readings, standing
from jishi.actions.consult.phones import Home, take
from jishi.actions.imports.outcome import Asked as Sent
from jishi.actions.people.reading import Purpose
from jishi.actions.people.retention import keep_to_terms
from jishi.ballotbox.box import Handed
from jishi.core.access import OPERATOR
from jishi.core.consult.conditions import Compared
from jishi.core.errors import Refusal
from jishi.core.people.keeping import OWN_TERMS
from jishi.packs.questions import questionnaire
from jishi.store import clock, dump
from jishi.store.home import current
from jishi.store.models.consult import Consultation, PaperCount
from jishi.store.models.office import Event, Grant
from jishi.store.models.told import Told
from jishi.store.models.words import OwnWords
from jishi.store.vault import keys
from tests.actions.consult.ground import as_
from tests.web.ground import World, pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]

WHY = Purpose("mend")
ROAD, LAMP = "路灯坏了三个月没人修", "开会通知太晚"


def answered(
    world: World, survey: Consultation, unit: str, count: int, texts: Sequence[str] = (), ask: str = "public"
) -> None:
    """So many are satisfied with everything; the first of them write something."""
    asked = Electorate(survey, world.units[unit], ask, pack())
    count_people(as_(world, "county"), asked, People(count, "册", date(2012, 3, 1)))
    box = box_of(survey)
    codes = slips(as_(world, "county"), asked, count)
    given = [
        {"overall": "satisfied"} | ({"opinion": texts[number]} if number < len(texts) else {})
        for number in range(count)
    ]
    handed = [Handed(box.digest(code), each) for code, each in zip(codes, given, strict=True)]
    assert {each.what for each in box.count(handed, clock.today())} == {"counted"}


def closed(world: World, survey: Consultation) -> Consultation:
    return close(as_(world, "county"), survey, pack())


def there(world: World, survey: Consultation) -> dict[str, list[str]]:
    """What is to be read, by code of the unit."""
    codes = {unit.pk: code for code, unit in world.units.items()}
    vault, found = keys(), {}
    for row in OwnWords.objects.filter(consultation=survey):
        found.setdefault(codes[row.unit_id], []).append(own_words.opened(vault, row))
    return {code: sorted(texts) for code, texts in found.items()}


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every table of the office's database with every column, those of the system last."""
    system = ["xmin::text", "ctid::text"] if connection.vendor == "postgresql" else ["rowid"]
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            columns = [f'"{field.column}"' for field in model._meta.concrete_fields]
            cursor.execute(f'SELECT {", ".join(columns + system)} FROM "{model._meta.db_table}"')
            found[model._meta.db_table] = [tuple(row) for row in cursor.fetchall()]
    return found


def test_what_is_written_in_a_told_branch_is_read_above_it(world: World, survey: Consultation) -> None:
    answered(world, survey, "C11", 12, [ROAD, LAMP])

    closed(world, survey)

    rows = read(as_(world, "township"), survey, pack(), world.units["C11"], WHY)
    assert sorted(each.text for each in rows) == sorted([ROAD, LAMP])
    assert {(str(each.form), str(each.question)) for each in rows} == {
        ("Satisfaction of the public", "Your opinion")
    }


def test_nobody_reads_before_the_close_without_a_purpose_or_for_the_unit_itself(
    world: World, survey: Consultation
) -> None:
    answered(world, survey, "C11", 12, [ROAD])
    with pytest.raises(Refusal, match="before the consultation is closed"):
        read(as_(world, "township"), survey, pack(), world.units["C11"], WHY)
    closed(world, survey)

    with pytest.raises(Refusal, match="No purpose is stated"):
        read(as_(world, "township"), survey, pack(), world.units["C11"], Purpose("other"))
    for reader in ("secretary", "head", "stranger"):
        with pytest.raises(Refusal, match="never by the unit"):
            read(as_(world, reader), survey, pack(), world.units["C11"], WHY)
    # Nor does a secretary who also sits on the committee above.
    Grant.objects.create(
        account=world.accounts["secretary"],
        role="clerk",
        unit=world.units["C1"],
        from_on=date(2010, 1, 1),
        duties="review",
        field_class=2,
    )
    seen = {
        code: may_read(as_(world, "secretary").scope, survey, pack(), world.units[code]) for code in ("C11", "C12")
    }
    assert seen == {"C11": False, "C12": True}
    assert not Event.objects.filter(name=READING).exists()


def test_every_reading_is_an_event_with_its_purpose_and_without_the_words(
    world: World, survey: Consultation
) -> None:
    answered(world, survey, "C11", 12, [ROAD])
    closed(world, survey)

    read(as_(world, "township"), survey, pack(), world.units["C11"], Purpose("other", "看路灯的事"))

    event = Event.objects.get(name=READING)
    assert (event.actor, event.subject) == (world.accounts["township"].pk, f"unit:{world.units['C11'].pk}")
    assert event.detail.details == {"consultation": survey.pk, "purpose": "other", "words": "看路灯的事"}
    assert [(each.by, each.words) for each in readings(world.units["C11"], survey)] == [
        (str(world.accounts["township"]), "看路灯的事")
    ]


def test_words_of_a_branch_that_is_not_told_stand_above_it_together_with_others(
    world: World, survey: Consultation
) -> None:
    answered(world, survey, "C11", 6, [ROAD])
    answered(world, survey, "C12", 14, [LAMP])

    closed(world, survey)

    told = {(row.unit.code, row.whole): row.state for row in Told.objects.filter(ask="public", question="overall")}
    assert (told["C11", False], told["C12", False], told["C1", True]) == ("hidden", "hidden", "told")
    assert there(world, survey) == {"C1": sorted([ROAD, LAMP])}
    # Nobody is asked about the township itself, so its committee reads what came up from below it.
    assert len(read(as_(world, "township"), survey, pack(), world.units["C1"], WHY)) == 2


@pytest.mark.parametrize(
    "sizes", [(3, 12, 12), (9, 9, 9), (10, 10, 10), (2, 30, 5), (1, 0, 9), (4, 3, 2), (12, 4, 0)]
)
def test_no_text_ever_stands_where_the_tally_is_not_told(
    world: World, survey: Consultation, sizes: tuple[int, int, int]
) -> None:
    for unit, count in zip(("C11", "C12", "C21"), sizes, strict=True):
        if count:
            answered(world, survey, unit, count, [f"{unit} 的话"])

    closed(world, survey)

    shown = {
        (row.unit_id, row.whole) for row in Told.objects.filter(ask="public", question="overall", state="told")
    }
    for row in OwnWords.objects.all():
        assert {(row.unit_id, False), (row.unit_id, True)} & shown
    for code, texts in there(world, survey).items():
        below = [unit for unit in ("C11", "C12", "C21") if unit.startswith(code)]
        assert {text[:3] for text in texts} <= set(below)
        # Ten at least could have written what is read in one place.
        assert sum(sizes[("C11", "C12", "C21").index(text[:3])] for text in texts) >= 10


def test_words_that_could_stand_nowhere_are_destroyed_and_nothing_says_how_many(
    world: World, survey: Consultation
) -> None:
    answered(world, survey, "C11", 4, [ROAD, LAMP])

    ended = closed(world, survey)

    assert not OwnWords.objects.exists()
    event = Event.objects.get(name="consultation.close")
    assert "words" not in json.dumps([event.detail.details, ended.outcome])


def test_papers_that_were_counted_do_not_hide_the_two_who_wrote(world: World, survey: Consultation) -> None:
    answered(world, survey, "C11", 2, [ROAD])
    asked = Electorate(survey, world.units["C11"], "public", pack())
    count_people(as_(world, "county"), asked, People(60, "册", date(2012, 3, 1), asked.row().version))
    for reader in ("county", "township"):
        counts = Counted("paper", 40, 0, {"overall": {"satisfied": 40}})
        enter(as_(world, reader), Electorate(survey, world.units["C11"], "public", pack()), counts)

    closed(world, survey)

    assert Told.objects.get(ask="public", question="overall", unit=world.units["C11"], whole=False).state == "told"
    assert there(world, survey) == {}


def test_who_reads_everything_joins_two_texts_of_one_answer_to_nothing(world: World, survey: Consultation) -> None:
    # Thirty answer; each is satisfied or not, and writes a text that nobody else writes.
    asked = Electorate(survey, world.units["C11"], "public", pack())
    codes, box = slips(as_(world, "county"), asked, 30), box_of(survey)
    said = [
        {"overall": "satisfied" if number % 2 else "dissatisfied", "opinion": f"第{number:02}句"}
        for number in range(30)
    ]
    for code, given in zip(codes, said, strict=True):
        assert box.count([Handed(box.digest(code), given)], clock.today())[0].what == "counted"
    before = everything()

    closed(world, survey)

    after = everything()
    names = [field.column for field in OwnWords._meta.concrete_fields]
    assert names == ["key", "consultation_id", "unit_id", "questionnaire", "question", "sealed"]
    rows = after["store_ownwords"]
    # All but the key and the sealed words is the same in every row: nothing sets one text apart.
    assert (len(rows), len({row[1:5] for row in rows})) == (30, 1)
    # In the order of the table, and of the file, keys ascend: they are random, so the order is.
    by_place = sorted(rows, key=lambda row: _place(row[-1]))
    assert [row[0] for row in by_place] == sorted(row[0] for row in rows)
    if connection.vendor == "postgresql":
        assert len({row[-2] for row in rows}) == 1
    vault = keys()
    written = [own_words.opened(vault, OwnWords(key=row[0], sealed=bytes(row[5]))) for row in by_place]
    assert sorted(written) == sorted(each["opinion"] for each in said)
    # Order of writing, and of the words themselves, are both lost.
    places = [int(text[1:3]) for text in written]
    assert places not in (sorted(places), sorted(places, reverse=True))
    # No other table that the close wrote has a row for one of them, and none has the words.
    keys_of = {row[0] for row in rows}
    for table, content in after.items():
        if table != "store_ownwords":
            fresh = [row for row in content if row not in before[table]]
            assert not [row for row in fresh if keys_of & set(map(str, row)) or "句" in repr(row)], table
    assert not [path for path in current().path.rglob("*") if path.is_file() and "句".encode() in path.read_bytes()]


def _place(system: object) -> tuple[int, ...]:
    """Where a row lies: its number in SQLite, its page and line in PostgreSQL."""
    return tuple(int(part) for part in str(system).strip("()").split(","))


def test_texts_of_a_question_that_only_some_are_asked_are_never_read(world: World) -> None:
    form = questionnaire(pack(), "satisfaction-public")
    asked = replace(form.question("opinion"), show_if=Compared("overall", "=", "dissatisfied"))
    only_some = replace(form, questions=(*form.questions[:-1], asked))

    assert own_words.open_questions(form) == ("opinion",)
    assert own_words.open_questions(only_some) == ()


def test_empty_texts_are_dropped(world: World, survey: Consultation) -> None:
    answered(world, survey, "C11", 12, ["   ", "\n", ROAD])

    closed(world, survey)

    assert there(world, survey) == {"C11": [ROAD]}


def phone_rows(*texts: str, first: int = 0) -> bytes:
    lines = ["unit,way,handed_in,answers-overall,answers-opinion,KEY"]
    lines += [f"C11,visit,filled,satisfied,{text},uuid:{first + number}" for number, text in enumerate(texts)]
    return ("\n".join(lines) + "\n").encode()


def test_what_phones_brought_is_kept_sealed_until_the_close_and_read_afterwards(
    world: World, survey: Consultation, tmp_path: Path
) -> None:
    home = Home(survey, pack(), "public", "visit")
    by = By(world.accounts["county"], as_(world, "county").scope)
    first = take(by, home, Sent(phone_rows(ROAD, *[""] * 7), "phones.csv"))
    again = take(by, home, Sent(phone_rows(LAMP, *[""] * 3, first=50), "phones.csv"))
    assert (first.errors, again.errors) == ((), ())
    count = PaperCount.objects.get()
    dump.write_tables(tmp_path)

    assert ROAD.encode() not in bytes(count.words)
    # 12 + 16 bytes around one step, whatever stands in it: its length tells nothing.
    assert len(bytes(count.words)) == 12 + 1024 + 16
    assert not (tmp_path / "store_papercount.jsonl").exists()
    closed(world, survey)
    assert there(world, survey) == {"C11": sorted([ROAD, LAMP])}
    assert not PaperCount.objects.exists()


def test_a_backup_holds_what_people_wrote_sealed(world: World, survey: Consultation, tmp_path: Path) -> None:
    answered(world, survey, "C11", 12, [ROAD])
    closed(world, survey)

    dump.write_tables(tmp_path)

    assert len((tmp_path / "store_ownwords.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    for file in tmp_path.glob("*.jsonl"):
        assert ROAD not in file.read_text(encoding="utf-8")


def test_words_are_erased_when_their_term_is_over(world: World, survey: Consultation) -> None:
    answered(world, survey, "C11", 12, [ROAD])
    closed(world, survey)
    survey.refresh_from_db()
    assert survey.closed_at is not None

    Consultation.objects.filter(pk=survey.pk).update(closed_at=survey.closed_at - timedelta(days=360))
    kept = keep_to_terms(OWN_TERMS)["own-words"]
    Consultation.objects.filter(pk=survey.pk).update(closed_at=survey.closed_at - timedelta(days=370))
    erased = keep_to_terms(OWN_TERMS)["own-words"]

    assert (kept, erased, OwnWords.objects.count()) == (0, 1, 0)


def test_the_units_where_something_is_to_be_read_are_listed_below_a_place(
    world: World, survey: Consultation
) -> None:
    answered(world, survey, "C11", 12, [ROAD, LAMP])
    answered(world, survey, "C21", 12, [LAMP])
    closed(world, survey)

    def listed(reader: str, place: str) -> list[tuple[str, int]]:
        scope = OPERATOR if reader == "" else as_(world, reader).scope
        return [(unit.code, unit.texts) for unit in standing(scope, survey, world.units[place])]

    assert listed("", "C") == [("C11", 2), ("C21", 1)]
    assert listed("", "C2") == [("C21", 1)]
    assert listed("township", "C") == [("C11", 2)]
