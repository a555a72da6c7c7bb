"""A roster longer than what is read at a time: still all or nothing, and nothing of it lies about in the clear."""

from itertools import product

import pytest

from jishi.actions.imports.members import bring, plan, spool
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.sheets.staging import PART
from jishi.sheets.workbook import Limits
from jishi.store.home import current
from jishi.store.models.office import EventDetail
from jishi.store.models.org import Unit
from jishi.store.models.people import Member
from jishi.store.vault import Unreadable, keys
from tests.core.people.numbers import a_number
from tests.sheets.files import Row, as_csv

pytestmark = [pytest.mark.django_db, pytest.mark.store]
Tree = dict[str, Unit]
HEADS = ("姓名", "公民身份证号", "人员类别", "党支部编码", "入党时间", "转正时间")
ROWS = PART + 3


def roster(**changed: Row) -> list[Row]:
    """Lines of one branch; ``r5`` is the sixth."""
    signs = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰"
    names = ("".join(each) for each in product(signs, repeat=3))
    lines: list[Row] = [
        (name, "", "正式党员", "C11", "1990-07-01", "1991-07-01")
        for name, _row in zip(names, range(ROWS), strict=False)
    ]
    for place, line in changed.items():
        lines[int(place[1:])] = line
    return lines


def sent(lines: list[Row], mode: str = "all") -> Outcome:
    asked = Asked(as_csv(HEADS, *lines), "roster.csv", mode=mode, limits=Limits(held=10))  # type: ignore[arg-type]
    return bring.run(asked)


def test_every_part_comes_in_under_one_event_and_the_same_file_again_changes_nothing(tree: Tree) -> None:
    outcome = sent(roster())

    assert dict(outcome.counts) == {"added": ROWS, "changed": 0, "same": 0, "refused": 0}
    assert Member.objects.filter(unit=tree["C11"], status="full").count() == ROWS
    details = EventDetail.objects.filter(event__name="members.import").get().details
    assert (details["added"], len(details["root"])) == (ROWS, 64)
    assert sent(roster()).counts["same"] == ROWS


def test_an_error_in_the_last_row_refuses_the_rows_of_every_part(tree: Tree) -> None:
    wrong = ("某", "", "正式党员", "C11", "1990-07-01", "1990-07-01")

    outcome = sent(roster(**{f"r{ROWS - 1}": wrong}))

    assert dict(outcome.counts) == {"added": 0, "changed": 0, "same": 0, "refused": ROWS}
    assert not Member.objects.exists()
    assert [error.spot.row for error in outcome.errors] == [ROWS]


def test_good_rows_come_in_without_the_bad_ones_of_their_parts(tree: Tree) -> None:
    wrong = ("某", "", "正式党员", "C99", "1990-07-01", "1991-07-01")

    outcome = sent(roster(r0=wrong, **{f"r{ROWS - 1}": wrong}), mode="rows")

    assert dict(outcome.counts) == {"added": ROWS - 2, "changed": 0, "same": 0, "refused": 2}
    assert Member.objects.count() == ROWS - 2


def test_a_number_that_stands_in_two_parts_is_told_with_the_row_where_it_stood_first(tree: Tree) -> None:
    line = ("某甲", a_number(), "正式党员", "C11", "1990-07-01", "1991-07-01")

    outcome = sent(roster(r1=line, **{f"r{ROWS - 1}": line}))

    assert [str(error.what) for error in outcome.errors] == ["This identity number stands in row 3 already."]


def test_of_very_many_errors_the_first_are_listed_and_the_others_counted(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "LISTED", 5)
    wrong = ("某", "", "正式党员", "C99", "1990-07-01", "1991-07-01")

    outcome = sent(roster(**{f"r{place}": wrong for place in range(12)}))

    assert len(outcome.errors) == 6
    assert str(outcome.errors[-1].what) == "7 more errors are not listed."


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_IN_MEMORY", 1)


def test_what_waits_for_the_last_row_is_sealed_nameless_and_comes_back_in_order(
    tree: Tree, on_disk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with spool.Spool(keys()) as waiting:
        waiting.add([["某甲", a_number()]])
        waiting.add([["某乙", None]])
        raw = waiting._file
        raw.seek(0)
        content = raw.read()

        assert a_number().encode() not in content
        assert "某甲".encode() not in content
        assert list(current().imports.glob("*")) == []
        assert list(waiting) == [[["某甲", a_number()]], [["某乙", None]]]

        raw.seek(20)
        raw.write(b"\x00\x00\x00\x00")
        with pytest.raises(Unreadable):
            list(waiting)
