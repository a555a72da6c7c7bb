"""What a consultation told, as a file: of which unit, of whom, which answers, the band."""

from collections.abc import Iterable, Iterator

from jishi.actions.consult.answers import Answer
from jishi.actions.exports.sheet import Sheet, Style
from jishi.core.names import Named
from jishi.sheets.columns import Texts, said
from jishi.sheets.writing import Written
from jishi.store.models.org import Unit

_TITLE: Texts = {"zh-Hans": "测评结果", "zh-Hant": "測評結果", "en": "Results"}
_HEADS: tuple[tuple[str, Texts], ...] = (
    ("code", {"zh-Hans": "组织编码", "zh-Hant": "組織編碼", "en": "Code"}),
    ("name", {"zh-Hans": "组织名称", "zh-Hant": "組織名稱", "en": "Name"}),
    ("whole", {"zh-Hans": "范围", "zh-Hant": "範圍", "en": "Extent"}),
    ("people", {"zh-Hans": "测评对象", "zh-Hant": "測評對象", "en": "Who was asked"}),
    ("question", {"zh-Hans": "题目", "zh-Hant": "題目", "en": "Question"}),
    ("answers", {"zh-Hans": "计入的答案", "zh-Hant": "計入的答案", "en": "Answers that count"}),
    ("low", {"zh-Hans": "占比下限（%）", "zh-Hant": "占比下限（%）", "en": "Share from (%)"}),
    ("high", {"zh-Hans": "占比上限（%）", "zh-Hant": "占比上限（%）", "en": "Share to (%)"}),
)
_OWN: Texts = {"zh-Hans": "本组织", "zh-Hant": "本組織", "en": "its own people"}
_WHOLE: Texts = {"zh-Hans": "含下级", "zh-Hant": "含下級", "en": "with all below"}


def export(rows: Iterable[tuple[Unit, bool, Answer]], style: Style) -> Sheet:
    """Return what was told as a sheet; a share that was not told has empty bounds."""
    heads = [said(texts, style.words) if style.words else name for name, texts in _HEADS]
    return Sheet(said(_TITLE, style.language), heads, _rows(rows, style.language))


def _rows(rows: Iterable[tuple[Unit, bool, Answer]], language: str) -> Iterator[list[Written]]:
    for unit, whole, answer in rows:
        yield [
            unit.code,
            unit.name,
            said(_WHOLE if whole else _OWN, language),
            _in(answer.people, language),
            _in(answer.question, language),
            " / ".join(_in(choice, language) for choice in answer.choices),
            None if answer.low is None else answer.low // 100,
            None if answer.high is None else answer.high // 100,
        ]


def _in(name: Named, language: str) -> str:
    return name.texts.get(language) or next(iter(name.texts.values()), "")
