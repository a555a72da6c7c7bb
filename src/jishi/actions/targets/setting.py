"""Set a target at the top, break it down to the units right below, take one back (D101)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from jishi.actions.posts.holding import By
from jishi.actions.targets.ground import Asked, kind_of, may_set
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.schema.targets import TargetKind
from jishi.store.models.org import Unit
from jishi.store.models.targets import Target
from jishi.store.queries import units
from jishi.store.queries.units import path_of
from jishi.store.transact import action, change, late

#: Nobody means more.
MOST = 10_000_000


@dataclass(frozen=True)
class Wish:
    """What a unit is to reach.

    Attributes:
        kind: id of the pack's target.
        number: None = it is taken back.
        domain: only for this domain; empty = for all together.
        version: of the row that was seen; 0 = none was; None = whatever stands there.
    """

    kind: str
    number: int | None
    domain: str = ""
    document: str = ""
    version: int | None = None

    @property
    def content(self) -> dict[str, object]:
        """Return what is asked for, to tell it from another request."""
        return {"kind": self.kind, "domain": self.domain, "number": self.number, "document": self.document.strip()}


def set_target(by: By, about: Asked, unit: Unit, wish: Wish) -> Target:
    """Set, change or take back the target of a unit.

    Raises:
        Refusal: the unit above sets it, the pack has no such target or domain, or somebody changed it meanwhile.
    """
    content = {"unit": unit.pk, **wish.content}
    with action(by.actor, "target.set", key=by.key, content=content) as event:
        if event.repeated:
            return Target.objects.get(pk=event.result["target"])
        _check(by, about, unit, wish)
        row = _written(about, unit, wish)
        event.about(row)
        event.note(**content)
        event.result = {"target": row.pk}
    return row


def break_down(by: By, about: Asked, parent: Unit, wishes: Mapping[int, Wish]) -> int:
    """Set what the units right below a unit are to reach, in one step; return how many changed.

    Args:
        by: who.
        about: of which cycle.
        parent: the unit whose target is broken down.
        wishes: unit right below → what it is to reach.

    Raises:
        Refusal: as :func:`set_target`; then nothing was changed.
    """
    content = {"unit": parent.pk, "parts": {str(unit): wish.content for unit, wish in sorted(wishes.items())}}
    with action(by.actor, "target.break-down", key=by.key, content=content) as event:
        if event.repeated:
            return int(event.result["changed"])
        below = {unit.pk: unit for unit in units.children(by.scope, parent).filter(pk__in=list(wishes))}
        rows = []
        for pk, wish in wishes.items():
            if pk not in below:
                raise refuse(
                    _called(parent),
                    sentence("One of these units does not stand right below."),
                    sentence("Load the page again, then enter it once more."),
                )
            if _same(about, below[pk], wish):
                continue
            rows.append(set_target(By(by.actor, by.scope), about, below[pk], wish))
        event.about(parent, *rows)
        event.note(kinds=sorted({wish.kind for wish in wishes.values()}), changed=len(rows))
        event.result = {"changed": len(rows)}
    return len(rows)


def _same(about: Asked, unit: Unit, wish: Wish) -> bool:
    row, document = _row(about, unit, wish), wish.document.strip()[:200]
    if row is None or row.number is None:
        return wish.number is None
    return row.number == wish.number and document in ("", row.document)


def _row(about: Asked, unit: Unit, wish: Wish) -> Target | None:
    return Target.objects.filter(cycle=about.cycle, kind=wish.kind, unit=unit, domain=wish.domain).first()


def _written(about: Asked, unit: Unit, wish: Wish) -> Target:
    row, document = _row(about, unit, wish), wish.document.strip()[:200]
    if row is None:
        if wish.version:
            raise late(_called(unit))
        made = Target(cycle=about.cycle, kind=wish.kind, unit=unit, domain=wish.domain)
        made.number, made.document, made.set_on = wish.number, document, about.on
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as error:
            raise late(_called(unit)) from error
        return made
    seen = row.version if wish.version is None else wish.version
    change(row, seen, number=wish.number, document=document or row.document, set_on=about.on)
    return row


def _check(by: By, about: Asked, unit: Unit, wish: Wish) -> None:
    kind = kind_of(about.pack, wish.kind)
    if not may_set(by.scope, path_of(unit)):
        raise refuse(
            _called(unit),
            sentence("The targets of a unit are set by the unit above it."),
            sentence("Ask the office above; what is broken down further is yours."),
        )
    if wish.domain and wish.domain not in kind.domains:
        raise _no_domain(unit, kind)
    if wish.number is not None and not 0 <= wish.number <= MOST:
        raise refuse(
            _called(unit),
            sentence("%(number)s is no number of a target.", number=wish.number),
            sentence("Write a whole number from 0 to %(most)s.", most=MOST),
        )


def _no_domain(unit: Unit, kind: TargetKind) -> Refusal:
    return refuse(
        _called(unit),
        sentence("This target is not set for that domain by itself."),
        sentence("Choose one of: %(known)s; or leave the domain empty.", known=", ".join(kind.domains) or "-"),
    )


def _called(unit: Unit) -> str:
    return f"{unit.name} ({unit.code})"
