"""A library of practices: written, published, found again, taken over, with what they changed there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jishi.actions.improve.ground import called, tidy
from jishi.actions.posts.holding import By, refuse_outside
from jishi.actions.results import latest
from jishi.core.access import OPERATOR, Scope
from jishi.core.errors import refuse, sentence
from jishi.core.scorecard import indicator_formula
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.models.improve import Adoption, Practice
from jishi.store.models.org import Unit
from jishi.store.searching import fold, initials
from jishi.store.transact import action, change


@dataclass(frozen=True)
class Written:
    """A practice as somebody writes it.

    Attributes:
        indicators, domains: ids of the pack that it helps with; no domains = all.
    """

    title: str
    text: str
    indicators: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taken:
    """What became of a practice at a unit that took it over.

    Attributes:
        indicator: which one it was to lift; empty = none in particular.
        before, after: share won, basis points; None = not known.
    """

    changed: str = ""
    indicator: str = ""
    before: int | None = None
    after: int | None = None


def write(by: By, unit: Unit, pack: Pack, written: Written) -> Practice:
    """Write down a practice of a unit; it is not published yet.

    Raises:
        Refusal: the role does not allow it, title or text is missing, or the pack has no such indicator.
    """
    content = {"unit": unit.pk, "title": written.title, "text": written.text}
    with action(by.actor, "practice.write", key=by.key, content=content) as event:
        if event.repeated:
            return Practice.objects.get(pk=event.result["practice"])
        refuse_outside(by, unit)
        title, text = tidy(called(unit), written.title)[:200], tidy(called(unit), written.text)
        if not title or not text:
            raise refuse(
                called(unit),
                sentence("A practice needs a title and a text."),
                sentence("Write what was done, and what it changed."),
            )
        _known(unit, pack, written)
        row = Practice.objects.create(
            unit=unit,
            title=title,
            text=text,
            indicators=_marked(written.indicators),
            domains=_marked(written.domains),
            search=_search(unit, pack, written),
            written_on=clock.today(),
        )
        event.about(row)
        event.note(unit=unit.pk)
        event.result = {"practice": row.pk}
    return row


def _known(unit: Unit, pack: Pack, written: Written) -> None:
    known = {str(row.id) for standard in pack.standards for row in standard.indicators}
    strange = [name for name in written.indicators if name not in known]
    strange += [name for name in written.domains if name not in pack.domain_by_id]
    if strange:
        raise refuse(
            called(unit),
            sentence("The pack has no %(name)s.", name=strange[0]),
            sentence("Choose indicators and domains from the lists."),
        )


def _marked(names: tuple[str, ...]) -> str:
    return f" {' '.join(names)} " if names else ""


def _search(unit: Unit, pack: Pack, written: Written) -> str:
    """Return keys in one script and as pinyin initials; the names of its indicators are among them."""
    named = [
        text
        for standard in pack.standards
        for row in standard.indicators
        if row.id in written.indicators
        for text in (row.names.zh_hans, row.names.en)
    ]
    words = dict.fromkeys(fold(text) for text in (written.title, written.text, unit.name, *named))
    return " ".join([*words, initials(written.title)])


def publish(by: By, practice: Practice, version: int) -> Practice:
    """Let every unit read a practice.

    Raises:
        Refusal: the role does not allow it, or it is published already.
    """
    with action(by.actor, "practice.publish", key=by.key, content={"practice": practice.pk}) as event:
        if event.repeated:
            return practice
        refuse_outside(by, practice.unit)
        if practice.published_on and not practice.withdrawn_on:
            raise refuse(
                practice.title,
                sentence("This practice is published already."),
                sentence("Load the page again to see it."),
            )
        change(practice, version, published_on=clock.today(), withdrawn_on=None)
        event.about(practice)
        event.result = {"practice": practice.pk}
    return practice


def withdraw(by: By, practice: Practice, version: int) -> Practice:
    """Take a practice out of the library; who took it over keeps it.

    Raises:
        Refusal: the role does not allow it, or it is not published.
    """
    with action(by.actor, "practice.withdraw", key=by.key, content={"practice": practice.pk}) as event:
        if event.repeated:
            return practice
        refuse_outside(by, practice.unit)
        if practice.published_on is None or practice.withdrawn_on:
            raise refuse(
                practice.title,
                sentence("This practice is not published."),
                sentence("Load the page again to see it."),
            )
        change(practice, version, withdrawn_on=clock.today())
        event.about(practice)
        event.result = {"practice": practice.pk}
    return practice


def adopt(by: By, practice: Practice, unit: Unit, taken: Taken) -> Adoption:
    """Take a practice over at a unit; asked again, say what it changed there.

    Raises:
        Refusal: the role does not allow it at that unit, or it is the unit's own practice.
    """
    content = {"practice": practice.pk, "unit": unit.pk, **taken.__dict__}
    with action(by.actor, "practice.adopt", key=by.key, content=content) as event:
        if event.repeated:
            return Adoption.objects.get(pk=event.result["adoption"])
        refuse_outside(by, unit)
        if unit.pk == practice.unit_id:
            raise refuse(
                called(unit), sentence("This is the unit’s own practice."), sentence("Choose another unit.")
            )
        values = {**taken.__dict__, "changed": tidy(called(unit), taken.changed)}
        row = Adoption.objects.filter(practice=practice, unit=unit).first()
        if row is None:
            row = Adoption.objects.create(
                practice=practice, unit=unit, on=clock.today(), **_begun(unit, practice, values)
            )
        else:
            # What was not said this time stays as it was.
            change(row, row.version, **{name: value for name, value in values.items() if value not in ("", None)})
        event.about(row)
        event.note(unit=unit.pk, practice=practice.pk)
        event.result = {"adoption": row.pk}
    return row


def _begun(unit: Unit, practice: Practice, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of an adoption: the indicator that it is to lift, and the share won of it that day."""
    indicator = values["indicator"] or next(iter(practice.indicators.split()), "")
    before = values["before"]
    if before is None and indicator and (results := latest(OPERATOR)) is not None:
        before = results.value(indicator_formula(indicator), unit.pk)
    return {**values, "indicator": indicator, "before": before}


def effects(scope: Scope, rows: Sequence[Adoption]) -> Mapping[int, tuple[int, int]]:
    """Return adoption → share won of its indicator when it began and now, basis points; where both are known.

    What somebody wrote down counts before what the newest run says; a run of before the adoption says nothing.
    """
    results = latest(scope)
    finished = results.run.finished_at.date() if results and results.run.finished_at else None
    found = {}
    for row in rows:
        after = row.after
        if after is None and results is not None and finished is not None and finished > row.on and row.indicator:
            after = results.value(indicator_formula(row.indicator), row.unit_id)
        if row.before is not None and after is not None:
            found[row.pk] = (row.before, after)
    return found
