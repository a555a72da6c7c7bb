"""The registers that derivations look at: which rows there are, whose they are, what their fields say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FieldType = Literal["text", "number", "date", "days", "days-since", "days-before"]


@dataclass(frozen=True)
class Register:
    """A register as SQL.

    In it ``{today}`` is the day that is looked at, and ``{round}`` the id of the round. A field of type ``days`` is
    a date told as the days until then, one of type ``days-since`` as the days since then, one of type
    ``days-before`` as the days from then until the row began.

    Attributes:
        table: the table that tells whether the home keeps it at all.
        source: what stands after FROM.
        units: subject → the column with the id of the unit that a row belongs to.
        fields: field → (its type, its SQL). ``from`` and ``to`` say how long a row holds, ``on`` when it happened.
        by_unit: each unit keeps it by itself: where a unit has no row at all, nothing is known, rather than nobody.
        row: what one row is called when a rule is broken by it; empty = only units are told.
    """

    table: str
    source: str
    units: Mapping[str, str]
    fields: Mapping[str, tuple[FieldType, str]] = field(default_factory=dict)
    by_unit: bool = False
    row: str = ""


# Who holds the post on the date.
_HOLDER = (
    "(SELECT min(t.person_id) FROM store_tenure t WHERE t.post_id = r.id "
    "AND t.from_on <= {today} AND (t.to_on IS NULL OR t.to_on > {today}))"
)

_HOLDS = "{0}.from_on <= {{today}} AND ({0}.to_on IS NULL OR {0}.to_on > {{today}})"
# How many posts that answer first the holder has on the date, here and elsewhere.
_FIRST_POSTS = (
    "(SELECT count(*) FROM store_tenure t JOIN store_post q ON q.id = t.post_id "
    f"WHERE t.person_id = r.person_id AND q.first_responsible AND {_HOLDS.format('t')})"
)
# Whether the body above has somebody who answers first; unknown where no posts are kept.
_ABOVE_LED = (
    "CASE WHEN r.parent_id IS NULL OR NOT EXISTS (SELECT 1 FROM store_tenure) THEN NULL "
    "WHEN EXISTS (SELECT 1 FROM store_post q JOIN store_tenure t ON t.post_id = q.id WHERE q.unit_id = r.parent_id "
    f"AND q.first_responsible AND {_HOLDS.format('t')}) THEN 1 ELSE 0 END"
)
# Whether a grade was decided by the committee whose duty it is, and that committee stands above the unit.
_BY_COMMITTEE = (
    "CASE WHEN m.committee_id = r.committee_id AND EXISTS (SELECT 1 FROM store_unitpath a, store_unitpath b "
    "WHERE a.unit_id = r.committee_id AND b.unit_id = r.unit_id AND a.axis = 'management' AND b.axis = a.axis "
    "AND a.path <> b.path AND substr(b.path, 1, length(a.path)) = a.path) THEN 1 ELSE 0 END"
)
_KEPT_REMEDIES = "(SELECT count(*) FROM store_remedy m WHERE m.{0} AND m.state <> 'dropped')"
# When a helper last wrote the log; before the first time, when it came.
_LAST_LOG = (
    'coalesce((SELECT max(l."on") FROM store_dispatchlog l WHERE l.dispatch_id = r.id AND l."on" <= {today}), '
    "r.from_on)"
)
# Whether a unit was founded on that day; what a merge or a split set up anew is no new organisation.
_NEW = (
    "CASE WHEN EXISTS (SELECT 1 FROM store_succession s WHERE s.after_id = {unit} "
    "AND s.kind IN ('merge', 'split', 'convert') AND s.\"on\" = {day}) THEN 0 ELSE 1 END"
)
# When nobody suitable was found for the post, before its holder began; long ago = never (D137).
_SEARCHED = (
    'coalesce((SELECT max(s."on") FROM store_candidatesearch s WHERE s.post_id = r.post_id '
    "AND s.\"on\" <= r.from_on), '1900-01-01')"
)
# Whether a workplace has an organisation, of its own or together with others.
_COVERED = (
    "(r.unit_id IS NOT NULL OR EXISTS (SELECT 1 FROM store_unitworkplace w WHERE w.workplace_id = r.id AND "
    f"{_HOLDS.format('w')}))"
)
# Whether somebody is sent to a workplace to do the work of an organisation.
_SENT_TO = (
    "EXISTS (SELECT 1 FROM store_dispatch d WHERE d.workplace_id = r.id "
    f"AND d.kind IN ('instructor', 'liaison') AND {_HOLDS.format('d')})"
)
_REACHED = (
    f'CASE WHEN {_COVERED} OR {_SENT_TO} OR r."union" OR r.league THEN 1 '
    'WHEN r."union" IS NULL OR r.league IS NULL THEN NULL ELSE 0 END'
)

REGISTERS: Mapping[str, Register] = {
    "units": Register(
        "store_unit",
        "store_unit r",
        {"unit": "r.id"},
        {
            "kind": ("text", "r.kind"),
            "level": ("text", "r.level"),
            "domain": ("text", "r.domain"),
            "new": ("number", _NEW.format(unit="r.id", day="r.founded_on")),
            "from": ("date", "r.founded_on"),
            "to": ("date", "r.dissolved_on"),
            "on": ("date", "r.founded_on"),
        },
    ),
    # Words about the place of a unit: area types and the tier of its city.
    "traits": Register(
        "store_unittrait",
        "store_unittrait r",
        {"unit": "r.unit_id"},
        {
            "kind": ("text", "r.kind"),
            "value": ("text", "r.value"),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.from_on"),
        },
    ),
    "workplaces": Register(
        "store_workplace",
        "store_workplace r",
        {"unit": "coalesce(r.unit_id, r.place_id)", "workplace": "r.unit_id"},
        {
            "kind": ("text", "r.kind"),
            "domain": ("text", "r.domain"),
            "unit": ("number", "r.unit_id"),
            "full-members": ("number", "r.full_members"),
            "site": ("text", "r.area"),
            "covered": ("number", f"CASE WHEN {_COVERED} THEN 1 ELSE 0 END"),
            "reached": (
                "number",
                _REACHED,
            ),
            "days-left": ("days", "r.formation_due"),
            "from": ("date", "r.opened_on"),
            "to": ("date", "r.closed_on"),
            "on": ("date", "r.opened_on"),
        },
        row="workplace",
    ),
    # Those who are members; whoever is on the way to become one is not counted among the persons of a unit.
    "persons": Register(
        "store_member",
        "(SELECT * FROM store_member WHERE status IN ('full', 'probationary')) r",
        {"unit": "r.unit_id", "person": "r.unit_id"},
        {
            "status": ("text", "r.status"),
            "occupation": ("text", "r.occupation"),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.joined_on"),
        },
        by_unit=True,
        row="member",
    ),
    "posts": Register(
        "store_post",
        "store_post r",
        {"unit": "r.unit_id", "post": "r.unit_id"},
        {
            "kind": ("text", "r.kind"),
            "required": ("number", "CASE WHEN r.required THEN 1 ELSE 0 END"),
            "to": ("date", "r.closed_on"),
            "holder": (
                "number",
                _HOLDER,
            ),
        },
        row="post",
    ),
    "tenures": Register(
        "store_tenure",
        "store_tenure r JOIN store_post p ON p.id = r.post_id",
        {"unit": "p.unit_id", "post": "p.unit_id"},
        {
            "kind": ("text", "p.kind"),
            "channel": ("text", "r.source_channel"),
            "person": ("number", "r.person_id"),
            "post": ("number", "r.post_id"),
            "term-end": ("date", "r.term_ends_on"),
            "days-left": ("days", "r.term_ends_on"),
            "first-responsible": ("number", "CASE WHEN p.first_responsible THEN 1 ELSE 0 END"),
            "first-posts": ("number", _FIRST_POSTS),
            "search-days": ("days-before", _SEARCHED),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.from_on"),
        },
        row="tenure",
    ),
    "links": Register(
        "store_link",
        "store_link r LEFT JOIN store_unit p ON p.id = r.parent_id",
        {"unit": "r.unit_id"},
        {
            "axis": ("text", "r.axis"),
            "above-gone": (
                "number",
                "CASE WHEN p.dissolved_on IS NOT NULL AND p.dissolved_on <= {today} THEN 1 ELSE 0 END",
            ),
            "above-led": ("number", _ABOVE_LED),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.from_on"),
        },
    ),
    # A pairing is of two posts and belongs to the unit of the upper one.
    "pairings": Register(
        "store_post",
        "store_pairing r JOIN store_post p ON p.id = r.leader_id JOIN store_post q ON q.id = r.paired_id",
        {"unit": "p.unit_id", "post": "p.unit_id"},
        {
            "kind": ("text", "p.kind"),
            "with": ("text", "q.kind"),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.from_on"),
        },
    ),
    # A unit is helped by whoever is sent to it.
    "helpers": Register(
        "store_post",
        "store_dispatch r",
        {"unit": "r.unit_id"},
        {
            "kind": ("text", "r.kind"),
            "log-days": ("days-since", _LAST_LOG),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.from_on"),
        },
        row="dispatch",
    ),
    # Members who live elsewhere, at their home branch.
    "floating": Register(
        "store_floating",
        "store_floating r",
        {"unit": "r.home_id", "person": "r.home_id"},
        {
            "received": ("number", "CASE WHEN r.receiving_id IS NOT NULL THEN 1 ELSE 0 END"),
            "silent-days": ("days-since", "coalesce(r.last_contact_on, r.from_on)"),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.from_on"),
        },
        row="floating",
    ),
    "problems": Register(
        "store_problem",
        "store_problem r",
        {"unit": "r.unit_id"},
        {
            "kind": ("text", "r.kind"),
            "state": ("text", "r.state"),
            "remedies": ("number", _KEPT_REMEDIES.format("problem_id = r.id")),
            "from": ("date", "r.found_on"),
            "to": ("date", "r.closed_on"),
            "on": ("date", "r.found_on"),
        },
        row="problem",
    ),
    "remedies": Register(
        "store_remedy",
        "store_remedy r",
        {"unit": "r.unit_id"},
        {
            "state": ("text", "r.state"),
            "problem": ("number", "r.problem_id"),
            "days-left": ("days", "r.due_on"),
            "from": ("date", "r.since"),
            "on": ("date", "r.since"),
        },
        row="remedy",
    ),
    # Plans of the round; a unit has one at most.
    "plans": Register(
        "store_plan",
        "(SELECT * FROM store_plan WHERE round_id = {round}) r",
        {"unit": "r.unit_id"},
        {
            "goal": ("text", "trim(r.goal)"),
            "contact": ("text", "trim(r.contact)"),
            "remedies": ("number", _KEPT_REMEDIES.format("unit_id = r.unit_id")),
        },
    ),
    # Grades of the round that are decided.
    "grades": Register(
        "store_grade",
        "(SELECT * FROM store_grade WHERE round_id = {round} AND state = 'decided') r "
        "LEFT JOIN store_meeting m ON m.id = r.meeting_id",
        {"unit": "r.unit_id"},
        {
            "grade": ("text", "r.grade"),
            "by-committee": ("number", _BY_COMMITTEE),
            "from": ("date", "r.since"),
            "on": ("date", "r.since"),
        },
        by_unit=True,
    ),
    # How units are set up.
    "formations": Register(
        "store_formation",
        "store_formation r",
        {"unit": "r.unit_id"},
        {
            "mode": ("text", "r.mode"),
            "new": ("number", _NEW.format(unit="r.unit_id", day="r.from_on")),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.from_on"),
        },
    ),
    "grids": Register(
        "store_grid",
        "store_grid r",
        {"unit": "r.unit_id"},
        {
            "households": ("number", "r.households"),
            "residents": ("number", "r.residents"),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.from_on"),
        },
    ),
    # Requests for service in grids, month by month, as counts.
    "grid-requests": Register(
        "store_gridrequests",
        "store_gridrequests r",
        {"unit": "r.unit_id"},
        {
            "received": ("number", "r.received"),
            "in-time": ("number", "r.in_time"),
            "late": ("number", "r.late"),
            "overdue": ("number", "r.overdue"),
            "on": ("date", "r.month"),
        },
    ),
    # Everybody in a branch, those on the way to become a member too, with what is known of the person.
    "roster": Register(
        "store_member",
        "store_member r JOIN store_person p ON p.id = r.person_id",
        {"unit": "r.unit_id", "person": "r.unit_id"},
        {
            "person": ("number", "r.person_id"),
            "status": ("text", "r.status"),
            "occupation": ("text", "r.occupation"),
            "sex": ("text", "p.sex"),
            "education": ("text", "p.education"),
            "age-days": ("days-since", "p.born_on"),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.joined_on"),
        },
        by_unit=True,
    ),
    # Whoever is sent, to units and to workplaces; a workplace counts where it lies.
    "dispatches": Register(
        "store_dispatch",
        "store_dispatch r LEFT JOIN store_workplace w ON w.id = r.workplace_id",
        {"unit": "coalesce(r.unit_id, w.place_id, w.unit_id)"},
        {
            "kind": ("text", "r.kind"),
            "channel": ("text", "r.source_channel"),
            "outcome": ("text", "r.outcome"),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.from_on"),
        },
    ),
}
