"""The demo: a home of its own with the sample county, loaded as any office would load it, assessed and open."""

from collections.abc import Callable
from datetime import date

from jishi.actions import office, rules
from jishi.actions.assess import Order, assess
from jishi.actions.demo_home import PASSWORD, mark_ready
from jishi.actions.imports import facts, units
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.programme import RoundDates, open_cycle, rounds_of
from jishi.actions.sample_county import county_for, sample_pack
from jishi.core.errors import Sentence, sentence
from jishi.packs.pack import Pack
from jishi.sample.county import Sheets
from jishi.store.home import Home
from jishi.store.models.assess import Round, Run
from jishi.store.models.org import Unit

Progress = Callable[[Sentence, int, int], None]


def silent(what: Sentence, done: int, total: int) -> None:
    """Report progress to nobody."""


def set_up(home: Home, progress: Progress = silent) -> Run:
    """Load the county into an empty demo home, run the main job and open the demo's accounts."""
    progress(sentence("Checking the pack …"), 0, 1)
    pack = sample_pack()
    this, before = _open_rounds(pack)
    county = county_for(pack)
    sheets = county.write(
        home.path / "sample", lambda done, total: progress(sentence("Making up the county …"), done, total)
    )
    load_sheets(sheets, pack, this, before, progress)
    run = assess(Order(this), progress)
    progress(sentence("Checking every rule …"), 0, 1)
    rules.check()
    open_accounts()
    mark_ready(home)
    return run


def load_sheets(sheets: Sheets, pack: Pack, this: Round, before: Round, progress: Progress = silent) -> None:
    """Load the office's sheets by the import action: the register, then every source of both rounds.

    Raises:
        Refusal: a sheet has errors.
    """
    total = 1 + len(sheets.facts) + len(sheets.last_round)
    progress(sentence("Importing %(file)s …", file=sheets.register.name), 0, total)
    _done(units.run(Asked.of_file(sheets.register), pack.vocabulary))
    done = 1
    for round_, books in ((before, sheets.last_round), (this, sheets.facts)):
        for source, path in books.items():
            progress(sentence("Importing %(file)s …", file=path.name), done, total)
            _done(facts.run(Asked.of_file(path), facts.Target(round_, pack, source)))
            done += 1
    progress(sentence("Done."), total, total)


def _done(outcome: Outcome) -> None:
    if outcome.errors:
        raise outcome.refusal()


def _open_rounds(pack: Pack) -> tuple[Round, Round]:
    """Open the pack's year, and the year before for last year's figures; return the first round of each."""
    rounds = rounds_of(pack)
    last_year = RoundDates(date(rounds[0].opens_on.year - 1, 1, 1), date(rounds[0].opens_on.year - 1, 12, 31))
    earlier = open_cycle(None, str(last_year.opens_on.year), pack, (last_year,))
    cycle = open_cycle(None, str(rounds[0].cutoff.year), pack, rounds)
    return cycle.rounds.get(number=1), earlier.rounds.get(number=1)


# (name of the account, what pages call it, role, code of the unit or its place, duties, field class)
_ACCOUNTS: tuple[tuple[str, str, str, str, str, int], ...] = (
    (
        "county",
        "区委组织部工作人员",
        "organisation-clerk",
        "001",
        "enter import assess review publish grant office",
        2,
    ),
    ("head", "区委组织部部长", "organisation-head", "001", "assess review", 2),
    ("township", "乡镇组织员", "township-clerk", "00104", "enter import review publish", 2),
    ("village", "村党支部书记", "branch-secretary", "", "enter", 2),
    ("discipline", "纪检机关工作人员", "discipline-clerk", "001", "enter", 3),
)


def open_accounts() -> None:
    """Make one account for each role; only in a demo home, where everybody knows the password."""
    village = Unit.objects.filter(domain="village", code__startswith="00104").order_by("code").first()
    for username, name, role, code, duties, field_class in _ACCOUNTS:
        unit = Unit.objects.get(code=code) if code else village
        if unit is None:
            continue
        account = office.add_account(None, office.NewAccount(username, name, role, demo=True), PASSWORD)
        given = office.Given(role, unit, date(2012, 1, 1), frozenset(duties.split()), field_class)
        office.give_grant(None, account, given)
