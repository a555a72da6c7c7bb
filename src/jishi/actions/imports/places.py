"""Parents by code: circles and depths, without recursion."""

from collections.abc import Mapping


def looped(parents: Mapping[str, str]) -> dict[str, str]:
    """Return every code that stands in a circle of two or more → the circle, as text.

    Example:
        >>> looped({"a": "b", "b": "a", "c": "a"})
        {'a': 'a → b → a', 'b': 'b → a → b'}
    """
    done: set[str] = set()
    circles: dict[str, str] = {}
    for start in parents:
        trail: dict[str, int] = {}
        code = start
        while code in parents and code not in done and code not in trail:
            trail[code] = len(trail)
            code = parents[code]
        if code in trail:
            ring = list(trail)[trail[code] :]
            if len(ring) > 1:
                for place, member in enumerate(ring):
                    turned = [*ring[place:], *ring[:place], member]
                    circles[member] = " → ".join(turned if len(turned) < 8 else [*turned[:6], "…", member])
        done.update(trail)
    return circles


def depths(parents: Mapping[str, str]) -> dict[str, int]:
    """Return how many units stand above each code; parents that are not in the mapping count as none."""
    found: dict[str, int] = {}
    for start in parents:
        trail: dict[str, int] = {}
        code = start
        while code in parents and code not in found and code not in trail:
            trail[code] = len(trail)
            code = parents[code]
        depth = found.get(code, -1)
        for member in reversed(trail):
            depth += 1
            found[member] = depth
    return found
