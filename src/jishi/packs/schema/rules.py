"""rules.yaml: what must hold, how severe it is, and who can mend it."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from datetime import date
from typing import Literal

from jishi.packs.schema.fields import Amount, Id, Position, Source, Texts, Written, described, position

Severity = Literal["show", "flag", "block"]


@dataclass(frozen=True)
class Parameter:
    """A number that the condition of a rule takes from here: `{parameter: days}`; a local pack changes it alone."""

    id: Id = described("Name of the parameter.")
    names: Texts = described("What it says.")
    value: Amount = described("Its value, as it would stand in the condition.")
    position: Position = position()


@dataclass(frozen=True)
class Rule:
    """A rule over facts."""

    id: Id = described("Number of the rule, for instance R06.")
    names: Texts = described("What the rule is about.")
    when: Written = described("The condition under which it is violated.", tightens="stricter-condition")
    severity: Severity = described(
        "block = the step is refused; flag = listed; show = told.", tightens="stricter-severity"
    )
    message: Texts = described("What the unit is told when it is violated, and what to do.")
    source: Source = described("Where it is laid down.")
    mends: str | None = described("The role that can mend it.", refers="roles", default=None)
    domains: tuple[str, ...] = described(
        "Only units of these domains; empty = all.", refers="domains", tightens="wider", default=()
    )
    kinds: tuple[str, ...] = described(
        "Only units of these kinds; empty = all.", refers="kinds", tightens="wider", default=()
    )
    levels: tuple[str, ...] = described(
        "Only units of these levels; empty = all.", refers="levels", tightens="wider", default=()
    )
    areas: tuple[str, ...] = described(
        "Only units that lie in areas of these types; empty = all.", refers="areas", tightens="wider", default=()
    )
    tiers: tuple[str, ...] = described(
        "Only units that lie in cities of these tiers; empty = all.", refers="tiers", tightens="wider", default=()
    )
    on: bool | None = described(
        "false = it is switched off; a local pack may switch off what does not block.",
        tightens="switched-on",
        default=None,
    )
    parameters: tuple[Parameter, ...] = described("Numbers of the condition that a local pack may set.", default=())
    since: date | None = described("First day on which it applies.", key="from", tightens="earlier", default=None)
    until: date | None = described("Last day on which it applies.", tightens="later", default=None)
    position: Position = position()
