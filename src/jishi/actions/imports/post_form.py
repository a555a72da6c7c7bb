"""The form of posts: one row for each post of a unit and who holds it."""

from jishi.actions.imports.forms import CODE, texts
from jishi.packs.pack import Pack
from jishi.packs.schema.fields import Texts as PackTexts
from jishi.sheets.columns import Choice, Form, FormColumn, Texts, Type

_OPTIONAL = texts("可不填。", "可不填。", "May be left empty.")
_DAY = texts("如 2012-02-07、201202。", "如 2012-02-07、201202。", "For example 2012-02-07 or 201202.")
_PICK = texts("从下拉列表中选。", "從下拉列表中選。", "Choose from the list.")


def _column(name: str, names: Texts, kind: Type = "text", note: Texts = _OPTIONAL, **more: object) -> FormColumn:
    return FormColumn(id=name, names=names, type=kind, note=note, **more)  # type: ignore[arg-type]


# What tells people of one name apart; of these, nothing is ever exported.
_APART = texts(
    "同名时填一项；导出时不带出。",
    "同名時填一項；匯出時不帶出。",
    "One of them where two have one name. Never exported.",
)
_TELLING_APART = (
    _column("born", texts("出生日期", "出生日期", "Born on"), "date", _APART, synonyms=("出生年月",)),
    _column(
        "phone",
        texts("手机号", "手機號", "Telephone"),
        "phone",
        _APART,
        synonyms=("联系电话", "手机号码", "手机", "电话"),
    ),
    _column(
        "identity",
        texts("公民身份证号", "公民身份證號", "Identity number"),
        "identity",
        _APART,
        synonyms=("身份证号", "身份证号码", "公民身份号码", "身份证"),
    ),
)


def post_form(pack: Pack) -> Form:
    """Return the form of posts with the words of a pack."""
    kinds = tuple(Choice(str(kind.id), _texts(kind.names)) for kind in (pack.posts.kinds if pack.posts else ()))
    found = tuple(Choice(str(one.id), _texts(one.names)) for one in (pack.posts.channels if pack.posts else ()))
    return Form(
        "posts",
        texts("职务任职表", "職務任職表", "Posts and holders"),
        (
            CODE,
            _column("unit_name", texts("组织名称", "組織名稱", "Name"), synonyms=("党组织名称", "unit name")),
            _column(
                "post",
                texts("职务", "職務", "Post"),
                "choice",
                _PICK,
                required=True,
                choices=kinds,
                synonyms=("党内职务", "职务名称"),
            ),
            _column(
                "holder",
                texts("姓名", "姓名", "Holder"),
                note=texts("空缺的留空。", "空缺的留空。", "Empty while vacant."),
                synonyms=("任职人员", "任职人", "name of holder"),
            ),
            _column(
                "since",
                texts("任职日期", "任職日期", "Since"),
                "date",
                _DAY,
                synonyms=("任职时间", "任职开始时间", "任现职时间"),
            ),
            _column(
                "term_end",
                texts("届满日期", "屆滿日期", "Term ends on"),
                "date",
                _DAY,
                synonyms=("任期届满时间", "届满时间", "任期截止"),
            ),
            _column(
                "channel",
                texts("来源渠道", "來源渠道", "Where from"),
                "choice",
                _PICK,
                choices=found,
                synonyms=("来源", "选任渠道"),
            ),
            *_TELLING_APART,
        ),
    )


def _texts(names: PackTexts) -> Texts:
    return texts(names.zh_hans, names.zh_hant, names.en)
