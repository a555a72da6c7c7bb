"""Second chapter: the registers come in (workplaces, members, posts and the lists), and people are sent to help."""

from collections.abc import Iterable, Mapping
from functools import partial

from jishi.actions.demo import everyday, inherited
from jishi.actions.demo.ground import Ground
from jishi.actions.dispatch import sending
from jishi.actions.dispatch.sending import Sending, send
from jishi.actions.imports import posts, workplaces
from jishi.actions.imports.members import bring
from jishi.actions.lists import frame
from jishi.actions.lists.registry import LISTINGS
from jishi.actions.people import caring, contact, ground
from jishi.actions.people.caring import Brought
from jishi.actions.posts.holding import By, pair
from jishi.actions.posts.requiring import require
from jishi.core.errors import sentence
from jishi.sample.life.calendar import KEPT_ON, SENT_ON
from jishi.sample.life.helpers import Sent
from jishi.sample.life.life import Life
from jishi.store.models.org import Unit, Workplace
from jishi.store.models.people import Member, Person
from jishi.store.models.posts import Post
from jishi.store.transact import action

_LOOKED = "电话无人接听，托同乡打听，并到其亲属家走访"


def tell(ground_: Ground) -> None:
    """Bring the registers in as the office keeps them, then send helpers and pair secretaries."""
    with ground_.on(KEPT_ON):
        _bring(ground_)
        everyday.form_teams(ground_)
    inherited.tell(ground_)
    with ground_.on(SENT_ON):
        ground_.progress(sentence("Sending helpers to weak units …"), 0, 1)
        life = ground_.county.life
        # One transaction for many small decisions; each leaves its own event.
        with action(None, "demo.life", "demo"):
            _send(life.helpers)
            _pair(life.pairings)
            _look_after(life)


def _bring(ground_: Ground) -> None:
    pack, books = ground_.pack, ground_.sheets.life
    ground_.bring(books.workplaces, partial(workplaces.run, vocabulary=pack.vocabulary))
    ground_.bring(books.members, bring.run)
    ground_.bring(books.posts, partial(posts.run, pack=pack))
    # What the pack requires and no list names is opened too, and stands vacant.
    require(By(), pack)
    for kind, file in books.lists.items():
        ground_.bring(file, partial(_listed, kind=kind, ground_=ground_))


def _listed(asked, kind: str, ground_: Ground):
    return frame.bring(LISTINGS[kind], asked, ground_.pack, only_try=False)


def _send(sent: Iterable[Sent]) -> None:
    units = {unit.code: unit for unit in Unit.objects.all()}
    places = {place.code: place for place in Workplace.objects.select_related("place")}
    people = _people(each.name for each in sent if not each.team)
    for each in sent:
        done = send(
            By(),
            Sending(
                kind=each.kind,
                name=each.name,
                from_on=each.since,
                unit=units.get(each.unit),
                workplace=places.get(each.workplace),
                sending=units[each.sending],
                person=people.get(each.name),
                members=each.team,
                term_ends_on=each.term_end,
                tasks=each.tasks,
                contract=each.contract,
            ),
        )
        for day in each.noted:
            sending.note(By(), done, day, "走访党员群众，召开支部大会，商定整改事项", "visit")


def _people(names: Iterable[str]) -> Mapping[str, Person]:
    """Return name → person; in the sample every name is given once."""
    found = {}
    wanted = sorted(set(names))
    for start in range(0, len(wanted), 500):
        for person in Person.objects.filter(name__in=wanted[start : start + 500]):
            found[person.name] = person
    return found


def _pair(pairs: Iterable[tuple[str, str]]) -> None:
    leading = Post.objects.filter(first_responsible=True, closed_on__isnull=True).select_related("unit")
    secretaries = {post.unit.code: post for post in leading}
    for above, below in pairs:
        pair(By(), secretaries[above], secretaries[below], SENT_ON)


def _look_after(life: Life) -> None:
    by = ground.By(on=SENT_ON)
    wanted = {each.who.name for each in (*life.lost, *life.cared_for)}
    rows = Member.objects.filter(person__name__in=wanted, to_on__isnull=True).select_related("person", "unit")
    members = {row.person.name: row for row in rows}
    for lost in life.lost:
        search = contact.lose(by, members[lost.who.name], lost.since, "away-for-work")
        search = contact.looked(by, search, search.version, _LOOKED)
        if lost.found:
            contact.search_ended(by, search, search.version, "found")
    for cared in life.cared_for:
        care = caring.care_for(by, members[cared.who.name], cared.category)
        caring.visited(by, care, care.version, Brought(cared.money, "party-fees"))
