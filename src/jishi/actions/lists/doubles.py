"""Records that may be one person: pairs to compare, and merged on the page of the first."""

from collections.abc import Iterator, Sequence

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import PICK, choice, column
from jishi.actions.lists.frame import Leaving, Listing
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.values import Value
from jishi.store.models.people import Person
from jishi.store.queries import doubles

_WHY = (
    choice("phone", texts("电话相同", "電話相同", "The same telephone")),
    choice("birthday", texts("姓名和出生日期相同", "姓名和出生日期相同", "The same name and date of birth")),
    choice("branch", texts("同一支部姓名相同", "同一支部姓名相同", "The same name in one branch")),
)


def form(pack: Pack) -> Form:
    """Return the form of pairs."""
    side = (("one", "一", "一", "One"), ("other", "二", "二", "Other"))
    return Form(
        "doubles",
        texts("疑似重复人员", "疑似重複人員", "Doubles"),
        (
            column("why", texts("疑似原因", "疑似原因", "Why"), "choice", PICK, choices=_WHY),
            *(
                made
                for id, hans, hant, en in side
                for made in (
                    column(f"{id}_name", texts(f"姓名{hans}", f"姓名{hant}", f"{en}: name")),
                    column(f"{id}_born", texts(f"出生日期{hans}", f"出生日期{hant}", f"{en}: born on"), "date"),
                    column(f"{id}_unit", texts(f"所在组织{hans}", f"所在組織{hant}", f"{en}: unit")),
                )
            ),
        ),
    )


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield every pair of records that the scope reads, some hundred groups at a time."""
    for pair in doubles.pairs(leaving.scope, leaving.unit):
        yield (pair.why, *_side(pair.one), *_side(pair.other))


def _side(person: Person) -> Sequence[Value]:
    born = person.born_on.toordinal() if person.born_on else None
    return person.name, born, person.unit.name if person.unit else None


LISTING = Listing("doubles", form, None, rows, field_class=2)
