"""The second round: surveyed again, members and public asked about the effect, published; then grades rise."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from random import Random

from jishi.actions.assess import Order, assess
from jishi.actions.cases.ground import opened
from jishi.actions.cases.opening import open_proposals
from jishi.actions.consult.closing import close
from jishi.actions.consult.ground import By as Asker
from jishi.actions.consult.opening import Electorate, People, count_people, open_consultation, slips
from jishi.actions.consult.substituting import Hidden, Minute, by_minute
from jishi.actions.demo import visiting
from jishi.actions.demo.grading import Committees
from jishi.actions.demo.ground import Ground
from jishi.actions.demo.taking import Answer, take
from jishi.actions.imports import facts
from jishi.actions.people.ground import By
from jishi.actions.publish.notices import Wording
from jishi.actions.publish.saying import publish_result, waiting
from jishi.core.access import OPERATOR
from jishi.core.errors import sentence
from jishi.sample import second
from jishi.sample.chance import dice
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.consult import Consultation
from jishi.store.models.org import Unit
from jishi.store.models.told import Told

SURVEYED_ON, ASKED_ON, CLOSED_ON = date(2012, 10, 9), date(2012, 9, 17), date(2012, 9, 28)
OPENED_ON, SAID_ON = date(2012, 10, 11), date(2012, 10, 12)
#: Of the public so many are asked; the quorum is a tenth, and fifteen at least.
PUBLIC, ASKED_OF_PUBLIC = 180, 24
#: So many of a hundred branches have mended too little for their people.
UNCONVINCED, PLEASED = 0.15, 0.8


def tell(ground: Ground, asked: Sequence[str], locked: Sequence[str]) -> None:
    """Tell the second round.

    Args:
        ground: the demo.
        asked: codes of the townships whose members and public are asked about the effect, and visited so far.
        locked: codes of those whose committees have decided already; the others wait for whoever reads the demo.
    """
    round_ = ground.this.cycle.rounds.get(number=2)
    _survey(ground, round_, asked)
    _ask(ground, round_, asked)
    with ground.on(OPENED_ON):
        run = assess(Order(round_), ground.progress)
    open_proposals(By(on=OPENED_ON), run)
    found = Committees(opened(OPERATOR, round_))
    kind = ground.pack.publication_by_id["satisfaction"]
    for committee in found.all:
        if waiting(found.docket, committee):
            wording = Wording(kind.title.zh_hans, kind.wording.zh_hans)
            publish_result(By(on=SAID_ON), found.docket, committee, kind, wording)
    done = [each for each in found.all if each.code.startswith(tuple(locked))]
    found.review(done, partial(ground.progress, sentence("Committees decide who rises …")))
    found.lock(found.put_up(done))


def _survey(ground: Ground, round_: Round, places: Sequence[str]) -> None:
    """Bring in what everybody says; the teams go to some townships first."""
    books = second.write(
        ground.county,
        ground.home.path / "sample",
        partial(ground.progress, sentence("Half a year goes by in the county …")),
    )
    with ground.on(SURVEYED_ON):
        for source, path in books.items():
            ground.bring(path, partial(facts.run, target=facts.Target(round_, ground.pack, source)))
        visiting.hear(ground, round_, places)


def _ask(ground: Ground, round_: Round, places: Sequence[str]) -> None:
    """Ask members and public of the branches of some townships, on slips, and close."""
    said = sentence("Members and public are asked about the effect …")
    with ground.on(ASKED_ON):
        held = open_consultation(Asker(), round_, ground.pack, "rectification", CLOSED_ON)
        members = {one.code: one.members for one in ground.county.graded}
        units = [unit for unit in Unit.objects.filter(code__in=members) if unit.code.startswith(tuple(places))]
        answers: list[Answer] = []
        for number, unit in enumerate(units, start=1):
            answers += _answers(ground, held, unit, members[unit.code])
            ground.progress(said, number, len(units))
        take(ground.progress, held, answers)
    with ground.on(CLOSED_ON + timedelta(days=1)):
        close(Asker(), held, ground.pack)
        _minutes(ground, held)


def _minutes(ground: Ground, held: Consultation) -> None:
    """Let the committees decide where so few answered that the tally cannot be told."""
    hidden = (
        Told.objects.filter(consultation=held, whole=False, state="hidden").exclude(fact="").select_related("unit")
    )
    for told in hidden.order_by("pk"):
        if _share(told.unit.code) < PLEASED:
            continue
        minute = Minute(80_00, f"2012-{told.unit_id}", clock.today(), "人数少，入户逐一听取意见后集体研究")
        by_minute(Asker(), Hidden(held, told.unit, told.ask, told.fact, ground.pack), minute)


def _share(code: str) -> float:
    """Return how many of its people a branch has convinced."""
    chance = dice("rectification", code)
    return 0.62 if chance.random() < UNCONVINCED else 0.88 + chance.random() / 9


def _answers(ground: Ground, held: Consultation, unit: Unit, members: int) -> Iterator[Answer]:
    """Hand slips of a unit out; yield what is answered on them."""
    chance, share = dice("rectification", "slips", unit.code), _share(unit.code)
    for ask, people, asked in (
        ("members", members, members - members // 12),
        ("public", PUBLIC, ASKED_OF_PUBLIC),
    ):
        if not asked:
            continue
        electorate = Electorate(held, unit, ask, ground.pack)
        source = "党员册" if ask == "members" else "乡镇填报"
        count_people(Asker(), electorate, People(people, source, ASKED_ON))
        yield from ((code, _answer(chance, share)) for code in slips(Asker(), electorate, asked))


def _answer(chance: Random, share: float) -> Mapping[str, str]:
    content = chance.random() < share
    return {
        "problems": "solved" if content else "partly",
        "overall": ("satisfied" if chance.random() < 0.7 else "mostly") if content else "dissatisfied",
        "rise": "agree" if content else "against",
    }
