"""What offices do beside the survey: form its teams, hear villages about their helpers, type monthly sheets in."""

from datetime import date

from jishi.actions.demo.ground import Ground
from jishi.actions.dispatch import assigning, teams
from jishi.actions.dispatch.sending import evaluate
from jishi.actions.monthly.asking import Sheet, asked_domains, sheets
from jishi.actions.monthly.entering import Given, enter
from jishi.actions.monthly.printing import post_name
from jishi.actions.people.finding import Named
from jishi.actions.posts.holding import By
from jishi.core.access import Scope
from jishi.core.dispatch import Opinion
from jishi.packs.amounts import to_text
from jishi.sample.chance import dice
from jishi.sample.names import member_name
from jishi.store import access, clock
from jishi.store.models.office import Account
from jishi.store.models.org import Unit
from jishi.store.models.posts import Dispatch, Team
from jishi.store.queries import monthly, rounds
from jishi.store.transact import action

FORMED_ON, HEARD_ON, TYPED_ON = date(2012, 3, 12), date(2012, 9, 18), date(2012, 10, 18)
#: The township whose teams have people, and some of whose branches hand in a sheet.
HERE = "00104"
IN_A_TEAM, SHEETS = 3, 12
# Names from here on belong to people who are in no branch of the county.
_STRANGERS = 31_100


def form_teams(ground: Ground) -> None:
    """Send a survey team to every dozen branches (D57), and let people join those of one township."""
    assigning.assign(By(), ground.pack, Unit.objects.get(code="001"), FORMED_ON)
    number = _STRANGERS
    with action(None, "demo.teams", "demo"):
        for team in (
            Team.objects.filter(kind=assigning.KIND, unit__code=HERE).select_related("unit").order_by("name")
        ):
            for place in range(IN_A_TEAM):
                named = Named(team.unit_id, member_name(number))
                teams.join(By(), team, named, FORMED_ON, leads=place == 0)
                team.refresh_from_db()
                number += 1


def tell(ground: Ground) -> None:
    """Let villages say what they think of their first secretaries, and some branches hand in October's sheet."""
    with ground.on(HEARD_ON), action(None, "demo.evaluations", "demo"):
        _evaluate()
    with ground.on(TYPED_ON), action(None, "demo.monthly", "demo"):
        _type_in(ground)


def _evaluate() -> None:
    """Hear every village but the first about its first secretary."""
    sent = Dispatch.objects.filter(kind=Dispatch.Kind.FIRST_SECRETARY, to_on__isnull=True).order_by("unit__code")
    for each in sent.select_related("unit", "person")[1:]:
        chance = dice("evaluation of", each.unit.code)
        present = chance.randint(18, 46)
        against, basically = chance.randint(0, 2), chance.randint(2, 9)
        evaluate(By(), each, HEARD_ON, Opinion(present, present - against - basically, basically, against))


def _type_in(ground: Ground) -> None:
    """Let the township's clerk type in what secretaries wrote on paper: both names are kept."""
    clerk = Account.objects.get(username="township")
    scope = access.scope_of(clerk, clock.today())
    round_ = rounds.current(scope)
    assert round_ is not None, "the year has rounds"
    units = monthly.entered_for(scope, asked_domains(ground.pack, round_), Unit.objects.get(code=HERE))[:SHEETS]
    for sheet in sheets(scope, list(units), TYPED_ON.replace(day=1), (round_, ground.pack)):
        enter(clerk, scope, sheet, ground.pack, _written(ground, scope, sheet))


def _written(ground: Ground, scope: Scope, sheet: Sheet) -> Given:
    """Return a sheet on which the secretary has confirmed what is held."""
    known = {each.question.id: (each.fact, each.own or each.held) for each in sheet.questions}
    texts = {
        question: to_text(fact, held.value)
        for question, (fact, held) in known.items()
        if held is not None and held.value is not None
    }
    on = date(TYPED_ON.year, TYPED_ON.month, dice("signed", sheet.unit.code).randint(8, 17))
    post = post_name(sheet, ground.pack, lambda text: "@zh-Hans" if text == "@en" else text)
    return Given(texts, sheet.secretary, post, on, sheet.seen)
