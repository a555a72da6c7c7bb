"""The frame of every action: one transaction, one event, a key that makes asking twice harmless, versions.

Example:
    with action(actor, "unit.rename", key=key, content={"unit": 12, "name": name}) as event:
        if event.repeated:
            return event.result
        change(unit, version, name=name)
        event.about(unit)
        event.result = {"unit": unit.pk}
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Model

from jishi.core.errors import Refusal, refuse, sentence
from jishi.store import clock, events
from jishi.store.digests import keyed, subject_of
from jishi.store.models.office import Account, IdempotencyKey
from jishi.store.models.versioned import Versioned

_TOGETHER = 500

# Events of the actions that are open, the outermost first; None = no action is open.
_open: ContextVar[list[events.Draft] | None] = ContextVar("open", default=None)


@dataclass
class Action:
    """An action that is going on.

    Attributes:
        draft: the event to be written.
        repeated: this was asked before under the same key: do nothing, return ``result``.
        result: what came of it; kept with the key, so it must be plain JSON.
    """

    draft: events.Draft
    repeated: bool = False
    result: dict[str, Any] = field(default_factory=dict)

    def about(self, row: Model, *others: Model) -> None:
        """Say which row the action leaves changed, and which came with it; the event seals their content."""
        self.draft.row, self.draft.others = row, others

    def removed(self, rows: Iterable[Model]) -> None:
        """Say which rows the action removes; called while they are still there."""
        self.draft.gone = (*self.draft.gone, *(subject_of(row) for row in rows))

    def note(self, **details: object) -> None:
        """Add details to the event."""
        self.draft.details.update(details)


@contextmanager
def action(
    actor: Account | None, name: str, subject: str = "", *, key: str = "", content: object = None
) -> Iterator[Action]:
    """Do something in one transaction and write its event at the end of the outermost one.

    Args:
        actor: who acts; None = the command line.
        name: ``noun.verb``, the event's name.
        subject: what it is about, when it is no single row.
        key: the asker's own key of this request; the same key acts once.
        content: what was asked, to tell the same request from another one under the same key.

    Raises:
        Refusal: the key was used for something else.
    """
    who = actor.pk if actor else None
    act = Action(events.Draft(who, name, subject))
    outer = _open.get()
    drafts = outer if outer is not None else []
    token, before = _open.set(drafts), len(drafts)
    try:
        with transaction.atomic():
            asked = _ask(act, key, content) if key else None
            yield act
            if act.repeated:
                return
            drafts.append(act.draft)
            if asked:
                IdempotencyKey.objects.filter(pk=asked.pk).update(result=act.result)
            if outer is None:
                events.write(drafts)
    except BaseException:
        # What was done inside is undone with this; the outer action may go on, and must not tell of it.
        del drafts[before:]
        raise
    finally:
        _open.reset(token)


def _ask(act: Action, key: str, content: object) -> IdempotencyKey | None:
    wanted = {"actor": act.draft.actor or 0, "action": act.draft.name, "key": key}
    # Keyed: what was asked may hold a telephone number, and a bare digest of one is soon guessed.
    digest = keyed(key.encode(), content)
    try:
        with transaction.atomic():
            # On PostgreSQL this waits for the same key in another transaction.
            return IdempotencyKey.objects.create(**wanted, content=digest, created_at=clock.now())
    except IntegrityError:
        before = IdempotencyKey.objects.get(**wanted)
    if before.content and before.content != digest:
        raise refuse(
            act.draft.name,
            sentence("This request has the key of an earlier one that asked for something else."),
            sentence("Load the page again, then enter it once more."),
        )
    act.repeated, act.result = True, before.result
    return None


def forget_content(name: str, results: Iterable[dict[str, Any]]) -> None:
    """Forget what was asked of an action, where it came to one of these results; the keys still act once.

    A digest of a few small numbers is soon tried out by whoever has the home.
    """
    wanted = list(results)
    for start in range(0, len(wanted), _TOGETHER):
        part = wanted[start : start + _TOGETHER]
        IdempotencyKey.objects.filter(action=name, result__in=part).update(content="")


def asked_before(actor: Account | None, name: str, key: str) -> bool:
    """Say whether somebody asked for an action under a key before; for what is gone, and cannot be compared."""
    wanted = {"actor": actor.pk if actor else 0, "action": name, "key": key}
    return bool(key) and IdempotencyKey.objects.filter(**wanted).exists()


def change(row: Versioned, version: int, **fields: object) -> None:
    """Change a row that was seen in this version; the row then has the next one.

    Raises:
        Refusal: somebody else changed it meanwhile.
    """
    seen = type(row)._base_manager.filter(pk=row.pk, version=version)
    if not seen.update(**fields, version=F("version") + 1):
        raise late(subject_of(row))
    row.refresh_from_db()


def late(where: str) -> Refusal:
    """Return the refusal of a change that comes too late: what was seen is not what stands now."""
    return refuse(
        where,
        sentence("This was changed by someone else meanwhile."),
        sentence("Load the page again to see the change, then decide anew."),
    )
