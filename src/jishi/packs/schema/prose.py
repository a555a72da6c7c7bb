"""The schema as a page to read: docs/reference/pack-format.md, written from the classes."""

import dataclasses
import inspect
import typing
from datetime import date
from typing import Any, Literal

from jishi.packs.build import field_types, schema_fields, without_none
from jishi.packs.schema.expressions import SPELLINGS
from jishi.packs.schema.fields import Amount, Hundredths, Id, Texts, Written, written_key
from jishi.packs.schema.folder import PLACES

_WORDS: dict[Any, str] = {
    str: "text",
    Id: "name",
    bool: "true or false",
    int: "whole number",
    Hundredths: "number",
    date: "day",
    Amount: "value",
    Written: "expression",
    Texts: "texts",
}

_INTRODUCTION = """# The format of a pack

*Written from the classes in `src/jishi/packs/schema/` by `jishi pack schema --write docs/reference`.*

A pack is a folder of YAML files, UTF-8, written by hand. The same definition is published as JSON Schema in
[pack-schema.json](pack-schema.json).

- **texts** are always `{zh-Hans: …, zh-Hant: …, en: …}`; all three are required.
- A **name** is letters, digits and hyphens: `meetings-held`.
- Words that YAML takes for something else stand in quotes: `"no"`, `"on"`, `"4.10"`.
- A **value** is written in the unit of its fact: percent for a share (95.00), yuan for money, m² for an area,
  points for a score, yes or no, the name of a choice, 2012-03-31 for a day.
- No anchors, no aliases, no tags, no key twice, no unknown key.
- A key marked `*` is required. A key marked `↑` may only become stricter in a pack that extends another (for
  blocking rules, limits, the privacy class of facts, and whom a consultation must hear and protects).

**Extending.** A pack with `extends: year-2012` lies beside that pack. Its items merge with the items of the same
`id`, key by key; lists of items with ids merge item by item, all else is replaced; `remove: true` deletes an
item. A file holds only what changes. Worked examples are not inherited: changed weights need examples of their own.
"""

_EXPRESSIONS = """
## Expressions

An expression is the id of a fact; or the id of a formula (`score`, `scoreable`, `band`, `proposal`, `indicator:…`,
`dimension:…`, `dimension-possible:…`, `limit:…`, `rule:…`, `view:…:…`); or a whole number; or a value with its unit
in quotes: `"95%"` (a share), `"12.5 points"`, `"300 m2"`, `"5000 yuan"`, `"2012-03-31"`; or one noun with its
arguments. A level fact is compared with the name of a choice and a yes-no fact is itself a condition. Comparing
two different units is refused. Results of `expression` scores are hundredths of a percent of the row: 10000 = all.

| noun | meaning | example |
|---|---|---|
"""


def pack_format() -> str:
    """Return the page in Markdown."""
    parts = [_INTRODUCTION]
    told: set[type] = set()
    for place in PLACES.values():
        listed = " (a list of these)" if place.listed else ""
        parts.append(f"\n## {place.pattern}\n\n{_first_line(place.content)}{listed}\n")
        parts += _tables(place.content, told)
    parts += ["\n## Sources\n", *_tables_of_source(told)]
    parts.append(_EXPRESSIONS)
    for name, spelling in SPELLINGS.items():
        parts.append(f"| `{name}` | {_first_line(spelling.noun)} | `{spelling.example}` |\n")
    parts.append(
        "| `parameter` | In the condition of a rule: the value of one of its parameters. | `{parameter: days}` |\n"
    )
    return "".join(parts)


def _tables_of_source(told: set[type]) -> list[str]:
    from_elsewhere = [inner for inner in _LATER if inner not in told]
    return [line for inner in from_elsewhere for line in _table(inner, told)]


def _tables(declared: type, told: set[type]) -> list[str]:
    if declared in told:
        return []
    lines = _table(declared, told)
    for spec in schema_fields(declared):
        for inner in _classes(field_types(declared)[spec.name]):
            if inner not in told and inner not in _LATER:
                lines += [f"\n**{inner.__name__}.** {_first_line(inner)}\n", *_tables(inner, told)]
    return lines


def _table(declared: type, told: set[type]) -> list[str]:
    told.add(declared)
    lines = ["\n| key | is | |\n|---|---|---|\n"]
    for spec in schema_fields(declared):
        required = spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING
        marks = ("*" if required else "") + (" ↑" if spec.metadata["tightens"] else "")
        kind = _kind(field_types(declared)[spec.name])
        lines.append(f"| `{written_key(spec)}`{marks} | {kind} | {spec.metadata['description']} |\n")
    return lines


def _classes(annotation: Any) -> list[type]:
    found: list[type] = []
    for part in without_none(annotation):
        if typing.get_origin(part) is Literal:
            continue
        found += [inner for arg in typing.get_args(part) if arg is not Ellipsis for inner in _classes(arg)]
        if dataclasses.is_dataclass(part) and part not in _WORDS:
            found.append(typing.cast(type, part))
    return found


def _kind(annotation: Any) -> str:
    kinds = []
    for part in without_none(annotation):
        origin, args = typing.get_origin(part), typing.get_args(part)
        if origin is tuple:
            kinds.append(f"list of {_kind(args[0])}")
        elif origin is Literal:
            kinds.append(" · ".join(f"`{choice}`" for choice in args))
        elif origin is not None:
            kinds.append(f"name: {_kind(args[1])}")
        else:
            kinds.append(_WORDS.get(part) or part.__name__)
    return " or ".join(kinds)


def _first_line(declared: type) -> str:
    return inspect.cleandoc(declared.__doc__ or "").split("\n")[0]


_LATER = tuple(
    inner
    for inner in _classes(field_types(PLACES["rules"].content)["source"])
    if inner is not PLACES["rules"].content
)
