from datetime import date
from hashlib import sha256
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from jishi.core.errors import Refusal
from jishi.store import events
from jishi.store.digests import canonical
from jishi.store.models.office import Event, EventDetail, IdempotencyKey
from jishi.store.models.org import Unit
from jishi.store.transact import action, change
from tests.store.ground import a_unit, an_account

pytestmark = pytest.mark.django_db


def rename(unit: Unit, name: str, key: str = "") -> dict[str, object]:
    with action(None, "unit.rename", key=key, content=[unit.pk, name]) as event:
        if event.repeated:
            return event.result
        change(unit, unit.version, name=name)
        event.about(unit)
        event.result = {"version": unit.version}
    return event.result


def fail_after_change(unit: Unit) -> None:
    with action(None, "unit.rename"):
        change(unit, 1, name="new")
        raise RuntimeError("the power went")


def fail_after_action() -> None:
    with action(None, "thing.do", "thing"):
        pass
    raise RuntimeError("the power went")


def test_an_action_leaves_one_event_that_says_who_what_and_about_which() -> None:
    account, unit = an_account("clerk"), a_unit("C")

    with action(account, "unit.rename") as event:
        change(unit, 1, name="new")
        event.about(unit)
        event.note(on=date(2012, 1, 1))

    written = Event.objects.get()
    assert (written.number, written.actor, written.name, written.subject) == (
        1,
        account.pk,
        "unit.rename",
        f"unit:{unit.pk}",
    )
    assert written.detail.details == {"on": "2012-01-01"}
    assert written.hash == events.hash_of(written)


def test_an_action_that_fails_leaves_neither_change_nor_event() -> None:
    unit = a_unit("C")

    with pytest.raises(RuntimeError, match="the power went"):
        fail_after_change(unit)

    assert Unit.objects.get().name == "C"
    assert not Event.objects.exists()


def test_actions_inside_an_action_are_told_in_the_order_in_which_they_ended() -> None:
    with action(None, "outer.do"), action(None, "inner.do"):
        assert not Event.objects.exists()

    assert list(Event.objects.order_by("number").values_list("name", flat=True)) == ["inner.do", "outer.do"]


def give_up_after_an_inner_action(unit: Unit) -> None:
    with action(None, "middle.do", "thing"):
        rename(unit, "new")
        raise ValueError("not like this")


def test_an_outer_action_that_goes_on_does_not_tell_of_what_was_undone_inside() -> None:
    unit = a_unit("C")

    with action(None, "outer.do", "thing"):
        rename(unit, "first")
        with pytest.raises(ValueError, match="not like this"):
            give_up_after_an_inner_action(unit)

    assert Unit.objects.get().name == "first"
    assert list(Event.objects.order_by("number").values_list("name", flat=True)) == ["unit.rename", "outer.do"]


def test_every_event_holds_the_hash_of_the_one_before() -> None:
    for name in ("a.do", "b.do", "c.do"):
        with action(None, name, "thing"):
            pass

    chain = list(events.chain())

    assert [event.previous for event in chain] == [events.GENESIS, chain[0].hash, chain[1].hash]
    assert events.head() == {"number": 3, "hash": chain[2].hash}


def test_the_same_key_twice_acts_once_and_gives_the_first_result() -> None:
    unit = a_unit("C")

    first = rename(unit, "new", key="k")
    second = rename(unit, "new", key="k")

    assert first == second == {"version": 2}
    assert Unit.objects.get().version == 2
    assert Event.objects.count() == 1


def test_the_same_key_for_something_else_is_refused() -> None:
    unit = a_unit("C")
    rename(unit, "new", key="k")

    with pytest.raises(Refusal, match="asked for something else"):
        rename(unit, "other", key="k")

    assert Unit.objects.get().name == "new"


def test_what_was_asked_cannot_be_guessed_from_what_is_kept_of_it() -> None:
    asked = {"phone": "a number that few others could be"}
    with action(None, "person.enter", key="k", content=asked) as event:
        event.draft.subject = "thing"

    kept = IdempotencyKey.objects.get().content

    assert kept not in (sha256(canonical(asked)).hexdigest(), sha256(b"k" + canonical(asked)).hexdigest())


def test_keys_of_two_people_do_not_meet() -> None:
    one, other = an_account("one"), an_account("other")

    for account in (one, other):
        with action(account, "thing.do", key="k", content=account.pk) as event:
            assert not event.repeated

    assert Event.objects.count() == 2


def test_the_second_of_two_who_saw_the_same_version_is_told() -> None:
    unit = a_unit("C")
    change(unit, 1, name="first")

    with pytest.raises(Refusal, match="changed by someone else meanwhile"):
        change(unit, 1, name="second")

    assert Unit.objects.get().name == "first"


def test_forgetting_destroys_the_details_and_keeps_the_chain() -> None:
    unit = a_unit("C")
    rename(unit, "new")

    gone = events.forget(f"unit:{unit.pk}")

    assert gone == 1
    assert not EventDetail.objects.exists()
    assert [event.hash == events.hash_of(event) for event in events.chain()] == [True]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_whole_chain() -> None:
    start, writers, each = Barrier(4), 4, 10

    def work() -> None:
        start.wait()
        for _ in range(each):
            with action(None, "thing.do", "thing"):
                pass
        connection.close()

    threads = [Thread(target=work) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    chain = list(events.chain())
    assert [event.number for event in chain] == list(range(1, writers * each + 1))
    assert all(later.previous == earlier.hash for earlier, later in pairwise(chain))
    assert events.kept_head() == events.head()


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_acts_once() -> None:
    a_unit("C")
    start, results = Barrier(2), []

    def work() -> None:
        start.wait()
        with action(None, "unit.count", key="k", content="same") as event:
            if not event.repeated:
                Unit.objects.update(level="counted")
                event.result = {"counted": Unit.objects.count()}
        results.append(event.result)
        connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [{"counted": 1}, {"counted": 1}]
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_outer_transaction_that_fails_takes_the_event_with_it() -> None:
    with pytest.raises(RuntimeError, match="the power went"), transaction.atomic():
        fail_after_action()

    assert not Event.objects.exists()
    assert events.kept_head()["number"] == 0
