"""What the county sets and gives to others: targets, tasks, reminders, and what villages get beside the grading."""

from datetime import date

from jishi.actions.demo.ground import Ground
from jishi.actions.dispatch import sending
from jishi.actions.dispatch.matters import raise_matter, settle
from jishi.actions.dispatch.sending import Sending, send
from jishi.actions.duties import supervising, tasks
from jishi.actions.duties.dividing import Division, areas, divide
from jishi.actions.duties.supervising import Word
from jishi.actions.duties.tasks import Closing, Wish
from jishi.actions.org import grids
from jishi.actions.org.grids import Counted
from jishi.actions.people import caring, ground
from jishi.actions.people.caring import Brought
from jishi.actions.people.finding import Named
from jishi.actions.posts.holding import By
from jishi.actions.secretaries import reviewing
from jishi.actions.secretaries.reviewing import Opening, Said
from jishi.actions.secretaries.searching import Nobody, record
from jishi.actions.targets.ground import Asked
from jishi.actions.targets.setting import Wish as Target
from jishi.actions.targets.setting import break_down, set_target
from jishi.core.access import OPERATOR
from jishi.core.errors import sentence
from jishi.sample.life.calendar import SENT_ON
from jishi.store.models.org import Grid, Unit
from jishi.store.models.people import Care
from jishi.store.models.posts import Post, Tenure
from jishi.store.queries import units
from jishi.store.transact import action

_TOP, _TOWN = "001", "00104"
_NEW = "new-organisations"
#: So many new organisations each township is to found in turn; one more is given to nobody yet.
_PARTS = (2, 1, 3, 1, 2)
SUMMER, AUTUMN = date(2012, 7, 10), date(2012, 9, 20)
_UNTIL = (date(2012, 6, 30), date(2012, 9, 30), date(2012, 11, 30))


def tell(ground_: Ground) -> None:
    """Set targets and give tasks in spring; look at them, settle and remind in summer and autumn."""
    ground_.progress(sentence("Setting targets …"), 0, 1)
    with ground_.on(SENT_ON), action(None, "demo.duties", "demo"):
        _set_targets(Asked(OPERATOR, ground_.this.cycle, ground_.pack, SENT_ON))
        _divide(ground_)
        given = _give_tasks()
        linked = _link()
        _search()
    with ground_.on(SUMMER), action(None, "demo.summer", "demo"):
        for task in given[:3]:
            tasks.follow(By(), task, "已制定计划，正按月推进")
        tasks.close(By(), given[0], given[0].version, Closing("两新组织组建计划已分解到村和社区"))
        for sent in linked:
            sending.note(By(), sent, SUMMER, "走访村组，听取党员群众意见", "visit")
            raise_matter(By(), sent, SUMMER, "通村路灯不亮")
        _review()
    with ground_.on(AUTUMN), action(None, "demo.autumn", "demo"):
        _settle(linked)
        _remind()
        _visit()
        _serve_grids()


def _set_targets(about: Asked) -> None:
    county = Unit.objects.get(code=_TOP)
    towns = list(units.children(OPERATOR, county))
    wishes = {town.pk: Target(_NEW, _PARTS[at % len(_PARTS)]) for at, town in enumerate(towns)}
    whole = sum(wish.number or 0 for wish in wishes.values()) + 1
    set_target(By(), about, county, Target(_NEW, whole, document="组发〔2012〕8号"))
    break_down(By(), about, county, wishes)


def _towns() -> list[Unit]:
    county = Unit.objects.get(code=_TOP)
    return list(units.children(OPERATOR, county)[:6])


def _divide(ground_: Ground) -> None:
    """Let the leaders of two townships divide the areas of work; the last area is nobody's yet."""
    for town in Unit.objects.filter(code__in=(_TOWN, "00105")):
        posts = list(Post.objects.filter(unit=town, closed_on__isnull=True).order_by("-first_responsible", "pk"))
        known = areas(ground_.pack)[:-1]
        pairs = [(posts[0 if at == 0 else at % len(posts)].pk, area) for at, area in enumerate(known)]
        divide(By(), ground_.pack, town, Division(pairs))


def _give_tasks() -> list[tasks.Task]:
    county, towns = Unit.objects.get(code=_TOP), _towns()
    said = ("分解两新组织组建任务", "整顿提升后进村党组织", "落实村级组织活动场所")
    found = [
        tasks.give(By(), Wish(town, county, said[at % 3], _UNTIL[at % 3], SENT_ON)) for at, town in enumerate(towns)
    ]
    joint = Wish(towns[3], county, "共建党员服务中心", _UNTIL[2], SENT_ON, towns[4:6])
    return [*found, tasks.give(By(), joint)]


def _villages(count: int) -> list[Unit]:
    found = Unit.objects.filter(code__startswith=_TOWN, domain="village", dissolved_on__isnull=True)
    return list(found.order_by("code")[:count])


def _link() -> list[sending.Dispatch]:
    """Let three of the county's cadres link with three villages."""
    county, names = Unit.objects.get(code=_TOP), ("联某甲", "联某乙", "联某丙")
    return [
        send(By(), Sending("office-cadre", name, SENT_ON, unit=village, sending=county))
        for name, village in zip(names, _villages(3), strict=True)
    ]


def _search() -> None:
    """Record for two villages whose secretaries were sent that nobody there was suitable."""
    held = Tenure.objects.filter(
        post__first_responsible=True, post__unit__domain="village", source_channel="office", to_on__isnull=True
    )
    for tenure in held.select_related("post__unit").order_by("post__unit__code")[:2]:
        said = Nobody("三名委员任职条件均不符", "镇党委会议", 3)
        record(ground.By(on=SENT_ON), tenure.post, said)


def _review() -> None:
    """Let the county look at the secretary of one unit right below it, who is heard."""
    held = Tenure.objects.filter(
        post__unit__in=_towns(), post__first_responsible=True, to_on__isnull=True, post__closed_on__isnull=True
    )
    tenure = held.select_related("post__unit", "person").order_by("-post__unit__code").first()
    if tenure is None:
        return
    by, found = ground.By(on=SUMMER), reviewing.rules()
    row = reviewing.open_review(
        by, found, tenure, Opening(["complaints"], "党员反映会议不按期召开", "信访件〔2012〕31号")
    )
    reviewing.move(by, found, row, row.version, Said("hear", "本人说明情况并作出整改承诺"))


def _settle(linked: list[sending.Dispatch]) -> None:
    for sent in linked[:2]:
        matter = sent.logs.select_related("dispatch__unit").get(kind="matter")
        settle(By(), matter, matter.version, "已修复路灯三十盏")


def _remind() -> None:
    county, towns = Unit.objects.get(code=_TOP), _towns()
    for at, town in enumerate(towns[:4]):
        kind = ("reminder", "inspection", "guidance")[at % 3]
        word = Word(county, town, kind, "后进党组织整改措施未按期销号", answer_by=date(2012, 10, 10 + 5 * at))
        row = supervising.say(By(), word)
        if at < 2:
            supervising.answer(By(), row, row.version, "已逐项核对，本月内销号")


def _visit() -> None:
    """Visit every second of those who are cared for; the others wait too long."""
    by = ground.By(on=AUTUMN)
    for care in Care.objects.filter(to_on__isnull=True).select_related("member__unit", "member__person")[::2]:
        caring.visited(by, care, care.version, Brought(200_00, ("party-fees", "budget")[care.pk % 2]))


def _serve_grids() -> None:
    """Give the grids of one community a team, and their requests of three months."""
    held = Grid.objects.filter(unit__code__startswith=_TOWN, unit__domain="community", to_on__isnull=True)
    for at, grid in enumerate(held.select_related("unit").order_by("unit__code", "name")[:3]):
        unit = grid.unit
        for role, name in (("网格员", f"网某{at}甲"), ("志愿者", f"网某{at}乙")):
            grids.join(ground.By(on=SENT_ON), unit, grid.name, Named(unit.pk, name), role)
        for month in (6, 7, 8):
            said = Counted(12 + at, 9 + at, 2, month % 2)
            grids.count(ground.By(on=AUTUMN), unit, grid.name, date(2012, month, 1), said)
