"""Who has signed for a circular and what was replied, as a file: one row for each addressee."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from jishi.actions.exports.sheet import Sheet, Style
from jishi.packs.pack import Pack
from jishi.sheets.columns import Texts, said
from jishi.sheets.writing import Written
from jishi.store.models.circulars import Circular, Clause
from jishi.store.models.org import Unit
from jishi.store.queries import circulars as queries

_TITLE: Texts = {"zh-Hans": "签收和反馈", "zh-Hant": "簽收和反饋", "en": "Receipts and replies"}
_HEADS: tuple[tuple[str, Texts], ...] = (
    ("code", {"zh-Hans": "组织编码", "zh-Hant": "組織編碼", "en": "Code"}),
    ("name", {"zh-Hans": "组织名称", "zh-Hant": "組織名稱", "en": "Name"}),
    ("level", {"zh-Hans": "层级", "zh-Hant": "層級", "en": "Level"}),
    ("received", {"zh-Hans": "签收日期", "zh-Hant": "簽收日期", "en": "Signed on"}),
)
_CLAUSE: Texts = {"zh-Hans": "第{0}条反馈", "zh-Hant": "第{0}條反饋", "en": "Reply to clause {0}"}


def export(circular: Circular, found: QuerySet[Unit], pack: Pack | None, style: Style) -> Sheet:
    """Return the addressees of a circular, found through a scope, with the day of receipt and every reply."""
    clauses = [clause for clause in circular.clauses.order_by("place") if clause.due_on is not None]
    heads = [said(texts, style.words) if style.words else name for name, texts in _HEADS]
    for clause in clauses:
        heads.append(said(_CLAUSE, style.words).format(clause.place) if style.words else f"clause-{clause.place}")
    return Sheet(said(_TITLE, style.language), heads, _rows(circular, found, (pack, clauses), style))


def _rows(
    circular: Circular, found: QuerySet[Unit], what: tuple[Pack | None, Sequence[Clause]], style: Style
) -> Iterator[list[Written]]:
    pack, clauses = what
    signed = dict(circular.receipts.values_list("unit_id", "on"))
    replied = {(row.unit_id, row.clause_id): row for row in queries.replies(circular, found)}
    for unit in found.iterator(chunk_size=2000):
        level = pack.level_by_id.get(unit.level) if pack else None
        on = signed.get(unit.pk)
        answers = [replied.get((unit.pk, clause.pk)) for clause in clauses]
        yield [
            unit.code,
            unit.name,
            level.names.say(style.language) if level and style.words else unit.level,
            on.isoformat() if on else None,
            *((row.text or (row.file.name if row.file else "")) if row else None for row in answers),
        ]
