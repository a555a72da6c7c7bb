"""The structure drawn from the imports: no circle, and Django only where it may live."""

import grimp


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("jishi", cache_dir=None)
    arrows = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}

    circle = find_circle(arrows)

    assert circle == []


def find_circle(arrows: dict[str, set[str]]) -> list[str]:
    """Return the modules of one circle, or [] when there is none (leaves are taken away until nothing moves)."""
    left = {module: set(targets) for module, targets in arrows.items()}
    while True:
        leaves = {module for module, targets in left.items() if not targets & left.keys()}
        if not leaves:
            return sorted(left)
        left = {module: targets for module, targets in left.items() if module not in leaves}
        if not left:
            return []


def test_a_circle_would_be_found() -> None:
    assert find_circle({"a": {"b"}, "b": {"a"}, "c": {"a"}}) == ["a", "b", "c"]
    assert find_circle({"a": {"b"}, "b": set()}) == []
