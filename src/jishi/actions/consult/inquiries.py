"""Ask discipline inspection about all units of a township by one list, and enter its stamped answer (D55).

The discipline body needs no account: the county prints the list, and enters what came back under its stamp.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.db.models import Q, QuerySet

from jishi.actions.consult.ground import By, hears, refuse_deaf
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.store import clock, evidence, vault
from jishi.store import facts as stored
from jishi.store.models.assess import Round, Source
from jishi.store.models.consult import Inquiry, Objection
from jishi.store.models.org import Unit
from jishi.store.queries import privacy, units, visits
from jishi.store.transact import action, change

CLASS = 3


@dataclass(frozen=True)
class Stamped:
    """The list as it came back.

    Attributes:
        reference: number of the stamped list.
        objections: id of a unit → reference of the objection; every other unit of the list has none.
        scan: the stamped paper as a file; empty = kept on paper only.
        version: of the inquiry that was seen.
    """

    on: date
    reference: str
    objections: Mapping[int, str] = field(default_factory=dict)
    scan: bytes = b""
    scan_name: str = ""
    version: int = 1


def asks(by: By, place: Unit) -> bool:
    """Say whether somebody may put the list of a place and enter what came back."""
    return privacy.reads(by.scope, place, CLASS) and hears(by.scope, place)


def asked_about(by: By) -> QuerySet[Unit]:
    """Return the places whose list somebody may put and enter, all at once; :func:`asks` says it of one."""
    found = visits.places(by.scope)
    if by.scope.everything:
        return found
    inside = Q(pk__in=())
    for held in by.scope.holdings:
        if "enter" in held.duties and held.path:
            # Who stands for a place itself never enters what others say of it.
            inside |= units.inside(Scope((held,)), field="pk", axis=held.axis) & ~Q(pk=held.unit)
    return found.filter(privacy.readable(by.scope, "pk", CLASS), inside)


def ask(by: By, place: Unit, round_: Round) -> Inquiry:
    """Put the units of a township to discipline inspection: from now on an answer is due.

    Raises:
        Refusal: the role does not allow it, or no unit of the place is graded.
    """
    with action(by.actor, "inquiry.ask", key=by.key, content={"place": place.pk, "round": round_.pk}) as event:
        if event.repeated:
            return Inquiry.objects.get(pk=event.result["inquiry"])
        _refuse_far(by, place)
        before = Inquiry.objects.filter(round=round_, place=place).first()
        if before is not None:
            event.result = {"inquiry": before.pk}
            event.about(before)
            return before
        if not listed(by, place):
            raise refuse(
                f"{place.name} ({place.code})",
                sentence("No unit below this place is graded, so there is nothing to ask."),
                sentence("Choose a township or a street with branches."),
            )
        inquiry = Inquiry.objects.create(round=round_, place=place, asked_on=clock.today(), entered_by=by.actor)
        event.about(inquiry)
        event.note(place=place.pk, round=round_.pk)
        event.result = {"inquiry": inquiry.pk}
    return inquiry


def listed(by: By, place: Unit) -> list[Unit]:
    """Return the units that stand on the list of a place, those right below it, in the order of their codes."""
    rows = units.children(by.scope, place).filter(dissolved_on__isnull=True).exclude(domain="")
    return list(rows.order_by("code"))


def answer(by: By, inquiry: Inquiry, pack: Pack, stamped: Stamped) -> int:
    """Enter the stamped answer; return how many facts are new or changed.

    Raises:
        Refusal: the role does not allow it, the list has no number, an objection names a unit that is not on the
            list or has no reference, the pack has no fact for it, or somebody changed it meanwhile.
    """
    place, on_list = inquiry.place, listed(by, inquiry.place)
    _refuse_far(by, place)
    _check(inquiry, stamped, {unit.pk for unit in on_list})
    fact, none, objects = _fact(pack, place)
    content = {
        "inquiry": inquiry.pk,
        "on": stamped.on,
        "reference": stamped.reference,
        "objections": sorted(stamped.objections.items()),
        "scan": sha256(stamped.scan or b"").hexdigest(),
    }
    with action(by.actor, "inquiry.answer", key=by.key, content=content) as event:
        if event.repeated:
            return int(event.result["written"])
        scan = evidence.keep_sealed(stamped.scan, stamped.scan_name) if stamped.scan else inquiry.evidence
        change(
            inquiry,
            stamped.version,
            answered_on=stamped.on,
            reference=stamped.reference.strip(),
            evidence=scan,
            entered_by=by.actor,
        )
        _keep_objections(inquiry, stamped.objections)
        written = stored.write(
            inquiry.round,
            [
                stored.Entry(
                    unit.pk,
                    fact,
                    Source.DISCIPLINE.value,
                    objects if unit.pk in stamped.objections else none,
                    min(stamped.on, inquiry.round.tree_on),
                )
                for unit in on_list
            ],
        )
        event.about(inquiry)
        event.note(place=place.pk, units=len(on_list), changed=written.added + written.changed)
        event.result = {"written": written.added + written.changed}
    return written.added + written.changed


def _keep_objections(inquiry: Inquiry, said: Mapping[int, str]) -> None:
    Objection.objects.filter(inquiry=inquiry).exclude(unit__in=said).delete()
    for unit, reference in said.items():
        row = Objection.objects.get_or_create(inquiry=inquiry, unit_id=unit)[0]
        # Sealed to its row, so the row must be there first.
        row.reference = vault.seal(reference.strip(), place_of(row))
        row.save()


def place_of(row: Objection) -> str:
    """Return what the reference of an objection is sealed to."""
    return f"objection:{row.pk}"


def _check(inquiry: Inquiry, stamped: Stamped, on_list: set[int]) -> None:
    where = f"{inquiry.place.name} ({inquiry.place.code})"
    if not stamped.reference.strip():
        raise refuse(where, sentence("The list has no number."), sentence("Write the number under the stamp."))
    if not inquiry.asked_on <= stamped.on <= clock.today():
        raise refuse(
            where,
            sentence("The answer is dated before the list was put, or in the future."),
            sentence("Write the day on the stamped list."),
        )
    if stamped.objections.keys() - on_list:
        raise refuse(
            where,
            sentence("An objection names a unit that is not on the list."),
            sentence("Load the page again, then enter it once more."),
        )
    if any(not reference.strip() for reference in stamped.objections.values()):
        raise refuse(
            where,
            sentence("An objection has no reference."),
            sentence("Write the number under which discipline inspection keeps it; not what it is about."),
        )


def _fact(pack: Pack, place: Unit) -> tuple[str, int, int]:
    """Return the pack's fact for the opinion, its value for no objection and its value for one."""
    channels = pack.programme.channels if pack.programme else ()
    for each in channels:
        if each.id == "discipline":
            return each.fact, 0, len(pack.fact_by_id[each.fact].choices) - 1
    raise refuse(
        f"{place.name} ({place.code})",
        sentence("The pack has no fact for the opinion of discipline inspection."),
        sentence("Name one among the channels of programme.yaml."),
    )


def _refuse_far(by: By, place: Unit) -> None:
    refuse_deaf(by, place)
    if not privacy.reads(by.scope, place, CLASS):
        raise refuse(
            f"{place.name} ({place.code})",
            sentence("Your role does not read what discipline inspection says."),
            sentence("Ask the county's organisation office."),
        )
