"""Which papers are due of whom, and how each stands: received, missing, late, sent back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from django.db.models import Case, CharField, Count, F, OuterRef, QuerySet, Subquery, Value, When

from jishi.actions.papers.making import due_on
from jishi.core.access import Scope
from jishi.packs.pack import Pack
from jishi.packs.schema.forms import PaperForm
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit
from jishi.store.models.papers import Paper
from jishi.store.queries import counts, papers, units

State = Literal["missing", "late-missing", "received", "received-late", "taken", "returned"]
STATES: tuple[State, ...] = ("late-missing", "missing", "returned", "received-late", "received", "taken")


@dataclass(frozen=True)
class Expected:
    """A paper that one unit hands up.

    Attributes:
        paper: the newest version that was handed up; None = nothing came.
        due_on: None = no term.
    """

    form: PaperForm
    unit: Unit
    state: State
    paper: Paper | None
    due_on: date | None


def expected(scope: Scope, round_: Round, pack: Pack, form: PaperForm, today: date) -> list[Expected]:
    """Return every unit inside a scope that hands a paper to another one, with how it stands, by code.

    What stands at the top of the tree hands nothing up.
    """
    if not form.up or form.about != "area":
        return []
    found = list(_makers(scope, form, _top(scope)))
    due, came = due_on(pack, round_, form), papers.newest(round_, str(form.id), [unit.pk for unit in found])
    return [_one(form, unit, came.get(unit.pk), due, today) for unit in found]


def _makers(scope: Scope, form: PaperForm, top: frozenset[int]) -> QuerySet[Unit]:
    return papers.makers(scope, form.kinds, form.levels).exclude(pk__in=top)


def _top(scope: Scope) -> frozenset[int]:
    """Return the units of the scope that stand at the top of the whole tree."""
    tops = list(units.tops(scope))
    return frozenset(unit.pk for unit in tops if len(units.above(unit)) == 1)


def _one(form: PaperForm, unit: Unit, paper: Paper | None, due: date | None, today: date) -> Expected:
    return Expected(form, unit, state_of(paper, due, today), paper, due)


def state_of(paper: Paper | None, due: date | None, today: date) -> State:
    """Return how the newest version that was handed up stands; None = nothing came."""
    if paper is None or paper.handed_on is None:
        return "late-missing" if due is not None and today > due else "missing"
    said = getattr(paper, "answer", None)
    if said is not None:
        return "taken" if said.taken else "returned"
    return "received-late" if due is not None and paper.handed_on > due else "received"


def of_all(scope: Scope, round_: Round, pack: Pack, today: date) -> Iterator[Expected]:
    """Yield every paper that is due inside a scope, form by form."""
    for form in pack.forms:
        yield from expected(scope, round_, pack, form, today)


@dataclass(frozen=True)
class Due:
    """What is handed up inside a scope, counted and cut by the database: one page never reads the others.

    Attributes:
        forms: of the pack, those that are handed up.
    """

    scope: Scope
    round: Round
    pack: Pack
    today: date

    @cached_property
    def _nobody(self) -> frozenset[int]:
        return _top(self.scope)

    @property
    def forms(self) -> list[PaperForm]:
        """The forms about areas that are handed up."""
        return [form for form in self.pack.forms if form.up and form.about == "area"]

    def counted(self) -> dict[tuple[str, State], int]:
        """Return (form, state) → how many papers stand so; one query for each form."""
        found: dict[tuple[str, State], int] = {}
        for form in self.forms:
            rows = self._placed(form).order_by().values("place").annotate(count=Count("pk"))
            for place, count in counts.rows(self.scope, rows.values_list("place", "count")):
                found[str(form.id), STATES[place]] = count
        return found

    def some(self, cut: slice, form: str = "", state: str = "") -> list[Expected]:
        """Return a part of the papers, those that are late first, then by unit; three queries.

        Args:
            cut: which of them, in order.
            form: only of this form; empty = of all.
            state: only those that stand so; empty = however they stand.
        """
        parts = [self._told(each) for each in self.forms if form in ("", str(each.id))]
        if state:
            parts = [part.filter(place=STATES.index(state)) for part in parts]  # type: ignore[arg-type]
        if not parts:
            return []
        rows = parts[0].union(*parts[1:], all=True).order_by("place", "code", "form")
        first = counts.first(self.scope, rows)
        return self._expected(list(rows[cut]) if first is None else first[cut])

    def _expected(self, rows: list[tuple[int, str, str, int, int | None]]) -> list[Expected]:
        seen = {unit.pk: unit for unit in Unit.objects.filter(pk__in={row[3] for row in rows})}
        came = Paper.objects.select_related("answer", "above").in_bulk([row[4] for row in rows if row[4]])
        forms = {str(form.id): form for form in self.forms}
        due = {key: due_on(self.pack, self.round, form) for key, form in forms.items()}
        return [
            Expected(forms[form], seen[unit], STATES[place], came.get(paper), due[form])
            for place, _code, form, unit, paper in rows
        ]

    def _told(self, form: PaperForm) -> QuerySet[Unit]:
        named = self._placed(form).annotate(form=Value(str(form.id), CharField()), unit=F("pk"))
        return named.order_by().values_list("place", "code", "form", "unit", "paper")

    def _placed(self, form: PaperForm) -> QuerySet[Unit]:
        """Return the units that hand a form up, each with its newest paper and the place of its state in STATES."""
        newest = papers.handed(self.round, str(form.id)).filter(unit=OuterRef("pk")).order_by("-number")
        due = due_on(self.pack, self.round, form)
        nothing: State = "late-missing" if due is not None and self.today > due else "missing"
        late = [When(came__gt=due, then=_place("received-late"))] if due is not None else []
        return _makers(self.scope, form, self._nobody).annotate(
            paper=Subquery(newest.values("pk")[:1]),
            came=Subquery(newest.values("handed_on")[:1]),
            taken=Subquery(newest.values("answer__taken")[:1]),
            place=Case(
                When(paper__isnull=True, then=_place(nothing)),
                When(taken=True, then=_place("taken")),
                When(taken=False, then=_place("returned")),
                *late,
                default=_place("received"),
            ),
        )


def _place(state: State) -> Value:
    return Value(STATES.index(state))
