"""Visits of a round as a file: where, when, who went, which parts were done, what was heard."""

from collections.abc import Iterator

from django.db.models import QuerySet

from jishi.actions.exports.sheet import Sheet, Style
from jishi.sheets.columns import Texts, said
from jishi.sheets.writing import Written
from jishi.store.models.consult import Visit

_TITLE: Texts = {"zh-Hans": "走访记录", "zh-Hant": "走訪記錄", "en": "Visits"}
_HEADS: tuple[tuple[str, Texts], ...] = (
    ("code", {"zh-Hans": "组织编码", "zh-Hant": "組織編碼", "en": "Code"}),
    ("name", {"zh-Hans": "组织名称", "zh-Hant": "組織名稱", "en": "Name"}),
    ("on", {"zh-Hans": "走访日期", "zh-Hant": "走訪日期", "en": "Day"}),
    ("visitors", {"zh-Hans": "走访人", "zh-Hant": "走訪人", "en": "Who went"}),
    ("team", {"zh-Hans": "调查组", "zh-Hant": "調查組", "en": "Survey team"}),
    ("talk", {"zh-Hans": "与书记谈心谈话", "zh-Hant": "與書記談心談話", "en": "Talk with the secretary"}),
    ("life", {"zh-Hans": "参加组织生活", "zh-Hant": "參加組織生活", "en": "Party life joined"}),
    ("faces", {"zh-Hans": "面对面听取人数", "zh-Hant": "面對面聽取人數", "en": "People met"}),
    ("heard", {"zh-Hans": "群众诉求", "zh-Hant": "群眾訴求", "en": "What they asked for"}),
)


def export(rows: QuerySet[Visit], style: Style) -> Sheet:
    """Return visits as a sheet."""
    heads = [said(texts, style.words) if style.words else name for name, texts in _HEADS]
    return Sheet(said(_TITLE, style.language), heads, _rows(rows))


def _rows(rows: QuerySet[Visit]) -> Iterator[list[Written]]:
    for visit in rows.iterator(chunk_size=2000):
        yield [
            visit.unit.code,
            visit.unit.name,
            visit.on.isoformat(),
            visit.visitors,
            visit.team.name if visit.team else "",
            visit.talk,
            visit.life,
            visit.faces,
            visit.heard,
        ]
