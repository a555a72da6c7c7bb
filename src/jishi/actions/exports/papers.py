"""The list of papers that are due as a file: of whom, until when, how each stands."""

from collections.abc import Iterator, Mapping, Sequence

from jishi.actions.exports.sheet import Sheet, Style
from jishi.actions.papers.standing import Expected
from jishi.sheets.columns import Texts, said
from jishi.sheets.writing import Written

_TITLE: Texts = {"zh-Hans": "上报材料", "zh-Hant": "上報材料", "en": "Papers"}
_HEADS: tuple[tuple[str, Texts], ...] = (
    ("code", {"zh-Hans": "组织编码", "zh-Hant": "組織編碼", "en": "Code"}),
    ("name", {"zh-Hans": "组织名称", "zh-Hant": "組織名稱", "en": "Name"}),
    ("form", {"zh-Hans": "材料", "zh-Hant": "材料", "en": "Paper"}),
    ("due", {"zh-Hans": "上报期限", "zh-Hant": "上報期限", "en": "Due"}),
    ("state", {"zh-Hans": "状态", "zh-Hant": "狀態", "en": "State"}),
    ("number", {"zh-Hans": "版次", "zh-Hant": "版次", "en": "Version"}),
    ("handed", {"zh-Hans": "上报日期", "zh-Hant": "上報日期", "en": "Handed up"}),
    ("original", {"zh-Hans": "原件编号", "zh-Hant": "原件編號", "en": "Number of the original"}),
    ("answer", {"zh-Hans": "上级意见", "zh-Hant": "上級意見", "en": "Answer from above"}),
    ("digest", {"zh-Hans": "摘要", "zh-Hant": "摘要", "en": "Digest"}),
)


def export(rows: Sequence[Expected], states: Mapping[str, str], style: Style) -> Sheet:
    """Return papers that are due, found through a scope, as a sheet.

    Args:
        states: what each state is called; files for machines carry its id.
    """
    heads = [said(texts, style.words) if style.words else name for name, texts in _HEADS]
    return Sheet(said(_TITLE, style.language), heads, _rows(rows, states, style))


def _rows(rows: Sequence[Expected], states: Mapping[str, str], style: Style) -> Iterator[list[Written]]:
    for row in rows:
        paper = row.paper
        answer = getattr(paper, "answer", None) if paper else None
        yield [
            row.unit.code,
            row.unit.name,
            row.form.names.say(style.language) if style.words else str(row.form.id),
            row.due_on.isoformat() if row.due_on else None,
            states.get(row.state, row.state) if style.words else row.state,
            paper.number if paper else None,
            paper.handed_on.isoformat() if paper and paper.handed_on else None,
            paper.original_number if paper else None,
            answer.words if answer else None,
            paper.digest if paper else None,
        ]
