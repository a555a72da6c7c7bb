"""What has served its purpose goes, and the chain of events still holds."""

from datetime import UTC, date, datetime

import pytest

from jishi.actions.dispatch.sending import Sending, end, note, send
from jishi.actions.imports.keeping import record
from jishi.actions.imports.outcome import Asked
from jishi.actions.people import caring, contact, transfers
from jishi.actions.people.reading import Purpose, readings, reveal
from jishi.actions.people.retention import keep_to_terms
from jishi.actions.people.stages import leave
from jishi.actions.people.transfers import Towards
from jishi.actions.posts.holding import By as Posted
from jishi.actions.verify import check_chain, check_rows
from jishi.core.people.keeping import Term
from jishi.store import clock
from jishi.store.models.duties import FollowUp, Supervision, Task, TaskSupport
from jishi.store.models.office import EventDetail, Evidence, Import
from jishi.store.models.org import Unit
from jishi.store.models.paper import MonthlySheet
from jishi.store.models.people import Care, LostContact, Member, Person, Transfer
from jishi.store.models.posts import Dispatch, DispatchLog, Post, Tenure
from jishi.store.models.rules import Violation
from jishi.store.transact import action
from tests.actions.people.people import TODAY, a_member, by
from tests.store.ground import a_round

pytestmark = pytest.mark.django_db
Tree = dict[str, Unit]
LATER = datetime(2014, 3, 3, 4, tzinfo=UTC)
TERMS = {"person": Term("person", 24), "care": Term("care", 12)}


def test_two_years_after_leaving_a_person_has_no_name_any_more_and_the_count_stays(tree: Tree) -> None:
    member = a_member(tree["C11"])
    reveal(by(), member.person, Purpose("letter"))
    leave(by(), member, member.version, "withdrew")

    with clock.at(datetime(2014, 3, 1, 4, tzinfo=UTC)):
        assert keep_to_terms(TERMS)["person"] == 0
    with clock.at(LATER):
        counts = keep_to_terms(TERMS)

    person = Person.objects.get()
    assert counts["person"] == 1
    assert (person.name, person.search, person.identity, person.phone, person.born_on) == ("", "", None, None, None)
    assert Member.objects.filter(unit=tree["C11"]).count() == 1
    assert not EventDetail.objects.filter(event__subject=f"person:{person.pk}").exists()
    assert list(check_chain()) == []
    assert list(check_rows()) == []


def test_who_holds_a_post_or_is_a_member_again_is_kept(tree: Tree) -> None:
    one, two = a_member(tree["C11"]), a_member(tree["C11"], "乙二", "004")
    for member in (one, two):
        leave(by(), member, member.version, "withdrew")
    post = Post.objects.create(unit=tree["C11"], kind="secretary")
    Tenure.objects.create(post=post, person=one.person, from_on=date(2011, 2, 1))
    Member.objects.create(person=two.person, unit=tree["C12"], status="full", from_on=date(2012, 4, 1))

    with clock.at(LATER):
        assert keep_to_terms(TERMS)["person"] == 0


def test_who_held_a_post_without_being_a_member_goes_too_when_the_term_is_over(tree: Tree) -> None:
    post = Post.objects.create(unit=tree["C11"], kind="secretary")
    gone, here = (Person.objects.create(name=name, unit=tree["C11"]) for name in ("丙三", "丁四"))
    Tenure.objects.create(post=post, person=gone, from_on=date(2011, 1, 1), to_on=date(2011, 6, 1))
    Tenure.objects.create(post=post, person=here, from_on=date(2011, 6, 1))

    with clock.at(LATER):
        assert keep_to_terms(TERMS)["person"] == 1

    assert [person.name for person in Person.objects.order_by("pk")] == ["", "丁四"]


def test_a_dry_run_counts_and_destroys_nothing(tree: Tree) -> None:
    member = a_member(tree["C11"])
    leave(by(), member, member.version, "withdrew")

    with clock.at(LATER):
        counts = keep_to_terms(TERMS, only_count=True)

    assert counts["person"] == 1
    assert Person.objects.get().name == "甲一"


def test_care_searches_and_letters_go_when_their_term_is_over(tree: Tree) -> None:
    member = a_member(tree["C11"])
    care = caring.care_for(by(), member, "old")
    contact.lose(by(), a_member(tree["C11"], "乙二", "004"), date(2011, 8, 1), "moved")
    caring.care_ended(by(), care, care.version)
    asked = transfers.ask(by(), member, Towards(name="外省某支部"))
    transfers.turn_down(by(), asked, asked.version, "不去了")

    with clock.at(LATER):
        counts = keep_to_terms({**TERMS, "transfer": Term("transfer", 24)})

    assert (counts["care"], counts["lost-contact"], counts["transfer"]) == (1, 1, 1)
    assert not Care.objects.exists()
    # A search that goes on ends with its day too: nobody is searched for for ever.
    assert not LostContact.objects.exists()
    assert not Transfer.objects.exists()
    assert list(check_chain()) == []


def test_logs_readings_files_and_mended_violations_go_when_their_terms_are_over(tree: Tree) -> None:
    person = a_member(tree["C11"]).person
    reveal(by(), person, Purpose("letter"))
    helper = send(Posted(), Sending("contact", "乙二", TODAY, unit=tree["C12"]))
    note(Posted(), helper, TODAY, "走访党员")
    end(Posted(), helper, helper.version, date(2012, 4, 1))
    Violation.objects.create(
        rule="R01", severity="flag", subject="unit", subject_id=1, unit=tree["C11"], since=TODAY, closed_on=TODAY
    )
    Violation.objects.create(
        rule="R02", severity="flag", subject="unit", subject_id=1, unit=tree["C11"], since=TODAY
    )
    with action(None, "grids.import") as event:
        event.about(record("grids", Asked("组织编码,网格名称\nC11,一格\n".encode(), "grids.csv"), {"added": 1}))
    # The database writes the moment itself.
    Import.objects.update(created_at=clock.now())
    terms = {name: Term(name, 12) for name in ("reading", "dispatch-log", "register-file", "violation")}

    with clock.at(datetime(2013, 2, 1, 4, tzinfo=UTC)):
        early = keep_to_terms(terms)
    with clock.at(datetime(2014, 3, 1, 4, tzinfo=UTC)):
        late = keep_to_terms(terms)

    named = ("reading", "dispatch-log", "register-file", "violation")
    assert [early[name] for name in named] == [0, 0, 0, 0]
    assert [late[name] for name in named] == [1, 1, 1, 1]
    assert (readings(person), DispatchLog.objects.count(), Import.objects.count()) == ([], 0, 0)
    assert (Dispatch.objects.count(), Evidence.objects.count()) == (1, 0)
    assert Violation.objects.get().rule == "R02"
    assert list(check_chain()) == []


def test_closed_tasks_answered_reminders_and_signatures_of_sheets_go_and_open_ones_stay(tree: Tree) -> None:
    village, above, due_on = tree["C11"], tree["C1"], date(2011, 2, 1)
    common = {"kind": "secretary", "unit": village, "set_by": above, "since": date(2011, 1, 1), "due_on": due_on}
    done = Task.objects.create(text="补会", state="done", closed_on=date(2011, 3, 3), **common)
    Task.objects.create(text="修路", **common)
    FollowUp.objects.create(task=done, on=due_on, text="已开")
    TaskSupport.objects.create(task=done, unit=tree["C12"])
    said = {"department": above, "unit": village, "kind": "reminder", "on": due_on, "answer_by": date(2011, 3, 1)}
    Supervision.objects.create(text="按期销号", answered_on=date(2011, 3, 3), answer="已销号", **said)
    Supervision.objects.create(text="补报", **said)
    sheet = MonthlySheet.objects.create(
        unit=village,
        month=date(2013, 2, 1),
        round=a_round(),
        given_by="甲一",
        given_on=date(2013, 3, 3),
        entered_at=LATER,
    )

    with clock.at(datetime(2014, 3, 2, 4, tzinfo=UTC)):
        early = keep_to_terms({})
    with clock.at(LATER):
        counts = keep_to_terms({})

    kinds = ("task", "supervision", "monthly-sheet")
    assert [early[kind] for kind in kinds] == [0, 0, 0]
    assert [counts[kind] for kind in kinds] == [1, 1, 1]
    assert [task.text for task in Task.objects.all()] == ["修路"]
    assert [row.text for row in Supervision.objects.all()] == ["补报"]
    assert MonthlySheet.objects.get(pk=sheet.pk).given_by == ""
