"""The survey asks the people of every branch: on slips, in one township on paper, in another with phones.

Slips are printed for every township and answered over HTTP, through the intake. Papers are counted by two people.
Another consultation stays open, so that its board shows who is behind.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from jishi.actions.consult import counting, exceptions, phones, together
from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.closing import close
from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import (
    Electorate,
    People,
    open_consultation,
    written,
)
from jishi.actions.demo.county import SURVEY
from jishi.actions.demo.ground import Ground
from jishi.actions.demo.press import Press
from jishi.actions.demo.taking import Answer, take
from jishi.actions.imports.outcome import Asked
from jishi.core.consult.tally import choices
from jishi.core.errors import sentence
from jishi.packs.consultations import told
from jishi.packs.questions import questionnaire
from jishi.packs.schema.consultations import Ask
from jishi.sample.answers.filling import Filling
from jishi.sample.answers.polls import Poll
from jishi.sample.chance import dice
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.consult import Consultation
from jishi.store.models.office import Account
from jishi.store.models.org import Unit
from jishi.store.transact import action

# Where slips lead when nobody has said yet where the intake will be served.
ADDRESS = "http://127.0.0.1:8001"
EVALUATION, REPRESENTATIVES, SENT = "democratic-evaluation", "representatives", 15
# Codes of townships: where the evaluation begins, where papers are counted by hand, where phones ask the public.
EVALUATED, ON_PAPER, WITH_PHONES = "00104", "00105", "00106"
# Of these branches one in so many has not met yet.
NOT_YET = 0.3
_REGISTER = "register"


@dataclass(frozen=True)
class _Asked:
    """An electorate and how it fills in its form."""

    ask: Ask
    filling: Filling


@dataclass(frozen=True)
class _Group:
    """The people of one unit, how they are heard, and what they say."""

    electorate: Electorate
    asked: _Asked
    poll: Poll

    @property
    def way(self) -> str:
        """Return how they are heard: by slip, on paper, with phones."""
        if self.poll.unit.startswith(ON_PAPER):
            return "paper"
        public = self.electorate.ask == "public"
        return "phones" if public and self.poll.unit.startswith(WITH_PHONES) else "slip"

    def answers(self) -> Iterator[Mapping[str, str]]:
        """Yield what each of them answers; nothing = handed in blank."""
        return self.asked.filling.answers(self.poll)


def ask(ground: Ground, press: Press) -> Consultation:
    """Open the survey, count the people, print and hand out slips, take the answers."""
    if not boxes().address:
        boxes().served_at(ADDRESS)
    survey = open_consultation(By(), ground.this, ground.pack, SURVEY, ground.this.closes_on)
    units = {unit.code: unit for unit in Unit.objects.exclude(domain="")}
    groups = [
        _Group(Electorate(survey, units[poll.unit], asked.ask.id, ground.pack), asked, poll)
        for asked in _questions(ground)
        for poll in ground.county.polls[asked.ask.id]
    ]
    with action(None, "survey.ask"):
        ground.progress(sentence("Counting people …"), 0, 1)
        people = [(group.electorate, People(group.poll.people, _REGISTER, clock.today())) for group in groups]
        together.count_people(By(), people)
        _except(groups)
        _papers(ground, groups)
        by_slip = [group for group in groups if group.poll.heard and group.way == "slip"]
        codes = together.slips(By(), [(group.electorate, group.poll.heard) for group in by_slip])
    press.take([(group.electorate, some) for group, some in zip(by_slip, codes, strict=True)])
    answers = [
        answer
        for group, some in zip(by_slip, codes, strict=True)
        for answer in zip(some, group.answers(), strict=True)
    ]
    take(ground.progress, survey, answers)
    _phones(ground, survey, [group for group in groups if group.way == "phones"])
    return survey


def end(ground: Ground, survey: Consultation) -> None:
    """Close the survey: what was heard becomes facts, shortfalls are kept, answers are gone."""
    ground.progress(sentence("Closing the survey …"), 0, 1)
    survey.refresh_from_db()
    close(By(), survey, ground.pack)


def begin_again(ground: Ground) -> None:
    """Let two consultations go on in one township as the demo opens: some branches have answered by then."""
    last = ground.this.cycle.rounds.order_by("-number")[0]
    with ground.on(last.closes_on):
        _evaluate(ground, last)
        _survey_again(ground, last)


def _survey_again(ground: Ground, round_: Round) -> None:
    opened = open_consultation(By(), round_, ground.pack, SURVEY)
    units = {unit.code: unit for unit in _of(EVALUATED)}
    groups = [
        _Group(Electorate(opened, units[poll.unit], asked.ask.id, ground.pack), asked, poll)
        for asked in _questions(ground)
        for poll in ground.county.polls[asked.ask.id]
        if poll.unit in units and poll.heard
    ]
    people = [(group.electorate, People(group.poll.people, _REGISTER, clock.today())) for group in groups]
    together.count_people(By(), people)
    codes = together.slips(By(), [(group.electorate, group.poll.heard) for group in groups])
    answers: list[Answer] = []
    for group, some in zip(groups, codes, strict=True):
        chance, given = dice("again", group.poll.unit, group.electorate.ask), list(group.answers())
        chance.shuffle(given)
        come = round(len(some) * chance.random()) if chance.random() < NOT_YET else len(some)
        answers += zip(some[:come], given[:come], strict=True)
    take(ground.progress, opened, answers)


def _evaluate(ground: Ground, round_: Round) -> None:
    opened = open_consultation(By(), round_, ground.pack, EVALUATION)
    form = questionnaire(ground.pack, written(ground.pack, EVALUATION).asks[0].questionnaire)
    first = {each.id: choices(each)[0] for each in form.questions if choices(each)}
    electorates = [Electorate(opened, unit, REPRESENTATIVES, ground.pack) for unit in _of(EVALUATED)]
    people = People(SENT, "会前确定的代表名单", clock.today())
    together.count_people(By(), [(each, people) for each in electorates])
    codes = together.slips(By(), [(each, SENT) for each in electorates])
    answers: list[Answer] = []
    for each, some in zip(electorates, codes, strict=True):
        chance = dice("evaluation", each.unit.code)
        there = 0 if chance.random() < NOT_YET else chance.randint(SENT // 2, SENT)
        answers += [(code, first) for code in some[:there]]
    take(ground.progress, opened, answers)


def _questions(ground: Ground) -> Iterator[_Asked]:
    for each in written(ground.pack, SURVEY).asks:
        for becomes in each.becomes[:1]:
            form = questionnaire(ground.pack, each.questionnaire)
            leanings = {share.question: (share.favourable, share.against) for share in told(each)}
            yield _Asked(each, Filling(form, becomes.question, leanings))


def _except(groups: Sequence["_Group"]) -> None:
    """Leave out whom nobody can reach: asked for with the reason, approved from above."""
    above = By(Account.objects.get(username="county"))
    for group in groups:
        if group.poll.excepted:
            row = group.electorate.row()
            plea = exceptions.leave_out(By(), row, exceptions.Plea(group.poll.excepted, "在外务工，无法联系"))
            exceptions.approve(above, plea, plea.version)


def _papers(ground: Ground, groups: Sequence["_Group"]) -> None:
    """Let two people count the papers of one township, each by themselves."""
    wanted = [group for group in groups if group.way == "paper" and group.poll.heard]
    counters = [By(Account.objects.get(username=name)) for name in ("county", "township")]
    for done, group in enumerate(wanted, 1):
        given = list(group.answers())
        blank = sum(not each for each in given)
        # What stands on a paper by hand is entered nowhere.
        counts = {
            id: dict(Counter(each[id] for each in given if id in each)) for id in group.asked.filling.leanings
        }
        counted = counting.Counted("paper", group.poll.heard, blank, counts)
        for by in counters:
            counting.enter(by, group.electorate, counted)
        ground.progress(sentence("Counting papers …"), done, len(wanted))


def _phones(ground: Ground, survey: Consultation, groups: Sequence["_Group"]) -> None:
    """Bring in what phones have heard of the public of one township, as ODK Central exports it."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    ids = [each.id for each in groups[0].asked.filling.form.questions]
    writer.writerow(["unit", "way", "handed_in", *(f"answers-{id}" for id in ids), "KEY"])
    for group in groups:
        chance = dice("phone", group.poll.unit)
        for given in group.answers():
            mark = f"uuid:{UUID(int=chance.getrandbits(128), version=4)}"
            said = [given.get(id, "") for id in ids]
            writer.writerow([group.poll.unit, "visit", "filled" if given else "blank", *said, mark])
    file = ground.home.path / "sample" / "phones.csv"
    file.write_text(table.getvalue(), encoding="utf-8-sig")
    outcome = phones.take(By(), phones.Home(survey, ground.pack, "public"), Asked.of_file(file))
    if outcome.errors:
        raise outcome.refusal()


def _of(township: str) -> list[Unit]:
    return list(Unit.objects.filter(code__startswith=township).exclude(domain="").order_by("code"))
