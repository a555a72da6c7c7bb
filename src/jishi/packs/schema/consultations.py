"""consultations.yaml: who is asked what, how many must be heard, and what becomes of the answers."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from typing import Literal

from jishi.packs.schema.fields import Hundredths, Id, Position, Source, Texts, described, position
from jishi.packs.schema.questionnaires import Electorate
from jishi.packs.schema.rules import Severity

Way = Literal["slip", "paper", "phone", "mail", "visit"]
Substitute = Literal["pooled", "minute"]


@dataclass(frozen=True)
class Quorum:
    """How many of an electorate must be heard."""

    share: Hundredths = described("Percent of the electorate, rounded up to people.", tightens="greater")
    severity: Severity = described(
        "block = the round cannot be closed; flag = it closes with the shortfall shown; show = told.",
        tightens="stricter-severity",
    )
    source: Source = described("Where it is laid down.")
    least: int = described("But at least so many people, or everybody.", tightens="greater", default=0)
    rule: str | None = described("The rule that says the same of the fact.", refers="rules", default=None)
    position: Position = position()


@dataclass(frozen=True)
class Becomes:
    """A share of the answers that becomes a fact."""

    fact: str = described("The fact, a share; it gets the lower end of the band.", refers="facts")
    question: str = described("The question.")
    favourable: tuple[str, ...] = described("Choices that count for the share.")
    against: tuple[str, ...] = described("Choices that count in the base only; all others leave the base.")
    domains: tuple[str, ...] = described("Only units of these domains; empty = all.", refers="domains", default=())
    position: Position = position()


@dataclass(frozen=True)
class Tells:
    """Shares of answers that are told on the pages of the units, and become no fact."""

    questions: tuple[str, ...] = described("The questions, each by itself.")
    favourable: tuple[str, ...] = described(
        "Choices that count for the share; their names say what it is a share of."
    )
    against: tuple[str, ...] = described("Choices that count in the base only; all others leave the base.")
    position: Position = position()


@dataclass(frozen=True)
class Ask:
    """One electorate that is asked one questionnaire."""

    id: Id = described("Name inside the consultation.")
    names: Texts = described("Who is asked.")
    electorate: Electorate = described("Whose answers count.")
    questionnaire: str = described("What they are asked.", refers="questionnaires")
    counted: Texts = described("Who belongs to the electorate, and where the number comes from.")
    domains: tuple[str, ...] = described("Only units of these domains; empty = all.", refers="domains", default=())
    quorum: Quorum | None = described("How many must be heard; absent = nobody must.", default=None)
    heard_by: tuple[Way, ...] = described(
        "Ways that count as heard; a slip handed in blank does. Empty = the office writes it down itself.",
        default=(),
    )
    takes_part: str | None = described(
        "The fact, a share, that says how many were heard.", refers="facts", default=None
    )
    minimum: int = described(
        "For people: fewer answers than this are told of nowhere, nor are hidden groups that have fewer together.",
        tightens="greater",
        default=5,
    )
    breakdown: int = described(
        "For people: a share is told of so many answers or more.", tightens="greater", default=10
    )
    bands: tuple[Hundredths, ...] = described(
        "For people: where the bands of shares meet, in percent; empty = tenths.", default=()
    )
    becomes: tuple[Becomes, ...] = described("Shares that become facts.", default=())
    tells: tuple[Tells, ...] = described(
        "For people: what else is told. Every question with answers to choose from becomes a fact or is told.",
        default=(),
    )
    substitute: Substitute | None = described(
        "For people, where the tally cannot be told: pooled = the tally of units joined before the round; "
        "minute = the committee's minute.",
        default=None,
    )
    position: Position = position()


@dataclass(frozen=True)
class Consultation:
    """An asking of people."""

    id: Id = described("Name of the consultation.")
    names: Texts = described("What people call it.")
    source: Source = described("Where it is laid down.")
    asks: tuple[Ask, ...] = described("Who is asked what.")
    rounds: tuple[str, ...] = described(
        "Rounds in which it is held; empty = whenever there is an occasion.", refers="rounds", default=()
    )
    occasions: Literal["once", "many"] = described(
        "once = one in a round, of the whole tree; many = one for each thing that was held, of the units that held "
        "it. What the same people are asked again is told only as far as it tells of nobody who came to one only.",
        default="once",
    )
    kinds: tuple[str, ...] = described(
        "Kinds of units that are asked about; empty = all.", refers="kinds", default=()
    )
    without_domain: bool = described(
        "Also units that have no domain and are not graded, like the committees above the branches.", default=False
    )
    position: Position = position()
