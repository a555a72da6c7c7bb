"""The death of somebody who is in no branch; and a person's own record on paper."""

from datetime import date

import pytest

from jishi.actions.dispatch.sending import Sending, send
from jishi.actions.dispatch.teams import form, join
from jishi.actions.people import stages
from jishi.actions.people.finding import Named
from jishi.actions.people.reading import Purpose, reveal
from jishi.actions.people.record_paper import paper
from jishi.actions.posts.holding import By, Wish, appoint, open_post
from jishi.core.errors import Refusal
from jishi.documents.document import texts
from jishi.documents.pdf import pdf
from jishi.store.models.grids import GridServer
from jishi.store.models.org import Unit
from jishi.store.models.people import Care, Member, Person, Transfer
from jishi.store.models.posts import Dispatch, Post, Team, TeamMember, Tenure
from tests.actions.people.people import PHONE, TODAY, a_member, a_secretary, by

pytestmark = pytest.mark.django_db
Tree = dict[str, Unit]
BEFORE = date(2012, 2, 1)


def a_leader(tree: Tree) -> Person:
    post = open_post(By(), tree["C1"], "secretary", first=True)
    person = appoint(By(), post, Wish(BEFORE, "甲一")).person
    send(By(), Sending("contact", "甲一", BEFORE, unit=tree["C11"], sending=tree["C1"]))
    team = form(By(), tree["C1"], "第一组", "survey-team", BEFORE)
    join(By(), team, Named(tree["C1"].pk, "甲一"), BEFORE, leads=True)
    return person


def test_with_a_holder_who_dies_posts_fall_vacant_and_assignments_and_teams_end(tree: Tree) -> None:
    person = a_leader(tree)

    stages.died(by(on=date(2012, 2, 20)), person, person.version)

    ended = {model.objects.get(person=person).to_on for model in (Tenure, Dispatch, TeamMember)}
    assert ended == {date(2012, 2, 21)}
    assert Team.objects.get().leader is None
    assert Person.objects.get(pk=person.pk).died_on == date(2012, 2, 20)


def test_with_a_member_who_dies_post_care_transfer_and_grid_service_end_on_the_day_after(tree: Tree) -> None:
    member = a_member(tree["C11"], "丙三")
    post = open_post(By(), tree["C11"], "secretary", first=True)
    appoint(By(), post, Wish(BEFORE, person=member.person))
    Care.objects.create(member=member, category="old", from_on=BEFORE)
    Transfer.objects.create(member=member, from_unit=tree["C11"], asked_on=BEFORE)
    GridServer.objects.create(unit=tree["C11"], grid="第一网格", person=member.person, from_on=BEFORE)

    stages.leave(by(on=date(2012, 2, 20)), member, member.version, "died")

    after = date(2012, 2, 21)
    assert {model.objects.get().to_on for model in (Member, Tenure, Care, GridServer)} == {after}
    assert Transfer.objects.get().state == "refused"
    assert Person.objects.get(pk=member.person_id).died_on == date(2012, 2, 20)
    assert Post.objects.get().closed_on is None


def test_a_member_dies_in_the_branch_nobody_dies_twice_or_tomorrow_and_strangers_enter_nothing(tree: Tree) -> None:
    member, person = a_member(tree["C11"], "乙二"), a_leader(tree)

    with pytest.raises(Refusal, match="is in the branch"):
        stages.died(by(), member.person, member.person.version)
    with pytest.raises(Refusal, match="lies in the future"):
        stages.died(by(on=date(2012, 3, 2)), person, person.version)
    with pytest.raises(Refusal, match="does not keep the records"):
        stages.died(by(a_secretary(tree["C2"])), person, person.version)
    stages.died(by(on=TODAY), person, person.version)
    with pytest.raises(Refusal, match="entered already"):
        stages.died(by(), person, Person.objects.get(pk=person.pk).version)


def test_the_own_record_tells_what_is_held_who_read_it_and_how_to_correct_it(tree: Tree) -> None:
    member = a_member(tree["C11"])
    reveal(by(a_secretary(tree["C11"])), member.person, Purpose("other", "核对号码"))

    made = paper(by(), member.person_id, "en", str)

    told = texts(made)
    for words in ("甲一", "石桥村党支部", "Full member", "核对号码", "keeper-C11", "Strike out what is wrong"):
        assert words in told
    assert PHONE not in told
    assert PHONE[-4:] in told
    assert pdf(made)[:4] == b"%PDF"
