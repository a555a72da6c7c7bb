"""Which rows are behind a broken rule, named as far as a reader may know them.

Names of workplaces, posts, problems and remedies are known to whoever sees the unit; names of persons only to
whoever reads personal fields there.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jishi.core.access import Scope
from jishi.packs.pack import Pack
from jishi.packs.schema.fields import Texts
from jishi.store.models.improve import Problem, Remedy
from jishi.store.models.org import Unit, Workplace
from jishi.store.models.people import Floating, Member
from jishi.store.models.posts import Dispatch, Post, Tenure
from jishi.store.models.rules import Violation
from jishi.store.queries import privacy, violations

#: So many of one unit are named; the others are counted.
NAMED = 5
_LETTERS = 40


@dataclass(frozen=True)
class Row:
    """One row behind a broken rule.

    Attributes:
        subject: ``workplace``, ``post``, ``member`` …
        kind: kind of post or helper, as the pack calls it; None = it has none.
        name: of the workplace, the person, the team, or the words of the problem; empty = none, or kept back.
        since: the day on which it was found.
    """

    subject: str
    kind: Texts | None
    name: str
    since: date


@dataclass(frozen=True)
class Which:
    """The rows behind one violation: some of them named, and how many more there are."""

    rows: tuple[Row, ...] = ()
    more: int = 0


Said = tuple[str, str, bool]


def which(scope: Scope, pack: Pack | None, found: Sequence[Violation]) -> Mapping[int, Which]:
    """Return violation → the rows behind it; the same few queries for any number of violations.

    Args:
        found: violations of units, found through the scope.
    """
    listed: dict[tuple[str, int], list[Violation]] = defaultdict(list)
    for row in violations.behind(found):
        listed[row.rule, row.unit_id].append(row)
    told = [row for rows in listed.values() for row in rows[:NAMED]]
    said = {subject: _SAY[subject]([r.subject_id for r in told if r.subject == subject]) for subject in _of(told)}
    personal = _readable(scope, {row.unit_id for row in told})
    named = (
        {post.id: post.names for post in (*pack.posts.kinds, *pack.posts.helpers)} if pack and pack.posts else {}
    )

    def row_of(row: Violation) -> Row:
        kind, name, private = said[row.subject].get(row.subject_id, ("", "", False))
        return Row(row.subject, named.get(kind), "" if private and row.unit_id not in personal else name, row.since)

    return {
        each.pk: Which(tuple(row_of(row) for row in rows[:NAMED]), max(0, len(rows) - NAMED))
        for each in found
        if each.closed_on is None and (rows := listed.get((each.rule, each.unit_id)))
    }


def _of(told: Iterable[Violation]) -> list[str]:
    return sorted({row.subject for row in told} & set(_SAY))


def _readable(scope: Scope, places: Collection[int]) -> set[int]:
    return set(Unit.objects.filter(privacy.readable(scope, "pk"), pk__in=places).values_list("pk", flat=True))


def _workplaces(ids: Collection[int]) -> Mapping[int, Said]:
    rows = Workplace.objects.filter(pk__in=ids).values_list("pk", "name")
    return {pk: ("", name, False) for pk, name in rows}


def _posts(ids: Collection[int]) -> Mapping[int, Said]:
    return {pk: (kind, "", False) for pk, kind in Post.objects.filter(pk__in=ids).values_list("pk", "kind")}


def _tenures(ids: Collection[int]) -> Mapping[int, Said]:
    rows = Tenure.objects.filter(pk__in=ids).values_list("pk", "post__kind", "person__name")
    return {pk: (kind, name, True) for pk, kind, name in rows}


def _members(ids: Collection[int]) -> Mapping[int, Said]:
    return {
        pk: ("", name, True) for pk, name in Member.objects.filter(pk__in=ids).values_list("pk", "person__name")
    }


def _floating(ids: Collection[int]) -> Mapping[int, Said]:
    rows = Floating.objects.filter(pk__in=ids).values_list("pk", "member__person__name")
    return {pk: ("", name, True) for pk, name in rows}


def _dispatches(ids: Collection[int]) -> Mapping[int, Said]:
    rows = Dispatch.objects.filter(pk__in=ids).values_list("pk", "kind", "person__name", "team__name")
    return {pk: (kind, person or team or "", person is not None) for pk, kind, person, team in rows}


def _problems(ids: Collection[int]) -> Mapping[int, Said]:
    rows = Problem.objects.filter(pk__in=ids).values_list("pk", "text")
    return {pk: ("", _short(text), False) for pk, text in rows}


def _remedies(ids: Collection[int]) -> Mapping[int, Said]:
    return {
        pk: ("", _short(text), False) for pk, text in Remedy.objects.filter(pk__in=ids).values_list("pk", "text")
    }


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[:_LETTERS]}…"


_SAY: Mapping[str, Callable[[Collection[int]], Mapping[int, Said]]] = {
    "workplace": _workplaces,
    "post": _posts,
    "tenure": _tenures,
    "member": _members,
    "floating": _floating,
    "dispatch": _dispatches,
    "problem": _problems,
    "remedy": _remedies,
}
