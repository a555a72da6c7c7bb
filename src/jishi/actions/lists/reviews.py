"""Reviews of secretaries, without what was said: a restricted list that only goes out, for a purpose (D134)."""

from collections.abc import Iterator, Sequence

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import UNIT, UNIT_NAME, choice, column
from jishi.actions.lists.frame import Leaving, Listing
from jishi.core.access import MOST_PRIVATE
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.values import Value
from jishi.store.models.people import Person
from jishi.store.queries import secretaries


def form(pack: Pack) -> Form:
    """Return the form of reviews, in the words of a pack."""
    found = next((each for each in pack.procedures if each.about == "post"), None)
    steps = tuple(choice(str(step.id), step.names) for step in (found.steps if found else ()))
    return Form(
        "secretary-reviews",
        texts("不胜任书记调整台账", "不勝任書記調整台賬", "Reviews of secretaries"),
        (
            UNIT,
            UNIT_NAME,
            column("holder", texts("书记姓名", "書記姓名", "Secretary")),
            column("opened", texts("提出日期", "提出日期", "Opened on"), "date"),
            column("reasons", texts("事由", "事由", "Reasons")),
            column("state", texts("办理环节", "辦理環節", "Step"), "choice", choices=steps),
            column("since", texts("进入环节日期", "進入環節日期", "Since"), "date"),
            column("due", texts("环节期限", "環節期限", "Due"), "date"),
            column("minutes", texts("会议记录号", "會議記錄號", "Minutes")),
        ),
    )


def concerned(leaving: Leaving) -> list[Person]:
    """Return the secretaries who stand in the list, each once."""
    rows_ = secretaries.reviews(leaving.scope)
    return list({each.tenure.person_id: each.tenure.person for each in rows_}.values())


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the reviews of the committees to which the reader belongs."""
    reasons = {
        str(each.id): each.names.zh_hans for each in (leaving.pack.posts.unfit if leaving.pack.posts else ())
    }
    for each in secretaries.reviews(leaving.scope):
        unit = each.tenure.post.unit
        yield (
            unit.code,
            unit.name,
            each.tenure.person.name,
            each.opened_on.toordinal(),
            "、".join(reasons.get(reason, reason) for reason in each.reasons) or None,
            each.state,
            each.since.toordinal(),
            each.due.toordinal() if each.due else None,
            each.minutes or None,
        )


LISTING = Listing("secretary-reviews", form, None, rows, field_class=MOST_PRIVATE, concerned=concerned)
