"""The gate of promotion (R11) for many units at once: what was said of them, published, objected to."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from jishi.actions.cases.ground import Docket
from jishi.core.consult.questionnaire import PEOPLE
from jishi.core.errors import Complaint, Refusal
from jishi.core.improve.promotion import Gate, Rise, Satisfaction, promote
from jishi.packs import improvement as written
from jishi.packs.consultations import asks_for, quorum
from jishi.packs.schema.consultations import Ask
from jishi.packs.schema.consultations import Consultation as Written
from jishi.store.models.assess import Grade
from jishi.store.models.cases import Lift, Meeting
from jishi.store.models.consult import Asked, Consultation
from jishi.store.models.improve import Promotion
from jishi.store.models.org import Unit
from jishi.store.models.publish import Notice, NoticedUnit, NoticeObjection
from jishi.store.models.told import Substitute, Told

#: Under this name the committee one level up lets a unit rise more than one grade.
AT_ONCE = "promotion"
WHOLE = 100_00
#: So many units are asked for by their numbers; more of them by their round alone.
_MANY = 900


@dataclass(frozen=True)
class Band:
    """What was told of one electorate of a unit.

    Attributes:
        state: ``told``, ``hidden`` = too few answered to tell it, ``nobody``.
        low, high: of the share of the satisfied, basis points; None unless it was told.
        instead: what stands in its place where it was not told, basis points; None = nothing does.
        by: what that is: ``pool`` = the tally of joined units, ``minute`` = the committee's minute.
    """

    state: str
    low: int | None = None
    high: int | None = None
    instead: int | None = None
    by: str = ""


@dataclass(frozen=True)
class Voice:
    """What members and public said of a unit, and what became of it.

    Attributes:
        bands: ask → band, for those who were asked of this unit.
        satisfaction: as the gate reads it; None = nobody was asked.
        notice: on which it hangs or hung; None = it was not published.
    """

    bands: Mapping[str, Band]
    satisfaction: Satisfaction | None
    notice: Notice | None


class Gates:
    """The gates of some units of a docket; the number of queries does not depend on how many they are."""

    def __init__(self, docket: Docket, wanted: Collection[int]) -> None:
        self.docket = docket
        self.wanted = frozenset(wanted)
        self.gate: Gate | None = written.gate(docket.pack)

    def before(self, unit: int) -> int | None:
        """Return the rank that was decided in an earlier round; None = none was, or no gate is asked for."""
        return self._before.get(unit) if self.gate else None

    def rises(self, unit: int, rank: int | None) -> bool:
        """Say whether a grade would be better than the one decided before."""
        before = self.before(unit)
        return before is not None and rank is not None and rank < before

    def leaps(self, unit: int) -> bool:
        """Say whether the proposal lies more grades above the one decided before than one round allows."""
        before, proposed = self.before(unit), self.docket.results.value("proposal", unit)
        return self.gate is not None and bool(before and proposed) and before - proposed > self.gate.at_once

    def is_lifted(self, unit: int) -> bool:
        """Say whether the committee one level up lets the unit rise further than one round allows."""
        return unit in self._lifts

    def hindrances(self, unit: int, called: str, rank: int, on: date) -> list[Complaint]:
        """Return everything that keeps a unit from rising to a rank on a day; empty = the gate is open."""
        before = self.before(unit)
        if before is None or self.gate is None:
            return []
        rise = Rise(called, before, rank, approved_above=unit in self._lifts)
        try:
            promote(rise, self.voice(unit).satisfaction, self.gate, on)
        except Refusal as refusal:
            return list(refusal.complaints)
        return []

    def pass_through(self, unit: Unit, rank: int, on: date) -> None:
        """Let a unit through to a rank.

        Raises:
            Refusal: with everything that keeps the gate shut.
        """
        found = self.hindrances(unit.pk, unit.name, rank, on)
        if found:
            raise Refusal(found)

    def record(self, rows: Sequence[Grade], meeting: Meeting) -> list[Promotion]:
        """Write down what opened the gate to those of some decided grades that rise."""
        ranks = self.docket.pack.rank_by_grade
        risen = [row for row in rows if self.rises(row.unit_id, ranks.get(row.grade))]
        return [self._written(row, meeting) for row in risen]

    def _written(self, row: Grade, meeting: Meeting) -> Promotion:
        voice = self.voice(row.unit_id)
        before = self.before(row.unit_id)
        assert before is not None, "it rises"
        assert voice.satisfaction is not None, "the gate was open"
        found, _new = Promotion.objects.get_or_create(
            grade=row,
            meeting=meeting,
            defaults={
                "before": str(self.docket.pack.grade_at(before).id),
                "after": row.grade,
                "share": voice.satisfaction.share or 0,
                "substituted": any(band.state != "told" for band in voice.bands.values()),
                "notice": voice.notice,
                "lift_id": self._lifts.get(row.unit_id),
            },
        )
        return found

    def voice(self, unit: int) -> Voice:
        """Return what was said of a unit, and what became of it."""
        if self.consultation is None:
            return Voice({}, None, None)
        bands = {ask.id: self._band(unit, ask.id) for ask in self._asks(unit)}
        notice = self._noticed.get(unit)
        silent = all(band == Band("nobody") for band in bands.values())
        if silent and not any((unit, ask) in self._asked for ask in bands):
            return Voice(bands, None, notice)
        objections = list(self._objections.get(notice.pk, ())) if notice else []
        about = [row for row in objections if row.unit_id in (None, unit)]
        shares = [self._share(band) for band in bands.values()]
        said = Satisfaction(
            is_valid=bool(bands) and all(self._enough(unit, ask) for ask in self._asks(unit)),
            share=None if None in shares or not shares else min(share for share in shares if share is not None),
            published_on=notice.opens_on if notice else None,
            objections_until=notice.until if notice else None,
            objections_open=sum(row.answered_on is None for row in about),
            overturned=any(row.upheld for row in about),
        )
        return Voice(bands, said, notice)

    def _band(self, unit: int, ask: str) -> Band:
        """Return what was told, and where nothing was, what stands in its place."""
        band = self._told.get((unit, ask), Band("nobody"))
        share, by = self._substitutes.get((unit, ask), (None, ""))
        return band if band.state == "told" or share is None else replace(band, instead=share, by=by)

    def _share(self, band: Band) -> int | None:
        """Return the lower end of what was told; else of what the pack names instead; None = neither is there."""
        return band.low if band.state == "told" else band.instead

    def _enough(self, unit: int, ask: Ask) -> bool:
        asked, row = quorum(ask), self._asked.get((unit, ask.id))
        if asked is None or self._promotion is None:
            return True
        if row is None or row.people is None:
            return False
        needed = asked.needed(row.people - (row.excepted if row.approved_by_id else 0))
        least = WHOLE if asked.severity == "block" else written.basis_points(self._promotion.heard_at_least)
        return (row.heard or 0) * WHOLE >= needed * least

    @property
    def _promotion(self) -> Any:
        said = self.docket.pack.improvement
        return said.promotion if said else None

    def _asks(self, unit: int) -> Iterator[Ask]:
        results = self.docket.results
        row = results.row_of.get(unit, -1)
        said = self._said
        if said is None or row < 0:
            return
        domain = results.snapshot.domains[int(results.snapshot.domain[row])]
        for ask in asks_for(said, self._kinds.get(unit, ""), domain):
            if ask.electorate in PEOPLE and any(not b.domains or domain in b.domains for b in ask.becomes):
                yield ask

    @cached_property
    def _kinds(self) -> Mapping[int, str]:
        return dict(self._cut(Unit.objects.order_by("pk"), "pk").values_list("pk", "kind"))

    @cached_property
    def _said(self) -> Written | None:
        promotion = self._promotion
        return self.docket.pack.consultation_by_id.get(promotion.consultation) if promotion else None

    @cached_property
    def consultation(self) -> Consultation | None:
        """Return the consultation about the effect, when it is closed; None = nothing was said yet."""
        if self._said is None:
            return None
        closed = Consultation.objects.filter(round=self.docket.round, state=Consultation.State.CLOSED)
        # One that ended without answers said nothing.
        return closed.exclude(outcome={}).filter(code=self._said.id).first()

    def _cut(self, rows: "QuerySet[Any]", field: str = "unit") -> "QuerySet[Any]":
        return rows.filter(**{f"{field}__in": self.wanted}) if len(self.wanted) <= _MANY else rows

    @cached_property
    def _before(self) -> Mapping[int, int]:
        day = self.docket.round.opens_on
        earlier = Grade.objects.filter(locked_at__isnull=False, round__opens_on__lt=day)
        rows = self._cut(earlier).order_by("round__opens_on", "round").values_list("unit_id", "grade")
        ranks = self.docket.pack.rank_by_grade
        last = dict(rows.iterator())
        return {unit: ranks[grade] for unit, grade in last.items() if grade in ranks}

    @cached_property
    def _told(self) -> Mapping[tuple[int, str], Band]:
        # What becomes no fact is told, and decides nothing.
        rows = Told.objects.filter(consultation=self.consultation, whole=False).exclude(fact="")
        rows = self._cut(rows).order_by("pk")
        found: dict[tuple[int, str], Band] = {}
        for unit, ask, state, low, high in rows.values_list("unit_id", "ask", "state", "low", "high").iterator():
            known, band = found.get((unit, ask)), Band(state, low, high)
            # Of several questions the one least agreed to decides; one that is hidden hides all.
            if known is None or band.low is None or (known.low is not None and band.low < known.low):
                found[unit, ask] = band
        return found

    @cached_property
    def _asked(self) -> Mapping[tuple[int, str], Asked]:
        rows = self._cut(Asked.objects.filter(consultation=self.consultation))
        return {(row.unit_id, row.ask): row for row in rows}

    @cached_property
    def _substitutes(self) -> Mapping[tuple[int, str], tuple[int, str]]:
        rows = self._cut(Substitute.objects.filter(consultation=self.consultation)).order_by("-low")
        told = rows.values_list("unit_id", "ask", "low", "pool_id")
        return {(unit, ask): (low, "pool" if pool else "minute") for unit, ask, low, pool in told}

    @cached_property
    def _noticed(self) -> Mapping[int, Notice]:
        hung = NoticedUnit.objects.filter(notice__consultation=self.consultation, notice__withdrawn_on__isnull=True)
        rows = self._cut(hung).order_by("notice__opens_on", "pk").values_list("unit_id", "notice_id")
        last = dict(rows.iterator())
        known = Notice.objects.in_bulk(list(set(last.values())))
        return {unit: known[notice] for unit, notice in last.items()}

    @cached_property
    def _objections(self) -> Mapping[int, list[NoticeObjection]]:
        found: dict[int, list[NoticeObjection]] = {}
        rows = NoticeObjection.objects.filter(notice__consultation=self.consultation)
        waiting = rows.filter(Q(answered_on__isnull=True) | Q(upheld=True))
        for row in waiting.only("notice_id", "unit_id", "answered_on", "upheld"):
            found.setdefault(row.notice_id, []).append(row)
        return found

    @cached_property
    def _lifts(self) -> Mapping[int, int]:
        rows = self._cut(Lift.objects.filter(round=self.docket.round, limit=AT_ONCE))
        return dict(rows.values_list("unit_id", "pk"))
