"""Which units a consultation asks about: of the kinds that the pack names, as they stood on the round's day."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jishi.actions.consult import together
from jishi.actions.consult.closing import close
from jishi.actions.consult.opening import Electorate, box_of, count_people, open_consultation, slips
from jishi.ballotbox.box import Handed
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.consult import Asked, Consultation
from jishi.store.models.org import Axis, Link, Unit
from jishi.store.models.told import Told
from jishi.store.placing import rebuild
from tests.actions.consult.ground import as_
from tests.actions.consult.test_consultations import answer, people
from tests.store.ground import a_unit
from tests.web.ground import World, pack, reading

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def a_newcomer(world: World) -> Unit:
    """Return a branch of the township that was founded the day after the round's."""
    unit, day = a_unit("C13", "新建村党支部"), world.round.tree_on + timedelta(days=1)
    unit.domain, unit.founded_on = "village", day
    unit.save()
    Link.objects.create(unit=unit, parent=world.units["C1"], from_on=day)
    rebuild(day)
    return unit


def test_a_review_that_names_committees_asks_about_the_township_too(world: World) -> None:
    county, town = as_(world, "county"), world.units["C1"]
    review = open_consultation(county, world.round, pack(), "three-level-review")
    page = reading(world, "county", "en").get(reverse("asked-in", args=[town.pk]) + "?c=three-level-review")
    assert 'name="ask" value="representatives"' in page.content.decode()
    assert "Representatives, with all below it" in page.content.decode()
    wanted = Electorate(review, town, "representatives", pack())
    count_people(county, wanted, people(20))
    codes = slips(county, wanted, 20)
    first = next(each for each in pack().questionnaire_by_id["three-level-review"].questions if each.choices)
    box = box_of(review)
    box.count([Handed(box.digest(code), {first.id: first.choices[0].id}) for code in codes], clock.today())

    closed = close(county, review, pack())

    # Three committees and three villages are asked about; of one of them 20 people were heard.
    outcome = closed.outcome["representatives"]
    assert (outcome["units"], outcome["people"], outcome["heard"]) == (6, 20, 20)
    assert Asked.objects.get(unit=town).heard == 20


def test_a_survey_of_branches_asks_nothing_about_a_township(world: World, survey: Consultation) -> None:
    page = reading(world, "county", "en").get(reverse("asked-in", args=[world.units["C1"].pk]) + "?c=survey")

    assert 'name="ask" value="members"' not in page.content.decode()
    with pytest.raises(Refusal, match="is asked about this unit"):
        slips(as_(world, "county"), Electorate(survey, world.units["C1"], "members", pack()), 5)


def test_a_unit_that_was_dissolved_before_the_close_is_still_told_of(world: World, survey: Consultation) -> None:
    unit, gone = world.units["C11"], world.round.tree_on + timedelta(days=5)
    wanted = Electorate(survey, unit, "members", pack())
    count_people(as_(world, "township"), wanted, people(20))
    answer(survey, slips(as_(world, "township"), wanted, 15), "satisfied")
    Unit.objects.filter(pk=unit.pk).update(dissolved_on=gone)
    Link.objects.filter(unit=unit, axis=Axis.MANAGEMENT).update(to_on=gone)
    rebuild(gone)

    closed = close(as_(world, "county"), survey, pack())

    told = Told.objects.get(unit=unit, ask="members", question="overall", whole=False)
    assert (told.state, told.low, told.high) == ("told", 9000, 10000)
    assert Asked.objects.get(unit=unit, ask="members").heard == 15
    assert (closed.outcome["members"]["units"], closed.outcome["members"]["heard"]) == (3, 15)


def test_a_unit_that_was_founded_after_the_day_of_the_round_is_told_so_before_anybody_answers(
    world: World, survey: Consultation
) -> None:
    unit, by = a_newcomer(world), as_(world, "township")
    wanted = Electorate(survey, unit, "members", pack())

    with pytest.raises(Refusal, match="did not stand in the tree on the day of the round"):
        slips(by, wanted, 10)
    with pytest.raises(Refusal, match="新建村党支部"):
        count_people(by, wanted, people(20))
    with pytest.raises(Refusal, match="新建村党支部"):
        together.count_people(by, [(wanted, people(20))])

    page = reading(world, "township", "en").get(reverse("asked-in", args=[unit.pk]) + "?c=survey").content.decode()
    assert "did not stand in the tree on the day of the round" in page
    assert 'name="do" value="people"' not in page
    assert not Asked.objects.exists()
