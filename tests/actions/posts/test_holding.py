"""Posts in the store: required, held, handed over, paired, brought in and out."""

from datetime import date

import pytest

from jishi.actions.exports import posts as exported
from jishi.actions.exports.sheet import Style
from jishi.actions.imports import posts as imported
from jishi.actions.imports.outcome import Asked
from jishi.actions.posts.holding import By, Wish, appoint, close_post, end, open_post, pair, unpair
from jishi.actions.posts.requiring import require
from jishi.core.access import OPERATOR, Holding, Scope
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.office import Event
from jishi.store.models.org import Unit
from jishi.store.models.people import Member, Person
from jishi.store.models.posts import Post, Tenure
from jishi.store.queries import posts, units
from tests.store.ground import a_tree
from tests.web.ground import pack

pytestmark = pytest.mark.django_db

FROM = date(2012, 3, 1)


@pytest.fixture
def tree() -> dict[str, Unit]:
    return a_tree()


def a_post(unit: Unit, *, first: bool = True) -> Post:
    return open_post(By(), unit, "secretary", first=first)


def test_an_appointment_is_one_event_and_the_holder_is_shown(tree: dict[str, Unit]) -> None:
    post = a_post(tree["C11"])
    events = Event.objects.count()

    appoint(By(), post, Wish(FROM, "甲一", term_ends_on=date(2015, 3, 1), channel="office"))

    assert Event.objects.count() == events + 1
    row = posts.listed(OPERATOR, FROM, tree["C11"]).get()
    assert (row.holder, row.since, row.term_end, row.channel) == ("甲一", FROM, date(2015, 3, 1), "office")


def test_the_same_key_appoints_once(tree: dict[str, Unit]) -> None:
    post = a_post(tree["C11"])

    both = [appoint(By(key="k"), post, Wish(FROM, "甲一")).pk for _ in range(2)]

    assert both[0] == both[1]
    assert Tenure.objects.count() == 1


def test_a_second_holder_on_the_same_day_is_refused_and_leaves_nothing(tree: dict[str, Unit]) -> None:
    post = a_post(tree["C11"])
    appoint(By(), post, Wish(FROM, "甲一"))
    people = Person.objects.count()

    with pytest.raises(Refusal, match="甲一 holds this post since 2012-03-01"):
        appoint(By(), post, Wish(date(2012, 5, 1), "乙二"))

    assert (Tenure.objects.count(), Person.objects.count()) == (1, people)


def test_one_leaves_and_the_next_begins_on_that_day(tree: dict[str, Unit]) -> None:
    post = a_post(tree["C11"])
    first = appoint(By(), post, Wish(FROM, "甲一"))

    end(By(), first, first.version, date(2012, 6, 1))
    appoint(By(), post, Wish(date(2012, 6, 1), "乙二"))

    assert posts.listed(OPERATOR, date(2012, 5, 31), tree["C11"]).get().holder == "甲一"
    assert posts.listed(OPERATOR, date(2012, 6, 1), tree["C11"]).get().holder == "乙二"


def test_a_second_first_responsible_post_is_refused(tree: dict[str, Unit]) -> None:
    a_post(tree["C11"])

    with pytest.raises(Refusal, match="there is exactly one"):
        a_post(tree["C11"])


def test_a_post_with_a_holder_is_not_closed(tree: dict[str, Unit]) -> None:
    post = a_post(tree["C11"])
    appoint(By(), post, Wish(FROM, "甲一"))

    with pytest.raises(Refusal, match="甲一 still holds this post"):
        close_post(By(), post, post.version, FROM)


def test_outside_the_own_scope_nobody_is_appointed(tree: dict[str, Unit]) -> None:
    path = units.path_of(tree["C2"])
    town = Scope((Holding("clerk", "management", path, 2, frozenset({"enter"})),))

    with pytest.raises(Refusal, match="Your role does not enter anything here"):
        appoint(By(scope=town), a_post(tree["C11"]), Wish(FROM, "甲一"))


def test_a_secretary_above_is_paired_with_one_below_and_not_the_reverse(tree: dict[str, Unit]) -> None:
    above, below, beside = a_post(tree["C1"]), a_post(tree["C11"]), a_post(tree["C21"])

    pairing = pair(By(), above, below, FROM)

    with pytest.raises(Refusal, match="paired already"):
        pair(By(), above, below, FROM)
    for other in (beside, above):
        with pytest.raises(Refusal, match="does not stand below this unit"):
            pair(By(), above, other, FROM)
    assert [each.pk for each in posts.pairings(OPERATOR, tree["C11"], FROM)] == [pairing.pk]
    unpair(By(), pairing, pairing.version, date(2012, 4, 1))
    assert not posts.pairings(OPERATOR, tree["C11"], date(2012, 4, 1)).exists()


def test_the_posts_of_the_pack_are_opened_once_by_kind_and_size(tree: dict[str, Unit]) -> None:
    Unit.objects.filter(code__in=("C", "C1", "C2")).update(kind="committee")
    for number in range(7):
        person = Person.objects.create(name=f"丙{number}", unit=tree["C11"])
        Member.objects.create(person=person, unit=tree["C11"], status="full", from_on=FROM)

    done, again = require(By(), pack()), require(By(), pack())

    count = {code: Post.objects.filter(unit=unit).count() for code, unit in tree.items()}
    assert count == {"C": 3, "C1": 3, "C2": 3, "C11": 3, "C12": 1, "C21": 1}
    assert (done.posts, again.posts) == (14, 0)
    assert Post.objects.filter(first_responsible=True).count() == 6


def test_vacant_posts_and_terms_that_end_are_found(tree: dict[str, Unit]) -> None:
    held, empty = a_post(tree["C11"]), a_post(tree["C12"])
    appoint(By(), held, Wish(FROM, "甲一", term_ends_on=date(2012, 6, 1)))
    rows = posts.listed(OPERATOR, FROM)

    assert [row.pk for row in posts.vacant(rows, FROM)] == [empty.pk]
    assert [row.pk for row in posts.ending(rows, FROM, 92)] == [held.pk]
    assert not posts.ending(rows, FROM, 91).exists()


def brought_in(text: str, mode: str = "all") -> imported.Outcome:
    return imported.run(Asked(text.encode(), "posts.csv", mode), pack())  # type: ignore[arg-type]


def test_posts_come_in_from_a_sheet_and_go_out_to_the_same(tree: dict[str, Unit]) -> None:
    sheet = "组织编码,职务,任职人员,任职时间,届满时间,来源渠道\n"
    sheet += "C11,书记,甲一,2012.2.7,2015-02-07,上级党政机关选派\nC12,书记,,,,\n"

    first, second = brought_in(sheet), brought_in(sheet)

    assert (first.counts["added"], second.counts["same"], second.counts["added"]) == (2, 2, 0)
    tenure = Tenure.objects.get()
    assert (tenure.person.name, tenure.from_on, tenure.source_channel) == ("甲一", date(2012, 2, 7), "office")
    assert Post.objects.filter(first_responsible=True).count() == 2
    out = exported.export(OPERATOR, pack(), Style("csv", "zh-Hans")).file("csv")
    again = imported.run(Asked(out, "posts.csv"), pack())
    assert (again.counts, again.written) == ({"added": 0, "changed": 0, "same": 2, "refused": 0}, False)


def test_a_new_name_ends_the_tenure_before_it(tree: dict[str, Unit]) -> None:
    brought_in("组织编码,职务,任职人员,任职时间\nC11,书记,甲一,2012-02-07\n")

    changed = brought_in("组织编码,职务,任职人员,任职时间\nC11,书记,乙二,2012-05-01\n")

    assert changed.counts["changed"] == 1
    spans = Tenure.objects.order_by("from_on").values_list("person__name", "from_on", "to_on")
    assert list(spans) == [("甲一", date(2012, 2, 7), date(2012, 5, 1)), ("乙二", date(2012, 5, 1), None)]


def test_what_is_wrong_in_a_sheet_is_told_beside_its_cell(tree: dict[str, Unit]) -> None:
    brought_in("组织编码,职务,任职人员,任职时间\nC11,书记,甲一,2012-02-07\n")

    outcome = brought_in(
        "组织编码,职务,任职人员,任职时间,届满日期\nC11,书记,乙二,2012-02-07,\nC99,书记,丙三,2012-02-07,\nC12,书记,丁四,2012-02-07,2012-02-01\n"
    )

    told = [str(error.what) for error in outcome.errors]
    assert told == [
        "甲一 holds this post since 2012-02-07.",
        "No unit has the code C99.",
        "The term ends before it begins.",
    ]
    assert Tenure.objects.count() == 1


def test_a_sheet_does_not_let_a_tenure_begin_before_the_last_one_ended(tree: dict[str, Unit]) -> None:
    head = "组织编码,职务,任职人员,任职时间\n"
    brought_in(f"{head}C11,书记,甲一,2012-02-07\n")
    brought_in(f"{head}C11,书记,乙二,2012-05-01\n")

    outcome = brought_in(f"{head}C11,书记,乙二,2012-03-01\n")

    assert [str(error.what) for error in outcome.errors] == ["Somebody else held this post until 2012-05-01."]
    assert Tenure.objects.get(to_on=None).from_on == date(2012, 5, 1)


def test_the_office_reads_its_posts_in_one_query(tree: dict[str, Unit], django_assert_num_queries) -> None:
    for code in ("C11", "C12", "C21"):
        appoint(By(), a_post(tree[code]), Wish(FROM, "甲一"))

    with django_assert_num_queries(1):
        found = [(row.unit.code, row.holder) for row in posts.listed(OPERATOR, clock.today())]

    assert len(found) == 3
