"""The list of candidates as a file: what each rests on, and how far it has come."""

from collections.abc import Iterable, Iterator, Mapping

from jishi.actions.awards.moving import Rules
from jishi.actions.exports.sheet import Sheet, Style
from jishi.actions.imports.forms import fact_column
from jishi.sheets.columns import Texts, said
from jishi.sheets.showing import show
from jishi.sheets.writing import Written
from jishi.store.models.awards import Candidate

_TITLE: Texts = {"zh-Hans": "表彰推荐", "zh-Hant": "表彰推薦", "en": "Commendation"}
_HEADS: tuple[tuple[str, Texts], ...] = (
    ("code", {"zh-Hans": "组织编码", "zh-Hant": "組織編碼", "en": "Code"}),
    ("name", {"zh-Hans": "组织名称", "zh-Hant": "組織名稱", "en": "Name"}),
    ("proposer", {"zh-Hans": "推荐单位", "zh-Hant": "推薦單位", "en": "Proposed by"}),
    ("grade", {"zh-Hans": "等次", "zh-Hant": "等次", "en": "Grade"}),
    ("before", {"zh-Hans": "上轮等次", "zh-Hant": "上輪等次", "en": "Grade before"}),
    ("score", {"zh-Hans": "得分", "zh-Hant": "得分", "en": "Score"}),
    ("merits", {"zh-Hans": "主要事迹", "zh-Hant": "主要事跡", "en": "Merits"}),
    ("state", {"zh-Hans": "进度", "zh-Hant": "進度", "en": "Step"}),
    ("minutes", {"zh-Hans": "会议记录编号", "zh-Hant": "會議記錄編號", "en": "Minutes"}),
    ("reason", {"zh-Hans": "未通过的理由", "zh-Hant": "未通過的理由", "en": "Reason"}),
)


def export(found: Rules, rows: Iterable[Candidate], style: Style) -> Sheet:
    """Return candidates, found through a scope, as a sheet."""
    heads = [said(texts, style.words) if style.words else name for name, texts in _HEADS]
    facts = [found.pack.fact_by_id[name] for name in found.award.facts]
    heads += [fact.names.say(style.language) if style.words else str(fact.id) for fact in facts]
    return Sheet(said(_TITLE, style.language), heads, _rows(found, rows, style))


def _rows(found: Rules, rows: Iterable[Candidate], style: Style) -> Iterator[list[Written]]:
    names = {str(grade.id): grade.names.say(style.language) for grade in found.pack.grades.grades}
    steps = {step.id: step.names.texts for step in found.procedure.steps}
    columns = [(name, fact_column(found.pack.fact_by_id[name])) for name in found.award.facts]
    for row in rows:
        rests: Mapping = row.rests_on
        grade, before = str(rests.get("grade", "")), str(rests.get("before", ""))
        score = rests.get("score")
        facts: Mapping = rests.get("facts", {})
        yield [
            row.unit.code,
            row.unit.name,
            row.proposer.name,
            names.get(grade, grade) if style.words else grade,
            names.get(before, before) if style.words else before,
            score / 100 if score is not None else None,
            row.merits,
            steps.get(row.state, {}).get(style.words, row.state),
            row.meeting.minute_number if row.meeting else None,
            row.reason or None,
            *(show(column, facts.get(name), style.words) for name, column in columns),
        ]
