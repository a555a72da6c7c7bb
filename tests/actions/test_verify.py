from datetime import date

import pytest
from django.db import connection

from jishi.actions.office import Given, NewAccount, add_account, end_grant, give_grant
from jishi.actions.verify import verify
from jishi.store import events, evidence, facts, guards
from jishi.store.home import Home
from jishi.store.models.assess import FactValue, Round
from jishi.store.models.office import Account, Event, EventDetail, Grant
from jishi.store.transact import action, change
from tests.store.ground import a_round, a_tree

pytestmark = pytest.mark.django_db


def a_grant() -> Grant:
    account = add_account(None, NewAccount("clerk"), "correct horse battery")
    return give_grant(None, account, Given("clerk", a_tree()["C1"], date(2012, 1, 1)))


def found(*, packs: bool = False) -> list[str]:
    """What is found; the cycles of these tests have a pack that is nowhere, so packs are looked at on request."""
    checks = verify()
    return [f"{c.where}: {c.what}" for name in checks if packs or name != "packs" for c in checks[name]]


def without_guards(*statements: str) -> None:
    """Do what somebody does who owns the database."""
    with connection.cursor() as cursor:
        for guard in guards.GUARDS:
            table = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}{table}")
        for statement in statements:
            cursor.execute(statement)
    guards.install(connection)


def test_a_home_that_only_the_program_touched_holds() -> None:
    grant = a_grant()
    end_grant(None, grant, date(2012, 6, 1))
    evidence.keep(b"one", "a.csv")

    assert found() == []


def test_a_log_in_and_another_language_are_no_change() -> None:
    a_grant()

    Account.objects.update(last_login="2012-06-01T00:00:00+08:00", language="en")

    assert found() == []


def test_a_grant_that_was_widened_past_the_program_is_named() -> None:
    grant = a_grant()

    Grant.objects.update(duties="office")

    assert found() == [f"grant:{grant.pk}: This row was changed past the program."]


def test_a_grant_that_was_slipped_in_is_named() -> None:
    grant = a_grant()
    slipped = Grant.objects.create(account=grant.account, role="boss", unit=grant.unit, from_on=grant.from_on)

    assert found() == [f"grant:{slipped.pk}: No event tells how this row came to be."]


def test_a_row_that_was_removed_is_named() -> None:
    grant = a_grant()
    named = f"grant:{grant.pk}"
    grant.delete()

    assert found() == [f"{named}: This row was removed past the program."]


def test_a_changed_fact_is_named_with_unit_fact_and_source() -> None:
    unit, round_ = a_tree()["C11"], told_round()
    facts.write(round_, [facts.Entry(unit.pk, name, "self", 3) for name in ("members", "meetings")])

    FactValue.objects.filter(fact__code="members").update(value=4)

    fact = FactValue.objects.get(fact__code="members")
    where = f"factvalue:{fact.pk} › unit:{unit.pk} › members › self"
    assert found() == [f"{where}: This fact was changed past the program."]


def test_a_fact_that_was_taken_from_a_locked_round_is_missed() -> None:
    unit, round_ = a_tree()["C11"], told_round()
    facts.write(round_, [facts.Entry(unit.pk, name, "self", 3) for name in ("members", "meetings")])
    with action(None, "round.lock") as event:
        facts.lock(round_)
        event.about(round_)
    assert found() == []

    one = FactValue.objects.first().pk
    without_guards(f"DELETE FROM store_factvalue WHERE id = {one}")

    assert found() == ["2012/1: The facts of this locked round are not what was locked."]


def told_round() -> Round:
    with action(None, "cycle.open") as event:
        round_ = a_round()
        event.about(round_.cycle, round_)
    return round_


def test_a_round_that_came_with_its_cycle_is_sealed_too() -> None:
    round_ = told_round()
    assert found() == []

    Round.objects.update(entry_deadline=date(2013, 1, 1))

    assert found() == [f"round:{round_.pk}: This row was changed past the program."]


def test_a_cycle_whose_pack_is_gone_is_named() -> None:
    told_round()

    assert found(packs=True) == ["year: There is no pack of this name."]


def test_a_later_action_about_a_row_counts_more_than_the_one_that_brought_it() -> None:
    round_ = told_round()

    with action(None, "round.change") as event:
        change(round_, 1, entry_deadline=date(2012, 4, 1))
        event.about(round_)

    assert found() == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE store_event SET actor = 7 WHERE number = 2", "event:2: This event is not what was written."),
        ("UPDATE store_event SET name = 'x.do' WHERE number = 1", "event:1: This event is not what was written."),
        (
            "UPDATE store_eventdetail SET details = '{}' WHERE event_id = 2",
            "event:2: The details of this event are not what was written.",
        ),
    ],
)
def test_a_changed_event_is_named(statement: str, said: str) -> None:
    a_grant()

    without_guards(statement)

    assert found() == [said]


def test_an_event_taken_out_of_the_middle_is_missed() -> None:
    for _ in range(3):
        with action(None, "thing.do", "thing"):
            pass

    without_guards("DELETE FROM store_eventdetail WHERE event_id = 2", "DELETE FROM store_event WHERE number = 2")

    assert found() == ["event:3: Events before this one are missing."]


@pytest.mark.django_db(transaction=True)
def test_events_cut_off_the_end_are_missed_by_the_head_kept_outside() -> None:
    for _ in range(3):
        with action(None, "thing.do", "thing"):
            pass

    without_guards("DELETE FROM store_eventdetail WHERE event_id = 3", "DELETE FROM store_event WHERE number = 3")

    assert found() == ["event:3: Events were cut off the end of the chain."]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content", ["", "{", "[]", '{"number": "x"}'])
def test_a_damaged_head_is_named_and_the_next_event_writes_it_anew(home: Home, content: str) -> None:
    with action(None, "thing.do", "thing"):
        pass
    (home.path / "head.json").write_text(content)

    damaged = found()
    with action(None, "thing.do", "thing"):
        pass

    assert damaged == [f"{home.path / 'head.json'}: This file of the home is damaged."]
    assert found() == []
    assert events.kept_head()["number"] == 2


def test_a_record_that_was_erased_by_right_leaves_a_chain_that_holds() -> None:
    grant = a_grant()
    subject = f"grant:{grant.pk}"
    grant.delete()

    events.forget(subject)

    assert found() == []
    assert Event.objects.filter(subject=subject).exists()
    assert not EventDetail.objects.filter(event__subject=subject).exists()


def test_a_changed_file_of_evidence_is_named() -> None:
    kept = evidence.keep(b"one", "a.csv")

    evidence.path_of(kept.digest).write_bytes(b"two")

    where = f"evidence/{kept.digest[:2]}/{kept.digest}"
    assert found() == [f"{where}: This file is gone or was changed after it was kept."]


def test_a_guard_that_was_removed_is_named() -> None:
    table = " ON store_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER event_no_update{table}")

    assert found() == ["event_no_update: This guard of the database was removed or switched off."]
