"""Review whether a secretary is still fit (D134): opened with reasons and evidence, heard, decided right above.

What is said stands sealed in the row, and only the committee that decides reads it, for a purpose. No number is
made of it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from jishi.actions.people.ground import By
from jishi.actions.people.reading import Purpose, noted
from jishi.actions.programme import pack_of
from jishi.core import cases
from jishi.core import posts as terms
from jishi.core.access import MOST_PRIVATE, Scope
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.packs.procedures import calendar_of, procedure_of
from jishi.store import clock, vault
from jishi.store.models.assess import Cycle
from jishi.store.models.org import Axis, Unit
from jishi.store.models.posts import Tenure
from jishi.store.models.secretaries import SecretaryReview
from jishi.store.paths import ids
from jishi.store.queries.units import path_of
from jishi.store.transact import action, change

ABOUT = "post"
#: The move that ends the tenure.
REMOVES = "remove"
#: Moves that a meeting makes.
DECIDING = (REMOVES, "keep")
_LONGEST = 2000
READS = "secretary-review"


@dataclass(frozen=True)
class Rules:
    """What the pack says of reviews: reasons, steps and moves."""

    pack: Pack
    procedure: cases.Procedure

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return the ids of the reasons."""
        return tuple(str(each.id) for each in (self.pack.posts.unfit if self.pack.posts else ()))

    def step(self, id: str) -> cases.Step | None:
        """Return a step by its id; None = the procedure does not know it."""
        return next((step for step in self.procedure.steps if step.id == id), None)


def rules(on: date | None = None) -> Rules:
    """Return what the pack of the cycle says that had begun last on a day.

    Args:
        on: the day on which a review is opened; None = today.

    Raises:
        Refusal: no cycle has begun, or the pack knows no such procedure.
    """
    return _said_by(_begun(_cycles(), on or clock.today()))


def rules_of(*rows: SecretaryReview) -> dict[int, Rules]:
    """Return review → the rules with which it was opened; it goes on with them whatever the next pack says.

    Raises:
        Refusal: as :func:`rules`.
    """
    cycles, found, known = _cycles(), {}, {}
    for row in rows:
        cycle = _begun(cycles, row.opened_on)
        with_ = (cycle.pk if cycle else 0, row.procedure)
        if with_ not in known:
            known[with_] = _said_by(cycle, row.procedure)
        found[row.pk] = known[with_]
    return found


def _cycles() -> list[Cycle]:
    return list(Cycle.objects.filter(starts_on__lte=clock.today()).order_by("-starts_on", "-pk"))


def _begun(cycles: Sequence[Cycle], day: date) -> Cycle | None:
    """Return the cycle that began last until a day; where none had, the first that did."""
    return next((cycle for cycle in cycles if cycle.starts_on <= day), cycles[-1] if cycles else None)


def _said_by(cycle: Cycle | None, procedure: str = "") -> Rules:
    pack = pack_of(cycle) if cycle else None
    about = [each for each in pack.procedures if each.about == ABOUT] if pack else []
    found = next((each for each in about if each.id == procedure), about[0] if about else None)
    if pack is None or found is None:
        raise refuse(
            pack.id if pack else "—",
            sentence("The pack says nothing about reviews of secretaries."),
            sentence("Add a procedure about a post to the pack, and open the next cycle with it."),
        )
    return Rules(pack, procedure_of(found))


@dataclass(frozen=True)
class Opening:
    """Why a review is opened.

    Attributes:
        reasons: ids of the pack's reasons.
        words: what people say.
        evidence: which papers show it.
    """

    reasons: Sequence[str]
    words: str
    evidence: str


@dataclass(frozen=True)
class Said:
    """A move and what is said with it; of a decision, the meeting too."""

    move: str
    words: str
    minutes: str = ""
    present: int = 0
    entitled: int = 0


def acts_for(scope: Scope, committee: Unit) -> bool:
    """Say whether the reader belongs to this very committee and reads what is most private there."""
    return scope.everything or any(
        holding.unit == committee.pk and holding.field_class >= MOST_PRIVATE and holding.axis == Axis.MANAGEMENT
        for holding in scope.holdings
    )


def open_review(by: By, found: Rules, tenure: Tenure, why: Opening) -> SecretaryReview:
    """Open a review of whoever is first responsible at a unit, at the committee right above it.

    Raises:
        Refusal: the role is not of that committee, no reason or evidence is given, the day cannot be, or one is
            open already.
    """
    post, where = tenure.post, f"{tenure.post.unit.name} ({tenure.post.unit.code})"
    content = {"tenure": tenure.pk, "on": by.day, **vars(why), "reasons": list(why.reasons)}
    with action(by.actor, "secretary-review.open", key=by.key, content=content) as event:
        if event.repeated:
            return SecretaryReview.objects.get(pk=event.result["review"])
        committee = _above(post.unit)
        _refuse_others(by, committee)
        if not post.first_responsible or tenure.to_on is not None:
            raise refuse(
                where,
                sentence("Only whoever is first responsible now can be reviewed."),
                sentence("Choose the present secretary of a unit."),
            )
        if not tenure.from_on <= by.day <= clock.today():
            raise refuse(
                where,
                sentence("The day lies in the future, or before the secretary took the post."),
                sentence("Correct the day; the tenure began on %(day)s.", day=tenure.from_on.isoformat()),
            )
        _sound(found, where, why)
        begun = cases.begin(found.procedure, by.day, calendar_of(found.pack))
        row = SecretaryReview(
            tenure=tenure,
            committee=committee,
            procedure=found.procedure.id,
            reasons=list(dict.fromkeys(why.reasons)),
            state=begun.step,
            opened_on=by.day,
            since=begun.since,
            due=begun.due,
        )
        _kept(row, where)
        _seal(row, {"words": why.words.strip()[:_LONGEST], "evidence": why.evidence.strip()[:_LONGEST]})
        event.about(row)
        event.note(unit=post.unit_id, committee=committee.pk)
        event.result = {"review": row.pk}
    return row


def _kept(row: SecretaryReview, where: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise refuse(
            where,
            sentence("A review of this secretary is open already."),
            sentence("Load the page again to see it."),
        ) from error


def _sound(found: Rules, where: str, why: Opening) -> None:
    unknown = [reason for reason in why.reasons if reason not in found.reasons]
    if not why.reasons or unknown:
        raise refuse(
            where,
            sentence("No reason of the pack is given."),
            sentence("Choose one of: %(known)s.", known=", ".join(found.reasons)),
        )
    if not why.words.strip() or not why.evidence.strip():
        raise refuse(
            where,
            sentence("It is not said what happened, or which papers show it."),
            sentence("Write both; a review without evidence is not opened."),
        )


def move(by: By, found: Rules, row: SecretaryReview, version: int, said: Said) -> SecretaryReview:
    """Make a move: hear the secretary, decide in a meeting, take it back. A removal ends the tenure on that day.

    Raises:
        Refusal: somebody else's committee, the step is not next, nothing is said, no quorum, or changed meanwhile.
    """
    where = f"{row.tenure.post.unit.name} ({row.tenure.post.unit.code})"
    name = said.move
    content = {"review": row.pk, "on": by.day, **vars(said)}
    with action(by.actor, f"secretary-review.{name}", key=by.key, content=content) as event:
        if event.repeated:
            return row
        _refuse_others(by, row.committee)
        given = {"minutes": int(bool(said.minutes.strip())), "present": said.present, "entitled": said.entitled}
        now = cases.Clock(clock.today(), calendar_of(found.pack))
        step = cases.Event(name, by.day, "above", given, said.words)
        case = cases.advance(found.procedure, _case(row), step, now, where)
        final = found.procedure.step(case.step).final
        fields: dict[str, object] = {"state": case.step, "since": case.since, "due": case.due}
        if name in DECIDING:
            fields |= {"minutes": said.minutes.strip()[:100], "present": said.present, "entitled": said.entitled}
        change(row, version, **fields, locked_on=by.day if final else None)
        _seal(row, {**words_of(row), name: said.words.strip()[:_LONGEST]})
        event.about(row, *([_ended(row, where, by.day)] if name == REMOVES else []))
        event.note(unit=row.tenure.post.unit_id, step=case.step)
    return row


def _case(row: SecretaryReview) -> cases.Case:
    return cases.Case(row.state, row.since, row.due, {row.state: row.since})


def _ended(row: SecretaryReview, where: str, on: date) -> Tenure:
    """End the tenure by the decision; it may have ended by itself meanwhile."""
    tenure = row.tenure
    if tenure.to_on is None:
        terms.end(terms.Seat(where), terms.Span(tenure.person.name, tenure.from_on), on)
        change(tenure, tenure.version, to_on=on)
    return tenure


def read(by: By, row: SecretaryReview, purpose: Purpose) -> Mapping[str, str]:
    """Return what was said, heard and decided; that it was read, by whom and why, is kept for the secretary.

    Raises:
        Refusal: somebody else's committee, or no purpose is stated.
    """
    _refuse_others(by, row.committee)
    noted(by, row.tenure.person, purpose, [READS])
    return words_of(row)


def words_of(row: SecretaryReview) -> dict[str, str]:
    """Return what stands sealed in a row, by what it is; empty once its term is over."""
    return dict(json.loads(vault.unseal(row.sealed, _place(row)))) if row.sealed else {}


def _seal(row: SecretaryReview, words: Mapping[str, str]) -> None:
    row.sealed = vault.seal(json.dumps(words, ensure_ascii=False), _place(row))
    row.save(update_fields=["sealed"])


def _place(row: SecretaryReview) -> str:
    return f"secretaryreview:{row.pk}:sealed"


def _above(unit: Unit) -> Unit:
    line = ids(path_of(unit))
    if len(line) < 2:
        raise refuse(
            unit.name,
            sentence("No unit stands above this one."),
            sentence("Its secretary is reviewed outside of this home."),
        )
    return Unit.objects.get(pk=line[-2])


def _refuse_others(by: By, committee: Unit) -> None:
    if not acts_for(by.scope, committee):
        raise refuse(
            committee.name,
            sentence("Reviews of secretaries are kept by the committee right above alone."),
            sentence("Leave it to those of that committee who read what is most private."),
        )
