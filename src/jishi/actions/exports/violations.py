"""What is wrong, as a file for people and machines."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet

from jishi.actions.exports.sheet import Sheet, Style
from jishi.actions.which import Which, which
from jishi.core.access import Scope
from jishi.packs.pack import Pack
from jishi.packs.schema.fields import Texts as PackTexts
from jishi.sheets.columns import Texts, said
from jishi.sheets.writing import Written
from jishi.store.models.rules import Violation

_TITLE: Texts = {"zh-Hans": "存在的问题", "zh-Hant": "存在的問題", "en": "What is wrong"}
_HEADS: tuple[tuple[str, Texts], ...] = (
    ("code", {"zh-Hans": "组织编码", "zh-Hant": "組織編碼", "en": "Code"}),
    ("name", {"zh-Hans": "组织名称", "zh-Hant": "組織名稱", "en": "Name"}),
    ("rule", {"zh-Hans": "规则", "zh-Hant": "規則", "en": "Rule"}),
    ("message", {"zh-Hans": "问题和办法", "zh-Hant": "問題和辦法", "en": "What is wrong and what to do"}),
    ("severity", {"zh-Hans": "程度", "zh-Hant": "程度", "en": "Severity"}),
    ("mends", {"zh-Hans": "由谁解决", "zh-Hant": "由誰解決", "en": "Who can mend it"}),
    ("since", {"zh-Hans": "发现日期", "zh-Hant": "發現日期", "en": "Since"}),
    ("closed", {"zh-Hans": "解决日期", "zh-Hant": "解決日期", "en": "Mended on"}),
    ("again", {"zh-Hans": "此前次数", "zh-Hant": "此前次數", "en": "Times before"}),
    ("which", {"zh-Hans": "具体对象", "zh-Hant": "具體對象", "en": "Which they are"}),
)
_AT_ONCE = 150
_SEVERITIES: dict[str, Texts] = {
    "block": {"zh-Hans": "须先解决", "zh-Hant": "須先解決", "en": "must be mended first"},
    "flag": {"zh-Hans": "需要关注", "zh-Hant": "需要關注", "en": "worth a look"},
    "show": {"zh-Hans": "提示", "zh-Hant": "提示", "en": "for information"},
}


def export(scope: Scope, rows: QuerySet[Violation], pack: Pack | None, style: Style) -> Sheet:
    """Return violations of units, found through a scope, as a sheet; some of the rows behind each are named."""
    heads = [said(texts, style.words) if style.words else name for name, texts in _HEADS]
    return Sheet(said(_TITLE, style.language), heads, _rows(scope, rows, pack, style))


def _rows(scope: Scope, rows: QuerySet[Violation], pack: Pack | None, style: Style) -> Iterator[list[Written]]:
    rules = pack.rule_by_id if pack else {}
    roles = pack.role_by_id if pack else {}
    for violation, behind in _with_rows(scope, rows, pack):
        rule, role = rules.get(violation.rule), roles.get(violation.mends)
        yield [
            violation.unit.code,
            violation.unit.name,
            violation.rule,
            _text(rule.message, style) if rule else "",
            said(_SEVERITIES[violation.severity], style.words) if style.words else violation.severity,
            _text(role.names, style) if role and style.words else violation.mends,
            violation.since.isoformat(),
            violation.closed_on.isoformat() if violation.closed_on else None,
            violation.values.get("again", 0),
            _which(behind, style),
        ]


def _with_rows(
    scope: Scope, rows: QuerySet[Violation], pack: Pack | None
) -> Iterator[tuple[Violation, Which | None]]:
    """Yield violations with the rows behind them, some hundred at a time."""
    found = rows.select_related("unit").iterator(chunk_size=_AT_ONCE)
    while part := list(islice(found, _AT_ONCE)):
        behind = which(scope, pack, part)
        yield from ((violation, behind.get(violation.pk)) for violation in part)


def _which(found: Which | None, style: Style) -> str | None:
    if found is None:
        return None
    named = [
        " ".join(part for part in (_text(r.kind, style) if r.kind else "", r.name) if part) for r in found.rows
    ]
    known = [name for name in named if name]
    count = len(named) - len(known) + found.more
    return "; ".join([*known, f"+{count}"] if count else known)


def _text(texts: PackTexts, style: Style) -> str:
    return texts.say(style.language)
