"""The forms of a pack: which columns its register and its facts have. Nothing here knows one pack from another."""

from collections.abc import Iterable
from decimal import Decimal

from jishi.core.names import Named
from jishi.packs.schema.facts import Fact
from jishi.packs.schema.fields import Texts as Written
from jishi.packs.schema.vocabulary import Domain, Kind, Level, Vocabulary
from jishi.sheets.clearing import NOTES
from jishi.sheets.columns import SCALE, Choice, Form, FormColumn, Texts

SOURCES: tuple[tuple[str, str, str, str], ...] = (
    ("register", "登记册", "登記冊", "Register"),
    ("self", "自评", "自評", "Self-assessment"),
    ("members", "党员评议", "黨員評議", "Members"),
    ("public", "群众评议", "群眾評議", "Public"),
    ("superior", "上级意见", "上級意見", "Superior"),
    ("visit", "实地走访", "實地走訪", "Visit"),
    ("discipline", "纪检意见", "紀檢意見", "Discipline inspection"),
    ("resource", "保障台账", "保障台賬", "Resources"),
    ("activity", "活动记录", "活動記錄", "Activities"),
)

_CODES = ("编码", "代码", "组织编码", "党组织编码", "党组织代码", "组织代码", "unit code", "unit")
_NAMES = ("组织名称", "党组织名称", "党组织全称", "全称", "单位党组织名称", "所在党支部", "unit name")


def named(names: Written) -> Named:
    """Return what a pack calls something, to be told in the reader's language."""
    return Named(texts(names.zh_hans, names.zh_hant, names.en))


def source_named(source: str) -> Named:
    """Return what a source of facts is called; its id where it is none of ours."""
    return next((Named(texts(*names)) for id, *names in SOURCES if id == source), Named({"en": source}))


def texts(hans: str, hant: str, en: str) -> Texts:
    """Return a text in the three languages."""
    return {"zh-Hans": hans, "zh-Hant": hant, "en": en}


def _column(name: str, names: Texts, note: Texts, synonyms: Iterable[str] = (), **more: object) -> FormColumn:
    return FormColumn(id=name, names=names, note=note, synonyms=tuple(synonyms), **more)  # type: ignore[arg-type]


CODE = _column(
    "code",
    texts("组织编码", "組織編碼", "Code"),
    texts(
        "按文本填写，保留开头的 0。编码不重复。",
        "按文本填寫，保留開頭的 0。編碼不重複。",
        "Typed as text, zeros at the beginning kept. No code twice.",
    ),
    _CODES,
    type="code",
    required=True,
)
_DATE_NOTE = texts("如 2012-02-07、201202。", "如 2012-02-07、201202。", "For example 2012-02-07 or 201202.")
_OPTIONAL = texts("可不填。", "可不填。", "May be left empty.")


def register_form(vocabulary: Vocabulary) -> Form:
    """Return the form of the register: one row for each unit."""
    return Form(
        "units",
        texts("组织登记册", "組織登記冊", "Register of units"),
        (
            CODE,
            _column(
                "name",
                texts("组织名称", "組織名稱", "Name"),
                texts("全称，与印章一致。", "全稱，與印章一致。", "In full, as on the seal."),
                _NAMES,
                required=True,
            ),
            _column("short_name", texts("简称", "簡稱", "Short name"), _OPTIONAL, ("党组织简称", "组织简称")),
            *_words(vocabulary),
            _column(
                "parent",
                texts("上级组织编码", "上級組織編碼", "Code of the unit above"),
                texts("最上一级留空。", "最上一級留空。", "Empty only for the topmost unit."),
                ("上级编码", "上级党组织编码", "上级组织", "上级党组织", "隶属组织编码", "parent code", "parent"),
                type="code",
            ),
            *_dates(),
            *_workplace(),
            *_secretary(),
        ),
    )


def _words(vocabulary: Vocabulary) -> tuple[FormColumn, ...]:
    pick = texts("从下拉列表中选。", "從下拉列表中選。", "Choose from the list.")
    return (
        _column(
            "kind",
            texts("组织类别", "組織類別", "Kind"),
            pick,
            ("组织类型", "党组织类别", "类别", "类型"),
            type="choice",
            required=True,
            choices=_choices(vocabulary.kinds),
        ),
        _column(
            "level",
            texts("层级", "層級", "Level"),
            texts("类别已定层级的可不填。", "類別已定層級的可不填。", "May be left empty where the kind says it."),
            ("组织层级", "级别"),
            type="choice",
            choices=_choices(vocabulary.levels),
        ),
        _column(
            "domain",
            texts("领域", "領域", "Domain"),
            texts("不属任何领域的留空。", "不屬任何領域的留空。", "Empty where the unit belongs to none."),
            ("所属领域", "领域类别", "行业领域"),
            type="choice",
            choices=_choices(vocabulary.domains),
        ),
    )


def _choices(words: Iterable[Kind | Level | Domain]) -> tuple[Choice, ...]:
    return tuple(Choice(word.id, texts(word.names.zh_hans, word.names.zh_hant, word.names.en)) for word in words)


def _dates() -> tuple[FormColumn, ...]:
    return (
        _column(
            "founded", texts("成立日期", "成立日期", "Founded on"), _DATE_NOTE, ("成立时间", "founded"), type="date"
        ),
        _column(
            "dissolved",
            texts("撤销日期", "撤銷日期", "Dissolved on"),
            _OPTIONAL,
            ("撤销时间", "dissolved"),
            type="date",
        ),
        _column(
            "since",
            texts("隶属起始日期", "隸屬起始日期", "Below that unit since"),
            _OPTIONAL,
            ("隶属日期", "since"),
            type="date",
        ),
    )


def _workplace() -> tuple[FormColumn, ...]:
    return (
        _column(
            "workplace_code",
            texts("单位代码", "單位代碼", "Code of the workplace"),
            _OPTIONAL,
            ("统一社会信用代码", "法人单位统一社会信用代码", "workplace code"),
            type="code",
        ),
        _column(
            "workplace",
            texts("单位名称", "單位名稱", "Workplace"),
            texts("所在单位全称。", "所在單位全稱。", "Full name of the host."),
            ("单位名称(全称)", "所在单位", "所在单位名称"),
        ),
        _column(
            "workplace_kind",
            texts("单位性质类别", "單位性質類別", "Kind of workplace"),
            _OPTIONAL,
            ("单位性质", "单位类别"),
        ),
    )


def _secretary() -> tuple[FormColumn, ...]:
    return (
        _column(
            "secretary",
            texts("书记姓名", "書記姓名", "Secretary"),
            texts("空缺的留空。", "空缺的留空。", "Empty while vacant."),
            ("书记", "党组织书记", "支部书记", "负责人姓名"),
        ),
        _column(
            "secretary_since",
            texts("书记任职日期", "書記任職日期", "Secretary since"),
            _OPTIONAL,
            ("任职日期", "任职时间", "书记任职时间"),
            type="date",
        ),
    )


def facts_form(facts: Iterable[Fact]) -> Form:
    """Return the wide form: one row for each unit, one column for each fact."""
    name = _column("name", texts("组织名称", "組織名稱", "Name"), _OPTIONAL, _NAMES)
    columns = tuple(fact_column(fact) for fact in facts)
    return Form("facts", texts("组织数据", "組織數據", "Facts of units"), (CODE, name, *columns))


def tall_form(facts: Iterable[Fact]) -> Form:
    """Return the tall form: one row for each value."""
    named = tuple(Choice(f.id, texts(f.names.zh_hans, f.names.zh_hant, f.names.en)) for f in facts)
    sources = tuple(Choice(name, texts(hans, hant, en)) for name, hans, hant, en in SOURCES)
    pick = texts("从下拉列表中选。", "從下拉列表中選。", "Choose from the list.")
    return Form(
        "facts-tall",
        texts("数据明细", "數據明細", "Facts, one by one"),
        (
            CODE,
            _column(
                "fact",
                texts("数据项", "數據項", "Fact"),
                pick,
                ("指标", "事实", "项目"),
                type="choice",
                required=True,
                choices=named,
            ),
            _column(
                "value",
                texts("数值", "數值", "Value"),
                texts(
                    f"按数据项的单位填写。{NOTES['zh-Hans']}",
                    f"按數據項的單位填寫。{NOTES['zh-Hant']}",
                    f"In the unit of measure of the fact. {NOTES['en']}",
                ),
                ("值", "内容"),
                type="value",
                required=True,
            ),
            _column("source", texts("来源", "來源", "Source"), pick, ("数据来源",), type="choice", choices=sources),
            _column("on", texts("日期", "日期", "Date"), _DATE_NOTE, ("数据日期", "截止日期"), type="date"),
        ),
    )


def fact_column(fact: Fact) -> FormColumn:
    """Return the column of a fact, its range in kept whole numbers."""
    least, most = _range(fact)
    measure = fact.unit
    names = texts(
        _headed(fact.names.zh_hans, measure.zh_hans if measure else ""),
        _headed(fact.names.zh_hant, measure.zh_hant if measure else ""),
        _headed(fact.names.en, measure.en if measure else ""),
    )
    question = fact.question or fact.names
    return FormColumn(
        id=fact.id,
        names=names,
        type=fact.type,
        synonyms=(fact.names.zh_hans, fact.names.zh_hant, fact.names.en),
        choices=tuple(
            Choice(choice.id, texts(choice.names.zh_hans, choice.names.zh_hant, choice.names.en))
            for choice in fact.choices
        ),
        least=least,
        most=most,
        note=texts(question.zh_hans, question.zh_hant, question.en),
        clearable=True,
    )


def _headed(name: str, measure: str) -> str:
    return f"{name}（{measure}）" if measure else name


def _range(fact: Fact) -> tuple[int | None, int | None]:
    if not fact.range or fact.type not in SCALE:
        return None, None
    least, most = (int(Decimal(bound.text.rstrip("%")) * SCALE[fact.type]) for bound in fact.range)
    return least, most
