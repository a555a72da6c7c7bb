"""The schema as a document: JSON Schema (draft 2020-12) of a whole pack folder, written from the classes."""

import dataclasses
import inspect
import json
import typing
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from jishi.packs.build import ID_PATTERN, field_types, schema_fields, without_none
from jishi.packs.schema.expressions import COMPARISONS, SPELLINGS, Spelling
from jishi.packs.schema.fields import Amount, Hundredths, Id, Written, written_key
from jishi.packs.schema.folder import PLACES
from jishi.packs.schema.pack import Heading
from jishi.packs.schema.worked import Example

_EXPRESSION = {"$ref": "#/$defs/Expression"}
_PLAIN: Mapping[Any, Mapping[str, object]] = {
    str: {"type": "string", "minLength": 1},
    Id: {"type": "string", "pattern": f"^{ID_PATTERN}$"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Hundredths: {"type": "number"},
    date: {"type": "string", "format": "date"},
    Amount: {"type": ["string", "number", "boolean"]},
    Written: _EXPRESSION,
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a pack seen as one object: path of the file → its content.

    A pack that extends another may name just the id of an item and what changes; its items have definitions of
    their own, whose names begin with ``Changed``.
    """
    whole, local = _Definitions(changed=False), _Definitions(changed=True)
    folders = {"WholePack": whole.folder(), "LocalPack": local.folder()}
    definitions = {"Expression": _expression(), **whole.found, **local.found, **folders}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Jishi pack",
        "description": "A pack as one object: the path of each file and its content.",
        "if": {"properties": {"pack.yaml": {"required": ["extends"]}}},
        "then": {"$ref": "#/$defs/LocalPack"},
        "else": {"$ref": "#/$defs/WholePack"},
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """Return the JSON Schema as the text of docs/reference/pack-schema.json."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


class _Definitions:
    """The definitions of all classes, for whole packs or for the changes of a local one."""

    def __init__(self, *, changed: bool) -> None:
        self._changed = changed
        self.found: dict[str, Any] = {}

    def folder(self) -> dict[str, Any]:
        """Return what files a pack has."""
        plain: dict[str, Any] = {}
        patterns: dict[str, Any] = {}
        for place in PLACES.values():
            content = self._reference(place.content)
            described = {"type": "array", "items": content} if place.listed else content
            if "*" in place.pattern:
                patterns["^" + place.pattern.replace("*", "[^/]+").replace(".", r"\.") + "$"] = described
            else:
                plain[place.pattern] = described
        required = [place.pattern for place in PLACES.values() if place.required and "*" not in place.pattern]
        return {
            "type": "object",
            "required": ["pack.yaml"] if self._changed else required,
            "properties": plain,
            "patternProperties": patterns,
            "additionalProperties": False,
        }

    def _reference(self, declared: type) -> dict[str, Any]:
        part = declared.__module__.split(".")[-1].capitalize()
        name = part + declared.__name__ if declared.__name__ == "Grading" else declared.__name__
        if self._may_be_partial(declared):
            name = f"Changed{name}"
        if name not in self.found:
            self.found[name] = {}
            self.found[name] = self._object(declared)
        return {"$ref": f"#/$defs/{name}"}

    def _may_be_partial(self, declared: type) -> bool:
        is_file = declared in [place.content for place in PLACES.values()]
        is_item = "id" in [spec.name for spec in schema_fields(declared)]
        return self._changed and (is_file or is_item) and declared not in (Heading, Example)

    def _object(self, declared: type) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        required = []
        for spec in schema_fields(declared):
            key = written_key(spec)
            shape = dict(self._shape(field_types(declared)[spec.name]))
            properties[key] = {"description": spec.metadata["description"], **shape}
            if spec.metadata["tightens"]:
                properties[key]["x-tightens"] = spec.metadata["tightens"]
            if spec.metadata["refers"]:
                properties[key]["x-refers-to"] = spec.metadata["refers"]
            if spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING:
                required.append(key)
        if self._may_be_partial(declared):
            properties["remove"] = {"const": True, "description": "Delete this item."}
            required = [key for key in required if key == "id"]
        return {
            "description": inspect.cleandoc(declared.__doc__ or ""),
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }

    def _shape(self, annotation: Any) -> Mapping[str, Any]:
        parts = without_none(annotation)
        if len(parts) > 1:
            return {"anyOf": [dict(self._shape(part)) for part in parts]}
        inner = parts[0]
        origin, args = typing.get_origin(inner), typing.get_args(inner)
        if origin is tuple:
            items = dict(self._shape(args[0]))
            listed = {"type": "array", "items": items}
            return {"anyOf": [items, listed]} if args[0] is str else listed
        if origin is Literal:
            return {"enum": list(args)}
        if origin is not None:
            return {"type": "object", "additionalProperties": dict(self._shape(args[1]))}
        return _PLAIN[inner] if inner in _PLAIN else self._reference(inner)


def _expression() -> dict[str, Any]:
    nouns = [
        {
            "type": "object",
            "description": f"{inspect.cleandoc(spelling.noun.__doc__ or '')}\n\nExample: {spelling.example}",
            "properties": {name: _arguments(spelling)},
            "required": [name],
            "additionalProperties": False,
        }
        for name, spelling in SPELLINGS.items()
    ]
    nouns.append(
        {
            "type": "object",
            "description": "The value of a parameter of the rule.\n\nExample: {parameter: days}",
            "properties": {"parameter": {"type": "string"}},
            "required": ["parameter"],
            "additionalProperties": False,
        }
    )
    return {
        "description": (
            "A fact id, a formula (score, band, indicator:…, dimension:…, limit:…, rule:…), a whole number, "
            'a value with its unit ("95%", "12.5 points", "300 m2", "5000 yuan", "2012-03-31"), '
            "or one noun with its arguments."
        ),
        "anyOf": [{"type": "string"}, {"type": "integer"}, *nouns],
    }


def _arguments(spelling: Spelling) -> Mapping[str, Any]:
    match spelling.arguments:
        case "list":
            return {"type": "array", "items": _EXPRESSION}
        case "one":
            return _EXPRESSION
        case "pair":
            return {"type": "array", "items": _EXPRESSION, "minItems": 2, "maxItems": 2}
        case "comparison":
            return {
                "type": "array",
                "prefixItems": [_EXPRESSION, {"enum": list(COMPARISONS)}, _EXPRESSION],
                "minItems": 3,
            }
        case "fact":
            return {"type": "string"}
        case "keys":
            return {
                "type": "object",
                "properties": {key.rstrip("?"): True for key in spelling.keys},
                "required": [key for key in spelling.keys if not key.endswith("?")],
                "additionalProperties": False,
            }
