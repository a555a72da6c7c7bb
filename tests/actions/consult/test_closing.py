"""What stands in the way of a close, what it leaves behind when it is refused, and what nobody changes after it."""

import re
from datetime import date

import pytest
from django.urls import reverse

from jishi.actions.consult import closing, counting
from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.closing import close
from jishi.actions.consult.counting import Counted
from jishi.actions.consult.exceptions import Plea, approve, leave_out, take_back
from jishi.actions.consult.opening import (
    Electorate,
    People,
    box_of,
    count_people,
    open_consultation,
    slips,
    spoil,
)
from jishi.actions.programme import read_pack
from jishi.ballotbox.box import Handed
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.facts import Entry, lock, write
from jishi.store.models.consult import Asked, Consultation
from jishi.store.models.office import Grant
from jishi.store.models.told import Told
from jishi.store.transact import action
from jishi.web.programme import SHIPPED
from tests.actions.consult.ground import as_
from tests.web.ground import World, pack, reading

pytestmark = pytest.mark.django_db


def people(number: int) -> People:
    return People(number, "党员册", date(2012, 3, 1))


def answer(survey: Consultation, codes: tuple[str, ...], overall: str) -> None:
    box = box_of(survey)
    handed = [Handed(box.digest(code), {"overall": overall}) for code in codes]
    assert {outcome.what for outcome in box.count(handed, clock.today())} == {"counted"}


def paper(slips: int, satisfied: int, way: str = "paper") -> Counted:
    return Counted(way, slips, 0, {"overall": {"satisfied": satisfied, "dissatisfied": slips - satisfied}})


def asked(survey: Consultation, world: World, ask: str = "members", unit: str = "C11") -> Asked:
    return Asked.objects.get(consultation=survey, unit=world.units[unit], ask=ask)


def test_a_close_that_is_refused_leaves_the_box_open(world: World, survey: Consultation) -> None:
    by, asked_ = as_(world, "township"), Electorate(survey, world.units["C11"], "members", pack())
    codes = slips(by, asked_, 2)
    with action(None, "facts.lock"):
        lock(world.round)

    with pytest.raises(Refusal, match="facts of this round are locked"):
        close(as_(world, "county"), survey, pack())

    assert (box_of(survey).state, Consultation.objects.get(pk=survey.pk).state) == ("open", "open")
    answer(survey, codes, "satisfied")


def test_a_close_that_breaks_off_says_that_nothing_is_lost_and_is_finished_by_the_next(
    world: World, survey: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, asked_ = as_(world, "township"), Electorate(survey, world.units["C11"], "members", pack())
    answer(survey, slips(by, asked_, 12), "satisfied")

    def breaks(*_given: object) -> None:
        raise RuntimeError("the machine stopped here")

    with monkeypatch.context() as broken:
        broken.setattr(closing, "tell", breaks)
        with pytest.raises(Refusal, match=r"nothing is lost.*Close it once more"):
            close(as_(world, "county"), survey, pack())
    assert not Told.objects.exists()

    close(as_(world, "county"), survey, pack())

    assert Told.objects.get(unit=world.units["C11"], ask="members", whole=False).state == "told"
    assert survey.box not in boxes().rounds()


def test_only_who_grades_the_whole_tree_opens_and_closes(world: World, survey: Consultation) -> None:
    Grant.objects.filter(account=world.accounts["township"]).update(duties="enter assess")

    with pytest.raises(Refusal, match="they ask the whole tree"):
        close(as_(world, "township"), survey, pack())
    with pytest.raises(Refusal, match="they ask the whole tree"):
        open_consultation(as_(world, "township"), world.round, pack(), "democratic-evaluation")

    page = reading(world, "township", "en")
    assert 'value="close"' not in page.get(reverse("consultations")).content.decode()
    assert page.post(reverse("consultations"), {"do": "close", "code": "survey", "sure": "1"}).status_code == 403
    assert box_of(survey).state == "open"


def test_what_is_closed_takes_no_exception_and_no_spoiled_slip(world: World, survey: Consultation) -> None:
    by, asked_ = as_(world, "township"), Electorate(survey, world.units["C11"], "members", pack())
    count_people(by, asked_, people(10))
    slips(by, asked_, 4)
    row = asked(survey, world)
    plea = leave_out(as_(world, "secretary"), row, Plea(2, "长期重病"))
    close(as_(world, "county"), survey, pack())
    row.refresh_from_db()

    for late in (
        lambda: leave_out(as_(world, "secretary"), row, Plea(3, "长期重病")),
        lambda: approve(by, plea, plea.version),
        lambda: take_back(as_(world, "secretary"), plea, plea.version),
        lambda: spoil(by, row, row.version, 2),
    ):
        with pytest.raises(Refusal, match="never opened again"):
            late()
    row.refresh_from_db()
    assert (row.excepted, row.left_out.get().approved_by, row.spoiled) == (0, None, 0)


def test_the_page_tells_where_two_counts_differ_and_nobody_what_was_counted(
    world: World, survey: Consultation
) -> None:
    unit = world.units["C11"]
    counting.enter(as_(world, "township"), Electorate(survey, unit, "members", pack()), paper(43, 37))
    counting.enter(as_(world, "county"), Electorate(survey, unit, "members", pack()), paper(43, 31))
    address = f"{reverse('asked-in', args=[unit.pk])}?c=survey"

    pages = {
        name: reading(world, name, "en").get(address).content.decode()
        for name in ("secretary", "head", "township", "county")
    }

    for name, page in pages.items():
        assert ("the two counts differ" in page) is (name in ("township", "county")), name
        # Not even who counts sees the other's numbers.
        assert not re.search(r"\b(37|31)\b", re.sub(r"<[^>]*>", " ", page)), name


def test_a_form_of_before_ones_own_count_does_not_replace_it(world: World, survey: Consultation) -> None:
    address = f"{reverse('asked-in', args=[world.units['C11'].pk])}?c=survey"
    township = reading(world, "township", "en")
    form = {"do": "paper", "ask": "members", "way": "paper", "slips": "12", "n-overall.satisfied": "12"}
    before = township.get(address).content.decode()
    assert 'name="version-paper"' not in before
    assert township.post(address, form | {"key": "a"}).status_code == 302

    late = township.post(address, form | {"key": "b", "slips": "11", "n-overall.satisfied": "11"})
    after = township.get(address).content.decode()
    seen = {"version-paper": "1", "slips": "11", "n-overall.satisfied": "11"}
    again = township.post(address, form | {"key": "c"} | seen)

    assert (late.status_code, again.status_code) == (422, 302)
    assert "You have counted these papers since this form was loaded" in late.content.decode()
    assert 'name="version-paper" value="1"' in after


def test_the_page_of_a_unit_is_there_after_the_close_too(world: World, survey: Consultation) -> None:
    unit = world.units["C11"]
    count_people(as_(world, "township"), Electorate(survey, unit, "members", pack()), people(10))
    close(as_(world, "county"), survey, pack())

    for name in ("county", "township", "secretary", "head"):
        address = f"{reverse('asked-in', args=[unit.pk])}?c=survey"
        assert reading(world, name, "en").get(address).status_code == 200, name


def test_in_longquan_the_survey_waits_for_the_five_items(world: World, survey: Consultation) -> None:
    street, units = read_pack(SHIPPED / "longquan"), [world.units[code] for code in ("C11", "C12", "C21")]
    for unit in units:
        for ask, number in (("members", 1), ("public", 1)):
            by, people_ = as_(world, "county"), Electorate(survey, unit, ask, street)
            count_people(by, people_, people(number))
            answer(survey, slips(by, people_, number), "satisfied")

    with pytest.raises(Refusal) as refused:
        close(as_(world, "county"), survey, street)

    told = {complaint.where: str(complaint.what) for complaint in refused.value.complaints}
    assert len(told) == 3
    assert any("was not answered of this unit" in each for each in told.values())
    assert box_of(survey).state == "open"
    items = ("survey-setup", "survey-leaders", "survey-rules", "survey-means", "survey-role")
    with action(None, "facts.enter"):
        write(world.round, [Entry(unit.pk, item, "visit", 0) for unit in units for item in items])

    closed = close(as_(world, "county"), survey, street)

    assert closed.outcome["visitor"] == {
        "units": 3, "people": 3, "heard": 3, "behind": 0, "unknown": 0, "silent": 0
    }  # fmt: skip
    # Nobody asked the superior: that is flagged, and shown.
    assert closed.outcome["superior"]["behind"] == 3
