"""Parameters of rules: `{parameter: days}` in a condition becomes the value that the rule gives to `days`."""

import dataclasses
import re
from collections.abc import Mapping

from jishi.core.errors import sentence
from jishi.packs.build import Builder
from jishi.packs.marked import Marked, Scalar, Sequence, Table
from jishi.packs.schema.fields import Written
from jishi.packs.schema.rules import Rule

NOUN = "parameter"
_INTEGER = re.compile(r"-?\d+")


def filled(rule: Rule, builder: Builder) -> Rule:
    """Return the rule with its parameters put into its condition.

    It is done once, when a pack is read, so that whatever looks at the condition (engines, pages, the check that a
    local pack only tightens) sees the value that counts. A name without a value is noted in the builder.
    """
    values: dict[str, str] = {parameter.id: parameter.value.text for parameter in rule.parameters}
    used: set[str] = set()
    content = _filled(rule.when.content, values, used, builder)
    for parameter in rule.parameters:
        if parameter.id not in used:
            builder.note(
                parameter.position.spot,
                sentence('The condition does not use the parameter "%(name)s".', name=parameter.id),
                sentence(
                    "Write {parameter: %(name)s} in the condition, or delete the parameter.", name=parameter.id
                ),
            )
    return dataclasses.replace(rule, when=Written(content, rule.when.position)) if used else rule


def _filled(marked: Marked, values: Mapping[str, str], used: set[str], builder: Builder) -> Marked:
    if isinstance(marked, Scalar):
        return marked
    if isinstance(marked, Sequence):
        return Sequence(tuple(_filled(item, values, used, builder) for item in marked.items), marked.spot)
    name = marked.text(NOUN)
    if name is None or len(marked.items) != 1:
        items = {key: _filled(item, values, used, builder) for key, item in marked.items.items()}
        return Table(items, marked.spot, marked.spots)
    if name not in values:
        builder.note(
            marked.spot,
            sentence('The rule has no parameter "%(name)s".', name=name),
            sentence("Add it under parameters: with its names and its value, or correct the name."),
        )
        return marked
    used.add(name)
    text = values[name]
    return Scalar(text, "int" if _INTEGER.fullmatch(text) else "str", marked.spot)
