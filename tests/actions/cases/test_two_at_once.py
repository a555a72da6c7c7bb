"""Two reviewers press at the same moment, each in a transaction of their own: one decides, the other sees it."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from jishi.actions.cases.correcting import check_minutes, correct
from jishi.actions.cases.reviewing import approve
from jishi.core.errors import Refusal
from jishi.store import events
from jishi.store.models.assess import Grade
from jishi.store.models.cases import MinuteCorrection
from jishi.store.models.office import Event
from tests.actions.cases.ground import a_town
from tests.actions.cases.test_minutes import same
from tests.actions.cases.test_review import seen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.store]


def at_once(*doing: Callable[[], object]) -> list[str]:
    """Do things at the same moment, each on a connection of its own; return how each ended."""
    start, ended = Barrier(len(doing)), ["?"] * len(doing)

    def work(place: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            ended[place] = "done"
        except Refusal as refusal:
            ended[place] = str(refusal.complaints[0].what)
        finally:
            connection.close()

    threads = [Thread(target=work, args=each) for each in enumerate(doing)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended, key=lambda said: said != "done")


def test_of_two_who_decide_on_a_unit_at_once_one_does_and_the_other_sees_the_decision() -> None:
    town = a_town()
    meeting, before = town.meeting(), seen(town, "C11")
    dockets = {name: town.docket(name) for name in ("town", "second")}

    first, second = at_once(
        *(lambda name=name: approve(town.by(name), dockets[name], meeting, before) for name in dockets)
    )

    assert first == "done"
    assert second == "Somebody else decided this meanwhile: Good, minutes 1."
    assert (Grade.objects.get().state, Event.objects.filter(name="grade.approve").count()) == ("approved", 1)
    assert events.kept_head() == events.head()


def test_of_two_who_decide_on_the_same_units_in_other_orders_nobody_waits_for_ever() -> None:
    town = a_town()
    meeting = town.meeting()
    wanted = {"town": seen(town, "C11", "C13"), "second": seen(town, "C13", "C11")}
    dockets = {name: town.docket(name) for name in wanted}

    ended = at_once(
        *(lambda name=name: approve(town.by(name), dockets[name], meeting, wanted[name]) for name in wanted)
    )

    assert [said == "done" for said in ended] == [True, False]
    assert {row.state for row in Grade.objects.all()} == {"approved"}


def test_of_two_who_correct_the_same_minutes_at_once_one_does() -> None:
    town = a_town()
    meeting = town.meeting()
    sittings = {"town": same(meeting, place="会议室"), "second": same(meeting, place="楼上")}

    ended = at_once(
        *(lambda name=name: correct(town.by(name), meeting, 1, sittings[name], "补地点") for name in sittings)
    )

    assert [said == "done" for said in ended] == [True, False]
    assert (MinuteCorrection.objects.count(), list(check_minutes())) == (1, [])
