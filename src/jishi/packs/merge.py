"""How a local pack changes the pack it extends: items merge by id, key by key."""

from collections.abc import Iterable, Iterator

from jishi.core.errors import Complaint, sentence
from jishi.packs.marked import Marked, Scalar, Sequence, Table


def is_list_of_items(marked: Marked) -> bool:
    """Say whether this is a list (not empty) of tables that all have an id."""
    return (
        isinstance(marked, Sequence)
        and bool(marked.items)
        and all(isinstance(item, Table) and item.text("id") is not None for item in marked.items)
    )


def identified(sequence: Sequence) -> Iterator[tuple[str, Table]]:
    """Yield the items of a list with their ids, passing over items without one."""
    for item in sequence.items:
        if isinstance(item, Table) and (name := item.text("id")) is not None:
            yield name, item


def duplicates(marked: Marked) -> Iterator[Complaint]:
    """Yield a complaint for every id that stands twice in one list, at any depth."""
    if isinstance(marked, Scalar):
        return
    if isinstance(marked, Sequence):
        yield from _twice(identified(marked))
    for inner in marked.items.values() if isinstance(marked, Table) else marked.items:
        yield from duplicates(inner)


def _twice(items: Iterable[tuple[str, Table]]) -> Iterator[Complaint]:
    first: dict[str, Table] = {}
    for name, item in items:
        if name in first:
            yield item.spots["id"].complaint(
                sentence(
                    '"%(id)s" stands here twice (first at %(first)s).', id=name, first=first[name].spots["id"]
                ),
                sentence("Give one of them another id, or delete it."),
            )
        first.setdefault(name, item)


def merged(parent: Marked, child: Marked) -> Marked:
    """Return the parent's value as changed by the child's.

    Lists of items with ids merge item by item, tables key by key where they are such items; anything else is
    replaced. Places in complaints point to whichever file wrote the value.
    """
    if isinstance(parent, Sequence) and isinstance(child, Sequence):
        if is_list_of_items(child) and (is_list_of_items(parent) or not parent.items):
            return _merged_items(parent, child)
        return child
    if isinstance(parent, Table) and isinstance(child, Table):
        return merged_table(parent, child)
    return child


def merged_table(parent: Table, child: Table) -> Table:
    """Return an item or a file of the parent as changed by the child's, key by key."""
    items = dict(parent.items)
    for key, value in child.items.items():
        inherited = items.get(key)
        both_lists = isinstance(inherited, Sequence) and isinstance(value, Sequence)
        items[key] = merged(inherited, value) if inherited is not None and both_lists else value
    return Table(items, child.spot, {**parent.spots, **child.spots})


def _merged_items(parent: Sequence, child: Sequence) -> Sequence:
    items = dict(identified(parent))
    for name, item in identified(child):
        if _removes(item):
            items.pop(name, None)
        else:
            items[name] = merged_table(items[name], item) if name in items else item
    return Sequence(tuple(items.values()), child.spot)


def _removes(item: Table) -> bool:
    return item.text("remove") == "true"


def wrong_removals(parent: Marked | None, child: Marked) -> Iterator[Complaint]:
    """Yield a complaint for every ``remove`` of something that is not inherited, at any depth."""
    if isinstance(child, Sequence):
        known = dict(identified(parent)) if isinstance(parent, Sequence) else {}
        for item in child.items:
            name = item.text("id") if isinstance(item, Table) else None
            if isinstance(item, Table) and "remove" in item.items and (name not in known or not _removes(item)):
                yield item.spots["remove"].complaint(
                    sentence('Nothing named "%(id)s" is inherited, so it cannot be removed.', id=name or "?"),
                    sentence("Correct the id, or delete this item; write exactly: remove: true."),
                )
            yield from wrong_removals(known.get(name or ""), item)
    elif isinstance(child, Table):
        for key, value in child.items.items():
            yield from wrong_removals(parent.items.get(key) if isinstance(parent, Table) else None, value)
