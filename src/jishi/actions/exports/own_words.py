"""What people wrote in their own words, as a workbook for those who may read it: never a name beside it."""

from collections.abc import Iterable, Iterator

from jishi.actions.consult.own_words_read import Answered
from jishi.actions.exports.sheet import Sheet, Style
from jishi.core.names import Named
from jishi.sheets.columns import Texts, said
from jishi.sheets.writing import Written
from jishi.store.models.org import Unit

_TITLE: Texts = {"zh-Hans": "群众原话", "zh-Hant": "群眾原話", "en": "In their own words"}
_HEADS: tuple[tuple[str, Texts], ...] = (
    ("code", {"zh-Hans": "组织编码", "zh-Hant": "組織編碼", "en": "Code"}),
    ("name", {"zh-Hans": "组织名称", "zh-Hant": "組織名稱", "en": "Name"}),
    ("form", {"zh-Hans": "问卷", "zh-Hant": "問卷", "en": "Form"}),
    ("question", {"zh-Hans": "题目", "zh-Hant": "題目", "en": "Question"}),
    ("text", {"zh-Hans": "写下的话", "zh-Hant": "寫下的話", "en": "What was written"}),
)


def export(unit: Unit, rows: Iterable[Answered], style: Style) -> Sheet:
    """Return what stands at a unit as a sheet; call it after the reading was written down."""
    heads = [said(texts, style.words) if style.words else name for name, texts in _HEADS]
    return Sheet(said(_TITLE, style.language), heads, _rows(unit, rows, style.language))


def _rows(unit: Unit, rows: Iterable[Answered], language: str) -> Iterator[list[Written]]:
    for each in rows:
        yield [unit.code, unit.name, _in(each.form, language), _in(each.question, language), each.text]


def _in(name: Named, language: str) -> str:
    return name.texts.get(language) or next(iter(name.texts.values()), "")
