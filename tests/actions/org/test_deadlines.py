from datetime import date

import pytest

from jishi.actions.org.deadlines import Deadline, set_deadline
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.office import Event
from jishi.store.models.org import Workplace
from tests.actions.org.ground import a_county, by, order
from tests.store.ground import an_account

pytestmark = pytest.mark.django_db


def test_a_deadline_goes_to_workplaces_that_lack_a_unit_and_have_none_yet() -> None:
    county, due = a_county(), date(clock.today().year + 1, 6, 30)
    for code, place, full, before in (
        ("A", "C11", 3, None),
        ("B", "C11", 3, due),
        ("C", "C11", 2, None),
        ("D", "C21", 5, None),
    ):
        Workplace.objects.create(code=code, name=code, place=county[place], full_members=full, formation_due=before)

    count = set_deadline(order(clock.today()), county["C1"], Deadline(date(due.year, 12, 31)))

    assert count == 1
    assert dict(Workplace.objects.values_list("code", "formation_due")) == {
        "A": date(due.year, 12, 31),
        "B": due,
        "C": None,
        "D": None,
    }
    assert Event.objects.get().name == "coverage.deadline"


def test_a_day_that_is_past_and_a_place_of_others_are_refused() -> None:
    county = a_county()
    clerk = an_account("clerk", county["C1"], duties="import")
    later = date(clock.today().year + 1, 1, 1)

    with pytest.raises(Refusal, match="This day is past"):
        set_deadline(order(), county["C1"], Deadline(date(2012, 1, 1)))
    with pytest.raises(Refusal, match="Your role does not set deadlines here"):
        set_deadline(by(clerk), county["C2"], Deadline(later))
