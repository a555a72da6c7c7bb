"""How many people are asked about every unit, with the source and the day of the number (D41, R02, R03)."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Count

from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import Electorate, People, count_people, of_people
from jishi.actions.consult.roll import COUNTED, MEMBERS
from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import PICK, UNIT, UNIT_NAME, choice, column, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.packs.schema.consultations import Ask
from jishi.packs.schema.consultations import Consultation as Written
from jishi.sheets.columns import Choice, Form, FormColumn
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.consult import Asked, Consultation
from jishi.store.models.org import Axis, Link, Unit
from jishi.store.models.people import Member
from jishi.store.queries import rounds, units

REGISTER = "党员册"
_MOST = 10_000_000


def form(pack: Pack) -> Form:
    """Return the form of electorates."""
    consultations = tuple(choice(each.id, each.names) for each in pack.consultations if of_people(each))
    asks = {ask.id: choice(ask.id, ask.names) for each in pack.consultations for ask in of_people(each)}
    return Form(
        "electorates",
        texts("参评人数", "參評人數", "Electorates"),
        (
            UNIT,
            UNIT_NAME,
            chosen("consultation", texts("测评", "測評", "Consultation"), consultations),
            chosen("ask", texts("参评人群", "參評人群", "Electorate"), tuple(asks.values())),
            column(
                "people",
                texts("人数", "人數", "People"),
                "count",
                texts("留空则不改动。", "留空則不改動。", "Empty changes nothing."),
                least=1,
                most=_MOST,
            ),
            column(
                "source",
                texts("数字来源", "數字來源", "Source"),
                note=texts(
                    "如 党员册、户籍、职工名册。", "如 黨員冊、戶籍、職工名冊。", "Register, roll of staff …"
                ),
                synonyms=("来源",),
            ),
            column(
                "on",
                texts("数字日期", "數字日期", "As of"),
                "date",
                texts("留空为今天。", "留空為今天。", "Empty = today."),
                synonyms=("日期",),
            ),
        ),
    )


def chosen(name: str, names: Mapping[str, str], choices: tuple[Choice, ...]) -> FormColumn:
    """Return a column whose answer is chosen; where a pack offers nothing it is typed."""
    if not choices:
        return column(name, names, required=True)
    return column(name, names, "choice", PICK, required=True, choices=choices)


def take(taking: Taking, row: StagedRow) -> Took:
    """Let an electorate have as many people as the row says; an empty number changes nothing."""
    number = row.values.get("people")
    if not isinstance(number, int):
        return "same"
    with at("code"):
        unit = unit_of(taking.asked.scope, row.text("code"))
    with at("consultation"):
        held = held_open(row.text("consultation"))
    asked = Electorate(held, unit, row.text("ask"), taking.pack)
    with at("ask"):
        asked.asked()
    known = Asked.objects.filter(consultation=held, unit=unit, ask=asked.ask, people__isnull=False).first()
    said = People(number, row.text("source").strip(), taking.on(row))
    if known and (known.people, known.people_source, known.people_on) == (said.number, said.source, said.on):
        return "same"
    with at("people"):
        count_people(By(taking.asked.actor, taking.asked.scope), asked, said)
    return "changed" if known else "added"


def held_open(code: str) -> Consultation:
    """Return the consultation of this name that is open.

    Raises:
        Refusal: there is none.
    """
    found = Consultation.objects.filter(code=code, state=Consultation.State.OPEN).order_by("-pk").first()
    if found is None:
        raise refuse(
            code,
            sentence("This consultation is not open."),
            sentence("Open it on the page of consultations, then bring the list in."),
        )
    return found


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield every electorate of the open consultations that the scope sees; members as the register counts them."""
    round_ = rounds.current(leaving.scope)
    held = Consultation.objects.filter(round=round_, state=Consultation.State.OPEN).order_by("pk") if round_ else ()
    said = {each.id: each for each in leaving.pack.consultations}
    for consultation in held:
        if consultation.code in said:
            yield from _of(consultation, said[consultation.code], leaving)


def _of(consultation: Consultation, said: Written, leaving: Leaving) -> Iterator[Sequence[Value]]:
    known = {
        (row.unit_id, row.ask): row for row in Asked.objects.filter(consultation=consultation, people__isnull=False)
    }
    register = members_of_units()
    stood = Link.objects.filter(in_force(consultation.round.tree_on), axis=Axis.MANAGEMENT).values("unit")
    seen = units.visible(leaving.scope).filter(pk__in=stood).order_by("code")
    seen = seen.filter(kind__in=said.kinds) if said.kinds else seen
    seen = seen if said.without_domain else seen.exclude(domain="")
    for unit in seen.iterator(chunk_size=2000):
        for ask in of_people(said, unit):
            yield (
                unit.code,
                unit.name,
                said.id,
                ask.id,
                *_number(known.get((unit.pk, ask.id)), unit, ask, register),
            )


def _number(
    row: Asked | None, unit: Unit, ask: Ask, register: Mapping[int, int]
) -> tuple[int | None, str | None, int | None]:
    if row is not None:
        return row.people, row.people_source, row.people_on.toordinal() if row.people_on else None
    if ask.electorate == MEMBERS and unit.pk in register:
        return register[unit.pk], REGISTER, clock.today().toordinal()
    return None, None, None


def members_of_units() -> dict[int, int]:
    """Return how many members every unit has in the register today; one query."""
    found = Member.objects.filter(in_force(clock.today()), status__in=COUNTED).order_by()
    return dict(found.values_list("unit").annotate(count=Count("pk")))


LISTING = Listing("electorates", form, take, rows)
