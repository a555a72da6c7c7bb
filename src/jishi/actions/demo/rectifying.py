"""Between the rounds: problems are found and mended, exemplary branches bring weak ones along."""

from collections.abc import Sequence
from datetime import date, timedelta

from jishi.actions.demo.ground import Ground
from jishi.actions.demo.picture import picture
from jishi.actions.dispatch import sending
from jishi.actions.improve import plans, practices, problems, remedies
from jishi.actions.improve.handing import due, hand_over
from jishi.actions.improve.pairing import offers, pair
from jishi.actions.improve.proposing import propose
from jishi.actions.improve.standing import lowest, standing
from jishi.actions.people.ground import By as Publisher
from jishi.actions.posts.holding import By
from jishi.actions.publish.notices import Wording
from jishi.actions.publish.plans import publication_of, publish_plan
from jishi.core.access import OPERATOR
from jishi.core.errors import sentence
from jishi.core.improve.problems import Step
from jishi.store.models.improve import Plan, Problem, Remedy
from jishi.store.models.office import Account
from jishi.store.models.org import Unit
from jishi.store.models.posts import Dispatch
from jishi.store.transact import action

TOLD_ON = date(2012, 5, 8)
#: Every so-many-th branch of the first township does not have its sheet.
WAITS = 6
PLANNED_ON, DONE_ON, SEEN_ON = date(2012, 5, 14), date(2012, 8, 20), date(2012, 9, 3)
DUE_ON = date(2012, 8, 31)
#: So many problems of a branch are mended where not all of them are.
PRESSING = 2
NOTED_ON = tuple(date(2012, month, 20) for month in range(4, 11))
GOAL, CONTACT = "年内转化，退出较差等次", "吴某己，镇党委副书记"
PURPOSE = "传帮带：会议怎么开，账目怎么公开"
PRACTICE = ("小板凳会", "每月十五在院坝开会，先听群众讲，再由支部逐条答复，会后把答复贴出来。")


def rectify(ground: Ground, places: Sequence[str]) -> None:
    """Find problems in the whole county, and mend those of the weakest branches.

    Args:
        ground: the demo.
        places: codes of the townships that mend every one; the others mend what is most pressing.
    """
    ground.progress(sentence("Problems are found and mended …"), 0, 1)
    with ground.on(TOLD_ON):
        _hand_over(ground, places)
    with ground.on(PLANNED_ON):
        propose(ground.this)
        weak = _weak(ground)
        with action(None, "demo.plans", "demo"):
            lacking = {each.unit: each.unmended for each in ground.county.life.planted if each.unmended}
            for unit in weak:
                most = None if unit.code.startswith(tuple(places)) else PRESSING
                _plan(ground, unit, lacking.get(unit.code, ""), most)
            _learn(ground)
    for day in NOTED_ON:
        with ground.on(day), action(None, "demo.logs", "demo"):
            _note(day)
    # Whoever reports is not who verifies.
    township, county = (Account.objects.get(username=name) for name in ("township", "county"))
    with ground.on(DONE_ON), action(None, "demo.reports", "demo"):
        for row in Remedy.objects.filter(unit__in=weak, state=Remedy.State.PUBLISHED).select_related("unit"):
            told = remedies.Told(100, "已办结，现场有照片", picture(), "photo.png")
            remedies.report(By(township), row, row.version, told)
    with ground.on(SEEN_ON), action(None, "demo.verified", "demo"):
        for row in Remedy.objects.filter(unit__in=weak, state=Remedy.State.DONE).select_related("unit", "problem"):
            remedies.verify(By(county), row, row.version, "已到现场核对")
            if row.problem is not None:
                problems.decide(By(county), row.problem, row.problem.version, Step("solve", SEEN_ON))


def _hand_over(ground: Ground, places: Sequence[str]) -> None:
    """Hand the sheets of the first round over; some branches of one township still wait for theirs."""
    listed = list(due(OPERATOR, ground.pack))
    waiting = {unit.pk for unit in [unit for unit in listed if unit.code.startswith(places[0])][::WAITS]}
    hand_over(Publisher(on=TOLD_ON), ground.this, [unit for unit in listed if unit.pk not in waiting])


def _weak(ground: Ground) -> list[Unit]:
    graded = standing(OPERATOR, ground.this)
    found = lowest(graded, ground.pack).tolist() if graded else []
    return list(Unit.objects.filter(pk__in=found).order_by("code"))


def _plan(ground: Ground, unit: Unit, lacks: str, most: int | None) -> None:
    """Plan what a weak branch does about its ``most`` pressing problems; None = about all of them.

    Planted: one of its problems has no ``remedy``, or a remedy no ``problem``.
    """
    plan = plans.begin(By(), unit, "transform", "zh-Hans")
    plans.aim(By(), unit, plan.version, plans.Aim(GOAL, CONTACT))
    drafts = Remedy.objects.filter(unit=unit, problem__isnull=True)
    first = drafts.order_by("pk").first()
    drafts.delete()
    found = list(Problem.objects.filter(unit=unit, state=Problem.State.PROPOSED).order_by("-priority", "pk")[:most])
    for number, row in enumerate(found, start=1):
        problems.decide(By(), row, row.version, Step("accept", PLANNED_ON))
        if lacks == "remedy" and number == len(found):
            continue
        wish = remedies.Wish("逐项补齐，办完贴出来请群众看", row, "补齐失分项", "郑某庚，支部书记", DUE_ON)
        remedies.plan(By(), unit, wish)
    _publish(ground, plan)
    if lacks == "problem" and first is not None:
        # A plan with such a remedy could not have been published; it came afterwards.
        remedies.plan(By(), unit, remedies.Wish(first.text, due_on=first.due_on))


def _publish(ground: Ground, plan: Plan) -> None:
    """Put the plan of a weak branch on its board, where it has a remedy."""
    kind = publication_of(ground.pack)
    if kind is not None and Remedy.objects.filter(unit=plan.unit).exists():
        wording = Wording(kind.title.zh_hans, kind.wording.zh_hans, internet=True)
        publish_plan(Publisher(on=PLANNED_ON), ground.pack, plan.round, plan.unit, wording)


def _note(day: date) -> None:
    """Let whoever wrote a log in spring go on writing one; who did not is a planted fault."""
    for sent in Dispatch.objects.filter(to_on__isnull=True, logs__isnull=False).distinct().order_by("pk"):
        sending.note(By(), sent, day, "入户走访，核对整改事项", "visit")


def _learn(ground: Ground) -> None:
    """Pair each weak branch with the first that fits it; the first exemplar's practice is taken over by those."""
    first = None
    for offer in offers(OPERATOR, ground.pack, ground.this, PLANNED_ON, 40):
        if not offer.exemplars:
            continue
        pair(By(), offer.exemplars[0], offer.unit, PURPOSE, PLANNED_ON + timedelta(days=1))
        if first is None:
            title, text = PRACTICE
            written = practices.Written(title, text, ("meetings",))
            first = practices.write(By(), offer.exemplars[0], ground.pack, written)
            practices.publish(By(), first, first.version)
        if offer.unit.pk != first.unit_id:
            practices.adopt(By(), first, offer.unit, practices.Taken(indicator="meetings"))
