"""Where in the files each formula comes from."""

from collections import defaultdict
from collections.abc import Mapping

from jishi.packs.marked import Spot
from jishi.packs.pack import Pack


def places(pack: Pack) -> Mapping[str, Spot]:
    """Return formula ids (figures as ``figure:<id>``) with the place that a complaint about them should name."""
    grades = pack.grades
    found: dict[str, Spot] = defaultdict(lambda: pack.heading.position.spot)
    for name in ("band", "proposal"):
        found[name] = grades.bands.position.spot
    for name in ("score", "scoreable"):
        found[name] = grades.position.of("scoreable_at_least")
    for standard in pack.standards:
        for dimension in standard.dimensions:
            found[f"dimension:{dimension.id}"] = dimension.position.spot
            found[f"dimension-possible:{dimension.id}"] = dimension.position.spot
        for indicator in standard.indicators:
            found[f"indicator:{indicator.id}"] = indicator.score.position.spot
        for view in standard.views:
            for part in view.dimensions:
                found[f"view:{view.id}:{part.id}"] = part.position.spot
    found |= {f"limit:{limit.id}": limit.position.of("when") for limit in grades.limits}
    found |= {f"rule:{rule.id}": rule.position.of("when") for rule in pack.rules}
    found |= {f"figure:{figure.id}": figure.position.of("of") for figure in pack.figures}
    return found
