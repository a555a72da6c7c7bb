"""The columns that several lists share, and how a row names a unit."""

from jishi.actions.imports.forms import CODE, texts
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.packs.schema.fields import Texts as Written
from jishi.sheets.columns import Choice, FormColumn, Texts, Type
from jishi.store.models.org import Unit
from jishi.store.queries import units

OPTIONAL = texts("可不填。", "可不填。", "May be left empty.")
PICK = texts("从下拉列表中选。", "從下拉列表中選。", "Choose from the list.")
DAY = texts("如 2012-02-07；留空为今天。", "如 2012-02-07；留空為今天。", "For example 2012-02-07; empty = today.")
DIVIDERS = str.maketrans("、，；;/ ", ",,,,,,")


def column(name: str, names: Texts, kind: Type = "text", note: Texts = OPTIONAL, **more: object) -> FormColumn:
    """Return a column; it may be left empty unless it says otherwise."""
    return FormColumn(id=name, names=names, type=kind, note=note, **more)  # type: ignore[arg-type]


UNIT = CODE
UNIT_NAME = column(
    "unit_name",
    texts("组织名称", "組織名稱", "Name of the unit"),
    note=texts("只供核对。", "只供核對。", "For comparison only."),
    synonyms=("党组织名称", "unit name"),
)
ON = column("on", texts("起始日期", "起始日期", "From"), "date", DAY, synonyms=("生效日期", "日期", "from"))
DOCUMENT = column(
    "document", texts("批准文号", "批准文號", "Number of the decision"), synonyms=("文号", "批复文号")
)


def choice(id: str, names: Written | Texts, *others: str) -> Choice:
    """Return an answer that may be chosen."""
    said = names if not isinstance(names, Written) else texts(names.zh_hans, names.zh_hant, names.en)
    return Choice(id, said, others)


def unit_of(scope: Scope, code: str) -> Unit:
    """Return the unit of a code that the scope sees.

    Raises:
        Refusal: there is none, or it lies outside; nobody is told which.
    """
    try:
        return units.coded(scope, code)
    except Unit.DoesNotExist:
        raise refuse(
            code,
            sentence("No unit has the code %(code)s.", code=code),
            sentence("Compare with the register of units, or bring the unit in first."),
        ) from None


def parts(text: str) -> tuple[str, ...]:
    """Return the words of a cell that holds several."""
    return tuple(part for part in text.translate(DIVIDERS).split(",") if part)
