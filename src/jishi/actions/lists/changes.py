"""Changes of the tree as a sheet: a row for each founding, merge, split, conversion, move, new code, dissolution.

What goes out is lineage in the same form; a step that is written there already is known and not done again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import DOCUMENT, ON, PICK, choice, column, parts, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.org import change, join
from jishi.actions.org.found import Wish, found
from jishi.actions.org.order import Order
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.packs.schema.vocabulary import Domain, Kind
from jishi.sheets.columns import Choice, Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Link, Succession, Unit
from jishi.store.models.people import Member
from jishi.store.queries import lineage

_VERBS = (
    choice("found", texts("成立", "成立", "Found"), "新建", "组建"),
    choice("merge", texts("合并", "合併", "Merge"), "并入"),
    choice("split", texts("分设", "分設", "Split"), "拆分"),
    choice("convert", texts("改建", "改建", "Convert"), "村改社区", "升格", "更名"),
    choice("move", texts("调整隶属", "調整隸屬", "Move"), "划转"),
    choice("recode", texts("更换编码", "更換編碼", "New code")),
    choice("dissolve", texts("撤销", "撤銷", "Dissolve")),
)


def form(pack: Pack) -> Form:
    """Return the form of changes, in the words of a pack."""
    return Form(
        "changes",
        texts("组织变动表", "組織變動表", "Changes of the tree"),
        (
            column("verb", texts("变动", "變動", "Change"), "choice", PICK, required=True, choices=_VERBS),
            column("code", texts("组织编码", "組織編碼", "Code"), "code", required=True, synonyms=("编码",)),
            column("name", texts("组织名称", "組織名稱", "Name"), synonyms=("党组织名称",)),
            column(
                "other",
                texts("上级或并入组织编码", "上級或併入組織編碼", "Unit above, or that it goes into"),
                "code",
                texts("成立、合并、调整隶属时填。", "成立、合併、調整隸屬時填。", "For found, merge and move."),
            ),
            column(
                "new_code",
                texts("新编码", "新編碼", "New code"),
                "code",
                texts("分设、更换编码时填。", "分設、更換編碼時填。", "For split and a new code."),
            ),
            column("new_name", texts("新名称", "新名稱", "New name")),
            column(
                "kind", texts("组织类别", "組織類別", "Kind"), "choice", PICK, choices=_named(pack.vocabulary.kinds)
            ),
            column(
                "domain", texts("领域", "領域", "Domain"), "choice", PICK, choices=_named(pack.vocabulary.domains)
            ),
            column(
                "members",
                texts("分出的党员", "分出的黨員", "Members who go"),
                note=texts(
                    "分设时填姓名，用顿号隔开。", "分設時填姓名，用頓號隔開。", "For a split: names, with commas."
                ),
            ),
            ON,
            DOCUMENT,
        ),
    )


def _named(words: Sequence[Kind] | Sequence[Domain]) -> tuple[Choice, ...]:
    return tuple(choice(word.id, word.names) for word in words)


def take(taking: Taking, row: StagedRow) -> Took:
    """Do the change that a row says, unless lineage says that it was done."""
    verb, order = row.text("verb"), taking.order(row)
    if _done(verb, row, order):
        return "same"
    if verb == "found":
        _found(order, row)
        return "added"
    with at("code"):
        unit = unit_of(order.scope, row.text("code"))
    _DO[verb](order, unit, row)
    return "changed"


def _done(verb: str, row: StagedRow, order: Order) -> bool:
    steps = Succession.objects.filter(kind=verb, on=order.on)
    said = {"became__code": row.text("code")} if verb == "found" else {"was__code": row.text("code")}
    if verb in ("split", "recode"):
        said["became__code"] = row.text("new_code")
    return steps.filter(**said).exists()


def _found(order: Order, row: StagedRow) -> None:
    with at("other"):
        above = unit_of(order.scope, row.text("other"))
    kind = row.text("kind")
    found(order, above, Wish(row.text("code"), row.text("name"), kind, domain=row.text("domain")))


def _merge(order: Order, unit: Unit, row: StagedRow) -> None:
    with at("other"):
        into = unit_of(order.scope, row.text("other"))
    join.merge(order, [unit], into, into.version)


def _split(order: Order, unit: Unit, row: StagedRow) -> None:
    with at("members"):
        members = _members(order, unit, parts(row.text("members")))
    part = join.Part(row.text("new_code"), row.text("new_name"), members)
    join.split(order, unit, unit.version, [part])


def _members(order: Order, unit: Unit, names: Sequence[str]) -> tuple[int, ...]:
    held = Member.objects.filter(in_force(order.on), unit=unit, person__name__in=names)
    found: dict[str, list[int]] = {}
    for name, pk in held.values_list("person__name", "pk"):
        found.setdefault(name, []).append(pk)
    wrong = [name for name in names if len(found.get(name, ())) != 1]
    if wrong:
        raise refuse(
            unit.name,
            sentence("Nobody, or more than one, is called so in this unit: %(names)s.", names="、".join(wrong)),
            sentence("Correct the names, or split the unit on its page."),
        )
    return tuple(found[name][0] for name in names)


def _convert(order: Order, unit: Unit, row: StagedRow) -> None:
    wish = Wish(
        unit.code,
        row.text("new_name") or unit.name,
        row.text("kind") or unit.kind,
        domain=row.text("domain") or unit.domain,
    )
    change.convert(order, unit, unit.version, wish)


def _move(order: Order, unit: Unit, row: StagedRow) -> None:
    with at("other"):
        above = unit_of(order.scope, row.text("other"))
    change.move(order, unit, unit.version, above)


def _recode(order: Order, unit: Unit, row: StagedRow) -> None:
    with at("new_code"):
        change.recode(order, unit, unit.version, row.text("new_code"))


def _dissolve(order: Order, unit: Unit, row: StagedRow) -> None:
    change.dissolve(order, unit, unit.version)


_DO: Mapping[str, Callable[[Order, Unit, StagedRow], None]] = {
    "merge": _merge,
    "split": _split,
    "convert": _convert,
    "move": _move,
    "recode": _recode,
    "dissolve": _dissolve,
}


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the steps of lineage of the units that the scope sees, the oldest first."""
    steps = list(lineage.steps(leaving.scope))
    moved = [step.before_id for step in steps if step.kind == Succession.Kind.MOVE]
    links = Link.objects.filter(axis=Axis.MANAGEMENT, unit__in=moved, parent__isnull=False)
    above = {(unit, on): code for unit, on, code in links.values_list("unit_id", "from_on", "parent__code")}
    parents = _parents([step.after_id for step in steps if step.kind == Succession.Kind.FOUND])
    for step in steps:
        yield _row(step, above.get((step.before_id, step.on)) or parents.get(step.after_id))


def _parents(founded: Sequence[int | None]) -> Mapping[int, str]:
    """Return unit → code of the unit that it first stood below."""
    links = Link.objects.filter(axis=Axis.MANAGEMENT, unit__in=founded, parent__isnull=False)
    return dict(links.order_by("-from_on").values_list("unit_id", "parent__code"))


def _row(step: Succession, above: str | None) -> Sequence[Value]:
    was, became, kind = step.was, step.became, str(step.kind)
    own = became if kind == "found" else was
    new = became if kind in ("found", "convert") else {}
    return (
        kind,
        own.get("code"),
        own.get("name"),
        became.get("code") if kind == "merge" else above if kind in ("found", "move") else None,
        became.get("code") if kind in ("split", "recode") else None,
        became.get("name") if kind in ("split", "convert") else None,
        new.get("kind") or None,
        new.get("domain") or None,
        None,
        step.on.toordinal(),
        step.document or None,
    )


LISTING = Listing("changes", form, take, rows)
