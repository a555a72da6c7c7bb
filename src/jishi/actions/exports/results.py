"""Grades, scores and figures of a run as files for people and machines."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jishi.actions.exports.sheet import Sheet, Style
from jishi.actions.results import Results
from jishi.packs.pack import Pack
from jishi.sheets.columns import Texts, said
from jishi.sheets.writing import Written
from jishi.store.models.org import Unit

_CODE: Texts = {"zh-Hans": "组织编码", "zh-Hant": "組織編碼", "en": "Code"}
_NAME: Texts = {"zh-Hans": "组织名称", "zh-Hant": "組織名稱", "en": "Name"}
_DOMAIN: Texts = {"zh-Hans": "领域", "zh-Hant": "領域", "en": "Domain"}
_SCORE: Texts = {"zh-Hans": "得分", "zh-Hant": "得分", "en": "Score"}
_PROPOSAL: Texts = {"zh-Hans": "建议等次", "zh-Hant": "建議等次", "en": "Proposed grade"}
_GRADES: Texts = {"zh-Hans": "等次", "zh-Hant": "等次", "en": "Grades"}
_SCORES: Texts = {"zh-Hans": "得分明细", "zh-Hant": "得分明細", "en": "Scores"}
_FIGURES: Texts = {"zh-Hans": "数据汇总", "zh-Hant": "數據彙總", "en": "Figures"}
_FIGURE: Texts = {"zh-Hans": "数据项", "zh-Hant": "數據項", "en": "Figure"}
_VALUE: Texts = {"zh-Hans": "数值", "zh-Hant": "數值", "en": "Value"}


def grades(results: Results, pack: Pack, style: Style) -> Sheet:
    """Return score and proposed grade of every judged unit, in the order of the tree."""
    heads = _heads(style, ("code", _CODE), ("name", _NAME), ("domain", _DOMAIN), ("score", _SCORE))
    heads += _heads(style, ("proposal", _PROPOSAL))
    return Sheet(said(_GRADES, style.language), heads, _grades(results, pack, style))


def _grades(results: Results, pack: Pack, style: Style) -> Iterator[list[Written]]:
    units = _names(results)
    for row in results.judged_rows.tolist():
        unit = int(results.snapshot.tree.id[row])
        rank = results.at("proposal", row)
        yield [
            *units[unit],
            _domain(results, pack, style, row),
            _points(results.at("score", row)),
            _grade(pack, rank, style),
        ]


def scores(results: Results, pack: Pack, style: Style) -> Sheet:
    """Return every computed value of every judged unit: one column for each formula of the run."""
    formulas = sorted(results.result.columns)
    heads = [*_heads(style, ("code", _CODE), ("name", _NAME)), *formulas]
    return Sheet(said(_SCORES, style.language), heads, _scores(results, formulas))


def _scores(results: Results, formulas: Sequence[str]) -> Iterator[list[Written]]:
    units = _names(results)
    columns = [results.column(name).tolist() for name in formulas]
    for row in results.judged_rows.tolist():
        yield [*units[int(results.snapshot.tree.id[row])], *(column[row] for column in columns)]


def figures(results: Results, pack: Pack, style: Style) -> Sheet:
    """Return every figure that the run keeps and knows, of every unit and domain, one in each row."""
    heads = _heads(
        style, ("code", _CODE), ("name", _NAME), ("domain", _DOMAIN), ("figure", _FIGURE), ("value", _VALUE)
    )
    return Sheet(said(_FIGURES, style.language), heads, _figures(results, pack, style))


def _figures(results: Results, pack: Pack, style: Style) -> Iterator[list[Written]]:
    units = _names(results)
    known_domains = pack.vocabulary.domains
    domains = [said(_texts(d.names), style.words) if style.words else d.id for d in known_domains]
    for row in results.seen.tolist():
        for name, figure in results.result.figures.items():
            known = pack.figure_by_id.get(name)
            shown = said(_texts(known.names), style.words) if known and style.words else name
            for place, value in enumerate(figure.at(row) or ()):
                if value is not None:
                    yield [*units[int(results.snapshot.tree.id[row])], domains[place], shown, value]


def _names(results: Results) -> dict[int, tuple[str, str]]:
    wanted = set(results.row_of)
    rows = Unit.objects.values_list("pk", "code", "name")
    return {pk: (code, name) for pk, code, name in rows if pk in wanted}


def _domain(results: Results, pack: Pack, style: Style, row: int) -> Written:
    place = int(results.snapshot.domain[row])
    if place < 0:
        return None
    found = results.snapshot.domains[place]
    known = pack.domain_by_id.get(found)
    return said(_texts(known.names), style.words) if known and style.words else found


def _grade(pack: Pack, rank: int | None, style: Style) -> Written:
    if rank is None:
        return None
    grade = pack.grade_at(rank)
    return said(_texts(grade.names), style.words) if style.words else grade.id


def _points(score: int | None) -> Written:
    return None if score is None else Decimal(score) / 100


def _texts(names: object) -> Texts:
    return {lang: getattr(names, lang.replace("-", "_").lower()) for lang in ("zh-Hans", "zh-Hant", "en")}


def _heads(style: Style, *heads: tuple[str, Texts]) -> list[str]:
    return [said(texts, style.words) if style.words else name for name, texts in heads]
