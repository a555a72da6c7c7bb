"""One run of a round at a time; what a killed run left is swept away, and nobody else's."""

from datetime import date

import pytest

from jishi.actions.assess_turn import name_of, sweep
from jishi.store.home import Home
from jishi.store.models.assess import Cycle, Round

pytestmark = pytest.mark.django_db

DAY = date(2012, 6, 30)


def _round(code: str, number: int = 1) -> Round:
    cycle, _ = Cycle.objects.get_or_create(
        code=code,
        defaults={"name": code, "pack": "p", "pack_version": "1", "starts_on": DAY, "ends_on": DAY},
    )
    days = dict.fromkeys(("opens_on", "entry_deadline", "closes_on", "tree_on"), DAY)
    return Round.objects.create(cycle=cycle, number=number, **days)


def test_sweeping_a_round_leaves_the_folders_of_a_round_whose_name_begins_alike(home: Home) -> None:
    own, other = _round("2012"), _round("2012-1", 2)
    for round_ in (own, other):
        for name in (f"{name_of(round_)}-0001", f".{name_of(round_)}-0002.abc_1.part"):
            (home.runs / name).mkdir(parents=True)

    sweep(own)

    assert sorted(folder.name for folder in home.runs.iterdir()) == [".2012-1-2-0002.abc_1.part", "2012-1-2-0001"]


def test_two_rounds_never_share_a_name() -> None:
    rounds = [_round(code) for code in ("2012 A", "2012-A", "2012_A", "2012/A")]

    names = {name_of(round_) for round_ in rounds}

    assert len(names) == 4
    assert not any(set(name) & set("/ .") for name in names)
