"""Targets in the store: set at the top, broken down, counted in the registers, as a sheet in and out (D101)."""

from datetime import UTC, date, datetime

import pytest

from jishi.actions.exports.sheet import Style
from jishi.actions.imports.outcome import Asked as Sent
from jishi.actions.imports.outcome import Outcome
from jishi.actions.lists.frame import Leaving, bring, sheet
from jishi.actions.lists.registry import LISTINGS
from jishi.actions.posts.holding import By
from jishi.actions.programme import open_cycle, rounds_of
from jishi.actions.targets import standing
from jishi.actions.targets.ground import Asked, asked, kind_of
from jishi.actions.targets.setting import Wish, break_down, set_target
from jishi.actions.targets.standing import Within
from jishi.core.access import OPERATOR, Scope
from jishi.core.errors import Refusal
from jishi.core.targets import STATES
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.office import Event
from jishi.store.models.org import Formation, Link, Succession, Unit
from jishi.store.models.targets import Target
from jishi.store.placing import rebuild
from tests.store.ground import a_tree, a_unit, an_account
from tests.web.ground import pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]
SUMMER = date(2012, 7, 1)
KIND = "new-organisations"


@pytest.fixture
def tree():
    with clock.at(datetime(2012, 7, 1, 4, tzinfo=UTC)):
        year = pack()
        open_cycle(None, "2012", year, rounds_of(year))
        yield a_tree()


def founded(above: Unit, code: str, domain: str = "enterprise", on: date = date(2012, 3, 1)) -> Unit:
    unit = a_unit(code)
    Unit.objects.filter(pk=unit.pk).update(domain=domain, founded_on=on)
    Link.objects.create(unit=unit, parent=above, from_on=on)
    Formation.objects.create(unit=unit, mode="alone", from_on=on)
    rebuild(SUMMER)
    return unit


def about(scope: Scope = OPERATOR) -> Asked:
    found = asked(scope)
    assert found is not None
    return found


def said(place: Unit | None = None, scope: Scope = OPERATOR) -> dict[str, tuple[int, int, str]]:
    """Return code:domain → (to reach, reached, standing)."""
    found = standing.lines(about(scope), kind_of(pack(), KIND), place)
    codes = dict(Unit.objects.values_list("pk", "code"))
    return {
        f"{codes[int(unit)]}:{domain}": (int(number), int(done), STATES[int(state)])
        for unit, domain, number, done, state in zip(
            found.unit, found.domain, found.wanted, found.done, found.state, strict=True
        )
    }


def test_what_was_founded_in_the_period_below_a_unit_counts_for_it_and_for_all_above(tree) -> None:
    founded(tree["C1"], "F1")
    founded(tree["C1"], "F2", domain="social")
    founded(tree["C2"], "F3")
    founded(tree["C1"], "OLD", on=date(2011, 5, 1))
    for code, number, domain in (("C", 4, ""), ("C1", 2, ""), ("C1", 1, "social"), ("C2", 4, "")):
        set_target(By(), about(), tree[code], Wish(KIND, number, domain))

    found = said()

    # Half of the year is over: of 4 two are due.
    assert found == {
        "C:": (4, 3, "on-course"),
        "C1:": (2, 2, "reached"),
        "C1:social": (1, 1, "reached"),
        "C2:": (4, 1, "behind"),
    }


def test_a_unit_that_a_merge_or_a_split_set_up_is_no_new_organisation(tree) -> None:
    unit = founded(tree["C1"], "F1")
    Succession.objects.create(kind="merge", before=tree["C11"], after=unit, on=date(2012, 3, 1))
    set_target(By(), about(), tree["C"], Wish(KIND, 1))

    assert said()["C:"] == (1, 0, "on-course")


def test_the_parts_are_told_against_the_whole(tree) -> None:
    set_target(By(), about(), tree["C"], Wish(KIND, 10))
    changed = break_down(By(), about(), tree["C"], {tree["C1"].pk: Wish(KIND, 5), tree["C2"].pk: Wish(KIND, 3)})

    held = standing.broken(about(), kind_of(pack(), KIND), tree["C"], [tree["C1"], tree["C2"]])

    assert changed == 2
    assert (held.sums.whole, held.sums.given, held.sums.left) == (10, 8, 2)
    assert Event.objects.filter(name="target.break-down").count() == 1


def test_behind_are_those_that_lack_most_first(tree) -> None:
    for code, number in (("C", 30), ("C1", 10), ("C2", 20), ("C11", 0)):
        set_target(By(), about(), tree[code], Wish(KIND, number))

    late = standing.lines(about(), kind_of(pack(), KIND)).behind()

    assert late.unit.tolist() == [tree["C"].pk, tree["C2"].pk, tree["C1"].pk]


def test_a_target_is_set_by_the_unit_above_and_never_by_the_unit_itself(tree) -> None:
    town = an_account("town", tree["C1"], duties="enter", field_class=2)
    by = By(town, scope_of(town, SUMMER))

    with pytest.raises(Refusal, match="set by the unit above"):
        set_target(by, about(by.scope), tree["C1"], Wish(KIND, 1))
    set_target(by, about(by.scope), tree["C11"], Wish(KIND, 1))

    assert Target.objects.get().unit == tree["C11"]


def test_what_lies_outside_is_neither_broken_down_nor_seen(tree) -> None:
    set_target(By(), about(), tree["C2"], Wish(KIND, 3))
    town = an_account("town", tree["C1"], duties="enter", field_class=2)
    by = By(town, scope_of(town, SUMMER))

    with pytest.raises(Refusal, match="does not stand right below"):
        break_down(by, about(by.scope), tree["C1"], {tree["C21"].pk: Wish(KIND, 1)})
    assert said(scope=by.scope) == {}


def test_the_second_of_two_who_change_a_target_is_told(tree) -> None:
    row = set_target(By(), about(), tree["C"], Wish(KIND, 3))
    set_target(By(), about(), tree["C"], Wish(KIND, 4, version=row.version))

    with pytest.raises(Refusal, match="changed by someone else"):
        set_target(By(), about(), tree["C"], Wish(KIND, 5, version=row.version))


def test_the_second_of_two_who_set_a_first_target_is_told(tree) -> None:
    set_target(By(), about(), tree["C1"], Wish(KIND, 3, version=0))

    with pytest.raises(Refusal, match="changed by someone else"):
        break_down(By(), about(), tree["C"], {tree["C1"].pk: Wish(KIND, None, version=0)})

    assert Target.objects.get().number == 3


def test_a_new_number_of_the_paper_is_kept_beside_the_same_target(tree) -> None:
    unit = tree["C1"].pk
    for paper in ("8号", "9号", ""):
        break_down(By(), about(), tree["C"], {unit: Wish(KIND, 3, document=paper)})

    row = Target.objects.get()
    assert (row.document, row.version) == ("9号", 2)


def test_a_key_that_set_one_paper_does_not_set_another(tree) -> None:
    set_target(By(key="a"), about(), tree["C"], Wish(KIND, 3, document="8号"))
    break_down(By(key="a"), about(), tree["C"], {tree["C1"].pk: Wish(KIND, 3)})

    with pytest.raises(Refusal, match="asked for something else"):
        set_target(By(key="a"), about(), tree["C"], Wish(KIND, 3, document="9号"))
    with pytest.raises(Refusal, match="asked for something else"):
        break_down(By(key="a"), about(), tree["C"], {tree["C1"].pk: Wish(KIND, 3, "social")})


def test_the_sums_are_over_all_units_below_also_over_those_that_are_not_shown(tree) -> None:
    founded(tree["C2"], "F1")
    for code, number in (("C", 10), ("C1", 5), ("C2", 3)):
        set_target(By(), about(), tree[code], Wish(KIND, number))
    everybody = Within(all=[tree["C1"].pk, tree["C2"].pk])

    held = standing.broken(about(), kind_of(pack(), KIND), tree["C"], [tree["C1"]], everybody)

    assert [part.unit.code for part in held.parts] == ["C1"]
    assert (held.sums.given, held.sums.left, held.sums.without, held.done) == (8, 2, 0, 1)


def test_a_target_that_is_taken_back_is_listed_no_more(tree) -> None:
    set_target(By(), about(), tree["C"], Wish(KIND, 3))
    set_target(By(), about(), tree["C"], Wish(KIND, None))

    assert said() == {}


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (Wish("no-such", 1), "has no such target"),
        (Wish(KIND, 1, "village"), "not set for that domain"),
        (Wish(KIND, -1), "no number of a target"),
    ],
)
def test_what_the_pack_does_not_know_is_refused(tree, wish: Wish, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        set_target(By(), about(), tree["C"], wish)


def test_a_target_that_tells_of_persons_is_told_to_who_reads_of_persons(tree) -> None:
    head = scope_of(an_account("head", tree["C"], field_class=1), SUMMER)

    assert "members-joined" not in [kind.id for kind in about(head).kinds()]
    assert "members-joined" in [kind.id for kind in about().kinds()]


def sent(text: str, scope: Scope = OPERATOR) -> Outcome:
    return bring(
        LISTINGS["targets"], Sent(text.encode(), "targets.csv", "all", scope=scope), pack(), only_try=False
    )


def taken_out() -> str:
    leaving = Leaving(OPERATOR, pack())
    return sheet(LISTINGS["targets"], leaving, Style("csv", "zh-Hans")).file("csv").decode("utf-8-sig")


def test_the_sheet_of_targets_comes_in_once_and_goes_out_to_the_same(tree) -> None:
    rows = "组织编码,目标,限定领域,目标数\nC,新建党组织,,8\nC1,新建党组织,,5\nC1,新建党组织,社会组织,2\n"

    first = sent(rows)
    out = taken_out()
    again = sent(out)

    assert (first.counts["added"], first.errors) == (3, ())
    assert (again.counts["same"], again.counts["changed"], again.errors) == (3, 0, ())
    assert out.splitlines()[1].split(",")[:1] == ["C"]


def test_a_row_for_the_own_unit_is_refused_beside_its_cell(tree) -> None:
    town = scope_of(an_account("town", tree["C1"], duties="enter import", field_class=2), SUMMER)

    told = sent("组织编码,目标,目标数\nC1,新建党组织,5\nC11,新建党组织,1\n", town)

    assert [str(error.what) for error in told.errors] == ["The targets of a unit are set by the unit above it."]
    assert not Target.objects.exists()
