"""The four sides beside each other: what the unit itself, members, public and superior say, and on what basis."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.explained import Explained, chosen
from jishi.store.models.assess import FactValue
from jishi.web.phrases import value_of
from jishi.web.programme import Programme
from jishi.web.said import source_name
from jishi.web.wording import day, text_of, whole

SIDES = ("self", "members", "public", "superior")
SHOWN = 3


@dataclass(frozen=True)
class Answer:
    """One thing that a side says."""

    name: str
    value: str


@dataclass(frozen=True)
class Side:
    """One side."""

    name: str
    answers: tuple[Answer, ...]
    base: str


def sides(words: Programme, found: Explained) -> list[Side]:
    """Return the four sides in their order."""
    return [_side(words, found, source) for source in SIDES]


def _side(words: Programme, found: Explained, source: str) -> Side:
    order = {fact.id: place for place, fact in enumerate(found.pack.facts)}
    said = sorted(
        (each for each in found.said if each.source == source and each.value is not None),
        key=lambda each: (_weight(found, each), order[each.fact.code]),
    )
    if source == "self":
        return Side(source_name(source), _differences(found, said), _base(words, found, source, said))
    answers = (
        Answer(text_of(fact.names), value_of(fact, each.value))
        for each in said[:SHOWN]
        if (fact := words.fact(each.fact.code))
    )
    return Side(source_name(source), tuple(answers), _base(words, found, source, said))


def _weight(found: Explained, said: FactValue) -> int:
    """Shares first, then choices: opinions before counts."""
    return {"share": 0, "level": 1}.get(found.pack.fact_by_id[said.fact.code].type, 2)


def _differences(found: Explained, said: Sequence[FactValue]) -> tuple[Answer, ...]:
    """Return where the unit's own word is not the value that counts."""
    counts = {fact: values[0] for fact, values in chosen(found.pack, found.said).items()}
    others = [
        each
        for each in said
        if each.fact.code in counts
        and counts[each.fact.code].source != "self"
        and each.value != counts[each.fact.code].value
    ]
    agreed = ngettext("%(count)s answer", "%(count)s answers", len(said)) % {"count": whole(len(said))}
    if not said:
        return ()
    differ = (
        ngettext("%(count)s differs from what counts", "%(count)s differ from what counts", len(others))
        % {"count": whole(len(others))}
        if others
        else _("none differs from what counts")
    )
    return (Answer(agreed, ""), Answer(differ, ""))


def _base(words: Programme, found: Explained, source: str, said: Sequence[FactValue]) -> str:
    if not said:
        return ""
    parts = []
    # A pack that knows how many of a side took part calls that fact <side>-taking-part.
    taking_part = f"{source}-taking-part"
    counts = chosen(found.pack, found.said).get(taking_part)
    if counts:
        shown = value_of(words.fact(taking_part), counts[0].value)
        parts.append(_("%(share)s took part") % {"share": shown})
    dates = [each.on for each in said if each.on]
    if dates:
        parts.append(day(max(dates)))
    origin = next((each.origin.file.name for each in said if each.origin), "")
    parts.append(origin or _("typed in"))
    return " · ".join(parts)
