"""Who may rise as a file: before, proposed, what members and public said, what is missing."""

from collections.abc import Callable, Iterator, Sequence

from jishi.actions.cases.ground import Docket
from jishi.actions.exports.sheet import Sheet, Style
from jishi.actions.improve.promoting import Candidate
from jishi.actions.publish.saying import said as band_said
from jishi.sheets.columns import Texts, said
from jishi.sheets.writing import Written
from jishi.store.models.org import Unit

_TITLE: Texts = {"zh-Hans": "晋位升级一览", "zh-Hant": "晉位升級一覽", "en": "Promotion"}
_HEADS: tuple[tuple[str, Texts], ...] = (
    ("code", {"zh-Hans": "组织编码", "zh-Hant": "組織編碼", "en": "Code"}),
    ("name", {"zh-Hans": "组织名称", "zh-Hant": "組織名稱", "en": "Name"}),
    ("domain", {"zh-Hans": "领域", "zh-Hant": "領域", "en": "Domain"}),
    ("committee", {"zh-Hans": "审定的党委", "zh-Hant": "審定的黨委", "en": "Committee"}),
    ("before", {"zh-Hans": "上轮等次", "zh-Hant": "上輪等次", "en": "Grade before"}),
    ("proposed", {"zh-Hans": "建议等次", "zh-Hant": "建議等次", "en": "Proposed grade"}),
    ("members", {"zh-Hans": "党员满意率", "zh-Hant": "黨員滿意率", "en": "Members satisfied"}),
    ("public", {"zh-Hans": "群众满意率", "zh-Hant": "群眾滿意率", "en": "Public satisfied"}),
    ("notice", {"zh-Hans": "公示截止", "zh-Hant": "公示截止", "en": "Notice until"}),
    ("may-rise", {"zh-Hans": "是否可以晋级", "zh-Hant": "是否可以晉級", "en": "May rise"}),
    ("missing", {"zh-Hans": "还缺什么", "zh-Hant": "還缺什麼", "en": "What is missing"}),
    ("step", {"zh-Hans": "进度", "zh-Hant": "進度", "en": "Step"}),
    ("grade", {"zh-Hans": "审定等次", "zh-Hant": "審定等次", "en": "Grade"}),
)
_YES: Texts = {"zh-Hans": "是", "zh-Hant": "是", "en": "yes"}
_NO: Texts = {"zh-Hans": "否", "zh-Hant": "否", "en": "no"}
_BATCH = 900


def export(docket: Docket, rows: Sequence[Candidate], style: Style, say: Callable[[str], str]) -> Sheet:
    """Return candidates in this order as a sheet; they were found through a scope.

    Args:
        say: translates the sentences that say what is missing.
    """
    heads = [said(texts, style.words) if style.words else name for name, texts in _HEADS]
    return Sheet(said(_TITLE, style.language), heads, _rows(docket, rows, style, say))


def _rows(
    docket: Docket, rows: Sequence[Candidate], style: Style, say: Callable[[str], str]
) -> Iterator[list[Written]]:
    names = {str(grade.id): grade.names for grade in docket.pack.grades.grades}
    steps = {step.id: step.names.texts for step in docket.procedure.steps}

    def grade_name(id: str) -> str:
        return names[id].say(style.language) if style.words and id in names else id

    for start in range(0, len(rows), _BATCH):
        part = rows[start : start + _BATCH]
        units = Unit.objects.in_bulk([row.unit for row in part])
        for row in (row for row in part if row.unit in units):
            unit = units[row.unit]
            domain = docket.pack.domain_by_id.get(unit.domain)
            yield [
                unit.code,
                unit.name,
                domain.names.say(style.language) if domain and style.words else unit.domain,
                row.committee.name if row.committee else "",
                grade_name(str(docket.pack.grade_at(row.before).id)),
                grade_name(str(docket.pack.grade_at(row.proposed).id)),
                band_said(row.bands.get("members"), style.language),
                band_said(row.bands.get("public"), style.language),
                row.notice.until.isoformat() if row.notice else "",
                said(_YES if row.may_rise else _NO, style.language),
                " ".join(complaint.what.say(say) for complaint in row.missing),
                steps[row.step].get(style.words, row.step),
                grade_name(row.row.grade) if row.row else "",
            ]
