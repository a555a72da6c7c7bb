"""What a paper is filled from: the run before the committees, decided grades, the ledger, the registers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from jishi.actions.cases.ground import committees
from jishi.actions.improve.standing import Graded, standing
from jishi.actions.papers.columns import Columns, Named
from jishi.actions.people.ground import By
from jishi.actions.programme import pack_of, round_before
from jishi.actions.results import Results, of_run
from jishi.core.access import Scope
from jishi.core.errors import Sentence, refuse, sentence
from jishi.documents.document import Language
from jishi.packs.pack import Pack
from jishi.packs.schema.forms import PaperForm
from jishi.store.models.assess import Grade, Round, Run
from jishi.store.models.cases import Answer, Opening
from jishi.store.models.improve import Plan, Problem, Remedy
from jishi.store.models.org import Unit
from jishi.store.models.publish import NoticedGrade, NoticeObjection
from jishi.store.queries import monthly, rounds, units


@dataclass(frozen=True)
class Telling:
    """In which language a paper speaks.

    Attributes:
        say: translates into it.
    """

    language: Language
    say: Callable[[str], str]

    def word(self, text: Sentence) -> str:
        """Return a sentence in the paper's language."""
        return text.say(self.say)


@dataclass(frozen=True, eq=False)
class Ground:
    """Everything that stands below one paper; each register is read once, however many rows the paper has.

    Attributes:
        place: the unit that the paper is about, or the area.
        maker: the committee that makes it.
        results: the run, cut to what the reader sees.
    """

    scope: Scope
    round: Round
    pack: Pack
    form: PaperForm
    place: Unit
    maker: Unit
    results: Results
    telling: Telling

    @cached_property
    def columns(self) -> Columns:
        """Return the judged units of the paper as columns."""
        return Columns(self)

    @cached_property
    def _asked(self) -> frozenset[int]:
        return frozenset(self.columns.ids.tolist())

    @cached_property
    def inside(self) -> Mapping[str, object]:
        """Return the condition of belonging to a unit of the paper: one id, or one range of the tree."""
        if self.form.about == "unit":
            return {"unit": self.place}
        return {"unit__in": units.subtree(self.scope, self.place).order_by().values("pk")}

    @cached_property
    def units(self) -> Mapping[int, Named]:
        """Return unit → what it is called, of every unit of the paper; one query."""
        found = Unit.objects.filter(pk=self.place.pk)
        if self.form.about != "unit":
            found = units.subtree(self.scope, self.place).order_by()
        return {pk: Named(*said) for pk, *said in found.values_list("pk", *Named._fields)}

    @cached_property
    def _parts_gone(self) -> Mapping[int, Unit]:
        """Return the parts of the area that do not stand in it any more, by id: the run still has them."""
        return Unit.objects.in_bulk(set(self.columns.part.tolist()) - self.units.keys())

    def called(self, unit: int) -> str:
        """Return what a unit of the paper or a part of its area is called, in short."""
        named = self.units.get(unit) or self._parts_gone.get(unit)
        return (named.short_name or named.name) if named else ""

    @cached_property
    def grades(self) -> Mapping[int, Grade]:
        """Return unit → its row, where a committee has given a grade; for what tells of single units."""
        rows = Grade.objects.filter(round=self.round, **self.inside).exclude(grade="")
        rows = rows.select_related("meeting", "committee", "run")
        return {row.unit_id: row for row in rows if row.unit_id in self._asked}

    @cached_property
    def runs(self) -> Mapping[int, Results]:
        """Return run → its results, of every run on which a grade of the paper was decided."""
        found = {self.results.run.pk: self.results}
        for row in self.grades.values():
            if row.run_id not in found:
                found[row.run_id] = of_run(self.scope, row.run)
        return found

    def results_of(self, unit: int) -> Results:
        """Return the run that a unit's grade was decided on; without a grade, the paper's."""
        row = self.grades.get(unit)
        return self.runs[row.run_id] if row else self.results

    @cached_property
    def before(self) -> Graded | None:
        """Return where the units stood in the round before; None = there was none."""
        earlier = round_before(self.round)
        return standing(self.scope, earlier) if earlier is not None else None

    @cached_property
    def members(self) -> Mapping[int, int]:
        """Return unit → how many members its register holds."""
        return monthly.members(self._who)

    @cached_property
    def secretaries(self) -> Mapping[int, tuple[str, str]]:
        """Return unit → (name, kind of post) of who leads it."""
        return monthly.secretaries(self._who)

    @cached_property
    def _who(self) -> monthly.Who:
        """Return the units of the paper for a query: one id, or a query of its own, however many there are."""
        if self.form.about == "unit":
            return [self.place.pk]
        return units.subtree(self.scope, self.place).order_by().values("pk")

    @cached_property
    def above(self) -> Unit | None:
        """Return the unit right above the one that makes the paper; None = there is none."""
        line = units.above(self.maker)
        return line[-2] if len(line) > 1 else None

    @cached_property
    def problems(self) -> Mapping[int, list[Problem]]:
        """Return unit → its problems that were taken on, the most pressing first; what is only proposed is none."""
        rows = Problem.objects.filter(**self.inside, state__in=(Problem.State.OPEN, Problem.State.SOLVED))
        return _by_unit(rows.order_by("-priority", "found_on", "pk"), self._asked)

    @cached_property
    def remedies(self) -> Mapping[int, list[Remedy]]:
        """Return unit → its remedies that were not dropped, the earliest deadline first."""
        rows = Remedy.objects.filter(**self.inside).exclude(state=Remedy.State.DROPPED)
        return _by_unit(rows.select_related("problem").order_by("due_on", "pk"), self._asked)

    @cached_property
    def plans(self) -> Mapping[int, Plan]:
        """Return unit → its plan of the round; else the one that came of it, begun when the next goes on."""
        later = {"round__cycle": self.round.cycle_id, "round__number__gte": self.round.number}
        found = Plan.objects.filter(**later, **self.inside).order_by("-round__number")
        return {row.unit_id: row for row in found}

    @cached_property
    def answers(self) -> Mapping[int, Answer]:
        """Return unit → what it answered to its proposal."""
        return {row.unit_id: row for row in Answer.objects.filter(round=self.round, **self.inside)}

    @cached_property
    def notices(self) -> Mapping[int, NoticedGrade]:
        """Return unit → the last notice on which its grade stood."""
        inside = {f"grade__{key}": value for key, value in self.inside.items()}
        rows = NoticedGrade.objects.filter(grade__round=self.round, notice__withdrawn_on__isnull=True, **inside)
        return {
            row.grade.unit_id: row for row in rows.select_related("notice", "grade").order_by("notice__opens_on")
        }

    @cached_property
    def objections(self) -> Mapping[int, int]:
        """Return notice → how many objections it had."""
        found: dict[int, int] = {}
        wanted = {row.notice_id for row in self.notices.values()}
        for notice in NoticeObjection.objects.filter(notice__in=wanted).values_list("notice_id", flat=True):
            found[notice] = found.get(notice, 0) + 1
        return found


def _by_unit(rows, asked: frozenset[int]) -> dict[int, list]:  # type: ignore[no-untyped-def,type-arg]
    found: dict[int, list] = {}  # type: ignore[type-arg]
    for row in rows:
        if row.unit_id in asked:
            found.setdefault(row.unit_id, []).append(row)
    return found


def ground(scope: Scope, round_: Round, form: PaperForm, place: Unit, telling: Telling) -> Ground:
    """Return what a paper of a unit or an area is filled from.

    Raises:
        Refusal: nothing was computed in the round, the paper is none of this unit, or files of the run are gone.
    """
    pack = pack_of(round_.cycle)
    maker = maker_of(pack, form, place)
    if maker is None:
        raise refuse(
            place.name,
            sentence("This paper is none of this unit."),
            sentence("Choose one of the papers that its page lists."),
        )
    run = _run(scope, round_)
    if run is None:
        raise refuse(
            place.name,
            sentence("Nothing was computed in this round yet."),
            sentence("Run an assessment first: the figures of the paper come from it."),
        )
    return Ground(scope, round_, pack, form, place, maker, of_run(scope, run), telling)


def _run(scope: Scope, round_: Round) -> Run | None:
    opening = Opening.objects.select_related("run__round__cycle").filter(round=round_).first()
    return opening.run if opening else rounds.latest_run(scope, round_)


def maker_of(pack: Pack, form: PaperForm, place: Unit) -> Unit | None:
    """Return the committee that makes a paper of a unit or an area; None = nobody does."""
    if form.kinds and place.kind not in form.kinds:
        return None
    if form.levels and place.level not in form.levels:
        return None
    if form.about == "area":
        return place
    return committees(pack, [place.pk]).get(place.pk) if pack.standard_for(place.domain) else None


def makes(scope: Scope, maker: Unit) -> bool:
    """Say whether the reader makes papers for this very committee."""
    return scope.everything or any(
        holding.unit == maker.pk and holding.duties & {"review", "publish"} for holding in scope.holdings
    )


def refuse_others(by: By, maker: Unit) -> None:
    """Let only who acts for a committee make its papers.

    Raises:
        Refusal: somebody else's committee.
    """
    if not makes(by.scope, maker):
        raise refuse(
            maker.name,
            sentence("Your role makes no papers for this committee."),
            sentence("Leave it to the committee itself."),
        )
