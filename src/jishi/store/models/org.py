"""Units, the dated tree that they form, and workplaces."""

from django.db import models
from django.db.models import F, Q

from jishi.store.models.versioned import Versioned


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


class Workplace(Versioned):
    """A host: village, firm, school, office; it has a unit, shares one, or lacks one."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, blank=True)
    domain = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="workplaces", null=True, blank=True)
    # The unit in whose area it lies, which answers for it when it has no unit of its own.
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="workplaces_here", null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
