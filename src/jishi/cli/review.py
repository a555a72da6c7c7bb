"""``jishi review``: from proposals to locked grades, in the meetings of committees."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jishi.cli.context import home_option, json_option, say_done, write_file
from jishi.cli.named import by_on, unit_named
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.store.models.assess import Round
    from jishi.store.models.cases import Meeting

_DAY = click.DateTime(["%Y-%m-%d"])
_on = click.option("--on", type=_DAY, help="Day on which it happens; default: today.")
_cycle = click.option("--cycle", required=True, help="Code of the cycle.")
_round = click.option("--round", "number", type=int, default=1, show_default=True, help="Number of the round.")
_minutes = click.option("--minutes", required=True, help="Number of the minutes.")
_reason = click.option("--reason", required=True, help="Why.")
_evidence = click.option(
    "--evidence", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A paper that shows it."
)


@click.group()
def command() -> None:
    """Review proposed grades: open them, enter meetings, approve, change, return, lift, reopen."""


@command.command("open")
@_cycle
@_round
@home_option
@_on
@json_option
def open_(cycle: str, number: int, home: Path, on: datetime | None, as_json: bool) -> None:
    """Put the proposals of the newest run before the branches."""
    round_ = _ground(home, cycle, number)
    from jishi.actions.cases.opening import open_proposals
    from jishi.core.access import OPERATOR
    from jishi.store.queries import rounds

    run = rounds.latest_run(OPERATOR, round_)
    if run is None:
        raise refuse(
            str(round_),
            sentence("Nothing has been computed in this round yet."),
            sentence("Compute first: jishi assess"),
        )
    found = open_proposals(by_on(on), run)
    say_done(
        {"run": run.number, "answer_until": found.answer_until},
        sentence(
            "Run %(run)s is open; branches answer by %(day)s.", run=run.number, day=found.answer_until.isoformat()
        ),
        as_json,
    )


@command.command("meeting")
@click.argument("committee")
@_minutes
@click.option("--held", type=_DAY, required=True, help="Day of the meeting.")
@click.option("--entitled", type=int, required=True, help="How many members the committee has.")
@click.option("--present", "names", multiple=True, required=True, help="A member who was there; may be repeated.")
@home_option
@json_option
def meeting(
    committee: str, minutes: str, held: datetime, entitled: int, names: tuple[str, ...], home: Path, as_json: bool
) -> None:
    """Enter a meeting of COMMITTEE (its code); names known at the committee are its members of the register."""
    open_home(home)
    from jishi.actions.cases.meeting import Sitting, hold, members_of

    unit = unit_named(committee)
    known = {person.name: person for person in members_of(unit, held.date())}
    sitting = Sitting(
        held_on=held.date(),
        minute_number=minutes,
        entitled=entitled,
        people=tuple(known[name] for name in names if name in known),
        names=tuple(name for name in names if name not in known),
    )
    found = hold(by_on(None), unit, sitting)
    say_done(
        {"meeting": found.pk, "present": found.present},
        sentence("The meeting is entered: %(present)s present.", present=found.present),
        as_json,
    )


@command.command("approve")
@click.argument("committee")
@click.argument("units", nargs=-1)
@_minutes
@_cycle
@_round
@click.option("--plain", is_flag=True, help="All of the committee that are not marked.")
@home_option
@_on
@json_option
def approve(
    committee: str,
    units: tuple[str, ...],
    minutes: str,
    cycle: str,
    number: int,
    plain: bool,
    home: Path,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Approve the proposals of UNITS (codes) as decided in a meeting of COMMITTEE."""
    round_ = _ground(home, cycle, number)
    from jishi.actions.cases.ground import opened
    from jishi.actions.cases.plain import plain_of
    from jishi.actions.cases.reviewing import Seen
    from jishi.actions.cases.reviewing import approve as approved
    from jishi.core.access import OPERATOR

    by, docket = by_on(on), opened(OPERATOR, round_)
    held = meeting_of(committee, minutes)
    wanted = plain_of(docket, held.committee, by.day) if plain else [unit_named(code).pk for code in units]
    seen = Seen(docket.opening.run_id, _versions(round_, wanted))
    count = approved(by, docket, held, seen) if wanted else 0
    say_done({"approved": count}, sentence("%(count)s proposals are approved.", count=count), as_json)


@command.command("change")
@click.argument("unit")
@click.argument("grade")
@_minutes
@_cycle
@_round
@_reason
@_evidence
@home_option
@_on
@json_option
def change(
    unit: str,
    grade: str,
    minutes: str,
    cycle: str,
    number: int,
    reason: str,
    evidence: Path | None,
    home: Path,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Decide on another GRADE (its id in the pack) for UNIT (its code)."""
    round_ = _ground(home, cycle, number)
    from jishi.actions.cases.ground import committee_of, opened
    from jishi.actions.cases.reviewing import Other, Seen, change_grade
    from jishi.core.access import OPERATOR

    docket, one = opened(OPERATOR, round_), unit_named(unit)
    held = meeting_of(committee_of(docket.pack, one).code, minutes)
    seen = Seen(docket.opening.run_id, _versions(round_, [one.pk]))
    row = change_grade(by_on(on), docket, held, seen, Other(grade, reason, _paper(evidence)))
    say_done({"proposed": row.proposed, "grade": row.grade}, sentence("Another grade is decided."), as_json)


@command.command("return")
@click.argument("unit")
@_cycle
@_round
@_reason
@home_option
@_on
@json_option
def return_(
    unit: str, cycle: str, number: int, reason: str, home: Path, on: datetime | None, as_json: bool
) -> None:
    """Give the proposal of UNIT (its code) back to the branch, with what is to be mended."""
    round_ = _ground(home, cycle, number)
    from jishi.actions.cases.ground import opened
    from jishi.actions.cases.reviewing import Seen, give_back
    from jishi.core.access import OPERATOR

    docket, one = opened(OPERATOR, round_), unit_named(unit)
    seen = Seen(docket.opening.run_id, _versions(round_, [one.pk]))
    row = give_back(by_on(on), docket, seen, reason)
    say_done({"state": row.state}, sentence("The proposal is returned."), as_json)


@command.command("lift")
@click.argument("unit")
@click.argument("limit")
@_minutes
@_cycle
@_round
@_reason
@_evidence
@home_option
@_on
@json_option
def lift(
    unit: str,
    limit: str,
    minutes: str,
    cycle: str,
    number: int,
    reason: str,
    evidence: Path | None,
    home: Path,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Lift LIMIT (its id in the pack) for UNIT (its code), in a meeting of the committee one level up."""
    round_ = _ground(home, cycle, number)
    from jishi.actions.cases.ground import committee_above, committee_of, opened
    from jishi.actions.cases.lifting import Wish
    from jishi.actions.cases.lifting import lift as lifted
    from jishi.core.access import OPERATOR

    docket, one = opened(OPERATOR, round_), unit_named(unit)
    above = committee_above(docket.pack, committee_of(docket.pack, one))
    held = meeting_of(above.code, minutes)
    found = lifted(by_on(on), docket, one, held, Wish(limit, reason, _paper(evidence)))
    say_done({"lift": found.pk, "by": above.code}, sentence("The limit is lifted."), as_json)


@command.command("list")
@_cycle
@_round
@home_option
@click.option("--export", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write it as a workbook.")
@click.option("--step", help="Only those at this step of the pack's procedure.")
@json_option
def list_(cycle: str, number: int, home: Path, file: Path | None, step: str | None, as_json: bool) -> None:
    """List how every unit stands."""
    round_ = _ground(home, cycle, number)
    from jishi.actions.cases.ground import grades_of, opened
    from jishi.actions.exports.grades import export
    from jishi.actions.exports.sheet import Style
    from jishi.core.access import OPERATOR
    from jishi.store import clock

    docket, today = opened(OPERATOR, round_), clock.today()
    rows = grades_of(round_, docket.judged)
    steps = {unit: docket.case(rows.get(unit), today).step for unit in docket.judged}
    wanted = [unit for unit in docket.judged if step in (None, steps[unit])]
    if file is not None:
        write_file(file, export(docket, wanted, today, Style("xlsx", "zh-Hans")).file("xlsx"))
    counted: dict[str, int] = {}
    for unit in wanted:
        counted[steps[unit]] = counted.get(steps[unit], 0) + 1
    lines = ", ".join(f"{name} {count}" for name, count in counted.items())
    say_done(counted, sentence("%(count)s units: %(steps)s.", count=len(wanted), steps=lines or "-"), as_json)


def _ground(home: Path, cycle: str, number: int) -> "Round":
    open_home(home)
    from jishi.actions.programme import round_of

    return round_of(cycle, number)


def meeting_of(committee: str, minutes: str) -> "Meeting":
    """Return the meeting of a committee under a number.

    Raises:
        Refusal: there is none.
    """
    from jishi.store.models.cases import Meeting

    found = Meeting.objects.select_related("committee").filter(committee__code=committee, minute_number=minutes)
    one = found.first()
    if one is None:
        raise refuse(
            committee,
            sentence("There are no minutes of this number at this committee."),
            sentence("Enter the meeting first: jishi review meeting"),
        )
    return one


def _versions(round_: "Round", wanted: list[int]) -> dict[int, int]:
    from jishi.actions.cases.ground import grades_of

    rows = grades_of(round_, wanted)
    return {unit: rows[unit].version if unit in rows else 0 for unit in wanted}


def _paper(file: Path | None) -> Any:
    from jishi.store import evidence

    return evidence.keep(file.read_bytes(), file.name) if file else None
