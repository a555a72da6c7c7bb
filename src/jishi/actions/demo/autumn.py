"""The second round: surveyed again, members and public asked about the effect, published; then grades rise."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from random import Random

from jishi.actions.assess import Order, assess
from jishi.actions.cases.ground import opened
from jishi.actions.cases.opening import open_proposals
from jishi.actions.consult import together
from jishi.actions.consult.closing import close
from jishi.actions.consult.ground import By as Asker
from jishi.actions.consult.opening import Electorate, People, open_consultation
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
from jishi.store.models.told import Told
from jishi.store.queries import units

SURVEYED_ON, ASKED_ON, CLOSED_ON = date(2012, 10, 9), date(2012, 9, 17), date(2012, 9, 28)
OPENED_ON, SAID_ON = date(2012, 10, 11), date(2012, 10, 12)
#: Of the public so many are asked; the quorum is a tenth, and fifteen at least.
PUBLIC, ASKED_OF_PUBLIC = 180, 18
#: So many of a hundred branches have mended too little for their people.
UNCONVINCED, PLEASED = 0.15, 0.8


def tell(ground: Ground, visited: Sequence[str], locked: Sequence[str]) -> None:
    """Tell the second round: members and public of every branch are asked about the effect.

    Args:
        ground: the demo.
        visited: codes of the townships whose branches are visited so far.
        locked: codes of those whose committees have decided already; the others wait for whoever reads the demo.
    """
    round_ = ground.this.cycle.rounds.get(number=2)
    _survey(ground, round_, visited)
    _ask(ground, round_)
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


def _ask(ground: Ground, round_: Round) -> None:
    """Ask members and public of every branch, on slips, and close."""
    ground.progress(sentence("Members and public are asked about the effect …"), 0, 1)
    with ground.on(ASKED_ON):
        held = open_consultation(Asker(), round_, ground.pack, "rectification", CLOSED_ON)
        groups = list(_groups(ground, held))
        together.count_people(Asker(), [(asked, people) for asked, people, _handed in groups])
        handed = [(asked, number) for asked, _people, number in groups]
        chances: dict[int, Random] = {}
        answers: list[Answer] = []
        for (asked, _number), codes in zip(handed, together.slips(Asker(), handed), strict=True):
            chance = chances.setdefault(asked.unit.pk, dice("rectification", "slips", asked.unit.code))
            share = _share(asked.unit.code)
            answers += [(code, _answer(chance, share)) for code in codes]
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


def _groups(ground: Ground, held: Consultation) -> Iterator[tuple[Electorate, People, int]]:
    """Yield who is asked of each unit that stands in the tree, and how many slips are handed out."""
    members = {one.code: one.members for one in ground.county.graded}
    for unit in units.visible(OPERATOR).filter(code__in=members).order_by("code"):
        own = members[unit.code]
        if own:
            people = People(own, "党员册", ASKED_ON)
            yield Electorate(held, unit, "members", ground.pack), people, own - own // 12
        people = People(PUBLIC, "乡镇填报", ASKED_ON)
        yield Electorate(held, unit, "public", ground.pack), people, ASKED_OF_PUBLIC


def _answer(chance: Random, share: float) -> Mapping[str, str]:
    content = chance.random() < share
    return {
        "problems": "solved" if content else "partly",
        "overall": ("satisfied" if chance.random() < 0.7 else "mostly") if content else "dissatisfied",
        "rise": "agree" if content else "against",
    }
