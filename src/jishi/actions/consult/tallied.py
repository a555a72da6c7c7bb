"""What stands behind a share that people gave: slips, band, and what stands in where it is hidden."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from jishi.actions.consult.opening import written
from jishi.core.errors import Sentence, sentence
from jishi.core.names import Named
from jishi.packs.pack import Pack
from jishi.packs.questions import named
from jishi.store.models.assess import Round
from jishi.store.models.consult import Asked
from jishi.store.models.org import Unit
from jishi.store.models.told import Substitute, Told


@dataclass(frozen=True)
class Instead:
    """What stands in for a tally that could not be told.

    Attributes:
        low, high: the band in basis points.
        joined: names of the units of the pool; empty = the committee decided.
        minute, on: of the committee's meeting.
        version: of what was kept.
    """

    low: int
    high: int
    joined: tuple[str, ...] = ()
    minute: str = ""
    on: date | None = None
    version: int = 0

    def says(self) -> Sentence:
        """Say what stands in, and its band."""
        band = {"low": self.low // 100, "high": self.high // 100}
        if self.joined:
            return sentence(
                "Instead stands the tally of the units joined before the round (%(units)s): %(low)s–%(high)s %%.",
                units=", ".join(self.joined),
                **band,
            )
        return sentence(
            "Instead stands what the committee decided, minute %(minute)s of %(on)s: %(low)s–%(high)s %%.",
            minute=self.minute,
            on=self.on,
            **band,
        )


@dataclass(frozen=True)
class Tallied:
    """One share of one unit as the close told it.

    Attributes:
        code, ask: ids of the consultation and of the ask.
        consultation, people: their names.
        printed, used: slips handed out (printed, less those spoiled or left), and of them used.
        heard, of: people heard in all ways, and how many there are; null = not known.
        low, high: the band in basis points; null = it could not be told.
        instead: what stands in then; None = nothing yet, or nothing is needed.
    """

    code: str
    ask: str
    consultation: Named
    people: Named
    printed: int
    used: int
    heard: int
    of: int | None
    low: int | None
    high: int | None
    instead: Instead | None = None

    @property
    def hidden(self) -> bool:
        """Say whether it could not be told."""
        return self.low is None

    def says(self) -> Iterator[Sentence]:
        """Say how many slips came back, how many were heard, which band was told, and what stands in."""
        if self.printed:
            yield sentence("%(used)s of %(printed)s slips were used.", used=self.used, printed=self.printed)
        if self.of is None:
            yield sentence("%(heard)s people were heard in all ways.", heard=self.heard)
        else:
            yield sentence(
                "%(heard)s of %(people)s people were heard in all ways.", heard=self.heard, people=self.of
            )
        if self.low is None or self.high is None:
            yield sentence("Too few answers, or one next to too few: not told, so that nobody is found out.")
        else:
            yield sentence("Share in favour: band %(low)s–%(high)s %%.", low=self.low // 100, high=self.high // 100)
        if self.instead:
            yield self.instead.says()


def tallies(unit: Unit, round_: Round, pack: Pack, facts: Collection[str]) -> Mapping[str, Tallied]:
    """Return fact → what the close told of it, as far as people were asked about it; five queries at most."""
    rows = Told.objects.filter(consultation__round=round_, unit=unit, whole=False, fact__in=list(facts))
    told = list(rows.select_related("consultation").order_by("pk"))
    if not told:
        return {}
    asked = {
        (row.consultation_id, row.ask): row for row in Asked.objects.filter(unit=unit, consultation__round=round_)
    }
    stands = Substitute.objects.filter(consultation__round=round_, unit=unit).prefetch_related("pool__asked__unit")
    instead = {(row.consultation_id, row.fact): row for row in stands}
    return {each.fact: _tallied(each, pack, asked.get((each.consultation_id, each.ask)), instead) for each in told}


def _tallied(told: Told, pack: Pack, asked: Asked | None, instead: Mapping[tuple[int, str], Substitute]) -> Tallied:
    said = written(pack, told.consultation.code)
    ask = next(each for each in said.asks if each.id == told.ask)
    stands = instead.get((told.consultation_id, told.fact))
    return Tallied(
        code=said.id,
        ask=ask.id,
        consultation=named(said.names),
        people=named(ask.names),
        printed=asked.printed - asked.spoiled if asked else 0,
        used=(asked.used or 0) if asked else 0,
        heard=(asked.heard or 0) if asked else 0,
        of=asked.people if asked else None,
        low=told.low,
        high=told.high,
        instead=_instead(stands) if stands else None,
    )


def _instead(row: Substitute) -> Instead:
    if row.pool is None:
        return Instead(row.low, row.high, (), row.minute, row.decided_on, row.version)
    return Instead(row.low, row.high, tuple(sorted(each.unit.name for each in row.pool.asked.all())))
