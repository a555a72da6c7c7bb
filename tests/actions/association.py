"""An association of volunteers' chapters with a few units and facts: the small home of the main job's tests."""

from datetime import date

from jishi.actions.programme import SHIPPED, RoundDates, open_cycle
from jishi.packs.load import load
from jishi.store import placing
from jishi.store.models.assess import FactName, FactValue, Round
from jishi.store.models.org import Link, Unit

SINCE = date(2001, 1, 1)
ROUNDS = (RoundDates(date(2026, 1, 1), date(2026, 6, 30)), RoundDates(date(2026, 7, 1), date(2026, 12, 31)))


def open_year() -> tuple[Round, Round]:
    """Open a year of the shipped pack of chapters; return its two rounds."""
    cycle = open_cycle(None, "2026", load(SHIPPED / "chapters"), ROUNDS)
    first, second = cycle.rounds.order_by("number")
    return first, second


def unit(code: str, kind: str, parent: Unit | None = None, domain: str = "") -> Unit:
    """Make a unit below another."""
    level = {"board": "association", "regional-office": "region", "chapter": "chapter"}[kind]
    made = Unit.objects.create(code=code, name=f"Unit {code}", kind=kind, level=level, domain=domain)
    Link.objects.create(unit=made, parent=parent, from_on=SINCE)
    return made


def say(round_: Round, one: Unit, source: str = "register", **facts: int) -> None:
    """Let a source say facts; underscores stand for hyphens."""
    for fact, value in facts.items():
        name, _ = FactName.objects.get_or_create(code=fact.replace("_", "-"))
        FactValue.objects.create(round=round_, unit=one, fact=name, source=source, value=value)


def settle(round_: Round, chapters: int = 6) -> list[Unit]:
    """Make a board, an office and chapters with facts that differ; return the chapters."""
    office = unit("A1", "regional-office", unit("A", "board"))
    made = [unit(f"A1{n:02}", "chapter", office, ("town", "campus")[n % 2]) for n in range(chapters)]
    for n, chapter in enumerate(made):
        say(round_, chapter, lead_posts_filled=min(n, 2), incidents=n % 3, safety_briefing=n % 3)
        say(round_, chapter, "activity", service_months=2 * n)
        say(round_, chapter, accounts_open=n % 3)
    placing.rebuild(date(2026, 6, 30))
    return made
