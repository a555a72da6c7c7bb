"""The form of members, with the heads under which rosters, summaries and exports write its columns."""

from jishi.actions.imports.forms import texts
from jishi.sheets.columns import Choice, Form, FormColumn, Texts

_OPTIONAL = texts("可不填。", "可不填。", "May be left empty.")
_DATE = texts("如 1990-07-01、199007。", "如 1990-07-01、199007。", "For example 1990-07-01 or 199007.")
_PICK = texts("从下拉列表中选。", "從下拉列表中選。", "Choose from the list.")

STATUSES = (
    Choice("full", texts("正式党员", "正式黨員", "Full member"), ("正式", "中共党员", "党员", "中共正式党员")),
    Choice("probationary", texts("预备党员", "預備黨員", "Probationary member"), ("预备", "中共预备党员")),
    Choice("candidate", texts("发展对象", "發展對象", "Candidate"), ()),
    Choice("activist", texts("入党积极分子", "入黨積極分子", "Activist"), ("积极分子",)),
    Choice("applicant", texts("入党申请人", "入黨申請人", "Applicant"), ("申请人", "申请入党人员")),
)
SEXES = (
    Choice("male", texts("男", "男", "Male"), ("男性", "m")),
    Choice("female", texts("女", "女", "Female"), ("女性", "f")),
)


def _column(name: str, names: Texts, synonyms: tuple[str, ...] = (), **more: object) -> FormColumn:
    said: dict[str, object] = {"note": _DATE if more.get("type") == "date" else _OPTIONAL, **more}
    return FormColumn(id=name, names=names, synonyms=synonyms, **said)  # type: ignore[arg-type]


_PERSON = (
    _column(
        "name",
        texts("姓名", "姓名", "Name"),
        ("党员姓名", "现名", "姓名(全名)"),
        required=True,
        note=texts("与身份证一致。", "與身份證一致。", "As on the identity card."),
    ),
    _column("sex", texts("性别", "性別", "Sex"), (), type="choice", choices=SEXES, note=_PICK),
    _column(
        "identity",
        texts("公民身份证号", "公民身份證號", "Identity number"),
        ("身份证号", "身份证号码", "公民身份号码", "公民身份证号码", "居民身份证号码", "身份证"),
        type="identity",
        note=texts(
            "按文本填写，18位。导出时不带出；留空则保持原有。",
            "按文本填寫，18位。匯出時不帶出；留空則保持原有。",
            "As text, 18 digits. Never exported; empty keeps what is there.",
        ),
    ),
    _column("ethnicity", texts("民族", "民族", "Ethnicity")),
    _column("born", texts("出生日期", "出生日期", "Born on"), ("出生年月", "出生年月日", "出生时间"), type="date"),
    _column("education", texts("学历", "學歷", "Education"), ("文化程度", "最高学历")),
)
_PLACE = (
    _column(
        "status",
        texts("人员类别", "人員類別", "Status"),
        ("党员类别", "人员类型", "党员状态", "政治面貌", "类别"),
        type="choice",
        choices=STATUSES,
        note=_PICK,
    ),
    _column(
        "unit_code",
        texts("党支部编码", "黨支部編碼", "Code of the branch"),
        ("组织编码", "党组织编码", "党组织代码", "支部编码", "branch code"),
        type="code",
        note=texts("编码或名称填一项。", "編碼或名稱填一項。", "The code or the name of the branch."),
    ),
    _column(
        "unit",
        texts("所在党支部", "所在黨支部", "Branch"),
        ("所属支部", "所在党组织", "所属党支部", "党支部", "所在支部", "党组织名称", "组织名称", "党支部名称"),
        note=texts("编码或名称填一项。", "編碼或名稱填一項。", "The code or the name of the branch."),
    ),
    _column("since", texts("进入支部日期", "進入支部日期", "In the branch since"), ("转入日期",), type="date"),
)
_DATES = (
    _column("applied_on", texts("申请入党日期", "申請入黨日期", "Applied on"), ("申请入党时间",), type="date"),
    _column(
        "activist_on",
        texts("确定积极分子日期", "確定積極分子日期", "Activist since"),
        ("确定为积极分子时间", "列为积极分子日期"),
        type="date",
    ),
    _column(
        "candidate_on",
        texts("确定发展对象日期", "確定發展對象日期", "Candidate since"),
        ("确定为发展对象时间", "列为发展对象日期"),
        type="date",
    ),
    _column(
        "joined_on",
        texts("加入党组织日期", "加入黨組織日期", "Joined on"),
        ("入党时间", "入党日期", "加入中共组织日期", "加入党组织时间"),
        type="date",
    ),
    _column(
        "full_on",
        texts("转为正式党员日期", "轉為正式黨員日期", "Full member since"),
        ("转正时间", "转正日期", "转为正式党员时间"),
        type="date",
    ),
)
_REST = (
    _column("occupation", texts("工作岗位", "工作崗位", "Occupation"), ("职业", "岗位", "从事职业")),
    _column(
        "phone",
        texts("手机号", "手機號", "Telephone"),
        ("联系电话", "手机号码", "手机", "移动电话", "联系方式", "电话", "联系电话(手机)"),
        type="phone",
        note=texts(
            "手机或区号加固定电话。导出时不带出。", "手機或區號加固定電話。匯出時不帶出。", "Never exported."
        ),
    ),
    _column("landline", texts("固定电话", "固定電話", "Landline"), ("家庭电话", "座机"), type="phone"),
    _column(
        "registered",
        texts("党员编号", "黨員編號", "Number in the national register"),
        ("全国党员编号", "党员ID", "uuid"),
        type="code",
    ),
    _column("lost", texts("是否为失联党员", "是否為失聯黨員", "Lost contact"), ("是否失联",), type="yes-no"),
    _column(
        "lost_since",
        texts("失去联系日期", "失去聯繫日期", "Lost since"),
        ("失联日期", "失联时间"),
        type="date",
    ),
    _column(
        "floating", texts("是否为流动党员", "是否為流動黨員", "Lives elsewhere"), ("是否流动党员",), type="yes-no"
    ),
    _column("place", texts("外出流向", "外出流向", "Where to"), ("外出地点", "流向")),
)
FORM = Form("members", texts("党员花名册", "黨員花名冊", "Members"), (*_PERSON, *_PLACE, *_DATES, *_REST))
