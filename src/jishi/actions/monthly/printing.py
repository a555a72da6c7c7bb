"""Sheets of a month as one PDF, prefilled with what is held."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from jishi.actions.monthly.asking import Sheet, sheets
from jishi.actions.self_assessment import Asked
from jishi.core.access import Scope
from jishi.core.errors import Sentence, sentence
from jishi.core.names import Translate, language_of
from jishi.documents.document import Document
from jishi.documents.monthly import Line, MonthlyPaper, monthly
from jishi.documents.pdf import pdf
from jishi.packs.amounts import to_text
from jishi.packs.pack import Pack
from jishi.packs.questions import named
from jishi.packs.schema.facts import Fact
from jishi.store import events
from jishi.store.home import current
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit

#: Sheets that are set at once; a township has fewer.
AT_ONCE = 200
_SHOWN_OF_HEAD = 12
Told = Callable[[Sentence, int, int], None]


@dataclass(frozen=True)
class Print:
    """What is printed.

    Attributes:
        units: found through the scope, in the order of the sheets.
        month: its first day.
        address: of a sheet's page, by unit and month; None = no QR.
    """

    units: Sequence[Unit]
    month: date
    round: Round
    pack: Pack
    address: Callable[[Unit, date], str] | None = None


def print_sheets(scope: Scope, asked: Print, say: Translate, tell: Told | None = None) -> Iterator[bytes]:
    """Yield PDF files, one sheet to a page, as many units in each as are set at once."""
    doing = sentence("Setting sheets")
    for start in range(0, len(asked.units), AT_ONCE):
        some = asked.units[start : start + AT_ONCE]
        yield pdf(*papers(scope, asked, some, say), fonts=current().fonts)
        if tell:
            tell(doing, start + len(some), len(asked.units))


def papers(scope: Scope, asked: Print, units: Sequence[Unit], say: Translate) -> list[Document]:
    """Return the sheets of some units as papers."""
    head = str(events.head()["hash"])[:_SHOWN_OF_HEAD]
    found = sheets(scope, units, asked.month, (asked.round, asked.pack))
    return [monthly(_paper(sheet, asked, head, say), say) for sheet in found]


def _paper(sheet: Sheet, asked: Print, head: str, say: Translate) -> MonthlyPaper:
    month = sentence("%(month)s/%(year)s", month=sheet.month.month, year=sheet.month.year)
    return MonthlyPaper(
        name=named(sheet.form.names).say(say),
        purpose=named(sheet.form.purpose).say(say),
        unit=sheet.unit.name,
        month=month.say(say),
        standing=_standing(sheet, say),
        code=sheet.code,
        lines=tuple(_line(each, say) for each in sheet.questions),
        giver=giver(sheet, asked.pack, say),
        address=asked.address(sheet.unit, sheet.month) if asked.address else "",
        foot=f"{asked.pack.id}/{sheet.form.id} · {asked.pack.version} · {head}",
    )


def giver(sheet: Sheet, pack: Pack, say: Translate) -> str:
    """Return who will sign, as the sheet has it: name and post; empty = nobody is known."""
    return f"{sheet.secretary} {post_name(sheet, pack, say)}".strip() if sheet.secretary else ""


def post_name(sheet: Sheet, pack: Pack, say: Translate) -> str:
    """Return what the post of who signs is called."""
    kinds = {str(kind.id): kind for kind in pack.posts.kinds} if pack.posts else {}
    return named(kinds[sheet.post].names).say(say) if sheet.post in kinds else ""


def _standing(sheet: Sheet, say: Translate) -> str:
    joint = "；" if language_of(say).startswith("zh") else "; "
    parts = []
    if sheet.members is not None:
        parts.append(sentence("Members: %(count)s", count=sheet.members).say(say))
    if sheet.secretary:
        parts.append(sentence("Secretary: %(name)s", name=sheet.secretary).say(say))
    return joint.join(parts)


def _line(asked: Asked, say: Translate) -> Line:
    fact = asked.fact
    choices: tuple[str, ...] = ()
    if fact.type == "yes-no":
        choices = (sentence("yes").say(say), sentence("no").say(say))
    elif fact.type == "level":
        choices = tuple(named(choice.names).say(say) for choice in fact.choices)
    unit = "" if choices else _unit(fact, say)
    value = asked.held.value if asked.held else None
    return Line(named(asked.question.text).say(say), _held(fact, value, unit, say), unit, choices)


def _held(fact: Fact, value: int | None, unit: str, say: Translate) -> str:
    if value is None:
        return ""
    if fact.type == "yes-no":
        return (sentence("yes") if value else sentence("no")).say(say)
    if fact.type == "level":
        return named(fact.choices[value].names).say(say) if value < len(fact.choices) else ""
    text = to_text(fact, value).removesuffix(".00")
    gap = "" if unit == "%" or language_of(say).startswith("zh") else " "
    return f"{text}{gap}{unit}"


def _unit(fact: Fact, say: Translate) -> str:
    if fact.unit is not None:
        return named(fact.unit).say(say)
    fixed: dict[str, str | Sentence] = {"share": "%", "area": "m²", "months": sentence("months")}
    found = {**fixed, "money": sentence("yuan")}.get(fact.type, "")
    return found if isinstance(found, str) else found.say(say)
