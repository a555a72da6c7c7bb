"""Secretaries above who are paired with branch secretaries (R21): a row for each pair of posts."""

from collections.abc import Iterator, Sequence

from jishi.actions.imports.forms import CODE, texts
from jishi.actions.lists.columns import DAY, UNIT_NAME, column, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.people import day_of
from jishi.actions.lists.sent import sender
from jishi.actions.posts import holding
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.posts import Pairing, Post
from jishi.store.queries import units

_SECRETARY = "secretary"


def form(pack: Pack) -> Form:
    """Return the form of pairings."""
    return Form(
        "pairings",
        texts("书记结对联系台账", "書記結對聯繫台賬", "Paired secretaries"),
        (
            column(
                "leader",
                texts("领导干部所在组织编码", "領導幹部所在組織編碼", "Code of the unit above"),
                "code",
                CODE.note,
                required=True,
                synonyms=("县乡党委编码", "联系领导组织编码"),
            ),
            column("leader_name", texts("领导干部所在组织", "領導幹部所在組織", "Unit above"), note=UNIT_NAME.note),
            column(
                "paired",
                texts("结对支部编码", "結對支部編碼", "Code of the branch"),
                "code",
                CODE.note,
                required=True,
                synonyms=("联系支部编码",),
            ),
            column(
                "paired_name", texts("结对支部", "結對支部", "Branch"), note=UNIT_NAME.note, synonyms=("联系支部",)
            ),
            column("since", texts("结对日期", "結對日期", "Since"), "date", DAY, synonyms=("起始日期",)),
            column("ended", texts("结束日期", "結束日期", "First day without"), "date", DAY),
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Pair the secretaries of two units, or end that, as the row says."""
    with at("leader"):
        leader = _post(taking.asked.scope, row.text("leader"))
    with at("paired"):
        paired = _post(taking.asked.scope, row.text("paired"))
    ended = day_of(row, "ended")
    held = Pairing.objects.filter(in_force(clock.today()), leader=leader, paired=paired)
    known = held.select_related("leader__unit").first()
    if known is not None and ended is not None:
        with at("ended"):
            holding.unpair(sender(taking), known, known.version, ended)
        return "changed"
    if known is not None or ended is not None:
        return "same"
    with at("paired"):
        holding.pair(sender(taking), leader, paired, day_of(row, "since") or clock.today())
    return "added"


def _post(scope: Scope, code: str) -> Post:
    unit = unit_of(scope, code)
    found = Post.objects.filter(unit=unit, kind=_SECRETARY, closed_on__isnull=True).select_related("unit").first()
    if found is None:
        raise refuse(
            unit.name,
            sentence("%(name)s has no secretary's post.", name=unit.name),
            sentence("Open it first: jishi posts require, or the unit's page Posts."),
        )
    return found


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield today's pairings of which the scope sees either side, by the unit above."""
    found = Pairing.objects.filter(in_force(clock.today()))
    if not leaving.scope.everything:
        seen = units.visible(leaving.scope).order_by().values("pk")
        found = found.filter(leader__unit__in=seen) | found.filter(paired__unit__in=seen)
    found = found.select_related("leader__unit", "paired__unit").order_by(
        "leader__unit__code", "paired__unit__code"
    )
    for each in found.iterator(chunk_size=2000):
        above, below = each.leader.unit, each.paired.unit
        yield above.code, above.name, below.code, below.name, each.from_on.toordinal(), None


LISTING = Listing("pairings", form, take, rows)
