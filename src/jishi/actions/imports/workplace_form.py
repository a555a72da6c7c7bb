"""The form of workplaces: one row for each host of a unit, of a part of one, or of none yet."""

from collections.abc import Iterator

from jishi.actions.imports.forms import texts
from jishi.packs.schema.vocabulary import Vocabulary
from jishi.sheets.columns import Choice, Form, FormColumn, Texts, Type

_OPTIONAL = texts("可不填。", "可不填。", "May be left empty.")
_UNKNOWN = texts("不知道的留空，不填 0。", "不知道的留空，不填 0。", "Empty where it is not known; never 0.")
_PICK = texts("从下拉列表中选。", "從下拉列表中選。", "Choose from the list.")
_DAY = texts("如 2012-02-07、201202。", "如 2012-02-07、201202。", "For example 2012-02-07 or 201202.")


def _column(name: str, names: Texts, kind: Type = "text", note: Texts = _OPTIONAL, **more: object) -> FormColumn:
    return FormColumn(id=name, names=names, type=kind, note=note, **more)  # type: ignore[arg-type]


def workplace_form(vocabulary: Vocabulary) -> Form:
    """Return the form of workplaces."""
    return Form(
        "workplaces",
        texts("单位台账", "單位台賬", "Workplaces"),
        (*_names(), *_words(vocabulary), *_places(), *_counts(), *_dates()),
    )


def _names() -> tuple[FormColumn, ...]:
    return (
        _column(
            "code",
            texts("单位代码", "單位代碼", "Code of the workplace"),
            "code",
            texts("按文本填写，不重复。", "按文本填寫，不重複。", "Typed as text; no code twice."),
            required=True,
            synonyms=("单位编码", "workplace code"),
        ),
        _column(
            "name",
            texts("单位名称", "單位名稱", "Workplace"),
            note=texts("全称。", "全稱。", "In full."),
            required=True,
            synonyms=("单位名称(全称)", "企业名称", "法人单位名称", "单位全称"),
        ),
        _column(
            "credit_code",
            texts("统一社会信用代码", "統一社會信用代碼", "Credit code"),
            "code",
            synonyms=("信用代码", "社会信用代码"),
        ),
    )


def _words(vocabulary: Vocabulary) -> tuple[FormColumn, ...]:
    domains = tuple(Choice(d.id, texts(d.names.zh_hans, d.names.zh_hant, d.names.en)) for d in vocabulary.domains)
    return (
        _column(
            "kind",
            texts("单位性质类别", "單位性質類別", "Kind of workplace"),
            synonyms=("单位性质", "单位类别"),
        ),
        _column(
            "domain",
            texts("领域", "領域", "Domain"),
            "choice",
            _PICK,
            choices=domains,
            synonyms=("所属领域", "领域类别"),
        ),
        *_lists(vocabulary),
    )


def _lists(vocabulary: Vocabulary) -> Iterator[FormColumn]:
    """Yield a column for each list of which the pack has words."""
    for name, names, words, synonyms in (
        ("ownership", texts("所有制", "所有制", "Ownership"), vocabulary.ownerships, ("经济类型", "登记注册类型")),
        ("size_class", texts("规模", "規模", "Size"), vocabulary.sizes, ("企业规模", "单位规模")),
        ("area", texts("所在区域", "所在區域", "Kind of area"), vocabulary.sites, ("区域类型",)),
    ):
        choices = tuple(
            Choice(word.id, texts(word.names.zh_hans, word.names.zh_hant, word.names.en), word.also)
            for word in words
        )
        if choices:
            yield _column(name, names, "choice", _PICK, choices=choices, synonyms=synonyms)


def _places() -> tuple[FormColumn, ...]:
    return (
        _column(
            "place",
            texts("属地组织编码", "屬地組織編碼", "Code of the unit of its area"),
            "code",
            texts(
                "对其负责的村、社区或街道组织。", "對其負責的村、社區或街道組織。", "The unit that answers for it."
            ),
            synonyms=("所在村社区组织编码", "属地党组织编码", "place"),
        ),
        _column(
            "unit",
            texts("本单位组织编码", "本單位組織編碼", "Code of its own unit"),
            "code",
            texts("没有组织的留空。", "沒有組織的留空。", "Empty where it has none."),
            synonyms=("所建组织编码", "党组织编码", "unit"),
        ),
        _column(
            "joint",
            texts("联建组织编码", "聯建組織編碼", "Codes of joint units"),
            note=texts("多个用顿号隔开。", "多個用頓號隔開。", "Several are divided by a comma."),
            synonyms=("联合组织编码", "joint"),
        ),
    )


def _counts() -> tuple[FormColumn, ...]:
    count = {"least": 0, "most": 2_000_000}
    return (
        _column(
            "employees",
            texts("从业人数", "從業人數", "Employees"),
            "count",
            _UNKNOWN,
            synonyms=("职工人数", "职工总数", "在岗职工数"),
            **count,
        ),
        _column(
            "members", texts("党员数", "黨員數", "Members"), "count", _UNKNOWN, synonyms=("党员人数",), **count
        ),
        _column(
            "full_members",
            texts("正式党员数", "正式黨員數", "Full members"),
            "count",
            _UNKNOWN,
            synonyms=("正式党员人数",),
            **count,
        ),
        _column(
            "union",
            texts("有工会", "有工會", "Trade union"),
            "yes-no",
            _UNKNOWN,
            synonyms=("工会", "是否建立工会"),
        ),
        _column(
            "league",
            texts("有共青团", "有共青團", "Youth League"),
            "yes-no",
            _UNKNOWN,
            synonyms=("共青团组织", "是否建立共青团", "团组织"),
        ),
    )


def _dates() -> tuple[FormColumn, ...]:
    return (
        _column("opened_on", texts("成立日期", "成立日期", "Opened on"), "date", _DAY, synonyms=("开办日期",)),
        _column("closed_on", texts("注销日期", "註銷日期", "Closed on"), "date", _OPTIONAL, synonyms=("停业日期",)),
        _column(
            "formation_due",
            texts("组建期限", "組建期限", "Unit due by"),
            "date",
            texts("应建未建的填。", "應建未建的填。", "Where a unit is missing."),
            synonyms=("应建期限", "建立组织期限"),
        ),
    )
