"""Survey teams for a whole tree at once: about a dozen units each, by grading committee and neighbourhood (D57)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from jishi.actions.imports.keeping import root_of
from jishi.actions.posts.holding import By, refuse_outside
from jishi.core.dispatch import UNITS_OF_A_TEAM, dealt
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.bulk import insert
from jishi.store.models.org import Axis, Unit, UnitPath
from jishi.store.models.posts import Dispatch, Team
from jishi.store.paths import ids
from jishi.store.queries import units
from jishi.store.transact import action

KIND = str(Dispatch.Kind.SURVEY_TEAM)
_TEAM = ("unit_id", "name", "kind", "from_on", "version")
_SENT = (
    *("kind", "team_id", "sending_id", "unit_id", "from_on", "version"),
    *("tasks", "source_channel", "contract", "outcome"),
)


@dataclass(frozen=True)
class Share:
    """The units that one team is to look at.

    Attributes:
        home: id of the unit whose team it is: the one that grades these units, else the one that was asked for.
        team: id of a team that has nothing to do yet; None = one is to be formed.
        units: ids, in the order of the tree.
    """

    home: int
    team: int | None
    units: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """What an assignment of teams would do.

    Attributes:
        shares: one for each team.
        size: so many units one team takes, as the pack says.
    """

    shares: Sequence[Share]
    size: int

    @property
    def units(self) -> int:
        """How many units get a team."""
        return sum(len(share.units) for share in self.shares)

    @property
    def formed(self) -> int:
        """How many teams are new."""
        return sum(share.team is None for share in self.shares)

    def homes(self) -> Mapping[int, tuple[int, int]]:
        """Return home → (units, teams)."""
        counted: dict[int, tuple[int, int]] = {}
        for share in self.shares:
            had = counted.get(share.home, (0, 0))
            counted[share.home] = (had[0] + len(share.units), had[1] + 1)
        return counted


def plan(pack: Pack, unit: Unit) -> Plan:
    """Return who would look at the graded units at and below a unit that have no survey team yet; five queries."""
    size = pack.posts.units_of_a_team if pack.posts else UNITS_OF_A_TEAM
    waiting = _waiting(pack, unit)
    free: dict[int, list[int]] = {}
    busy = Dispatch.objects.filter(in_force(clock.today()), team=OuterRef("pk"))
    idle = Team.objects.filter(~Exists(busy), in_force(clock.today()), kind=KIND, unit__in=set(waiting))
    for home, team in idle.order_by("-name", "-pk").values_list("unit_id", "pk"):
        free.setdefault(home, []).append(team)
    shares = [
        Share(home, free[home].pop() if free.get(home) else None, tuple(part))
        for home, those in waiting.items()
        for part in dealt(those, size)
    ]
    return Plan(shares, size)


def _waiting(pack: Pack, unit: Unit) -> dict[int, list[int]]:
    """Return home → the graded units of a domain below it without a survey team, in the order of the tree."""
    path = units.path_of(unit)
    today = clock.today()
    sent = Dispatch.objects.filter(in_force(today), kind=KIND, unit=OuterRef("unit"))
    found = UnitPath.objects.filter(units.within(path), axis=Axis.MANAGEMENT).filter(
        Q(unit__dissolved_on__isnull=True) | Q(unit__dissolved_on__gt=today)
    )
    rows = list(
        found.annotate(has=Exists(sent)).values_list(
            "unit_id", "path", "unit__code", "unit__kind", "unit__domain", "has"
        )
    )
    codes = {row[0]: row[2] for row in rows}
    kinds = {row[0]: row[3] for row in rows}
    order = sorted(rows, key=lambda row: [codes.get(each, "") for each in ids(row[1])])
    homes: dict[int, list[int]] = {}
    for pk, line, _code, kind, domain, has in order:
        grading = pack.grading_for(kind, domain)
        if grading is None or has or not domain:
            continue
        above = [each for each in ids(line)[:-1] if kinds.get(each) in grading.by_kinds]
        homes.setdefault(above[-1] if above else unit.pk, []).append(pk)
    return homes


def assign(by: By, pack: Pack, unit: Unit, from_on: date) -> Plan:
    """Form the teams that are missing and send each to its share of the units, in one step and one event.

    Raises:
        Refusal: the role does not allow it, or every graded unit has a team.
    """
    content = {"unit": unit.pk, "from": from_on}
    with action(by.actor, "dispatch.assign", key=by.key, content=content) as event:
        if event.repeated:
            return Plan((), 0)
        refuse_outside(by, unit)
        wanted = plan(pack, unit)
        if not wanted.shares:
            raise refuse(
                unit.name,
                sentence("Every unit here that is graded has a survey team, or none is graded."),
                sentence("End an assignment first where another team should look."),
            )
        teams = _teams(wanted.shares, from_on)
        rows = [
            (KIND, team, share.home, each, from_on, 1, "", "", "", "")
            for share, team in zip(wanted.shares, teams, strict=True)
            for each in share.units
        ]
        insert(Dispatch, _SENT, rows)
        event.about(unit)
        event.note(
            root=root_of([row[1], row[3]] for row in rows),
            units=wanted.units,
            teams=len(wanted.shares),
            on=from_on,
        )
    return wanted


def _teams(shares: Sequence[Share], from_on: date) -> list[int]:
    """Return the team of each share, the new ones formed under a number of their home."""
    homes = {share.home for share in shares if share.team is None}
    names = dict(Unit.objects.filter(pk__in=homes).values_list("pk", "name"))
    there = set(Team.objects.filter(unit__in=homes, to_on__isnull=True).values_list("unit_id", "name"))
    number: Counter[int] = Counter()
    new: list[tuple[int, str]] = []
    for share in shares:
        if share.team is None:
            new.append(_named(share.home, names[share.home], number, there))
    insert(Team, _TEAM, ((home, name, KIND, from_on, 1) for home, name in new))
    made = {(home, name): pk for home, name, pk in _formed(homes)}
    waiting = iter(new)
    return [share.team if share.team is not None else made[next(waiting)] for share in shares]


def _named(home: int, called: str, number: Counter[int], there: set[tuple[int, str]]) -> tuple[int, str]:
    while True:
        number[home] += 1
        name = f"{called[:80]} {number[home]:03d}"
        if (home, name) not in there:
            return home, name


def _formed(homes: Iterable[int]) -> Iterable[tuple[int, str, int]]:
    found = Team.objects.filter(unit__in=set(homes), kind=KIND, to_on__isnull=True)
    return found.values_list("unit_id", "name", "pk")
