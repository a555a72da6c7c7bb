"""The list of a review as a file: proposal, marks, answer, decision, minutes."""

from collections.abc import Iterator, Sequence
from datetime import date

from jishi.actions.cases.ground import Docket, answers_of, grades_of
from jishi.actions.cases.marks import Marks
from jishi.actions.exports.sheet import Sheet, Style
from jishi.sheets.columns import Texts, said
from jishi.sheets.writing import Written
from jishi.store.models.org import Unit

_TITLE: Texts = {"zh-Hans": "审定一览", "zh-Hant": "審定一覽", "en": "Review"}
_HEADS: tuple[tuple[str, Texts], ...] = (
    ("code", {"zh-Hans": "组织编码", "zh-Hant": "組織編碼", "en": "Code"}),
    ("name", {"zh-Hans": "组织名称", "zh-Hant": "組織名稱", "en": "Name"}),
    ("domain", {"zh-Hans": "领域", "zh-Hant": "領域", "en": "Domain"}),
    ("score", {"zh-Hans": "得分", "zh-Hant": "得分", "en": "Score"}),
    ("proposed", {"zh-Hans": "建议等次", "zh-Hant": "建議等次", "en": "Proposed grade"}),
    ("step", {"zh-Hans": "进度", "zh-Hant": "進度", "en": "Step"}),
    ("marks", {"zh-Hans": "需要关注", "zh-Hant": "需要關注", "en": "Marks"}),
    ("answer", {"zh-Hans": "支部意见", "zh-Hant": "支部意見", "en": "Answer of the branch"}),
    ("grade", {"zh-Hans": "审定等次", "zh-Hant": "審定等次", "en": "Grade"}),
    ("minutes", {"zh-Hans": "会议记录编号", "zh-Hant": "會議記錄編號", "en": "Minutes"}),
    ("held", {"zh-Hans": "会议日期", "zh-Hant": "會議日期", "en": "Meeting"}),
    ("reason", {"zh-Hans": "调整或退回的理由", "zh-Hant": "調整或退回的理由", "en": "Reason"}),
    ("run", {"zh-Hans": "依据的计算", "zh-Hant": "依據的計算", "en": "Run"}),
)
_MARKS: dict[str, Texts] = {
    "stopped": {"zh-Hans": "规则阻断", "zh-Hant": "規則阻斷", "en": "stopped by a rule"},
    "no-proposal": {"zh-Hans": "没有建议等次", "zh-Hant": "沒有建議等次", "en": "no proposal"},
    "gated": {"zh-Hans": "晋级条件未满足", "zh-Hant": "晉級條件未滿足", "en": "may not rise yet"},
    "lowest": {"zh-Hans": "最低等次", "zh-Hant": "最低等次", "en": "lowest grade"},
    "limited": {"zh-Hans": "受限制", "zh-Hant": "受限制", "en": "held by a limit"},
    "disagrees": {"zh-Hans": "支部有不同意见", "zh-Hant": "支部有不同意見", "en": "branch disagrees"},
    "changed": {"zh-Hans": "其后有变化", "zh-Hant": "其後有變化", "en": "changed since"},
    "returned": {"zh-Hans": "退回后重报", "zh-Hant": "退回後重報", "en": "sent again"},
    "recused": {"zh-Hans": "有人回避", "zh-Hant": "有人迴避", "en": "somebody leaves"},
    "flagged": {"zh-Hans": "规则提示", "zh-Hant": "規則提示", "en": "rule worth a look"},
}
_AGREES: Texts = {"zh-Hans": "同意", "zh-Hant": "同意", "en": "agrees"}
_BATCH = 900


def export(docket: Docket, wanted: Sequence[int], today: date, style: Style) -> Sheet:
    """Return units of a docket, in this order, as a sheet; they were found through a scope."""
    heads = [said(texts, style.words) if style.words else name for name, texts in _HEADS]
    return Sheet(said(_TITLE, style.language), heads, _rows(docket, wanted, today, style))


def _rows(docket: Docket, wanted: Sequence[int], today: date, style: Style) -> Iterator[list[Written]]:
    marks = Marks(docket, today)
    grades = {str(grade.id): grade.names for grade in docket.pack.grades.grades}
    steps = {step.id: step.names.texts for step in docket.procedure.steps}

    def grade_name(id: str) -> str:
        return grades[id].say(style.language) if style.words and id in grades else id

    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=part)}
        rows, answers = grades_of(docket.round, part), answers_of(docket.round, part)
        for unit in (units[each] for each in part if each in units):
            row, answer = rows.get(unit.pk), answers.get(unit.pk)
            step = docket.case(row, today).step
            score = docket.results.value("score", unit.pk)
            domain = docket.pack.domain_by_id.get(unit.domain)
            yield [
                unit.code,
                unit.name,
                domain.names.say(style.language) if domain and style.words else unit.domain,
                score / 100 if score is not None else None,
                grade_name(docket.proposal(unit.pk)),
                steps[step].get(style.words, step),
                ", ".join(
                    said(_MARKS[mark], style.words) if style.words else mark for mark in marks.all(unit.pk, row)
                ),
                (answer.text or (said(_AGREES, style.language) if answer.agrees else "")) if answer else "",
                grade_name(row.grade) if row else "",
                row.meeting.minute_number if row and row.meeting else "",
                row.meeting.held_on.isoformat() if row and row.meeting else "",
                row.reason if row else "",
                row.run.number if row else docket.opening.run.number,
            ]
