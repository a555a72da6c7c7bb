"""Two records of one person become one; what the second held goes over to the first."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from jishi.actions.people.ground import By, keeps
from jishi.core.errors import refuse, sentence
from jishi.store import persons
from jishi.store.models.grids import GridServer
from jishi.store.models.people import Member, Person
from jishi.store.models.posts import Dispatch, Team, TeamMember, Tenure
from jishi.store.queries import members
from jishi.store.transact import action, change
from jishi.store.vault import keys

_FILLED = ("sex", "ethnicity", "born_on", "education", "died_on")
_EMPTIED: Mapping[str, object] = {
    **dict.fromkeys(("name", "search", "sex", "ethnicity", "education"), ""),
    **dict.fromkeys(("identity", "identity_index", "phone", "phone_index", "born_on"), None),
}
_HELD = (
    *((Tenure, "person"), (Team, "leader"), (TeamMember, "person"), (Dispatch, "person")),
    (GridServer, "person"),
)


def merge(by: By, kept: Person, version: int, copy: Person) -> Person:
    """Keep one of two records of the same person; the other points to it and holds nothing any more.

    Raises:
        Refusal: the role keeps only one of them, they have two different identity numbers, are members of two
            branches, or hold the same thing at the same time.
    """
    for person in (kept, copy):
        here = members.present(person)
        if here is not None:
            keeps(by, here.unit)
        elif person.unit is not None:
            keeps(by, person.unit)
    _one_person(kept, copy)
    with action(by.actor, "person.merge", key=by.key, content=[kept.pk, copy.pk]) as event:
        if event.repeated:
            return kept
        try:
            with transaction.atomic():
                _take_over(kept, copy)
        except IntegrityError:
            raise refuse(
                kept.name,
                sentence(
                    "The two records hold the same thing at the same time, so they cannot become one as they are."
                ),
                sentence("End one of the two entries first, then merge."),
            ) from None
        fields = _filled(kept, copy)
        change(copy, copy.version, merged_into=kept, **_EMPTIED)
        change(kept, version, **fields)
        event.about(kept, copy)
        event.note(copy=copy.pk)
    return kept


def _one_person(kept: Person, copy: Person) -> None:
    if kept.pk == copy.pk or copy.merged_into_id or kept.merged_into_id:
        raise refuse(
            kept.name, sentence("This record was merged already."), sentence("Load the page again to see it.")
        )
    if kept.identity_index and copy.identity_index:
        raise refuse(
            kept.name,
            sentence("The two have different identity numbers, so they are two persons."),
            sentence("If one number is wrong, correct it first."),
        )
    here, there = members.present(kept), members.present(copy)
    if here and there and here.unit_id != there.unit_id:
        raise refuse(
            kept.name,
            sentence(
                "The two records are in %(one)s and in %(other)s; nobody is in two branches.",
                one=here.unit.name,
                other=there.unit.name,
            ),
            sentence("Find out where the person is, let them leave the other branch, then merge."),
        )


def _take_over(kept: Person, copy: Person) -> None:
    mine = members.present(kept)
    for row in Member.objects.filter(person=copy).order_by("from_on"):
        same = mine is not None and row.to_on is None and row.unit_id == mine.unit_id
        if same and mine is not None:
            _join(mine, row)
        else:
            change(row, row.version, person=kept)
    for model, name in _HELD:
        for held in model.objects.filter(**{name: copy}):
            change(held, held.version, **{name: kept})
    Person.objects.filter(merged_into=copy).update(merged_into=kept)


def _join(mine: Member, row: Member) -> None:
    """Let the older of two entries in one branch stand, with what the other knew besides."""
    for relation in ("transfers", "floating", "lost", "care"):
        for part in getattr(row, relation).all():
            change(part, part.version, member=mine)
    known = {
        name: getattr(row, name)
        for name in (
            "applied_on",
            "activist_on",
            "candidate_on",
            "joined_on",
            "full_on",
            "occupation",
            "registered",
        )
        if getattr(row, name) and not getattr(mine, name)
    }
    from_on = min(mine.from_on, row.from_on)
    row.delete()
    change(mine, mine.version, from_on=from_on, **known)


def _filled(kept: Person, copy: Person) -> dict[str, object]:
    fields = {name: getattr(copy, name) for name in _FILLED if getattr(copy, name) and not getattr(kept, name)}
    vault = keys()
    for name in persons.SEALED:
        text = persons.opened(vault, copy, name)
        if text and getattr(kept, name) is None:
            fields.update(persons.sealed(vault, kept.pk, name, text))
    return fields
