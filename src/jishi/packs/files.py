"""The files of one pack folder → marked sections, and a local pack laid over the one it extends."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jishi.core.errors import Complaint, Refusal, Sentence, refuse, sentence
from jishi.packs.marked import Marked, Scalar, Sequence, Spot, Table, read
from jishi.packs.merge import duplicates, identified, merged, wrong_removals
from jishi.packs.schema.folder import PLACES, Section


@dataclass(frozen=True)
class Sections:
    """The content of a pack by section, still marked.

    Attributes:
        parts: section → its content; files of one folder are joined into one list. ``facts`` is a list of facts,
            each with the id of its group under ``group``; ``groups`` the list of groups.
        own: (section, id) of what these files say themselves.
    """

    parts: Mapping[str, Marked]
    own: frozenset[tuple[str, str]]


def read_sections(folder: Path) -> Sections:
    """Read the YAML files of one pack.

    Raises:
        Refusal: no pack there, files that cannot be read, unknown files, ids twice.
    """
    if not (folder / "pack.yaml").is_file():
        raise refuse(
            str(folder),
            sentence("There is no pack in this folder: pack.yaml is missing."),
            sentence("Name the folder that holds pack.yaml."),
        )
    complaints: list[Complaint] = []
    parts: dict[str, Marked] = {}
    for path in sorted(folder.rglob("*.y*ml")):
        inside = PurePosixPath(path.relative_to(folder).as_posix())
        shown = f"{folder.resolve().name}/{inside}"
        try:
            section = _section(inside, shown)
            _add(parts, section, read(path, shown))
        except Refusal as refusal:
            complaints += refusal.complaints
    for marked in parts.values():
        complaints += duplicates(marked)
    if complaints:
        raise Refusal(complaints)
    return Sections(parts, frozenset(_own(parts)))


def laid_over(parent: Sections, child: Sections) -> Sections:
    """Return the parent's sections as changed by the child's; worked examples and documents' order stay local.

    Raises:
        Refusal: the child removes what is not there.
    """
    complaints = [
        complaint
        for name, marked in child.parts.items()
        for complaint in wrong_removals(parent.parts.get(name), marked)
    ]
    if complaints:
        raise Refusal(complaints)
    parts = {name: marked for name, marked in parent.parts.items() if name != "worked"}
    for name, marked in child.parts.items():
        parts[name] = merged(parts[name], marked) if name in parts else marked
    return Sections(parts, child.own)


def _section(inside: PurePosixPath, shown: str) -> Section:
    for section, place in PLACES.items():
        if inside.match(place.pattern) and len(inside.parts) == len(PurePosixPath(place.pattern).parts):
            return section
    patterns = [place.pattern for place in PLACES.values()]
    near = difflib.get_close_matches(str(inside), patterns, n=1, cutoff=0.3)
    raise refuse(
        f"{shown}:1",
        sentence("No file of this name belongs to a pack."),
        _did_you_mean(near, patterns),
    )


def _did_you_mean(near: list[str], patterns: list[str]) -> Sentence:
    if near:
        return sentence('Did you mean "%(near)s"? Rename it, or move it out of the folder.', near=near[0])
    return sentence("A pack has these files: %(files)s.", files=", ".join(patterns))


def _add(parts: dict[str, Marked], section: Section, content: Marked) -> None:
    if section == "facts":
        group, facts = _fact_file(content)
        _join(parts, "groups", [group], content.spot)
        _join(parts, "facts", facts, content.spot)
    elif section in ("standards", "questionnaires", "procedures", "forms"):
        _join(parts, section, [content], content.spot)
    elif PLACES[section].listed:
        _join(parts, section, _listed(content), content.spot)
    else:
        parts[section] = content


def _join(parts: dict[str, Marked], name: str, items: list[Marked], spot: Spot) -> None:
    before = parts.get(name)
    earlier = before.items if isinstance(before, Sequence) else ()
    parts[name] = Sequence((*earlier, *items), before.spot if before else spot)


def _listed(content: Marked) -> list[Marked]:
    if isinstance(content, Sequence):
        return list(content.items)
    raise refuse(
        str(content.spot),
        sentence("This file must be a list."),
        sentence("Begin each item with a hyphen."),
    )


def _fact_file(content: Marked) -> tuple[Marked, list[Marked]]:
    if not isinstance(content, Table) or set(content.items) - {"group", "facts"}:
        raise refuse(
            str(content.spot),
            sentence("A file of facts has the keys group and facts, nothing else."),
            sentence("Write group: {id, names, owner} and under facts: a list."),
        )
    for key in ("group", "facts"):
        if key not in content.items:
            raise refuse(
                str(content.spot),
                sentence('The key "%(key)s" is missing.', key=key),
                sentence("Write group: {id, names, owner} and under facts: a list."),
            )
    group = content.items["group"]
    name = group.text("id") if isinstance(group, Table) else None
    label = Scalar(name or "", "str", group.spot)
    return group, [_labelled(fact, label) for fact in _listed(content.items["facts"])]


def _labelled(fact: Marked, group: Scalar) -> Marked:
    if not isinstance(fact, Table):
        return fact
    return Table({"group": group, **fact.items}, fact.spot, fact.spots)


def _own(parts: Mapping[str, Marked]) -> Iterator[tuple[str, str]]:
    """Yield what is said here: facts, standards, ``standard/indicator``, limits and rules by id."""
    listed = ("facts", "standards", "rules", "questionnaires", "consultations")
    for section in (*listed, "procedures", "publications", "forms"):
        yield from _ids(section, parts.get(section))
    grades = parts.get("grades")
    if isinstance(grades, Table):
        yield from _ids("limits", grades.items.get("limits"))
    standards = parts.get("standards")
    for name, standard in identified(standards) if isinstance(standards, Sequence) else ():
        for _, indicator in _ids("indicators", standard.items.get("indicators")):
            yield "indicators", f"{name}/{indicator}"


def _ids(section: str, marked: Marked | None) -> Iterator[tuple[str, str]]:
    if isinstance(marked, Sequence):
        for name, _ in identified(marked):
            yield section, name
