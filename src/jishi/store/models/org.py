"""Units, the dated tree that they form, their lineage, and workplaces."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from jishi.store.models.versioned import Dated, Versioned


class Axis(models.TextChoices):
    """The ways in which one unit belongs to another."""

    MANAGEMENT = "management"
    TERRITORY = "territory"
    INDUSTRY = "industry"


class Unit(Versioned):
    """A node of the tree. The id never changes; the code and the names may.

    Attributes:
        search: folded keys for search (both scripts, pinyin initials, code), written with the name.
        kind, level, domain: ids of the pack's vocabulary; an empty domain = belongs to none.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=100, blank=True)
    pinyin = models.CharField(max_length=200, blank=True)
    search = models.TextField(blank=True)
    kind = models.CharField(max_length=40)
    level = models.CharField(max_length=40)
    domain = models.CharField(max_length=40, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    dissolved_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["domain", "level"], name="unit_domain_level"),
            models.Index(fields=["name"], name="unit_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Link(Versioned):
    """The unit stands below the parent on an axis from ``from_on`` until the day before ``to_on``.

    A database trigger refuses overlaps: on one axis and one day a unit has one place.
    """

    axis = models.CharField(max_length=12, choices=Axis.choices, default=Axis.MANAGEMENT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="links")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="child_links", null=True, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["axis", "unit", "from_on"], name="link_starts_once"),
            models.UniqueConstraint(
                fields=["axis", "unit"], condition=Q(to_on__isnull=True), name="link_one_open_place"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gt=F("from_on")), name="link_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("unit")), name="link_not_below_itself"
            ),
        ]
        indexes = [models.Index(fields=["axis", "parent"], name="link_children")]


class UnitPath(models.Model):
    """Today's place of a unit on an axis: the ids from the root down, six letters each, compared as bytes.

    The subtree of a path is the range [path, path + "~"]; see :mod:`jishi.store.paths`.
    """

    axis = models.CharField(max_length=12, choices=Axis.choices)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="paths")
    path = models.CharField(max_length=240)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["axis", "path"], name="path_once"),
            models.UniqueConstraint(fields=["axis", "unit"], name="path_of_unit"),
        ]


class TreeMark(models.Model):
    """A word beside today's paths of an axis that is another one after every change of them.

    Whoever holds the tree in memory sees by it whether it still stands; see :mod:`jishi.store.standing`.
    """

    axis = models.CharField(max_length=12, choices=Axis.choices, unique=True)
    mark = models.CharField(max_length=16)


class UnitTrait(Dated):
    """A word about the place of a unit that comes beside its kind: area types may be several at once.

    Attributes:
        kind: which list of the pack the word comes from.
        value: ``old-base``, ``minority``, ``border``, ``poor``; ``capital`` … ``county-town``; ``village-turned`` …
    """

    class Kind(models.TextChoices):
        AREA = "area"
        TIER = "tier"
        SUBTYPE = "subtype"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="traits")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=40)

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["kind", "value"], name="trait_value")]


class Succession(models.Model):
    """One step of lineage: what a unit came from or became. Written once; a trigger refuses every change.

    Attributes:
        before: null = it was founded.
        after: null = it was dissolved.
        was, became: kind, level, domain, name and code of that day, for the words of the unit may change later.
        members: how many members went this way; null = not known.
    """

    class Kind(models.TextChoices):
        FOUND = "found"
        MERGE = "merge"
        SPLIT = "split"
        CONVERT = "convert"
        MOVE = "move"
        RECODE = "recode"
        DISSOLVE = "dissolve"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    before = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successors", null=True, blank=True)
    after = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessors", null=True, blank=True)
    on = models.DateField()
    document = models.CharField(max_length=200, blank=True)
    members = models.PositiveIntegerField(null=True, blank=True)
    was = models.JSONField(default=dict)
    became = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False), name="succession_of_somebody"
            )
        ]


class Workplace(Versioned):
    """A host: village, firm, school, office; it has a unit, shares one, or lacks one.

    Attributes:
        unit: the unit of its own; shared ones stand in :class:`UnitWorkplace`.
        place: the unit in whose area it lies, which answers for it when it has no unit of its own.
        area: word of the pack about where it lies: ``estate``, ``market``, ``zone`` …
        employees, members, full_members: null = not known.
        union, league: null = not known.
        formation_due: until when a unit must be founded, where one is missing.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, blank=True)
    domain = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="workplaces", null=True, blank=True)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="workplaces_here", null=True, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    ownership = models.CharField(max_length=40, blank=True)
    size_class = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=40, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    members = models.PositiveIntegerField(null=True, blank=True)
    full_members = models.PositiveIntegerField(null=True, blank=True)
    union = models.BooleanField(null=True, blank=True)
    league = models.BooleanField(null=True, blank=True)
    formation_due = models.DateField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["domain", "size_class"], name="workplace_domain_size"),
            # Where it lies: coverage of a county asks for those below it.
            models.Index(Coalesce("place", "unit"), name="workplace_lies"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Formation(Dated):
    """How a unit is set up: alone in one workplace, jointly in an area, or by an industry."""

    class Mode(models.TextChoices):
        ALONE = "alone"
        AREA = "area"
        INDUSTRY = "industry"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="formations")
    mode = models.CharField(max_length=10, choices=Mode.choices)
    document = models.CharField(max_length=200, blank=True)


class UnitWorkplace(Dated):
    """The unit covers the workplace; a joint unit covers several."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="covered")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="covering")


class Grid(Dated):
    """A grid of a village or community: an area with counts and a service team; no household has a record.

    Attributes:
        households, residents: counts; null = not known.
        team: who serves it, in words.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grids")
    name = models.CharField(max_length=100)
    households = models.PositiveIntegerField(null=True, blank=True)
    residents = models.PositiveIntegerField(null=True, blank=True)
    team = models.CharField(max_length=400, blank=True)
