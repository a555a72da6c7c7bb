"""The schema as a document: JSON Schema (draft 2020-12) of a whole pack folder, written from the classes."""

import dataclasses
import inspect
import typing
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from jishi.packs.build import ID_PATTERN, field_types, schema_fields, without_none
from jishi.packs.schema.expressions import COMPARISONS, SPELLINGS, Spelling
from jishi.packs.schema.fields import Amount, Id, Written, written_key
from jishi.packs.schema.folder import PLACES

_EXPRESSION = {"$ref": "#/$defs/Expression"}
_PLAIN: Mapping[Any, Mapping[str, object]] = {
    str: {"type": "string", "minLength": 1},
    Id: {"type": "string", "pattern": f"^{ID_PATTERN}$"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Decimal: {"type": "number"},
    date: {"type": "string", "format": "date"},
    Amount: {"type": ["string", "number", "boolean"]},
    Written: _EXPRESSION,
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a pack seen as one object: path of the file → its content."""
    definitions: dict[str, Any] = {"Expression": _expression()}
    plain: dict[str, Any] = {}
    patterns: dict[str, Any] = {}
    for place in PLACES.values():
        content = _reference(place.content, definitions)
        described = {"type": "array", "items": content} if place.listed else content
        if "*" in place.pattern:
            patterns["^" + place.pattern.replace("*", "[^/]+").replace(".", r"\.") + "$"] = described
        else:
            plain[place.pattern] = described
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Jishi pack",
        "description": "A pack as one object: the path of each file and its content.",
        "type": "object",
        "required": [PLACES["pack"].pattern],
        "properties": plain,
        "patternProperties": patterns,
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _reference(declared: type, definitions: dict[str, Any]) -> dict[str, Any]:
    name = (
        declared.__name__
        if declared.__module__.split(".")[-1] != "vocabulary"
        else f"Vocabulary{declared.__name__}"
    )
    name = name.replace("VocabularyVocabulary", "Vocabulary")
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _object(declared, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _object(declared: type, definitions: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required = []
    for spec in schema_fields(declared):
        key = written_key(spec)
        shape = dict(_shape(field_types(declared)[spec.name], definitions))
        properties[key] = {"description": spec.metadata["description"], **shape}
        if spec.metadata["tightens"]:
            properties[key]["x-tightens"] = spec.metadata["tightens"]
        if spec.metadata["refers"]:
            properties[key]["x-refers-to"] = spec.metadata["refers"]
        if spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING:
            required.append(key)
    properties["remove"] = {"const": True, "description": "In a pack that extends another: delete this item."}
    # An item of a pack that extends another may name just its id and what changes.
    return {
        "description": inspect.cleandoc(declared.__doc__ or ""),
        "type": "object",
        "properties": properties,
        "x-required": required,
        "additionalProperties": False,
    }


def _shape(annotation: Any, definitions: dict[str, Any]) -> Mapping[str, Any]:
    parts = without_none(annotation)
    if len(parts) > 1:
        return {"anyOf": [dict(_shape(part, definitions)) for part in parts]}
    inner = parts[0]
    origin = typing.get_origin(inner)
    if origin is tuple:
        items = dict(_shape(typing.get_args(inner)[0], definitions))
        listed = {"type": "array", "items": items}
        return {"anyOf": [items, listed]} if typing.get_args(inner)[0] is str else listed
    if origin is Literal:
        return {"enum": list(typing.get_args(inner))}
    if origin is not None:
        return {"type": "object", "additionalProperties": dict(_shape(typing.get_args(inner)[1], definitions))}
    if inner in _PLAIN:
        return _PLAIN[inner]
    return _reference(inner, definitions)


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
