"""Survey teams go to one township, meetings are held, and discipline inspection answers its lists."""

from datetime import timedelta

from jishi.actions.consult import inquiries
from jishi.actions.consult.ground import By
from jishi.actions.consult.inquiries import Stamped
from jishi.actions.consult.minutes import Comment, Meeting, comment, keep_minutes
from jishi.actions.consult.visits import Seen, keep
from jishi.actions.demo.ground import Ground
from jishi.core.errors import sentence
from jishi.sample.chance import dice
from jishi.store import clock
from jishi.store.models.consult import Inquiry
from jishi.store.models.org import Unit
from jishi.store.transact import action

#: The township whose every branch is visited.
VISITED = "00104"
# Of the branches visited, one in so many was not heard in all three parts (R23), one in so many not at all.
_PARTLY, _NOT_YET = 0.1, 0.1


def go(ground: Ground) -> None:
    """Visit, meet, comment; put the lists of all townships to discipline inspection and enter its answers."""
    units = list(Unit.objects.filter(code__startswith=VISITED).exclude(domain="").order_by("code"))
    with action(None, "survey.visit"):
        for done, unit in enumerate(units, 1):
            _visit(ground, unit)
            ground.progress(sentence("Visiting branches …"), done, len(units))
    _lists(ground)


def _visit(ground: Ground, unit: Unit) -> None:
    chance = dice("visit", unit.code)
    if chance.random() < _NOT_YET:
        return
    today = clock.today() - timedelta(days=chance.randint(0, 9))
    partly = chance.random() < _PARTLY
    seen = Seen(
        on=today,
        visitors="第四调查组（某某甲、某某乙）",
        talk="与书记谈班子和党员教育" if not partly else "",
        life="参加支部党员大会",
        faces=chance.randint(3, 12),
        heard=chance.choice(("路灯常坏", "希望活动室晚上开门", "办事要跑两趟", "没有意见")),
    )
    keep(By(), unit, ground.this, ground.pack, seen)
    meeting = Meeting(
        on=today,
        chair="调查组组长",
        members=chance.randint(5, 15),
        public=chance.randint(3, 10),
        heard="党员希望党课讲实例；群众希望公开栏写明去处。",
    )
    keep_minutes(By(), unit, ground.this, ground.pack, meeting)
    comment(By(), unit, ground.this, ground.pack, Comment(today, "班子能做事，台账要补齐。", {}))


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
