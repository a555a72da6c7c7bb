"""Which small units are told of together, as a list: fixed before anybody answers, with the band afterwards."""

from collections.abc import Iterator, Mapping, Sequence

from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import Electorate, of_people
from jishi.actions.consult.pooling import is_pooled, join, part
from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import UNIT, UNIT_NAME, choice, column, unit_of
from jishi.actions.lists.electorates import chosen, held_open
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.packs.schema.consultations import Ask
from jishi.packs.schema.consultations import Consultation as Written
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store.models.consult import Asked, Consultation, Pool
from jishi.store.models.org import Unit
from jishi.store.models.told import PoolTold
from jishi.store.queries import rounds, units

_PEOPLE = column(
    "people", texts("人数", "人數", "People"), "count", texts("只供核对。", "只供核對。", "For comparison only.")
)
_WITH = column(
    "with",
    texts("与哪个组织合并", "與哪個組織合併", "Joined with"),
    note=texts(
        "同一上级下另一个组织的编码；留空则不改动。",
        "同一上級下另一個組織的編碼；留空則不改動。",
        "Code of another unit below the same place; empty changes nothing.",
    ),
    synonyms=("合并",),
)
_TOLD = column(
    "told",
    texts("合并结果", "合併結果", "Told"),
    note=texts("测评关闭后才有。", "測評關閉後才有。", "After the close; not read."),
)


def form(pack: Pack) -> Form:
    """Return the form of pools."""
    asked = [(each, ask) for each in pack.consultations for ask in of_people(each) if is_pooled(ask)]
    held = {each.id: choice(each.id, each.names) for each, _ask in asked}
    asks = {ask.id: choice(ask.id, ask.names) for _each, ask in asked}
    return Form(
        "pools",
        texts("小组织合并计票", "小組織合併計票", "Pools"),
        (
            UNIT,
            UNIT_NAME,
            chosen("consultation", texts("测评", "測評", "Consultation"), tuple(held.values())),
            chosen("ask", texts("参评人群", "參評人群", "Electorate"), tuple(asks.values())),
            _PEOPLE,
            _WITH,
            _TOLD,
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Join a unit with another one, and with all that are joined with that one already."""
    code = row.text("with").strip()
    if not code:
        return "same"
    scope = taking.asked.scope
    with at("code"):
        unit = unit_of(scope, row.text("code"))
    with at("with"):
        other = unit_of(scope, code)
        if other == unit:
            raise refuse(
                code,
                sentence("A unit is not joined with itself."),
                sentence("Write the code of another unit below the same place."),
            )
    with at("consultation"):
        held = held_open(row.text("consultation"))
    ask = row.text("ask")
    known = {each.unit_id: each.pool for each in _asked(held, ask, [unit, other])}
    own, others = known.get(unit.pk), known.get(other.pk)
    if own is not None and own == others:
        return "same"
    by = By(taking.asked.actor, scope)
    with at("ask"):
        Electorate(held, unit, ask, taking.pack).wanted()
    members = {unit.pk: unit, other.pk: other}
    with at("with"):
        for pool in (own, others):
            if pool is not None:
                members |= {each.unit.pk: each.unit for each in pool.asked.select_related("unit")}
                part(by, pool)
        join(by, held, taking.pack, ask, list(members.values()))
    return "changed" if own or others else "added"


def _asked(held: Consultation, ask: str, chosen: Sequence[Unit]) -> Iterator[Asked]:
    rows = Asked.objects.filter(consultation=held, ask=ask, unit__in=chosen, pool__isnull=False)
    yield from rows.select_related("pool__consultation")


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the lowest units that may be joined, with those they are joined with, by code; in constant queries."""
    round_ = rounds.current(leaving.scope)
    held = Consultation.objects.filter(round=round_).order_by("pk") if round_ else ()
    said = {each.id: each for each in leaving.pack.consultations}
    for consultation in held:
        for ask in of_people(said[consultation.code]) if consultation.code in said else ():
            if is_pooled(ask):
                yield from _of(consultation, said[consultation.code], ask, leaving)


def _of(consultation: Consultation, said: Written, ask: Ask, leaving: Leaving) -> Iterator[Sequence[Value]]:
    asked = {each.unit_id: each for each in Asked.objects.filter(consultation=consultation, ask=ask.id)}
    inside: dict[int, list[tuple[int, str]]] = {}
    pooled = Asked.objects.filter(consultation=consultation, ask=ask.id, pool__isnull=False)
    for pool, unit, code in pooled.order_by("unit__code").values_list("pool", "unit", "unit__code"):
        inside.setdefault(pool, []).append((unit, code))
    told = _told(consultation)
    seen = units.visible(leaving.scope).filter(dissolved_on__isnull=True).exclude(domain="").order_by("code")
    seen = seen.filter(kind__in=said.kinds) if said.kinds else seen
    seen = seen.filter(domain__in=ask.domains) if ask.domains else seen
    for unit in seen.iterator(chunk_size=2000):
        own = asked.get(unit.pk)
        pool = own.pool_id if own else None
        partner = next((code for other, code in inside.get(pool, ()) if other != unit.pk), None) if pool else None
        people = own.people if own else None
        yield unit.code, unit.name, said.id, ask.id, people, partner, told.get(pool) if pool else None


def _told(consultation: Consultation) -> Mapping[int, str]:
    """Return pool → its band, as the close told it."""
    rows = PoolTold.objects.filter(pool__in=Pool.objects.filter(consultation=consultation), low__isnull=False)
    rows = rows.exclude(fact="")
    return {
        pool: f"{low // 100}–{high // 100} %" for pool, low, high in rows.values_list("pool", "low", "high") if high
    }


LISTING = Listing("pools", form, take, rows)
