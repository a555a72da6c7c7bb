"""A transfer between two branches holds when both agree, and the member is in one of them on every day."""

from datetime import date, timedelta

import pytest

from jishi.actions.people import transfers
from jishi.actions.people.registering import Newcomer
from jishi.actions.people.stages import advance, leave
from jishi.actions.people.transfers import Towards
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.org import Unit
from jishi.store.models.people import Member, Person, Transfer
from jishi.store.models.posts import Dispatch, Post, Team, Tenure
from jishi.store.queries import members
from tests.actions.people.people import FULL, NOW, TODAY, a_member, a_secretary, by

pytestmark = pytest.mark.django_db
Tree = dict[str, Unit]


def test_a_transfer_asked_released_and_accepted_moves_the_member_with_the_way(tree: Tree) -> None:
    member = a_member(tree["C11"])
    old, new = a_secretary(tree["C11"]), a_secretary(tree["C21"])

    asked = transfers.ask(by(old), member, Towards(tree["C21"]))
    assert list(members.transfers(by(new).scope)) == []
    released = transfers.release(by(old), asked, asked.version, "第12号")
    seen = members.transfer(by(new).scope, released.pk)
    after = transfers.accept(by(new), seen, seen.version)

    member.refresh_from_db()
    assert (member.to_on, member.left_how) == (TODAY, "transferred")
    assert (after.unit, after.from_on, after.status, after.full_on) == (tree["C21"], TODAY, "full", FULL["full_on"])
    assert Transfer.objects.get().state == "accepted"
    assert list(members.listed(by(new).scope)) == [after]


def test_each_side_does_only_its_own_step(tree: Tree) -> None:
    member = a_member(tree["C11"])
    old, new = a_secretary(tree["C11"]), a_secretary(tree["C21"])
    asked = transfers.ask(by(old), member, Towards(tree["C21"]))

    with pytest.raises(Refusal, match="does not keep"):
        transfers.release(by(new), asked, asked.version, "第12号")
    released = transfers.release(by(old), asked, asked.version, "第12号")
    with pytest.raises(Refusal, match="does not keep"):
        transfers.accept(by(old), released, released.version)


def test_what_is_given_back_is_released_again_and_what_is_turned_down_is_over(tree: Tree) -> None:
    member = a_member(tree["C11"])
    asked = transfers.ask(by(), member, Towards(tree["C21"]))
    transfers.release(by(), asked, asked.version, "第12号")
    transfers.send_back(by(), asked, asked.version, "性别有误")
    assert (asked.state, asked.reason) == ("returned", "性别有误")

    transfers.release(by(), asked, asked.version, "第13号")
    transfers.turn_down(by(), asked, asked.version, "本人不来了")

    assert asked.state == "refused"
    again = transfers.ask(by(), member, Towards(name="某省某县某支部"))
    assert again.to_name == "某省某县某支部"


def test_nobody_is_on_the_way_twice(tree: Tree) -> None:
    member = a_member(tree["C11"])
    transfers.ask(by(), member, Towards(tree["C21"]))

    with pytest.raises(Refusal, match="under way already"):
        transfers.ask(by(), member, Towards(tree["C12"]))


@pytest.mark.parametrize("towards", ["itself", "nowhere"])
def test_a_transfer_to_the_same_branch_or_nowhere_is_refused(tree: Tree, towards: str) -> None:
    member = a_member(tree["C11"])

    with pytest.raises(Refusal, match="missing, or is the old one"):
        transfers.ask(by(), member, Towards(tree["C11"] if towards == "itself" else None))


def test_a_letter_that_nobody_used_lapses(tree: Tree) -> None:
    asked = transfers.ask(by(), a_member(tree["C11"]), Towards(tree["C21"]))
    transfers.release(by(), asked, asked.version, "第12号", 30)

    with clock.at(NOW + timedelta(days=31)):
        count = transfers.lapse(by())

    assert count == 1
    assert Transfer.objects.get().state == "lapsed"


def test_a_receipt_from_outside_ends_the_membership_here(tree: Tree) -> None:
    member = a_member(tree["C11"])
    asked = transfers.ask(by(), member, Towards(name="外省某支部"))
    transfers.release(by(), asked, asked.version, "第12号")

    transfers.accept(by(), asked, asked.version)

    member.refresh_from_db()
    assert member.left_how == "transferred"
    assert members.present(member.person) is None


def test_who_comes_from_outside_brings_a_letter(tree: Tree) -> None:
    newcomer = Newcomer("丙三", "full", FULL)

    with pytest.raises(Refusal, match="letter of introduction"):
        transfers.take_in(by(), tree["C11"], newcomer, "外省某支部", "")
    member = transfers.take_in(by(), tree["C11"], newcomer, "外省某支部", "第7号")

    assert Transfer.objects.get(member=member).from_name == "外省某支部"


def test_a_member_read_from_the_national_register_is_not_asked_for_again(tree: Tree) -> None:
    member = a_member(tree["C11"])
    Member.objects.update(mirrored=True)
    member.refresh_from_db()

    for do in (
        lambda: transfers.ask(by(), member, Towards(tree["C21"])),
        lambda: leave(by(), member, member.version, "withdrew"),
    ):
        with pytest.raises(Refusal, match="read from the national register"):
            do()


def test_a_stage_is_entered_with_its_date(tree: Tree) -> None:
    member = a_member(tree["C11"], status="activist", dates={"applied_on": date(2010, 1, 1)})

    advance(by(), member, member.version, "candidate")

    assert (member.status, member.candidate_on) == ("candidate", TODAY)


def test_a_person_who_dies_leaves_branch_post_and_transfer_and_is_not_asked_for_any_more(tree: Tree) -> None:
    member = a_member(tree["C11"])
    post = Post.objects.create(unit=tree["C11"], kind="secretary")
    tenure = Tenure.objects.create(post=post, person=member.person, from_on=date(2011, 2, 1))
    sent = Dispatch.objects.create(kind="contact", unit=tree["C12"], person=member.person, from_on=date(2012, 1, 1))
    team = Team.objects.create(
        unit=tree["C1"], name="甲组", kind="work-team", leader=member.person, from_on=date(2012, 1, 1)
    )
    transfers.ask(by(), member, Towards(tree["C21"]))

    leave(by(on=date(2012, 2, 20)), member, member.version, "died")

    tenure.refresh_from_db()
    sent.refresh_from_db()
    team.refresh_from_db()
    assert tenure.to_on == date(2012, 2, 21)
    assert (sent.to_on, team.leader) == (date(2012, 2, 21), None)
    assert member.to_on == date(2012, 2, 21)
    assert Person.objects.get().died_on == date(2012, 2, 20)
    assert Transfer.objects.get().state == "refused"
    with pytest.raises(Refusal, match="left the branch"):
        transfers.ask(by(), member, Towards(tree["C21"]))
