"""Targets of units: a row for each unit and target; what was reached goes out beside it for comparison (D101)."""

from collections.abc import Iterator, Sequence

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import OPTIONAL, PICK, UNIT, UNIT_NAME, choice, column, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.sent import sender
from jishi.actions.targets.ground import Asked, asked, kind_of
from jishi.actions.targets.setting import MOST, Wish, set_target
from jishi.actions.targets.standing import lines
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.core.targets import STATES
from jishi.packs.pack import Pack
from jishi.packs.schema.targets import TargetKind
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store.models.org import Unit
from jishi.store.models.targets import Target

_OUT = texts(
    "只供核对，由登记册计得。", "只供核對，由登記冊計得。", "For comparison only; counted in the registers."
)
_STATES = (
    choice("reached", texts("已完成", "已完成", "reached")),
    choice("on-course", texts("进度正常", "進度正常", "on course")),
    choice("behind", texts("进度滞后", "進度滯後", "behind")),
    choice("missed", texts("未完成", "未完成", "missed")),
)
_MANY = 900


def form(pack: Pack) -> Form:
    """Return the form of targets, in the words of a pack."""
    domains = {domain for kind in pack.targets for domain in kind.domains}
    return Form(
        "targets",
        texts("目标任务分解表", "目標任務分解表", "Targets"),
        (
            UNIT,
            UNIT_NAME,
            column(
                "kind",
                texts("目标", "目標", "Target"),
                "choice",
                PICK,
                required=True,
                choices=tuple(choice(str(kind.id), kind.names) for kind in pack.targets),
                synonyms=("目标名称", "任务", "指标名称"),
            ),
            column(
                "domain",
                texts("限定领域", "限定領域", "Only this domain"),
                "choice",
                texts("留空为全部领域。", "留空為全部領域。", "Empty = all domains together."),
                choices=tuple(
                    choice(str(domain.id), domain.names)
                    for domain in pack.vocabulary.domains
                    if str(domain.id) in domains
                ),
                synonyms=("领域",),
            ),
            column(
                "number",
                texts("目标数", "目標數", "To reach"),
                "count",
                texts("填 0 以上整数。", "填 0 以上整數。", "A whole number."),
                required=True,
                least=0,
                most=MOST,
                synonyms=("任务数", "计划数"),
            ),
            column("document", texts("下达文号", "下達文號", "Number of the paper"), note=OPTIONAL),
            column("done", texts("已完成数", "已完成數", "Reached so far"), "count", _OUT, synonyms=("完成数",)),
            column("state", texts("进度", "進度", "Standing"), "choice", _OUT, choices=_STATES),
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Set the target of a unit as the row says."""
    about = _about(taking.asked.scope)
    with at("code"):
        unit = unit_of(taking.asked.scope, row.text("code"))
    with at("kind"):
        kind = kind_of(about.pack, row.text("kind"))
    number = row.values.get("number")
    assert isinstance(number, int)
    wish = Wish(str(kind.id), number, row.text("domain"), row.text("document"))
    known = Target.objects.filter(cycle=about.cycle, kind=wish.kind, unit=unit, domain=wish.domain).first()
    if known is not None and known.number == number and (not wish.document or known.document == wish.document):
        return "same"
    with at("number"):
        set_target(sender(taking), about, unit, wish)
    return "changed" if known else "added"


def _about(scope: Scope) -> Asked:
    about = asked(scope)
    if about is None:
        raise refuse("—", sentence("No cycle is open."), sentence("Open a cycle first."))
    return about


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the targets that the reader may be told, kind by kind in the order of the tree."""
    about = asked(leaving.scope)
    if about is None:
        return
    for kind in about.kinds(leaving.unit):
        yield from _of(about, kind, leaving)


def _of(about: Asked, kind: TargetKind, leaving: Leaving) -> Iterator[Sequence[Value]]:
    found = lines(about, kind, leaving.unit)
    ids = found.unit.tolist()
    for start in range(0, len(ids), _MANY):
        part = ids[start : start + _MANY]
        named = {unit.pk: unit for unit in Unit.objects.filter(pk__in=part)}
        kept = Target.objects.filter(cycle=about.cycle, kind=kind.id, unit__in=part)
        papers = {(unit, domain): said for unit, domain, said in kept.values_list("unit", "domain", "document")}
        for at_, pk in enumerate(part, start):
            domain = str(found.domain[at_])
            yield (
                named[pk].code,
                named[pk].name,
                str(kind.id),
                domain or None,
                int(found.wanted[at_]),
                papers.get((pk, domain)) or None,
                int(found.done[at_]),
                STATES[int(found.state[at_])],
            )


LISTING = Listing("targets", form, take, rows)
