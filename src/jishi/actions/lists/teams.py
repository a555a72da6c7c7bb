"""Work, survey and stationed teams and who is in them: a row for each person of a team."""

from collections.abc import Iterator, Sequence

from jishi.actions.dispatch import teams
from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import DAY, UNIT, UNIT_NAME, column, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.people import day_of
from jishi.actions.lists.sent import APART, kind_of, sender
from jishi.actions.people.finding import Named
from jishi.core.dispatch import TEAMS
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.posts import Team, TeamMember
from jishi.store.queries import privacy


def form(pack: Pack) -> Form:
    """Return the form of teams, in the words of a pack."""
    return Form(
        "teams",
        texts("工作组和调查组成员名册", "工作組和調查組成員名冊", "Teams and their people"),
        (
            UNIT,
            UNIT_NAME,
            column(
                "team", texts("队组名称", "隊組名稱", "Team"), required=True, synonyms=("调查组", "工作组", "组别")
            ),
            kind_of(pack, TEAMS),
            column(
                "name",
                texts("成员姓名", "成員姓名", "Person"),
                note=texts("还没有成员的留空。", "還沒有成員的留空。", "Empty while nobody is in it."),
                synonyms=("姓名", "组员"),
            ),
            column("leads", texts("是否组长", "是否組長", "Leads it"), "yes-no", synonyms=("组长",)),
            column("since", texts("加入日期", "加入日期", "In it since"), "date", DAY, synonyms=("起始日期",)),
            *APART,
            column("ended", texts("离开日期", "離開日期", "First day without"), "date", DAY),
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Let a team be there, and a person be in it, lead it, or leave it, as the row says."""
    with at("code"):
        unit = unit_of(taking.asked.scope, row.text("code"))
    since, by = day_of(row, "since") or clock.today(), sender(taking)
    team = Team.objects.filter(in_force(clock.today()), unit=unit, name=row.text("team").strip()).first()
    took: Took = "same"
    if team is None:
        with at("team"):
            team, took = teams.form(by, unit, row.text("team"), row.text("kind"), since), "added"
    if not row.text("name"):
        return took
    held = _held(team, row)
    ended, leads = day_of(row, "ended"), row.values.get("leads") == 1
    if held is None:
        if ended:
            return took
        named = Named(unit.pk, row.text("name"), day_of(row, "born"), phone=row.text("phone"))
        with at("name"):
            teams.join(by, team, named, since, leads=leads)
        return "added"
    if ended:
        with at("ended"):
            teams.leave(by, held, held.version, ended)
        return "changed"
    if leads and team.leader_id != held.person_id:
        teams.lead(by, held)
        return "changed"
    return took


def _held(team: Team, row: StagedRow) -> TeamMember | None:
    held = TeamMember.objects.filter(in_force(clock.today()), team=team, person__name=row.text("name"))
    born = day_of(row, "born")
    held = held.filter(person__born_on=born) if born else held
    return held.select_related("person", "team__unit").first()


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield today's teams of the units whose names the scope reads, each with its people, the leader first."""
    today = clock.today()
    found = Team.objects.filter(privacy.readable(leaving.scope), in_force(today)).select_related("unit")
    people: dict[int, list[TeamMember]] = {}
    inside = TeamMember.objects.filter(in_force(today), team__in=found.order_by().values("pk"))
    for member in inside.select_related("person").order_by("from_on", "pk").iterator(chunk_size=2000):
        people.setdefault(member.team_id, []).append(member)
    for team in found.order_by("unit__code", "name", "pk").iterator(chunk_size=2000):
        own = sorted(people.get(team.pk, ()), key=lambda member: member.person_id != team.leader_id)
        for member in own or (None,):
            yield _row(team, member)


def _row(team: Team, member: TeamMember | None) -> Sequence[Value]:
    return (
        team.unit.code,
        team.unit.name,
        team.name,
        team.kind,
        member.person.name if member else None,
        int(member.person_id == team.leader_id) if member else None,
        (member or team).from_on.toordinal(),
        None,
        None,
        None,
    )


LISTING = Listing("teams", form, take, rows, field_class=2)
