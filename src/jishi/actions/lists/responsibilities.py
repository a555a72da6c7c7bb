"""The division of work: a row for each post and area of work (D208)."""

from collections.abc import Iterator, Sequence

from jishi.actions.duties.dividing import assign, unassign
from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import DAY, PICK, UNIT, UNIT_NAME, choice, column, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.people import day_of
from jishi.actions.lists.sent import sender
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Unit
from jishi.store.models.posts import Post, Tenure
from jishi.store.queries import duties, privacy


def form(pack: Pack) -> Form:
    """Return the form of the division of work, in the words of a pack."""
    kinds, areas = (pack.posts.kinds, pack.posts.areas) if pack.posts else ((), ())
    return Form(
        "responsibilities",
        texts("班子成员分工责任表", "班子成員分工責任表", "Division of work"),
        (
            UNIT,
            UNIT_NAME,
            column(
                "post",
                texts("职务", "職務", "Post"),
                "choice",
                PICK,
                required=True,
                choices=tuple(choice(str(kind.id), kind.names) for kind in kinds),
            ),
            column(
                "holder",
                texts("任职人员", "任職人員", "Holder"),
                note=texts("同一职务有几人时填。", "同一職務有幾人時填。", "Where several hold such a post."),
                synonyms=("姓名",),
            ),
            column(
                "area",
                texts("负责工作", "負責工作", "Area of work"),
                "choice",
                PICK,
                required=True,
                choices=tuple(choice(str(area.id), area.names) for area in areas),
                synonyms=("分工", "分管工作"),
            ),
            column("since", texts("起始日期", "起始日期", "Since"), "date", DAY),
            column("ended", texts("已不负责", "已不負責", "Ended"), "yes-no"),
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Let a post answer for an area, or not any more, as the row says."""
    with at("code"):
        unit = unit_of(taking.asked.scope, row.text("code"))
    with at("post"):
        post = _post(unit, row)
    area, since = row.text("area"), day_of(row, "since")
    with at("area"):
        if row.values.get("ended") == 1:
            return "changed" if unassign(sender(taking), post, area) else "same"
        return "added" if assign(sender(taking), taking.pack, post, area, since) else "same"


def _post(unit: Unit, row: StagedRow) -> Post:
    found = Post.objects.filter(unit=unit, kind=row.text("post"), closed_on__isnull=True)
    found = found.select_related("unit").order_by("pk")
    name = row.text("holder").strip()
    if name:
        holding = Tenure.objects.filter(in_force(clock.today()), person__name=name).values("post")
        found = found.filter(pk__in=holding)
    rows_ = list(found[:2])
    if len(rows_) != 1:
        raise refuse(
            f"{unit.name} ({unit.code})",
            sentence("The row does not say which post is meant, or there is none."),
            sentence("Write the holder's name; open the post first where there is none."),
        )
    return rows_[0]


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield today's division of work in the units whose names the scope reads."""
    today = clock.today()
    found = duties.responsibilities(leaving.scope, today, leaving.unit)
    found = found.filter(privacy.readable(leaving.scope, "post__unit"))
    named = dict(
        Tenure.objects.filter(in_force(today), post__in=found.order_by().values("post")).values_list(
            "post", "person__name"
        )
    )
    for each in found.iterator(chunk_size=2000):
        unit = each.post.unit
        yield (
            unit.code,
            unit.name,
            each.post.kind,
            named.get(each.post_id),
            each.area,
            each.from_on.toordinal(),
            0,
        )


LISTING = Listing("responsibilities", form, take, rows, field_class=2)
