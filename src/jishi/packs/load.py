"""A folder of YAML → a :class:`~jishi.packs.pack.Pack`; whatever is wrong is told all at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from jishi.core.errors import Complaint, Refusal, refuse, sentence
from jishi.packs.build import Builder
from jishi.packs.files import Sections, laid_over, read_sections
from jishi.packs.marked import Marked, Scalar, Sequence, Spot, Table
from jishi.packs.normal import digest
from jishi.packs.pack import Pack
from jishi.packs.parameters import filled
from jishi.packs.schema.facts import Fact, FactGroup
from jishi.packs.schema.folder import PLACES
from jishi.packs.schema.reports import FigureFile
from jishi.packs.schema.rules import Rule

Built = TypeVar("Built")

_SINGLE = ("pack", "vocabulary", "grades", "programme", "posts", "improvement", "calendar", "reports")


def load(path: Path, *, checked: bool = True) -> Pack:
    """Read a pack and the packs it extends.

    Args:
        path: the folder that holds pack.yaml; packs it extends lie beside it.
        checked: also check references, sources, languages, weights and worked examples (see
            :mod:`jishi.packs.check.pack`): a pack that fails its own examples does not load.

    Raises:
        Refusal: with every complaint that was found; each names file and line and says what to do.
    """
    pack, _ = _load(path, ())
    if checked:
        # Imported late: checking a local pack reads packs too.
        from jishi.packs.check.pack import check

        complaints = check(pack)
        if complaints:
            raise Refusal(complaints)
    return pack


def _load(path: Path, trail: tuple[Path, ...]) -> tuple[Pack, Sections]:
    folder = path.resolve()
    sections = read_sections(path)
    parent = None
    if (base := _extended(folder, sections.parts["pack"], trail)) is not None:
        parent, inherited = _load(base, (*trail, folder))
        sections = laid_over(inherited, sections)
    missing = list(_missing(sections, folder.name))
    if missing:
        raise Refusal(missing)
    builder = Builder()
    content = _built(builder, sections.parts)
    _same_name(builder, folder, sections.parts["pack"])
    if builder.complaints:
        raise Refusal(builder.complaints)
    pack = Pack(**content, folder=path, parent=parent, own=sections.own, digest=digest(content))
    return pack, sections


def _extended(folder: Path, heading: Marked, trail: tuple[Path, ...]) -> Path | None:
    named = heading.items.get("extends") if isinstance(heading, Table) else None
    if not isinstance(named, Scalar):
        return None
    base = folder.parent / named.text
    if base in (*trail, folder):
        raise refuse(
            str(named.spot),
            sentence("Packs extend each other in a circle: %(id)s.", id=named.text),
            sentence("Let the most general of them extend nothing."),
        )
    if "/" in named.text or "\\" in named.text or not (base / "pack.yaml").is_file():
        raise refuse(
            str(named.spot),
            sentence('There is no pack "%(id)s" beside this one.', id=named.text),
            sentence("Put its folder beside this folder, or correct the name."),
        )
    return base


def _missing(sections: Sections, name: str) -> "list[Complaint]":
    return [
        Spot(f"{name}/{place.pattern}", 1).complaint(
            sentence("The pack has no %(file)s.", file=place.pattern),
            sentence("Write it; docs/reference/pack-format.md says what belongs into it."),
        )
        for section, place in PLACES.items()
        if place.required and section not in sections.parts
    ]


def _built(builder: Builder, parts: Mapping[str, Marked]) -> dict[str, Any]:
    single = {
        name: builder.build(PLACES[name].content, parts[name]) if name in parts else None  # type: ignore[index]
        for name in _SINGLE
    }
    figures = single["reports"]
    return {
        "heading": single["pack"],
        "vocabulary": single["vocabulary"],
        "groups": _all(builder, FactGroup, parts.get("groups")),
        "facts": _all(builder, Fact, parts.get("facts")),
        "standards": _all(builder, PLACES["standards"].content, parts.get("standards")),
        "grades": single["grades"],
        "programme": single["programme"],
        "posts": single["posts"],
        "improvement": single["improvement"],
        "questionnaires": _all(builder, PLACES["questionnaires"].content, parts.get("questionnaires")),
        "consultations": _all(builder, PLACES["consultations"].content, parts.get("consultations")),
        "rules": tuple(filled(rule, builder) for rule in _all(builder, Rule, parts.get("rules"))),
        "procedures": _all(builder, PLACES["procedures"].content, parts.get("procedures")),
        "calendar": single["calendar"],
        "publications": _all(builder, PLACES["publications"].content, parts.get("publications")),
        "forms": _all(builder, PLACES["forms"].content, parts.get("forms")),
        "retention": _all(builder, PLACES["retention"].content, parts.get("retention")),
        "register_figures": _all(builder, PLACES["register"].content, parts.get("register")),
        "targets": _all(builder, PLACES["targets"].content, parts.get("targets")),
        "figures": figures.figures if isinstance(figures, FigureFile) else (),
        "worked": _all(builder, PLACES["worked"].content, parts.get("worked")),
    }


def _all(builder: Builder, declared: type[Built], marked: Marked | None) -> tuple[Built, ...]:
    return builder.build_all(declared, marked.items) if isinstance(marked, Sequence) else ()


def _same_name(builder: Builder, folder: Path, heading: Marked) -> None:
    named = heading.items.get("id") if isinstance(heading, Table) else None
    if isinstance(named, Scalar) and named.text != folder.name:
        builder.note(
            named.spot,
            sentence(
                'The pack calls itself "%(id)s" but its folder is "%(folder)s".', id=named.text, folder=folder.name
            ),
            sentence("Give both the same name."),
        )
