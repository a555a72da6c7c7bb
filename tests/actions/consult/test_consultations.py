"""A consultation from its opening to its close: slips and papers in, bands and facts out, answers gone."""

from dataclasses import replace
from datetime import date

import pytest

from jishi.actions.consult import board, counting, together
from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.closing import close
from jishi.actions.consult.counting import Counted
from jishi.actions.consult.opening import (
    Electorate,
    People,
    box_of,
    count_people,
    open_consultation,
    slips,
    spoil,
)
from jishi.ballotbox.box import Handed
from jishi.core.consult.participation import Participation
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.assess import FactValue
from jishi.store.models.consult import Asked, Consultation, PaperCount
from jishi.store.models.office import Event
from jishi.store.models.told import Told
from tests.actions.consult.ground import as_
from tests.web.ground import World, pack, reading

pytestmark = pytest.mark.django_db

OVERALL = ("satisfied", "mostly", "dissatisfied", "unknown")


def people(number: int) -> People:
    return People(number, "党员册", date(2012, 3, 1))


def answer(survey: Consultation, codes: tuple[str, ...], overall: str) -> None:
    box = box_of(survey)
    handed = [Handed(box.digest(code), {"overall": overall}) for code in codes]
    assert {outcome.what for outcome in box.count(handed, clock.today())} == {"counted"}


def paper(slips: int, satisfied: int, way: str = "paper") -> Counted:
    return Counted(way, slips, 0, {"overall": {"satisfied": satisfied, "dissatisfied": slips - satisfied}})


def fact(world: World, code: str, unit: str = "C11") -> int | None:
    row = FactValue.objects.filter(unit=world.units[unit], fact__code=code, round=world.round)
    return row.order_by("-pk").values_list("value", flat=True).first()


def standing(survey: Consultation, world: World, ask: str = "members", unit: str = "C11") -> Participation:
    said = next(each for each in pack().consultations if each.id == survey.code)
    wanted = next(each for each in said.asks if each.id == ask)
    return board.of_unit(survey, pack(), wanted, world.units[unit])


def asked(survey: Consultation, world: World, ask: str = "members", unit: str = "C11") -> Asked:
    return Asked.objects.get(consultation=survey, unit=world.units[unit], ask=ask)


def test_slips_and_papers_become_a_band_and_the_answers_are_gone(world: World, survey: Consultation) -> None:
    by, unit = as_(world, "township"), world.units["C11"]
    count_people(by, Electorate(survey, unit, "members", pack()), people(40))
    codes = slips(by, Electorate(survey, unit, "members", pack()), 30)
    answer(survey, codes[:20], "satisfied")
    answer(survey, codes[20:26], "dissatisfied")
    counting.enter(by, Electorate(survey, unit, "members", pack()), paper(4, 4))
    counting.enter(as_(world, "county"), Electorate(survey, unit, "members", pack()), paper(4, 4))

    close(as_(world, "county"), survey, pack())

    # 24 of 30 were satisfied: the band 80-90 %, and its lower end is the fact; 30 of 40 took part.
    told = Told.objects.get(unit=unit, ask="members", whole=False)
    assert (told.state, told.low, told.high) == ("told", 8000, 9000)
    assert FactValue.objects.get(unit=unit, fact__code="members-satisfaction", source="members").value == 8000
    assert fact(world, "members-taking-part") == 7500
    assert fact(world, "channel-questionnaire") == 1
    assert survey.box not in boxes().rounds()
    assert not PaperCount.objects.exists()


def test_a_group_that_is_too_small_is_hidden_and_becomes_no_fact(world: World, survey: Consultation) -> None:
    by, unit = as_(world, "township"), world.units["C12"]
    answer(survey, slips(by, Electorate(survey, unit, "members", pack()), 4), "dissatisfied")

    close(as_(world, "county"), survey, pack())

    told = Told.objects.get(unit=unit, ask="members", whole=False)
    assert (told.state, told.low, told.high) == ("hidden", None, None)
    # What was typed for these people before gives way: hidden is not known, and never 0.
    rows = FactValue.objects.filter(
        unit=unit, source="members", round=world.round, fact__code="members-satisfaction"
    )
    assert list(rows.values_list("value", flat=True)) == [None]


def test_two_counts_that_differ_are_shown_and_stand_in_the_way_of_the_close(
    world: World, survey: Consultation
) -> None:
    by, unit = as_(world, "township"), world.units["C11"]
    counting.enter(by, Electorate(survey, unit, "members", pack()), paper(12, 9))

    found = counting.enter(as_(world, "county"), Electorate(survey, unit, "members", pack()), paper(12, 8))

    assert [(d.choice, d.first, d.second) for d in found.differences] == [
        ("satisfied", 9, 8),
        ("dissatisfied", 3, 4),
    ]
    with pytest.raises(Refusal, match="count the papers separately and agree"):
        close(as_(world, "county"), survey, pack())
    again = counting.enter(as_(world, "county"), Electorate(survey, unit, "members", pack()), paper(12, 9))
    assert again.agreed


def test_one_count_alone_does_not_count(world: World, survey: Consultation) -> None:
    counting.enter(as_(world, "township"), Electorate(survey, world.units["C11"], "members", pack()), paper(12, 9))

    assert standing(survey, world).total == 0


def test_the_board_adds_up_who_is_behind_for_every_node(world: World, survey: Consultation) -> None:
    by = as_(world, "township")
    for code, number in (("C11", 10), ("C12", 20)):
        count_people(by, Electorate(survey, world.units[code], "members", pack()), people(number))
    answer(survey, slips(by, Electorate(survey, world.units["C11"], "members", pack()), 10), "satisfied")
    answer(survey, slips(by, Electorate(survey, world.units["C12"], "members", pack()), 5), "satisfied")

    ask = Electorate(survey, world.units["C11"], "members", pack()).wanted()
    found = board.stand(survey, pack(), ask)
    stand = found.board(board.wanted_of(ask))

    row = {int(unit): at for at, unit in enumerate(found.tree.id)}
    town, county = row[world.units["C1"].pk], row[world.units["C"].pk]
    assert (stand.heard[town], stand.missing[town], stand.behind[town]) == (15, 15, 1)
    # Of the third village nobody has counted the members.
    assert (stand.behind[county], stand.unknown[county]) == (2, 1)


def test_the_board_says_the_same_after_the_close(world: World, survey: Consultation) -> None:
    by, unit = as_(world, "township"), world.units["C11"]
    electorate = Electorate(survey, unit, "members", pack())
    count_people(by, electorate, people(30))
    answer(survey, slips(by, electorate, 20), "satisfied")
    for reader in ("township", "county"):
        counting.enter(as_(world, reader), electorate, paper(4, 4))
    ask, before = electorate.wanted(), standing(survey, world)

    close(as_(world, "county"), survey, pack())

    after = board.stand(survey, pack(), ask)
    row = {int(each): at for at, each in enumerate(after.tree.id)}[unit.pk]
    assert (before.total, standing(survey, world).total, int(after.own.heard[row])) == (24, 24, 24)
    assert [(each.code, state.total, state.missing) for each, state in board.short(survey, pack(), ask)] == [
        ("C11", 24, 6),
        ("C12", 0, None),
        ("C21", 0, None),
    ]


def test_the_assessed_unit_never_handles_slips(world: World, survey: Consultation) -> None:
    with pytest.raises(Refusal, match="never by the unit itself"):
        slips(as_(world, "secretary"), Electorate(survey, world.units["C11"], "members", pack()), 10)

    assert not Asked.objects.exists()


def test_what_is_closed_is_never_opened_again(world: World, survey: Consultation) -> None:
    close(as_(world, "county"), survey, pack())

    with pytest.raises(Refusal, match="never opened again"):
        close(as_(world, "county"), survey, pack())
    with pytest.raises(Refusal, match="never opened again"):
        open_consultation(as_(world, "county"), world.round, pack(), "survey")
    with pytest.raises(Refusal, match="never opened again"):
        slips(as_(world, "township"), Electorate(survey, world.units["C11"], "members", pack()), 5)


def test_a_count_that_comes_in_the_moment_of_the_close_is_refused_and_not_lost(
    world: World, survey: Consultation
) -> None:
    # Whoever enters it read the consultation while it was still open.
    still_open = Consultation.objects.get(pk=survey.pk)
    late = Electorate(still_open, world.units["C11"], "members", pack())
    close(as_(world, "county"), survey, pack())

    with pytest.raises(Refusal, match="never opened again"):
        counting.enter(as_(world, "township"), late, paper(4, 4))
    with pytest.raises(Refusal, match="never opened again"):
        together.count_people(as_(world, "township"), [(late, people(40))])

    assert not PaperCount.objects.exists()


def test_a_round_that_falls_short_closes_with_its_shortfall_shown(world: World, survey: Consultation) -> None:
    count_people(as_(world, "township"), Electorate(survey, world.units["C11"], "members", pack()), people(40))

    closed = close(as_(world, "county"), survey, pack())

    assert closed.outcome["members"]["behind"] == 3


def test_the_close_says_of_how_many_units_nobody_was_heard(world: World, survey: Consultation) -> None:
    answer(
        survey,
        slips(as_(world, "township"), Electorate(survey, world.units["C11"], "members", pack()), 1),
        "mostly",
    )
    wanted = Electorate(survey, world.units["C11"], "members", pack()).wanted()

    closed = close(as_(world, "county"), survey, pack())

    assert (closed.outcome["members"]["units"], closed.outcome["members"]["silent"]) == (3, 2)
    assert [unit.code for unit, _state in board.silent(survey, pack(), wanted)] == ["C12", "C21"]
    page = reading(world, "county", "en").get("/consultations").content.decode()
    assert "3 of 3 units behind; in 2 nobody was heard." in page


def test_a_count_by_telephone_names_who_entered_it_and_nobody_who_was_called(
    world: World, survey: Consultation
) -> None:
    counting.enter(
        as_(world, "township"), Electorate(survey, world.units["C11"], "members", pack()), paper(3, 2, "phone")
    )

    row = PaperCount.objects.get()
    event = Event.objects.order_by("-number").first()
    assert (row.counter, row.way, row.slips) == (world.accounts["township"], "phone", 3)
    assert event is not None
    assert (event.actor, event.name) == (world.accounts["township"].pk, "paper.count")
    assert {field.name for field in PaperCount._meta.get_fields()} == {
        "id", "version", "asked", "way", "filed", "counter", "slips", "blank", "counts", "words",
    }  # fmt: skip


def test_where_the_pack_blocks_a_shortfall_stands_in_the_way(world: World, survey: Consultation) -> None:
    year = pack()
    said = next(each for each in year.consultations if each.id == "survey")
    asks = tuple(
        replace(ask, quorum=replace(ask.quorum, severity="block")) if ask.id == "members" else ask
        for ask in said.asks
    )
    strict = replace(
        year, consultations=tuple(replace(c, asks=asks) if c is said else c for c in year.consultations)
    )
    count_people(as_(world, "township"), Electorate(survey, world.units["C11"], "members", strict), people(40))

    with pytest.raises(Refusal, match="0 of the 40 people"):
        close(as_(world, "county"), survey, strict)

    assert box_of(survey).state == "open"


@pytest.mark.parametrize("count", [-1, 11])
def test_more_slips_than_were_printed_cannot_be_left(world: World, survey: Consultation, count: int) -> None:
    by = as_(world, "township")
    slips(by, Electorate(survey, world.units["C11"], "members", pack()), 10)
    row = asked(survey, world)

    with pytest.raises(Refusal, match="printed slips cannot be left"):
        spoil(by, row, row.version, count)


@pytest.mark.parametrize(
    ("counted", "says"),
    [
        (paper(12, 13), "cannot be"),
        (replace(paper(3, 3), way="slip"), "no way of hearing"),
        (Counted("paper", 3, 4, {}), "blank slips"),
        (Counted("paper", 3, 0, {"nonsense": {"satisfied": 1}}), "no question"),
    ],
)
def test_counts_that_cannot_be_are_refused(world: World, survey: Consultation, counted: Counted, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        counting.enter(as_(world, "township"), Electorate(survey, world.units["C11"], "members", pack()), counted)
