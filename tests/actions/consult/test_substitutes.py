"""What stands in for a tally that cannot be told: a pool fixed beforehand, or the committee's minute."""

from dataclasses import replace
from datetime import date

import pytest

from jishi.actions.assess import Order, assess
from jishi.actions.consult import counting
from jishi.actions.consult.closing import close
from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import Electorate, People, box_of, count_people, slips
from jishi.actions.consult.pooling import join, part
from jishi.actions.consult.substituting import Hidden, Minute, by_minute
from jishi.actions.explained import explained
from jishi.actions.results import of_run
from jishi.ballotbox.box import Handed
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.assess import FactValue
from jishi.store.models.consult import Asked, Consultation, Pool
from jishi.store.models.told import PoolTold, Substitute, Told
from tests.actions.consult.ground import as_
from tests.web.ground import World, pack, reading

pytestmark = pytest.mark.django_db


def public(survey: Consultation, world: World, unit: str, ask: str = "public") -> Electorate:
    return Electorate(survey, world.units[unit], ask, pack())


def answered(survey: Consultation, asked: Electorate, satisfied: int, dissatisfied: int = 0) -> None:
    codes = slips(By(), asked, satisfied + dissatisfied)
    said = ["satisfied"] * satisfied + ["dissatisfied"] * dissatisfied
    box = box_of(survey)
    handed = [Handed(box.digest(code), {"overall": each}) for code, each in zip(codes, said, strict=True)]
    assert {outcome.what for outcome in box.count(handed, clock.today())} == {"counted"}


def joined(survey: Consultation, world: World, *codes: str, ask: str = "public") -> Pool:
    return join(as_(world, "township"), survey, pack(), ask, [world.units[code] for code in codes])


def satisfaction(world: World, unit: str, fact: str = "public-satisfaction", source: str = "public") -> int | None:
    rows = FactValue.objects.filter(unit=world.units[unit], fact__code=fact, source=source, round=world.round)
    return rows.values_list("value", flat=True).get()


def minute(**said: object) -> Minute:
    return replace(Minute(8000, "纪要〔2012〕5号", clock.today(), "查看会议记录和走访"), **said)


def test_branches_too_small_for_themselves_are_graded_by_their_pool(world: World, survey: Consultation) -> None:
    joined(survey, world, "C11", "C12")
    answered(survey, public(survey, world, "C11"), 5, 1)
    answered(survey, public(survey, world, "C12"), 6, 1)

    close(as_(world, "county"), survey, pack())

    # 11 of 13 are satisfied: 84 %.
    assert [(told.state, told.low, told.high) for told in PoolTold.objects.all()] == [("told", 8000, 9000)]
    own = Told.objects.filter(ask="public", whole=False, unit__in=[world.units["C11"], world.units["C12"]])
    assert set(own.values_list("state", "low")) == {("hidden", None)}
    assert (satisfaction(world, "C11"), satisfaction(world, "C12")) == (8000, 8000)
    assert Substitute.objects.filter(pool__isnull=False).count() == 2


def test_a_branch_that_can_be_told_of_keeps_its_own_tally(world: World, survey: Consultation) -> None:
    joined(survey, world, "C11", "C12")
    answered(survey, public(survey, world, "C11"), 20, 4)
    answered(survey, public(survey, world, "C12"), 12, 8)

    close(as_(world, "county"), survey, pack())

    assert (satisfaction(world, "C11"), satisfaction(world, "C12")) == (8000, 6000)
    assert not Substitute.objects.exists()


def test_a_pool_is_fixed_before_anybody_in_it_answers(world: World, survey: Consultation) -> None:
    pool = joined(survey, world, "C11", "C12")
    part(as_(world, "township"), pool)
    pool = joined(survey, world, "C11", "C12")
    answered(survey, public(survey, world, "C11"), 1)

    with pytest.raises(Refusal, match="fixed before that"):
        part(as_(world, "township"), pool)
    Asked.objects.update(pool=None)
    with pytest.raises(Refusal, match="fixed before that"):
        joined(survey, world, "C11", "C12")


def test_papers_that_were_counted_fix_a_pool_too(world: World, survey: Consultation) -> None:
    counted = counting.Counted("paper", 2, 0, {"overall": {"satisfied": 2}})
    counting.enter(as_(world, "township"), public(survey, world, "C12"), counted)

    with pytest.raises(Refusal, match=r"C12.*fixed before that"):
        joined(survey, world, "C11", "C12")


@pytest.mark.parametrize(
    ("codes", "ask", "says"),
    [
        (("C11",), "public", "two units or more"),
        (("C11", "C11"), "public", "two units or more"),
        (("C11", "C21"), "public", "of one place"),
        (("C1", "C2"), "public", "others below it"),
        (("C11", "C12"), "members", "committee's minute"),
        (("C11", "C12"), "nobody", "Nobody of"),
    ],
)
def test_what_is_no_pool_is_refused(
    world: World, survey: Consultation, codes: tuple[str, ...], ask: str, says: str
) -> None:
    with pytest.raises(Refusal, match=says):
        join(as_(world, "county"), survey, pack(), ask, [world.units[code] for code in codes])
    assert not Pool.objects.exists()


def test_a_unit_is_in_one_pool_and_never_joins_itself(world: World, survey: Consultation) -> None:
    with pytest.raises(Refusal, match="never by the unit itself"):
        join(as_(world, "secretary"), survey, pack(), "public", [world.units["C11"], world.units["C12"]])
    joined(survey, world, "C11", "C12")

    with pytest.raises(Refusal, match="in a pool already"):
        joined(survey, world, "C11", "C12")


def test_the_pool_is_shown_on_the_page_of_each_unit_and_of_the_place(world: World, survey: Consultation) -> None:
    joined(survey, world, "C11", "C12")
    client = reading(world, "township", "en")

    for code in ("C11", "C12", "C1"):
        page = client.get(f"/asked/in/{world.units[code].pk}?c=survey").content.decode()

        assert "told of together" in page.lower(), code
        assert world.units["C11"].name in page, code
        assert world.units["C12"].name in page, code


def test_who_keeps_the_place_joins_and_parts_on_its_page(world: World, survey: Consultation) -> None:
    client, address = reading(world, "township", "en"), f"/asked/in/{world.units['C1'].pk}?c=survey"
    assert "Join small units" in client.get(address).content.decode()
    chosen = [world.units[code].pk for code in ("C11", "C12")]

    made = client.post(address, {"do": "join", "ask": "public", "unit": chosen, "key": "a"})
    pool = Pool.objects.get()
    gone = client.post(address, {"do": "part", "pool": pool.pk, "key": "b"})

    again = client.post(address, {"do": "part", "pool": pool.pk, "key": "b"})
    other = client.post(address, {"do": "part", "pool": pool.pk, "key": "c"})

    assert (made.status_code, pool.asked.count(), gone.status_code, Pool.objects.count()) == (302, 0, 302, 0)
    # The second of two clicks gets the same answer; somebody else who was slower gets a sentence.
    assert (again.status_code, other.status_code) == (302, 422)
    assert "It is not there any more" in other.content.decode()


def hidden_members(survey: Consultation, world: World) -> Hidden:
    answered(survey, public(survey, world, "C12", "members"), 3, 1)
    close(as_(world, "county"), survey, pack())
    return Hidden(survey, world.units["C12"], "members", "members-satisfaction", pack())


def test_the_minute_of_the_committee_stands_in_and_becomes_the_fact(world: World, survey: Consultation) -> None:
    hidden = hidden_members(survey, world)

    kept = by_minute(as_(world, "township"), hidden, minute())

    assert (kept.low, kept.high) == (8000, 9000)
    assert satisfaction(world, "C12", "members-satisfaction", "members") == 8000
    again = by_minute(as_(world, "township"), hidden, minute(low=9000, version=kept.version))
    assert (again.high, Substitute.objects.count()) == (9500, 1)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"low": 8100}, "none of the bands"),
        ({"number": " "}, "its number, its day"),
        ({"why": ""}, "its number, its day"),
        ({"on": date(2011, 1, 1)}, "its number, its day"),
    ],
)
def test_what_is_no_minute_is_refused(
    world: World, survey: Consultation, said: dict[str, object], says: str
) -> None:
    hidden = hidden_members(survey, world)

    with pytest.raises(Refusal, match=says):
        by_minute(as_(world, "township"), hidden, minute(**said))
    assert not Substitute.objects.exists()


def test_a_minute_stands_in_only_for_what_could_not_be_told(world: World, survey: Consultation) -> None:
    before = Hidden(survey, world.units["C12"], "members", "members-satisfaction", pack())
    with pytest.raises(Refusal, match="no hidden tally"):
        by_minute(as_(world, "township"), before, minute())
    hidden = hidden_members(survey, world)

    with pytest.raises(Refusal, match="never by the unit itself"):
        by_minute(as_(world, "secretary"), replace(hidden, unit=world.units["C11"]), minute())
    # Of C11 nobody answered: there is no tally to stand in for.
    with pytest.raises(Refusal, match="nobody answered"):
        by_minute(as_(world, "township"), replace(hidden, unit=world.units["C11"]), minute())


def test_the_why_page_reaches_the_slips_and_what_stands_in(world: World, survey: Consultation) -> None:
    joined(survey, world, "C11", "C12")
    count_people(as_(world, "township"), public(survey, world, "C11"), People(230, "户籍", date(2012, 3, 1)))
    answered(survey, public(survey, world, "C11"), 5, 1)
    answered(survey, public(survey, world, "C12"), 6, 1)
    answered(survey, public(survey, world, "C11", "members"), 17, 3)
    close(as_(world, "county"), survey, pack())
    run = assess(Order(world.round))

    found = explained(OPERATOR, of_run(OPERATOR, run), world.units["C11"]).tallies

    assert [str(each) for each in found["members-satisfaction"].says()] == [
        "20 of 20 slips were used.",
        "20 people were heard in all ways.",
        "Share in favour: band 80–90 %.",
    ]
    assert [str(each) for each in found["public-satisfaction"].says()] == [
        "6 of 6 slips were used.",
        "6 of 230 people were heard in all ways.",
        "Too few answers, or one next to too few: not told, so that nobody is found out.",
        "Instead stands the tally of the units joined before the round (石桥村党支部, 长安社区党支部): 80–90 %.",
    ]
    page = reading(world, "township", "en").get(f"/units/{world.units['C11'].pk}/why?run={run.pk}").content.decode()
    assert "6 of 230 people were heard" in page
    assert f"/asked/in/{world.units['C11'].pk}?c=survey" in page
