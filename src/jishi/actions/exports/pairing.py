"""Pairings of exemplary and weak units as a file: those that hold or held, then those that are suggested."""

from collections.abc import Iterator, Sequence

from jishi.actions.exports.sheet import Sheet, Style
from jishi.actions.improve.pairing import Offer
from jishi.sheets.columns import Texts, said
from jishi.sheets.writing import Written
from jishi.store.models.improve import Partnership
from jishi.store.models.org import Unit

_TITLE: Texts = {"zh-Hans": "结对帮带", "zh-Hant": "結對幫帶", "en": "Pairing"}
_HEADS: tuple[tuple[str, Texts], ...] = (
    ("unit", {"zh-Hans": "后进组织编码", "zh-Hant": "後進組織編碼", "en": "Code of the weak unit"}),
    ("unit-name", {"zh-Hans": "后进组织", "zh-Hant": "後進組織", "en": "Weak unit"}),
    ("exemplar", {"zh-Hans": "先进组织编码", "zh-Hant": "先進組織編碼", "en": "Code of the exemplary unit"}),
    ("exemplar-name", {"zh-Hans": "先进组织", "zh-Hant": "先進組織", "en": "Exemplary unit"}),
    ("state", {"zh-Hans": "状态", "zh-Hant": "狀態", "en": "State"}),
    ("from", {"zh-Hans": "起", "zh-Hant": "起", "en": "From"}),
    ("to", {"zh-Hans": "止", "zh-Hant": "止", "en": "Until"}),
    ("purpose", {"zh-Hans": "帮带内容", "zh-Hant": "幫帶內容", "en": "What for"}),
    ("outcome", {"zh-Hans": "成效", "zh-Hant": "成效", "en": "What came of it"}),
)
_STATES: dict[str, Texts] = {
    "paired": {"zh-Hans": "结对中", "zh-Hant": "結對中", "en": "paired"},
    "ended": {"zh-Hans": "已结束", "zh-Hant": "已結束", "en": "ended"},
    "suggested": {"zh-Hans": "建议", "zh-Hant": "建議", "en": "suggested"},
}


def export(pairs: Sequence[Partnership], offers: Sequence[Offer], style: Style) -> Sheet:
    """Return pairings and suggestions that were found through a scope as a sheet."""
    heads = [said(texts, style.words) if style.words else name for name, texts in _HEADS]
    return Sheet(said(_TITLE, style.language), heads, _rows(pairs, offers, style))


def _rows(pairs: Sequence[Partnership], offers: Sequence[Offer], style: Style) -> Iterator[list[Written]]:
    def state(name: str) -> str:
        return said(_STATES[name], style.words) if style.words else name

    for pair in pairs:
        until = pair.to_on.isoformat() if pair.to_on else ""
        name = state("ended" if until else "paired")
        yield [*_both(pair.unit, pair.exemplar), name, pair.from_on.isoformat(), until, pair.purpose, pair.outcome]
    for offer in offers:
        for exemplar in offer.exemplars:
            yield [*_both(offer.unit, exemplar), state("suggested"), "", "", "", ""]


def _both(unit: Unit, exemplar: Unit) -> list[Written]:
    return [unit.code, unit.name, exemplar.code, exemplar.name]
