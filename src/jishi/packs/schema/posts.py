"""posts.yaml: which posts units must have, where their holders come from, and who is sent to help."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from typing import Literal

from jishi.packs.schema.fields import Id, Position, Source, Texts, described, position

DispatchKind = Literal[
    "first-secretary",
    "instructor",
    "liaison",
    "contact",
    "work-team",
    "survey-team",
    "graduate-official",
    "stationed-team",
    "office-cadre",
]


@dataclass(frozen=True)
class PostKind:
    """A kind of post."""

    id: Id = described("Name of the kind of post.")
    names: Texts = described("What people call it.")
    position: Position = position()


@dataclass(frozen=True)
class Channel:
    """Where the holder of a post, or somebody sent, was found."""

    id: Id = described("Name of the channel.")
    names: Texts = described("What people call it.")
    source: Source = described("Where it is laid down.")
    sent_to: tuple[str, ...] = described(
        "Whoever is first responsible is sent in this way to units of these domains only, and only when it was "
        "recorded that nobody suitable was found there; empty = in this way nobody is sent.",
        refers="domains",
        default=(),
    )
    position: Position = position()


@dataclass(frozen=True)
class Unfit:
    """A reason to ask whether a secretary is still fit for the post; never scored, never counted."""

    id: Id = described("Name of the reason.")
    names: Texts = described("What people call it.")
    source: Source = described("Where it is laid down.")
    position: Position = position()


@dataclass(frozen=True)
class WorkArea:
    """An area of work that the leaders of a unit divide among themselves."""

    id: Id = described("Name of the area.")
    names: Texts = described("What people call it.")
    source: Source = described("Where it is laid down.")
    position: Position = position()


@dataclass(frozen=True)
class Due:
    """So many posts of one kind."""

    id: Id = described("The kind of post.")
    count: int = described("How many of them.", default=1)
    position: Position = position()


@dataclass(frozen=True)
class Required:
    """The posts that units of a kind and size must have; the first entry that fits a unit counts."""

    id: Id = described("Name of the requirement.")
    names: Texts = described("Which units it is about.")
    kinds: tuple[str, ...] = described("Kinds of units.", refers="kinds")
    posts: tuple[Due, ...] = described("The posts.")
    source: Source = described("Where it is laid down.")
    domains: tuple[str, ...] = described("Only units of these domains; empty = all.", refers="domains", default=())
    members_from: int | None = described("Only units with so many full members or more.", default=None)
    members_below: int | None = described("Only units with fewer full members than this.", default=None)
    first: str | None = described("The post whose holder is the first responsible person.", default=None)
    term_months: int | None = described("How long a term lasts.", default=None)
    position: Position = position()


@dataclass(frozen=True)
class Helper:
    """Somebody who is sent to units of certain domains."""

    id: DispatchKind = described("What is sent.")
    names: Texts = described("What people call them.")
    source: Source = described("Where it is laid down.")
    domains: tuple[str, ...] = described(
        "A weak unit of these domains gets this helper; empty = it is no answer to a weak unit.",
        refers="domains",
        default=(),
    )
    position: Position = position()


@dataclass(frozen=True)
class Posts:
    """Posts and helpers."""

    kinds: tuple[PostKind, ...] = described("Kinds of posts.")
    channels: tuple[Channel, ...] = described("Where people come from.", default=())
    required: tuple[Required, ...] = described("Which posts are due; the first entry that fits counts.", default=())
    helpers: tuple[Helper, ...] = described("Who is sent to help.", default=())
    fewest_judging: int = described(
        "So many people must be there when a village judges its helper, that nobody's answer is told; at least 10.",
        tightens="greater",
        default=10,
    )
    search_holds_days: int = described(
        "So many days a record counts that nobody suitable was found.", tightens="fewer", default=180
    )
    areas: tuple[WorkArea, ...] = described("Areas of work that leaders divide among themselves.", default=())
    unfit: tuple[Unfit, ...] = described("Reasons to review whether a secretary is fit.", default=())
    units_of_a_team: int = described("So many units a survey team looks at; with more it is told.", default=12)
    position: Position = position()
