"""One problem of a unit with a remedy, a report with a photograph, a call on the unit above, and a practice."""

from datetime import timedelta

from jishi.actions.improve import practices, problems, remedies
from jishi.actions.posts.holding import By
from jishi.store import clock
from jishi.store.models.improve import Practice, Problem
from jishi.store.models.org import Unit
from tests.web.ground import pack

ABOUT = ("problem", "remedy", "progress", "call", "practice")
PHOTO = b"\xff\xd8\xff\xe0" + b"0" * 100


def improving(unit: Unit) -> dict[str, int]:
    """Return the ids of one of each at a unit; made once, however often it is asked for."""
    problem = Problem.objects.filter(unit=unit).first() or _made(unit)
    remedy = problem.remedies.get()
    return {
        "problem": problem.pk,
        "remedy": remedy.pk,
        "progress": remedy.progress.get().pk,
        "call": problem.calls.get().pk,
        "practice": Practice.objects.get(unit=unit).pk,
    }


def _made(unit: Unit) -> Problem:
    problem = problems.enter(By(), unit, problems.Found("活动室屋顶漏水", "venue", "visit", 2, 2))
    due = clock.today() + timedelta(days=30)
    remedy = remedies.plan(By(), unit, remedies.Wish("修好屋顶", problem, "雨天能开会", "甲一", due))
    remedies.report(By(), remedy, remedy.version, remedies.Told(40, "已买材料", PHOTO, "roof.jpg"))
    problems.pass_up(By(), problem, "缺两千元")
    practices.write(By(), unit, pack(), practices.Written("小板凳会", "在院坝开会"))
    return problem
