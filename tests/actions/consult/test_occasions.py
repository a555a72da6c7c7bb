"""The same question about one activity after another: each has its own slips, its own close, its own result."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.closing import close
from jishi.actions.consult.left_over import destroy
from jishi.actions.consult.minutes import Meeting, keep_minutes
from jishi.actions.consult.occasions import Held, of_round, phone_form_of
from jishi.actions.consult.opening import Electorate, box_of, open_consultation, open_occasion, slips
from jishi.actions.consult.printing import laid_out
from jishi.ballotbox.box import Handed
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.packs.questions import questionnaire
from jishi.store import clock
from jishi.store.models.assess import FactValue
from jishi.store.models.consult import Consultation, Occasion
from jishi.store.models.told import Told
from tests.actions.consult.ground import as_
from tests.web.ground import World, pack, reading

pytestmark = [pytest.mark.django_db, pytest.mark.store]

ASKED = "activity-useful"
DAY = date(2012, 3, 6)


def held(world: World, title: str, unit: str = "C11", on: date = DAY) -> Held:
    return Held(world.units[unit], title, on)


def opened(world: World, title: str, unit: str = "C11", by: str = "township") -> Consultation:
    return open_occasion(as_(world, by), world.round, pack(), ASKED, held(world, title, unit))


def heard(world: World, found: Consultation, count: int, useful: int, unit: str = "C11") -> None:
    by = as_(world, "township")
    codes = slips(by, Electorate(found, world.units[unit], "present", pack()), count)
    box = box_of(found)
    said = ["very"] * useful + ["hardly"] * (count - useful)
    handed = [Handed(box.digest(code), {"useful": one}) for code, one in zip(codes, said, strict=True)]
    assert {outcome.what for outcome in box.count(handed, clock.today())} == {"counted"}


def told(found: Consultation) -> tuple[str, int | None, int | None]:
    row = Told.objects.get(consultation=found, question="useful", whole=False)
    return row.state, row.low, row.high


def test_two_at_the_same_time_do_not_disturb_each_other(world: World) -> None:
    lecture, visit = opened(world, "党课"), opened(world, "走访老党员")
    assert (lecture.code, visit.code) == ("activity-useful:1", "activity-useful:2")
    heard(world, lecture, 20, 18)
    codes = slips(as_(world, "township"), Electorate(visit, world.units["C11"], "present", pack()), 3)
    stray = box_of(lecture).count([Handed(box_of(visit).digest(codes[0]), {"useful": "very"})], clock.today())
    assert [each.what for each in stray] == ["foreign"]

    close(as_(world, "township"), lecture, pack())

    assert told(lecture) == ("told", 9000, 10000)
    visit.refresh_from_db()
    assert (visit.state, box_of(visit).state) == ("open", "open")
    assert destroy() == 0
    assert boxes().rounds() == (visit.box,)


def test_the_close_makes_no_fact(world: World) -> None:
    before = FactValue.objects.count()
    found = opened(world, "党课")
    heard(world, found, 12, 12)

    close(as_(world, "township"), found, pack())

    assert FactValue.objects.count() == before
    assert found.outcome["present"]["units"] == 1


def test_what_is_told_again_of_the_same_people_is_held_against_what_was_told_before(world: World) -> None:
    states = []
    for title, count, useful in (("一月", 20, 15), ("二月", 20, 14), ("三月", 22, 16), ("四月", 26, 13)):
        found = opened(world, title)
        heard(world, found, count, useful)
        close(as_(world, "township"), found, pack())
        states.append(told(found)[0])

    # 20 and 22 after 20 could be told apart by one who stayed away; 26 are six more.
    assert states == ["told", "hidden", "hidden", "told"]
    page = reading(world, "township", "en").get(
        f"{reverse('asked-in', args=[world.units['C11'].pk])}?c=activity-useful:4"
    )
    text = page.content.decode()
    assert "Each time it was asked" in text
    assert text.index("四月") < text.index("一月") or "一月" in text
    assert "not told" in text


def test_other_people_of_another_branch_are_told_of_by_themselves(world: World) -> None:
    for unit in ("C11", "C12"):
        found = opened(world, "党课", unit)
        heard(world, found, 12, 9, unit)
        close(as_(world, "township"), found, pack())
        assert told(found)[0] == "told"


def test_only_who_stands_above_opens_it_and_only_its_own_units_are_asked(world: World) -> None:
    with pytest.raises(Refusal, match="never by the unit itself"):
        opened(world, "党课", by="secretary")
    with pytest.raises(Refusal, match="never by the unit itself"):
        opened(world, "大会", "C", by="township")
    found = opened(world, "党课")
    with pytest.raises(Refusal, match="Nobody of “present” is asked about this unit"):
        Electorate(found, world.units["C12"], "present", pack()).asked()
    with pytest.raises(Refusal, match="never by the unit itself"):
        close(as_(world, "secretary"), found, pack())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": " "}, "Nobody says what was held"),
        ({"title": "长" * 41}, "Nobody says what was held"),
        ({"on": date(2011, 1, 1)}, "lies before the cycle"),
        ({"on": clock.today() + timedelta(days=2)}, "in the future"),
        ({"title": "党课"}, "opened already"),
    ],
)
def test_what_is_no_occasion_is_refused(world: World, change: dict[str, object], says: str) -> None:
    opened(world, "党课")
    wanted = {"place": world.units["C11"], "title": "走访", "on": DAY} | change

    with pytest.raises(Refusal, match=says):
        open_occasion(as_(world, "county"), world.round, pack(), ASKED, Held(**wanted))  # type: ignore[arg-type]
    assert (Occasion.objects.count(), len(boxes().rounds())) == (1, 1)


def test_what_is_held_once_takes_no_occasion_and_what_is_held_often_needs_one(world: World) -> None:
    with pytest.raises(Refusal, match="held once in a round"):
        open_occasion(as_(world, "county"), world.round, pack(), "survey", held(world, "党课"))
    with pytest.raises(Refusal, match="asks about one thing that was held"):
        open_consultation(as_(world, "county"), world.round, pack(), ASKED)


def test_slips_forms_and_papers_say_what_was_held(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found = opened(world, "党课")
    boxes().set_address("https://ask.example.org")
    asked = Electorate(found, world.units["C11"], "present", pack())

    group = laid_out([(asked, slips(as_(world, "township"), asked, 2))], "", str)[0]
    form = phone_form_of(found, questionnaire(pack(), ASKED))

    assert group.about.round == "党课 · 2012-03-06"
    assert (form.id, form.names.texts["en"]) == ("activity-useful-1", "Was this activity useful: 党课, 2012-03-06")
    assert box_of(found).questionnaires()[ASKED].names == form.names
    page = reading(world, "township", "en").get(reverse("phone-form", args=[ASKED]) + "?c=activity-useful:1")
    assert (page.status_code, page.headers["Content-Disposition"]) == (
        200,
        'attachment; filename="activity-useful-1.xlsx"',
    )
    paper = reading(world, "township", "en").get(
        reverse("questionnaire-paper", args=["year-2012", ASKED, "docx"]) + "?c=activity-useful:1"
    )
    assert paper.status_code == 200


def test_a_meeting_leads_to_the_question_and_says_how_many_came(world: World) -> None:
    met = Meeting(DAY, "甲一", 14, 3, "大家希望多开会")
    minutes = keep_minutes(as_(world, "township"), world.units["C11"], world.round, pack(), met)
    page, address = reading(world, "township", "en"), reverse("occasions", args=[ASKED])
    heard_in = page.get(reverse("heard-in", args=[world.units["C11"].pk])).content.decode()
    assert f'href="{address}?minutes={minutes.pk}"' in heard_in
    form = page.get(f"{address}?minutes={minutes.pk}").content.decode()
    assert 'value="C11"' in form
    assert 'value="2012-03-06"' in form

    sent = {"do": "open", "key": "k", "unit": "C11", "title": "座谈会", "on": "2012-03-06", "minutes": minutes.pk}
    assert page.post(address, sent).status_code == 302
    assert page.post(address, sent).status_code == 302

    found = of_round(OPERATOR, world.round, ASKED).get()
    assert found.occasion.minutes == minutes
    assert "座谈会" in page.get(address).content.decode()
    unit = page.get(f"{reverse('asked-in', args=[world.units['C11'].pk])}?c={found.code}").content.decode()
    assert 'value="14"' in unit
    assert "minutes of the meeting" in unit
    assert "Cross off who took part" not in unit


def test_an_occasion_of_another_township_is_not_there_for_this_one(world: World) -> None:
    opened(world, "党课", "C21", by="county")
    page, address = reading(world, "township", "en"), reverse("occasions", args=[ASKED])

    assert "党课" not in page.get(address).content.decode()
    sent = {"do": "close", "key": "k", "code": "activity-useful:1", "sure": "1"}
    assert page.post(address, sent).status_code == 404
    assert reading(world, "secretary", "en").get(address).status_code == 200


def test_it_is_closed_on_the_page_and_found_again_there(world: World) -> None:
    found = opened(world, "党课")
    heard(world, found, 12, 9)
    page, address = reading(world, "township", "en"), reverse("occasions", args=[ASKED])

    sent = {"do": "close", "key": "k", "code": found.code, "sure": "1"}
    assert page.post(address, sent).status_code == 302

    assert "12 heard" in page.get(address).content.decode()
    sheet = page.get(reverse("told-export") + f"?c={found.code}")
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="activity-useful-1-told.xlsx"'
