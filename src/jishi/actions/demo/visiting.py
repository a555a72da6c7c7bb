"""Survey teams go out in every township, meetings are held, superiors speak, and discipline inspection is asked.

What teams and superiors found came in with the sheets; the records say the same and how it was heard. Where the
sheets say that nobody came, nobody came, so the board shows who is behind.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from jishi.actions.consult import inquiries
from jishi.actions.consult.ground import By
from jishi.actions.consult.inquiries import Stamped
from jishi.actions.consult.minutes import Comment, Meeting, comment, keep_minutes
from jishi.actions.consult.visits import Seen, keep
from jishi.actions.demo.ground import Ground
from jishi.actions.dispatch.assigning import assign, plan
from jishi.actions.self_assessment import SOURCES
from jishi.core.errors import sentence
from jishi.packs.amounts import to_text
from jishi.packs.pack import Pack
from jishi.sample.chance import dice
from jishi.store import clock
from jishi.store.models.assess import FactValue, Round
from jishi.store.models.consult import Inquiry
from jishi.store.models.org import Unit
from jishi.store.models.posts import Dispatch, Team
from jishi.store.transact import action

# Of the branches visited, one in so many was not heard in all three parts (R23).
_PARTLY = 0.1
#: Days over which the teams travel.
_DAYS = 9
_HEARD = ("路灯常坏", "希望活动室晚上开门", "办事要跑两趟", "没有意见", "村口的桥要修", "希望多讲惠农政策")
_MET = (
    "党员希望党课讲实例；群众希望公开栏写明去处。",
    "党员建议民主评议提前发材料；群众反映便民服务室周末没人。",
    "党员对班子团结满意；群众希望低保名单张贴到组。",
)
_SAID = ("班子能做事，台账要补齐。", "书记肯干，支部活动还要经常。", "重点工作推得动，发展党员偏少。")
_WAYS = ("visit", "meeting", "superior")


def go(ground: Ground, round_: Round) -> None:
    """Send survey teams; keep what they and the superiors say; enter the lists of discipline inspection."""
    county = Unit.objects.get(code=ground.county.units[0].code)
    if plan(ground.pack, county).shares:
        assign(By(), ground.pack, county, clock.today())
    hear(ground, round_)
    _lists(ground)


def hear(ground: Ground, round_: Round, places: Sequence[str] = ("",)) -> None:
    """Keep a record of every way in which the sheets say that a branch of these townships was heard."""
    every = Unit.objects.exclude(domain="").order_by("code")
    units = [unit for unit in every if unit.code.startswith(tuple(places))]
    book = _Book(ground.pack, round_)
    # One transaction for many records; each leaves its own event.
    with action(None, "survey.visit"):
        for done, unit in enumerate(units, 1):
            _hear(ground.pack, round_, unit, book)
            ground.progress(sentence("Visiting branches …"), done, len(units))


class _Book:
    """What the sheets of a round say that visitors and superiors have found."""

    def __init__(self, pack: Pack, round_: Round) -> None:
        self._pack = pack
        self._said: dict[tuple[int, str], dict[str, int]] = {}
        for who in ("visitor", "superior"):
            rows = FactValue.objects.filter(round=round_, source=SOURCES[who], value__isnull=False)
            for unit, fact, value in rows.values_list("unit_id", "fact__code", "value"):
                self._said.setdefault((unit, who), {})[fact] = value
        channels = pack.programme.channels if pack.programme else ()
        self._channels = {each.id: each.fact for each in channels}
        sent = Dispatch.objects.filter(kind=Dispatch.Kind.SURVEY_TEAM, team__isnull=False).select_related("team")
        self.teams = {each.unit_id: each.team for each in sent}

    def ways(self, unit: Unit) -> Iterable[str]:
        """Return in which ways a unit was heard; all, where the sheets do not say."""
        said = self._said.get((unit.pk, "visitor"), {})
        return [way for way in _WAYS if said.get(self._channels.get(way, ""), 1)]

    def answers(self, unit: Unit, who: str) -> Mapping[str, str]:
        """Return question → answer, as somebody types it."""
        said = self._said.get((unit.pk, who), {})
        return {
            question.id: to_text(self._pack.fact_by_id[question.fact], said[question.fact])
            for form in self._pack.questionnaires
            if form.electorate == who
            for question in form.questions
            if question.fact in said
        }


def _hear(pack: Pack, round_: Round, unit: Unit, book: _Book) -> None:
    chance = dice("visit", str(round_.number), unit.code)
    on = clock.today() - timedelta(days=chance.randint(0, _DAYS))
    ways = book.ways(unit)
    if "visit" in ways:
        # One of the three parts; the talk with the secretary is what is put off most.
        left_out = chance.choice(("talk", "talk", "life", "faces")) if chance.random() < _PARTLY else ""
        team: Team | None = book.teams.get(unit.pk)
        seen = Seen(
            on=on,
            visitors=f"{team.name}（某某甲、某某乙）" if team else "某某甲、某某乙",
            talk="" if left_out == "talk" else "与书记谈班子和党员教育",
            life="" if left_out == "life" else "参加支部党员大会",
            faces=None if left_out == "faces" else chance.randint(3, 12),
            heard=chance.choice(_HEARD),
            team=team,
            answers=book.answers(unit, "visitor"),
        )
        keep(By(), unit, round_, pack, seen)
    if "meeting" in ways:
        there = (chance.randint(5, 15), chance.randint(3, 10))
        keep_minutes(By(), unit, round_, pack, Meeting(on, "调查组组长", *there, chance.choice(_MET)))
    if "superior" in ways:
        comment(By(), unit, round_, pack, Comment(on, chance.choice(_SAID), book.answers(unit, "superior")))


def _lists(ground: Ground) -> None:
    """Put a list for each township with branches, on the day; its answer is dated the same day."""
    objected = {
        one.unit for one in ground.county.heard() if one.fact == ground.county.standards.opinion and one.value
    }
    with action(None, "survey.lists"):
        for number, place in enumerate(Unit.objects.filter(domain="", code__regex=r"^\d{5}$").order_by("code"), 1):
            listed = inquiries.listed(By(), place)
            if not listed:
                continue
            asked: Inquiry = inquiries.ask(By(), place, ground.this)
            against = {unit.pk: f"纪（样）{unit.code[-3:]}号" for unit in listed if unit.code in objected}
            stamped = Stamped(clock.today(), f"样纪函〔2012〕{number}号", against, version=asked.version)
            inquiries.answer(By(), asked, ground.pack, stamped)
