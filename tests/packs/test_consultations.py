"""The consultations that are shipped, as the core decides on them."""

from functools import cache

from jishi.core.consult.questionnaire import PEOPLE, check
from jishi.core.consult.tally import base, tally
from jishi.packs.consultations import asks_for, policy, quorum, share
from jishi.packs.load import load
from jishi.packs.pack import Pack
from jishi.packs.questions import questionnaire
from jishi.packs.schema.consultations import Ask
from tests.packs.folders import ROOT


@cache
def pack(name: str) -> Pack:
    """Return a shipped pack."""
    return load(ROOT / "packs" / name, checked=False)


def ask(name: str, consultation: str, electorate: str) -> Ask:
    """Return one electorate of a shipped consultation."""
    return next(each for each in pack(name).consultation_by_id[consultation].asks if each.id == electorate)


def test_every_questionnaire_says_why_it_is_asked_and_how_long_it_takes() -> None:
    forms = [questionnaire(pack("year-2012"), id) for id in pack("year-2012").questionnaire_by_id]

    assert {form.id for form in forms} >= {
        "survey",
        "satisfaction-members",
        "satisfaction-public",
        "rectification-members",
        "rectification-public",
        "superior-opinion",
        "superior-comment",
        "democratic-evaluation",
        "three-level-review",
        "activity-useful",
        "visit-record",
    }
    assert all(form.reason and form.minutes >= 1 and str(form.purpose) for form in forms)
    assert all(form.minutes <= 3 for form in forms if form.electorate in PEOPLE)


def test_the_year_flags_what_the_street_blocks() -> None:
    for consultation in ("survey", "rectification"):
        for electorate in ("members", "public"):
            in_the_year, in_the_street = (
                quorum(ask(name, consultation, electorate)) for name in ("year-2012", "longquan")
            )
            assert in_the_year is not None
            assert in_the_street is not None
            assert (in_the_year.severity, in_the_street.severity) == ("flag", "block")


def test_all_members_and_ten_percent_of_the_public_but_fifteen_are_heard() -> None:
    members, public = (quorum(ask("year-2012", "survey", each)) for each in ("members", "public"))

    assert members is not None
    assert public is not None
    assert (members.needed(23), public.needed(12), public.needed(90), public.needed(1_000)) == (23, 12, 15, 100)


def test_members_are_told_of_from_five_on_and_the_public_from_ten() -> None:
    members, public = (policy(ask("year-2012", "survey", each)) for each in ("members", "public"))

    assert (members.minimum, members.breakdown, public.minimum, public.breakdown) == (5, 10, 10, 10)
    assert members.edges[-2:] == (90_00, 95_00)


def test_only_schools_ask_their_staff_and_only_hospitals_their_patients() -> None:
    survey = pack("year-2012").consultation_by_id["survey"]

    asked = {domain: [each.id for each in asks_for(survey, "branch", domain)] for domain in ("village", "school")}

    assert asked["village"] == ["visitor", "members", "public", "superior", "discipline"]
    assert asked["school"] == ["visitor", "members", "public", "staff", "superior", "discipline"]


def test_eight_satisfied_of_ten_who_know_are_the_members_share() -> None:
    form = questionnaire(pack("year-2012"), "satisfaction-members")
    given = ["satisfied"] * 6 + ["mostly"] * 2 + ["dissatisfied"] * 2 + ["unknown"] * 3
    answers = [check(form, {"overall": each}).answers for each in given]

    found = {
        each.fact: base(tally(form, answers), share(each)) for each in ask("year-2012", "survey", "members").becomes
    }

    assert found == {"members-satisfaction": (10, 8)}


def test_a_visit_has_three_parts_that_must_be_answered() -> None:
    form = questionnaire(pack("year-2012"), "visit-record")

    missing = [fault.where for fault in check(form, {"five-objects": "3"}).faults]

    assert missing == ["talk-held", "life-joined", "public-heard"]


def test_the_survey_is_not_handed_in_with_fewer_than_five_items() -> None:
    form = questionnaire(pack("year-2012"), "survey")

    faults = check(form, {"survey-setup": "yes", "survey-role": "unclear"}).faults

    assert [fault.where for fault in faults] == ["survey-leaders", "survey-rules", "survey-means"]
