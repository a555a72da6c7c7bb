"""Rows that hold from one day to another never overlap, and lineage is written once, on both databases."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from jishi.store.models.duties import Responsibility
from jishi.store.models.grids import GridServer
from jishi.store.models.improve import Partnership
from jishi.store.models.org import Formation, Grid, Succession, UnitTrait, UnitWorkplace, Workplace
from jishi.store.models.people import Care, Floating, LostContact, Member, Person
from jishi.store.models.posts import Dispatch, Pairing, Post, Team, TeamMember, Tenure
from jishi.store.models.rules import Violation
from tests.store.ground import a_unit

pytestmark = pytest.mark.django_db

FIRST = {"from_on": date(2011, 1, 1), "to_on": date(2012, 1, 1)}
INSIDE = {"from_on": date(2011, 6, 1), "to_on": None}
AFTER = {"from_on": date(2012, 1, 1), "to_on": None}


def _member() -> Member:
    return Member.objects.create(
        person=Person.objects.create(name="甲一"), unit=a_unit("M"), status="full", from_on=date(2000, 1, 1)
    )


def _post(kind: str = "secretary") -> Post:
    return Post.objects.create(unit=a_unit(kind), kind=kind)


def _trait() -> Model:
    return UnitTrait(unit=a_unit("1"), kind="area", value="border")


def _formation() -> Model:
    return Formation(unit=a_unit("1"), mode="alone")


def _covering() -> Model:
    return UnitWorkplace(unit=a_unit("1"), workplace=Workplace.objects.create(code="W", name="示例厂"))


def _grid() -> Model:
    return Grid(unit=a_unit("1"), name="一")


def _membership() -> Model:
    return Member(person=Person.objects.create(name="甲一"), unit=a_unit("1"), status="full")


def _floating() -> Model:
    return Floating(member=_member(), home=a_unit("1"))


def _lost() -> Model:
    return LostContact(member=_member(), expires_on=date(2013, 1, 1))


def _care() -> Model:
    return Care(member=_member(), category="old")


def _tenure() -> Model:
    return Tenure(post=_post(), person=Person.objects.create(name="甲一"))


def _team() -> Model:
    return Team(unit=a_unit("1"), name="一组", kind="work-team")


def _in_team() -> Model:
    team = Team.objects.create(unit=a_unit("1"), name="一组", kind="work-team", from_on=date(2000, 1, 1))
    return TeamMember(team=team, person=Person.objects.create(name="甲一"))


def _pairing() -> Model:
    return Pairing(leader=_post("secretary"), paired=_post("branch"))


def _server() -> Model:
    return GridServer(unit=a_unit("1"), grid="一", person=Person.objects.create(name="甲一"))


def _responsibility() -> Model:
    return Responsibility(post=_post(), area="villages")


def _partnership() -> Model:
    return Partnership(exemplar=a_unit("2"), unit=a_unit("1"))


def _first_secretary() -> Model:
    return Dispatch(kind="first-secretary", person=Person.objects.create(name="甲一"), unit=a_unit("1"))


DATED = [
    _trait,
    _formation,
    _covering,
    _grid,
    _membership,
    _floating,
    _lost,
    _care,
    _tenure,
    _team,
    _in_team,
    _pairing,
    _server,
    _responsibility,
    _partnership,
    _first_secretary,
]


def _again(row: Model, **fields: object) -> Model:
    """Save the row once more as a new one."""
    row.pk = None
    row._state.adding = True
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


@pytest.mark.parametrize("kind", DATED, ids=lambda make: make.__name__)
def test_rows_of_the_same_thing_never_overlap(kind: Callable[[], Model]) -> None:
    row = kind()
    _again(row, **FIRST)

    with pytest.raises(IntegrityError, match="overlap"), transaction.atomic():
        _again(row, **INSIDE)
    _again(row, **AFTER)
    with pytest.raises(IntegrityError, match="overlap"), transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(from_on=INSIDE["from_on"])

    assert type(row)._base_manager.filter(to_on=None, from_on=AFTER["from_on"]).exists()


def test_a_member_is_in_one_branch_at_a_time() -> None:
    row = _membership()
    _again(row, **FIRST)

    with pytest.raises(IntegrityError, match="members overlap"), transaction.atomic():
        _again(row, unit=a_unit("2"), **INSIDE)


def test_a_village_has_one_first_secretary_and_any_number_of_contacts() -> None:
    village, others = a_unit("1"), [Person.objects.create(name=name) for name in ("甲一", "乙二")]
    for kind in ("first-secretary", "contact"):
        Dispatch.objects.create(kind=kind, person=others[0], unit=village, from_on=date(2012, 1, 1))

    Dispatch.objects.create(kind="contact", person=others[1], unit=village, from_on=date(2012, 1, 1))
    with pytest.raises(IntegrityError, match="helpers overlap"), transaction.atomic():
        Dispatch.objects.create(kind="first-secretary", person=others[1], unit=village, from_on=date(2012, 2, 1))

    assert Dispatch.objects.count() == 3


def test_a_unit_has_one_first_responsible_post() -> None:
    unit = a_unit("1")
    Post.objects.create(unit=unit, kind="secretary", first_responsible=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(unit=unit, kind="director", first_responsible=True)
    Post.objects.create(unit=unit, kind="director", first_responsible=True, closed_on=date(2011, 1, 1))


def test_lineage_is_written_once() -> None:
    step = Succession.objects.create(kind="found", after=a_unit("1"), on=date(2012, 3, 1))

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Succession.objects.update(on=date(2012, 3, 2))
    with pytest.raises(IntegrityError, match="never removed"), transaction.atomic():
        step.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(kind="found", on=date(2012, 3, 1))


def test_a_violation_is_open_once() -> None:
    unit = a_unit("1")
    found = {"rule": "R14", "severity": "flag", "subject": "unit", "subject_id": unit.pk, "unit": unit}
    Violation.objects.create(**found, since=date(2012, 3, 1), closed_on=date(2012, 3, 5))
    Violation.objects.create(**found, since=date(2012, 4, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        Violation.objects.create(**found, since=date(2012, 4, 2))
