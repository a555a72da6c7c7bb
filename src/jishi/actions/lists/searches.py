"""Records that a unit itself has nobody suitable for a post: a row for each (D137)."""

from collections.abc import Iterator, Sequence

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import DAY, PICK, UNIT, UNIT_NAME, choice, column, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.people import by_of, day_of
from jishi.actions.secretaries.searching import Nobody, record
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.models.org import Unit
from jishi.store.models.posts import Post
from jishi.store.models.secretaries import CandidateSearch
from jishi.store.queries import secretaries


def form(pack: Pack) -> Form:
    """Return the form of searches, in the words of a pack."""
    kinds = pack.posts.kinds if pack.posts else ()
    return Form(
        "searches",
        texts("没有合适人选记录", "沒有合適人選記錄", "Nobody suitable found"),
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
            column("on", texts("认定日期", "認定日期", "On"), "date", DAY, synonyms=("日期",)),
            column(
                "words",
                texts("考察范围和不合适原因", "考察範圍和不合適原因", "Where was looked, and why nobody fits"),
                note=texts("不写被考察人姓名。", "不寫被考察人姓名。", "No names of those considered."),
                required=True,
                synonyms=("原因", "情况"),
            ),
            column(
                "considered",
                texts("考察人数", "考察人數", "People considered"),
                "count",
                least=0,
                most=9999,
            ),
            column(
                "recorded_by",
                texts("认定会议或部门", "認定會議或部門", "Established by"),
                required=True,
                synonyms=("认定单位", "记录人"),
            ),
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Record that nobody suitable was found, as the row says."""
    with at("code"):
        unit = unit_of(taking.asked.scope, row.text("code"))
    with at("post"):
        post = post_of(unit, row.text("post"))
    on = day_of(row, "on") or clock.today()
    if CandidateSearch.objects.filter(post=post, on=on).exists():
        return "same"
    considered = row.values.get("considered")
    said = Nobody(row.text("words"), row.text("recorded_by"), considered if isinstance(considered, int) else None)
    with at("words"):
        record(by_of(taking, on), post, said)
    return "added"


def post_of(unit: Unit, kind: str) -> Post:
    """Return the post of a kind at a unit, the first responsible one first.

    Raises:
        Refusal: the unit has none.
    """
    found = Post.objects.filter(unit=unit, kind=kind, closed_on__isnull=True).select_related("unit")
    post = found.order_by("-first_responsible", "pk").first()
    if post is None:
        raise refuse(
            f"{unit.name} ({unit.code})",
            sentence("The unit has no such post."),
            sentence("Open it first: jishi posts require, or the unit's page Posts."),
        )
    return post


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the records inside the scope, the latest first."""
    for each in secretaries.searches(leaving.scope, leaving.unit).iterator(chunk_size=2000):
        unit = each.post.unit
        yield (
            unit.code,
            unit.name,
            each.post.kind,
            each.on.toordinal(),
            each.words,
            each.considered,
            each.recorded_by,
        )


LISTING = Listing("searches", form, take, rows)
