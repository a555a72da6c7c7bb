"""Who gives tasks and reminds: a unit that stands above, by management, territory or industry."""

from jishi.core.errors import refuse, sentence
from jishi.store.models.org import Unit, UnitPath


def called(unit: Unit) -> str:
    """Return how sentences call a unit."""
    return f"{unit.name} ({unit.code})"


def stands_above(above: Unit, unit: Unit) -> None:
    """Let a unit give tasks only to those that stand below it, by management, territory or industry.

    Raises:
        Refusal: it stands above on no axis.
    """
    paths = dict(UnitPath.objects.filter(unit=above).values_list("axis", "path"))
    below = UnitPath.objects.filter(unit=unit).values_list("axis", "path")
    if above.pk == unit.pk or not any(path.startswith(paths.get(axis, "~")) for axis, path in below):
        raise refuse(
            called(unit),
            sentence("%(unit)s does not stand below %(above)s.", unit=called(unit), above=called(above)),
            sentence("Choose a unit below; an industry's units are put below it on its axis."),
        )
