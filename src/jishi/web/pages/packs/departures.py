"""Where a local pack departs from procedures, publications and papers of the one it extends, in words."""

import re
from collections.abc import Mapping
from itertools import chain

from django.utils.translation import gettext as _

from jishi.packs.check.departing import Departing, departing
from jishi.packs.pack import Pack
from jishi.web.pages.packs import words
from jishi.web.pages.packs.shown import Reading, Row, Section
from jishi.web.wording import text_of

#: What stands between the parts of a value that lists several.
_BETWEEN = re.compile(r"(, | → |: )")
_TERM = re.compile(r"(\d+) (working|calendar)")


def departures(reading: Reading, section: str) -> list[Section]:
    """Return what a local pack says otherwise than the one it extends; a pack of its own departs from nothing."""
    parent = reading.pack.parent
    found = [each for each in departing(reading.pack) if each.path.startswith(f"{section} › ")]
    if parent is None or not found:
        return []
    names = _names(parent) | _names(reading.pack)
    rows = tuple(_row(each, names) for each in found)
    return [Section(_("Other than in %(pack)s") % {"pack": text_of(parent.names)}, rows, id="departs")]


def _row(each: Departing, names: Mapping[str, str]) -> Row:
    section, *path, last = each.path.split(" › ")
    # Steps, moves and gates that are gone or came in stand last too, and some are called as fields are.
    is_field = len(path) > (1 if section == "procedures" else 0)
    first, second = (words.keys(), names) if is_field else (names, words.keys())
    told = [words.keys()[part] if part == "award" else names.get(part, part) for part in path]
    told.append(first.get(last) or second.get(last, last))
    key = last if is_field else ""
    before, after = (value_said(key, value, names) for value in (each.before, each.after))
    mark = _("stricter, allowed") if each.allowed else _("looser, not allowed")
    return Row(" › ".join(told), (f"{before} → {after}",), mark=mark)


def _names(pack: Pack) -> dict[str, str]:
    """Return id → name of everything that a path may go through, or a value name."""
    gates = (gate for each in pack.procedures for move in each.moves for gate in move.gates)
    parts = (part for each in pack.procedures for part in (*each.steps, *each.moves))
    grades = pack.grades.grades if pack.grades else ()
    named = chain(grades, gates, parts, pack.procedures, pack.publications, pack.forms)
    return {str(each.id): text_of(each.names) for each in named}


def value_said(key: str, value: str, names: Mapping[str, str]) -> str:
    """Return a value of a field as a person says it: terms with their days, yes and no, every part of a list."""
    term = _TERM.fullmatch(value)
    if term:
        return words.days(int(term.group(1)), term.group(2))
    known = {"true": _("yes"), "false": _("no"), **names, **_of(key)}
    return "".join(known.get(part) or _asked(part) for part in _BETWEEN.split(value))


def _asked(part: str) -> str:
    """Return how much is asked for, where it is said with the word for it: ``more_than 2/3``."""
    key, space, rest = part.partition(" ")
    return f"{words.keys()[key]} {rest}" if space and key in ("at_least", "more_than") else part


def _of(key: str) -> Mapping[str, str]:
    """Return the words that a field may hold."""
    return {
        "by": words.movers(),
        "where": words.places(),
        "fields": words.fields(),
        "to": words.readers(),
        "kind": {**words.gates(), **words.kinds()},
        "what": words.contents(),
        "of": words.matters(),
        "among": words.matters(),
    }.get(key, {})
