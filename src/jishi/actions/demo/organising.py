"""Over summer the organisation itself changes: units are founded in three ways, merged, split; one is converted."""

from datetime import date

from jishi.actions.demo.ground import Ground
from jishi.actions.org.change import convert as turn
from jishi.actions.org.found import Wish, found
from jishi.actions.org.join import Part, merge, split
from jishi.actions.org.order import Order
from jishi.actions.posts.holding import By, appoint, open_post
from jishi.actions.posts.holding import Wish as Holder
from jishi.core.access import OPERATOR
from jishi.core.errors import sentence
from jishi.sample.life.calendar import years_later
from jishi.sample.life.organising import CONVERTED_ON, MERGED_ON, SPLIT_ON, Founded
from jishi.store.models.org import Unit, Workplace
from jishi.store.models.people import Floating, Member, Person, Transfer
from jishi.store.models.posts import Dispatch, Tenure
from jishi.store.transact import action

_LETTERS = {
    MERGED_ON: "虚构组发〔2012〕21号",
    SPLIT_ON: "虚构组发〔2012〕26号",
    CONVERTED_ON: "虚构组发〔2012〕43号",
}
_POSTS = ("secretary", "organisation-member", "publicity-member")
_TERM = 3


def tell(ground: Ground) -> None:
    """Found units, merge two branches, split a large one."""
    ground.progress(sentence("Units are founded, merged and split …"), 0, 1)
    for each in ground.county.life.founded:
        with ground.on(each.on), action(None, "demo.founded", "demo"):
            _found(ground, each)
    wanted = ground.county.life.reformed
    with ground.on(MERGED_ON), action(None, "demo.merged", "demo"):
        into = _unit(wanted.into)
        merge(_order(ground, MERGED_ON), [_unit(wanted.gone)], into, into.version)
    with ground.on(SPLIT_ON), action(None, "demo.split", "demo"):
        unit = _unit(wanted.split)
        going = _free(unit)[: wanted.going]
        part = Part(wanted.part, wanted.part_name, tuple(row.pk for row in going))
        (made,) = split(_order(ground, SPLIT_ON), unit, unit.version, [part])
        leaders = [row.person for row in going if row.status == Member.Status.FULL]
        for kind, person in zip(_POSTS, leaders, strict=False):
            _elect(made, kind, person, SPLIT_ON)


def convert(ground: Ground) -> None:
    """Let a village become a community (D112)."""
    wanted = ground.county.life.reformed
    with ground.on(CONVERTED_ON):
        unit = _unit(wanted.converted)
        wish = Wish(unit.code, wanted.converted_name, unit.kind, unit.level, "community")
        turn(_order(ground, CONVERTED_ON), unit, unit.version, wish)


def _order(ground: Ground, on: date, document: str = "") -> Order:
    return Order(OPERATOR, ground.pack, on, document=document or _LETTERS[on])


def _unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def _found(ground: Ground, one: Founded) -> None:
    hosts = {place.code: place for place in Workplace.objects.filter(code__in=one.hosts)}
    wish = Wish(
        one.code,
        one.name,
        "branch",
        domain=one.domain,
        mode=one.mode,
        hosts=tuple(hosts[code] for code in one.hosts),
        industry=_unit(one.industry) if one.industry else None,
    )
    document = f"虚构组发〔2012〕{one.on.timetuple().tm_yday}号"
    made = found(_order(ground, one.on, document), _unit(one.above), wish)
    _elect(made, _POSTS[0], Person.objects.get(name=one.secretary), one.on)


def _elect(unit: Unit, kind: str, person: Person, on: date) -> None:
    post = open_post(By(), unit, kind, first=kind == _POSTS[0])
    end = years_later(on, _TERM)
    appoint(By(), post, Holder(on, person=person, term_ends_on=end, channel="elected-here"))


def _free(unit: Unit) -> list[Member]:
    """Return the members of a branch who hold no post, are sent nowhere and do not move, by name."""
    there = Member.objects.filter(unit=unit, to_on__isnull=True, status__in=("full", "probationary"))
    busy = Tenure.objects.filter(to_on__isnull=True).values("person")
    sent = Dispatch.objects.filter(to_on__isnull=True, person__isnull=False).values("person")
    free = there.exclude(person__in=busy).exclude(person__in=sent)
    moving = free.exclude(pk__in=Transfer.objects.values("member")).exclude(
        pk__in=Floating.objects.values("member")
    )
    return list(moving.select_related("person").order_by("person__name"))
