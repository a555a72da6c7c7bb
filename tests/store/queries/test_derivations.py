"""Derivations for all units at once say what the oracle says for each."""

from datetime import date
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from jishi.core.derivations import (
    Count,
    CountDistinct,
    Derivation,
    Exists,
    Filter,
    GapDays,
    Maximum,
    Minimum,
    PerPeriodMinimum,
    Rows,
    Sum,
    Window,
)
from jishi.core.derive import Moment, derive
from jishi.core.tree import Tree
from jishi.store.models.org import Unit
from jishi.store.models.people import Person
from jishi.store.models.posts import Post, Tenure
from jishi.store.queries.derivations import derive_all

pytestmark = pytest.mark.django_db

TODAY = Moment(date(2012, 4, 30).toordinal(), date(2011, 6, 1).toordinal())
YEAR = Window("days", 300)
SECRETARY = Filter("kind", "=", ("secretary",))

DERIVATIONS: list[Derivation] = [
    Count(Rows("posts", "post")),
    Count(Rows("posts", "post", (Filter("holder", "unknown"), Filter("required", "=", (1,))))),
    Count(Rows("tenures", "post", (SECRETARY,))),
    Count(Rows("tenures", "post", (Filter("channel", "!=", ("sent",)),), Window("ever"))),
    Count(Rows("tenures", "post", (Filter("kind", "in", ("deputy", "member")),), Window("cycle"))),
    Count(Rows("tenures", "post", (Filter("kind", ">", ("a",)),), Window("ever"))),
    Count(Rows("tenures", "post", (Filter("from", ">=", (TODAY.on - 100,)),), Window("ever"))),
    Exists(Rows("tenures", "post", (SECRETARY,), Window("year"))),
    CountDistinct(Rows("tenures", "post", (), Window("ever")), "person"),
    CountDistinct(Rows("tenures", "post", (), Window("ever")), "channel"),
    Sum(Rows("posts", "post"), "required"),
    Minimum(Rows("tenures", "post", (), Window("ever")), "from"),
    Maximum(Rows("tenures", "post", (), Window("ever")), "to"),
    Maximum(Rows("tenures", "post", (), Window("ever")), "kind"),
    GapDays(Rows("tenures", "post", (), YEAR)),
    PerPeriodMinimum(Rows("tenures", "post", (), YEAR), "quarter"),
    PerPeriodMinimum(Rows("tenures", "post", (), YEAR), "month", 2, "rows"),
    PerPeriodMinimum(Rows("tenures", "post", (), Window("days", 20)), "quarter"),
    Count(Rows("posts", "post", (), Window("year"))),
]


@pytest.fixture
def registers() -> dict[str, dict[int, list[dict]]]:
    """Five units, posts and tenures at random; the rows of each register by unit, as the oracle reads them."""
    chance = Random(5)
    units = [Unit.objects.create(code=f"00{n}", name=f"u{n}", kind="branch", level="branch") for n in range(5)]
    person = [Person.objects.create(name=f"某{n}") for n in range(4)]
    rows: dict[str, dict[int, list[dict]]] = {
        name: {unit.pk: [] for unit in units} for name in ("posts", "tenures")
    }
    for unit in units[:4]:
        for kind in chance.sample(["secretary", "deputy", "member"], k=chance.randint(1, 3)):
            post = Post.objects.create(unit=unit, kind=kind, required=chance.random() < 0.7)
            held: list[dict] = []
            starts = sorted(TODAY.on - day for day in chance.sample(range(-30, 700), k=chance.randint(0, 3)))
            for begun, following in pairwise([*starts, None]):
                until = following if following else begun + chance.randint(20, 400)
                end = date.fromordinal(until) if following or chance.random() < 0.5 else None
                start = date.fromordinal(begun)
                channel = chance.choice(["", "sent", "elected"])
                who = chance.choice(person)
                Tenure.objects.create(post=post, person=who, from_on=start, to_on=end, source_channel=channel)
                held.append(
                    {
                        "kind": kind,
                        "channel": channel or None,
                        "person": who.pk,
                        "from": start.toordinal(),
                        "to": end.toordinal() if end else None,
                        "on": start.toordinal(),
                    }
                )
            today = [t["person"] for t in held if t["from"] <= TODAY.on and (t["to"] is None or t["to"] > TODAY.on)]
            rows["tenures"][unit.pk] += held
            rows["posts"][unit.pk].append(
                {"kind": kind, "required": int(post.required), "holder": min(today, default=None)}
            )
    return rows


def _tree(ids: list[int]) -> Tree:
    """The first unit above all others."""
    count = len(ids)
    parent = np.array([-1] + [0] * (count - 1))
    end = np.array([count, *range(2, count + 1)])
    return Tree(np.array(ids), parent, end, (parent >= 0).astype(np.int16))


@pytest.mark.parametrize(
    "derivation", DERIVATIONS, ids=lambda one: f"{type(one).__name__}-{DERIVATIONS.index(one)}"
)
def test_all_units_at_once_equal_the_oracle(derivation: Derivation, registers: dict) -> None:
    of_unit = registers[derivation.rows.register]
    tree = _tree(list(of_unit))

    found = derive_all(derivation, tree, TODAY)

    assert found.tolist() == [derive(derivation, rows, TODAY) for rows in of_unit.values()]


def test_a_subtree_counts_the_rows_of_everything_below(registers: dict) -> None:
    of_unit = registers["posts"]
    below = [row for rows in of_unit.values() for row in rows]
    derivation = Count(Rows("posts", "post", axis="subtree"))

    found = derive_all(derivation, _tree(list(of_unit)), TODAY).tolist()

    assert found[0] == len(below)
    assert found[1:] == [len(rows) for rows in list(of_unit.values())[1:]]


def test_a_register_that_the_home_does_not_keep_gives_null_not_zero() -> None:
    tree = _tree([1, 2])

    found = derive_all(Count(Rows("tenures", "post")), tree, TODAY)

    assert found.tolist() == [None, None]


def test_a_register_of_a_later_time_is_not_known() -> None:
    found = derive_all(Count(Rows("activities")), _tree([1]), TODAY)

    assert found.tolist() == [None]
