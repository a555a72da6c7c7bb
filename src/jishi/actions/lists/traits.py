"""Areas with special support (D132) and tiers of cities (D111), as said of units."""

from collections.abc import Iterator, Sequence

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import ON, PICK, UNIT, UNIT_NAME, choice, column, parts, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.org.places import set_traits
from jishi.core.errors import refuse
from jishi.packs.pack import Pack
from jishi.sheets.choices import choice_id
from jishi.sheets.clearing import NOTES, Cleared
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.unreadable import Unreadable
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import UnitTrait
from jishi.store.queries import units

_KINDS = (UnitTrait.Kind.AREA, UnitTrait.Kind.TIER)


def form(pack: Pack) -> Form:
    """Return the form of area types and tiers, in the words of a pack."""
    words = pack.vocabulary
    named = "、".join(area.names.zh_hans for area in words.areas)
    note = texts(
        f"{named}；多个用顿号隔开。{NOTES['zh-Hans']}",
        f"{'、'.join(area.names.zh_hant for area in words.areas)}；多個用頓號隔開。{NOTES['zh-Hant']}",
        f"{', '.join(area.names.en for area in words.areas)}; several are divided by a comma. {NOTES['en']}",
    )
    return Form(
        "traits",
        texts("地区类型和城市类别", "地區類型和城市類別", "Area types and tiers"),
        (
            UNIT,
            UNIT_NAME,
            column("areas", texts("地区类型", "地區類型", "Areas with special support"), note=note, clearable=True),
            column(
                "tier",
                texts("城市类别", "城市類別", "Tier of the city"),
                "choice",
                PICK,
                choices=tuple(choice(tier.id, tier.names, *tier.also) for tier in words.tiers),
                clearable=True,
            ),
            ON,
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Let a unit have these area types and this tier; empty cells leave what is known."""
    with at("code"):
        unit = unit_of(taking.asked.scope, row.text("code"))
    order = taking.order(row)
    held = UnitTrait.objects.filter(in_force(order.on), unit=unit, kind__in=_KINDS).values_list("kind", "value")
    have = set(held)
    with at("areas"):
        wanted = _laid_over(taking.pack, row, have)
    if wanted == have:
        return "same"
    set_traits(order, unit, unit.version, wanted)
    return "changed" if have else "added"


def _laid_over(pack: Pack, row: StagedRow, have: set[tuple[str, str]]) -> set[tuple[str, str]]:
    areas, tier = row.values.get("areas"), row.values.get("tier")
    kept = {(kind, value) for kind, value in have if row.values.get(_COLUMN[kind]) is None}
    if isinstance(areas, str):
        kept |= {("area", _area(pack, word)) for word in parts(areas)}
    if tier is not None and not isinstance(tier, Cleared):
        kept.add(("tier", str(tier)))
    return kept


_COLUMN = {"area": "areas", "tier": "tier"}


def _area(pack: Pack, word: str) -> str:
    choices = tuple(choice(area.id, area.names, *area.also) for area in pack.vocabulary.areas)
    try:
        return choice_id(column("areas", {}, choices=choices), word)
    except Unreadable as reason:
        raise refuse(word, reason.what, reason.fix) from None


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the units of which an area type or a tier is said today, by code."""
    named = {area.id: area.names.zh_hans for area in leaving.pack.vocabulary.areas}
    seen = units.visible(leaving.scope).order_by().values("pk")
    held = UnitTrait.objects.filter(in_force(clock.today()), kind__in=_KINDS, unit__in=seen)
    found: dict[tuple[str, str], list[UnitTrait]] = {}
    for trait in held.select_related("unit").order_by("unit__code", "value"):
        found.setdefault((trait.unit.code, trait.unit.name), []).append(trait)
    for (code, name), traits in found.items():
        areas = "、".join(named.get(trait.value, trait.value) for trait in traits if trait.kind == "area")
        tier = next((trait.value for trait in traits if trait.kind == "tier"), None)
        yield code, name, areas or None, tier, max(trait.from_on for trait in traits).toordinal()


LISTING = Listing("traits", form, take, rows)
