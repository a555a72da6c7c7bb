"""Units that did not move as a file: before, after, scores, what stands in the way."""

from collections.abc import Callable, Iterator, Sequence

from jishi.actions.exports.sheet import Sheet, Style
from jishi.actions.improve.obstacles import Stuck
from jishi.packs.pack import Pack
from jishi.sheets.columns import Texts, said
from jishi.sheets.writing import Written

_TITLE: Texts = {"zh-Hans": "未晋位组织", "zh-Hant": "未晉位組織", "en": "Units that did not move"}
_HEADS: tuple[tuple[str, Texts], ...] = (
    ("code", {"zh-Hans": "组织编码", "zh-Hant": "組織編碼", "en": "Code"}),
    ("name", {"zh-Hans": "组织名称", "zh-Hant": "組織名稱", "en": "Name"}),
    ("domain", {"zh-Hans": "领域", "zh-Hant": "領域", "en": "Domain"}),
    ("before", {"zh-Hans": "上轮等次", "zh-Hant": "上輪等次", "en": "Grade before"}),
    ("after", {"zh-Hans": "本轮等次", "zh-Hant": "本輪等次", "en": "Grade now"}),
    ("score-before", {"zh-Hans": "上轮得分", "zh-Hant": "上輪得分", "en": "Score before"}),
    ("score-after", {"zh-Hans": "本轮得分", "zh-Hant": "本輪得分", "en": "Score now"}),
    ("why", {"zh-Hans": "卡在哪里", "zh-Hant": "卡在哪裡", "en": "What stands in the way"}),
)


def export(pack: Pack, rows: Sequence[Stuck], style: Style, say: Callable[[str], str]) -> Sheet:
    """Return units that did not move, in this order, as a sheet.

    Args:
        say: translates the sentences that say what stands in the way.
    """
    heads = [said(texts, style.words) if style.words else name for name, texts in _HEADS]
    return Sheet(said(_TITLE, style.language), heads, _rows(pack, rows, style, say))


def _rows(pack: Pack, rows: Sequence[Stuck], style: Style, say: Callable[[str], str]) -> Iterator[list[Written]]:
    def grade(rank: int | None) -> str:
        if rank is None:
            return ""
        found = pack.grade_at(rank)
        return found.names.say(style.language) if style.words else str(found.id)

    for row in rows:
        domain = pack.domain_by_id.get(row.unit.domain)
        before, after = row.scores
        yield [
            row.unit.code,
            row.unit.name,
            domain.names.say(style.language) if domain and style.words else row.unit.domain,
            grade(row.before),
            grade(row.after),
            before / 100 if before is not None else None,
            after / 100 if after is not None else None,
            " ".join(line.say(say) for line in row.why),
        ]
