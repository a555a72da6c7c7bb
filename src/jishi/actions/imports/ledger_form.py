"""The ledger (台账) as a sheet: one row for each remedy, or for a problem against which nothing is done yet."""

from jishi.actions.imports.forms import CODE, texts
from jishi.packs.pack import Pack
from jishi.packs.schema.fields import Texts as PackTexts
from jishi.packs.schema.improvement import Degree, ProblemKind
from jishi.sheets.columns import Choice, Form, FormColumn, Texts, Type

SOURCES: tuple[tuple[str, str, str, str], ...] = (
    ("indicator", "指标偏低", "指標偏低", "Low indicator"),
    ("consultation", "满意度测评", "滿意度測評", "Consultation"),
    ("visit", "走访", "走訪", "Visit"),
    ("feedback", "群众反映", "群眾反映", "Feedback"),
    ("inspection", "督查", "督查", "Inspection"),
    ("other", "其他", "其他", "Elsewhere"),
)
_OPTIONAL = texts("可不填。", "可不填。", "May be left empty.")
_DAY = texts("如 2012-02-07、201202。", "如 2012-02-07、201202。", "For example 2012-02-07 or 201202.")
_PICK = texts("从下拉列表中选。", "從下拉列表中選。", "Choose from the list.")


def _column(name: str, names: Texts, kind: Type = "text", note: Texts = _OPTIONAL, **more: object) -> FormColumn:
    return FormColumn(id=name, names=names, type=kind, note=note, **more)  # type: ignore[arg-type]


def ledger_form(pack: Pack) -> Form:
    """Return the ledger with the words of a pack."""
    return Form("ledger", texts("整改台账", "整改台賬", "Ledger of remedies"), (*_problem(pack), *_remedy()))


def _problem(pack: Pack) -> tuple[FormColumn, ...]:
    said = pack.improvement
    return (
        CODE,
        _column("unit_name", texts("党组织名称", "黨組織名稱", "Name"), synonyms=("组织名称", "unit name")),
        _column(
            "kind",
            texts("主要表现（类型）", "主要表現（類型）", "Kind of problem"),
            "choice",
            _PICK,
            required=True,
            choices=_choices(said.kinds if said else ()),
            synonyms=("问题类型", "类型", "主要表现"),
        ),
        _column(
            "problem",
            texts("存在的突出问题", "存在的突出問題", "Problem"),
            required=True,
            note=texts("同一问题可以有几行措施。", "同一問題可以有幾行措施。", "A problem may have several rows."),
            synonyms=("存在问题", "问题", "突出问题"),
        ),
        _column(
            "source",
            texts("问题来源", "問題來源", "Where it was found"),
            "choice",
            _PICK,
            choices=tuple(Choice(name, texts(hans, hant, en)) for name, hans, hant, en in SOURCES),
            synonyms=("来源",),
        ),
        _column(
            "severity",
            texts("严重程度", "嚴重程度", "Severity"),
            "choice",
            _PICK,
            choices=_choices(said.severities if said else ()),
        ),
        _column(
            "urgency",
            texts("紧急程度", "緊急程度", "Urgency"),
            "choice",
            _PICK,
            choices=_choices(said.urgencies if said else ()),
        ),
        _column("found", texts("发现日期", "發現日期", "Found on"), "date", _DAY),
    )


def _remedy() -> tuple[FormColumn, ...]:
    return (
        _column("goal", texts("整顿目标", "整頓目標", "Goal"), synonyms=("整改目标", "目标")),
        _column(
            "remedy",
            texts("整顿措施", "整頓措施", "Remedy"),
            synonyms=("整改措施", "措施", "工作举措", "拟采取措施"),
        ),
        _column("responsible", texts("责任人", "責任人", "Responsible"), synonyms=("责任领导",)),
        _column(
            "due",
            texts("整顿时限", "整頓時限", "Deadline"),
            "date",
            _DAY,
            synonyms=("时限", "完成时限", "整改时限"),
        ),
    )


#: What an export tells beside the form; a file that comes back with it is read without it.
PROGRESS: tuple[tuple[str, Texts], ...] = (
    ("progress", texts("进展情况（%）", "進展情況（%）", "Progress (%)")),
    ("state", texts("状态", "狀態", "State")),
    ("verified", texts("验收时间", "驗收時間", "Verified on")),
    ("members", texts("党员数", "黨員數", "Members")),
    ("secretary", texts("书记", "書記", "Secretary")),
    ("helpers", texts("帮扶力量", "幫扶力量", "Who was sent to help")),
)


def _choices(named: tuple[ProblemKind, ...] | tuple[Degree, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(str(one.id), _texts(one.names)) for one in named)


def _texts(names: PackTexts) -> Texts:
    return texts(names.zh_hans, names.zh_hant, names.en)
