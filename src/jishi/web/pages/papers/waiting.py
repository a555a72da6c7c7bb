"""What of papers waits for a reader: those that our committee hands up, and those that were handed to it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.papers.making import due_on
from jishi.actions.papers.standing import state_of
from jishi.core.access import Scope
from jishi.packs.pack import Pack
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit
from jishi.store.models.papers import Paper
from jishi.store.queries import papers, units
from jishi.web.pages.cases.words import today_of
from jishi.web.pages.standing import called
from jishi.web.programme import programme
from jishi.web.waiting import Waiting
from jishi.web.wording import text_of, until_when, whole

OWN = 5


def matters(scope: Scope, round_: Round | None) -> list[Waiting]:
    """Return what waits in a round; a few queries, whatever the tree."""
    pack = programme(scope, round_).pack if round_ is not None else None
    if round_ is None or pack is None:
        return []
    acting = [holding.unit for holding in scope.holdings if holding.duties & {"review", "publish"}][:OWN]
    own = list(units.visible(scope).filter(pk__in=acting)) if acting else []
    return [*_to_hand_up(round_, pack, own), *_handed_to_us(round_, own)]


def _to_hand_up(round_: Round, pack: Pack, own: list[Unit]) -> Iterator[Waiting]:
    now = today_of(round_)
    below = [unit for unit in own if len(units.above(unit)) > 1]
    for form in pack.forms if below else ():
        due = due_on(pack, round_, form)
        fitting = [
            unit for unit in below if form.up and form.about == "area" and _fits(unit, form.kinds, form.levels)
        ]
        if due is None or not fitting:
            continue
        came = papers.newest(round_, str(form.id), [unit.pk for unit in fitting])
        for unit in fitting:
            state = state_of(came.get(unit.pk), due, now)
            if state in ("missing", "late-missing", "returned"):
                name = (
                    _("A paper of ours was sent back") if state == "returned" else _("A paper is to be handed up")
                )
                address = f"{reverse('papers-of', args=[unit.pk])}?form={form.id}"
                said = until_when(due, now)
                yield Waiting(name, text_of(form.names), called(unit), said, due < now, address, _("See it"), due)


def _fits(unit: Unit, kinds: tuple[str, ...], levels: tuple[str, ...]) -> bool:
    return (not kinds or unit.kind in kinds) and (not levels or unit.level in levels)


def _handed_to_us(round_: Round, own: list[Unit]) -> Iterator[Waiting]:
    if not own:
        return
    rows = Paper.objects.filter(round=round_, above__in=own, handed_on__isnull=False, answer__isnull=True)
    first = rows.order_by("handed_on", "pk").first()
    if first is not None and first.handed_on is not None:
        count = rows.count()
        said = ngettext("%(count)s paper", "%(count)s papers", count) % {"count": whole(count)}
        address = f"{reverse('papers')}?state=received"
        name = _("Papers came and wait for our answer")
        yield Waiting(name, "", said, "—", False, address, _("See them"), today_of(round_))
