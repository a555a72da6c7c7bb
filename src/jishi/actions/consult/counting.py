"""Papers without a code, telephone, mail and visits at home: counted by two people separately, never averaged."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from jishi.actions.consult.forgetting import COUNT
from jishi.actions.consult.ground import By, refuse_deaf
from jishi.actions.consult.opening import Electorate
from jishi.actions.consult.people_heard import heard_so_far, refuse_more
from jishi.core.consult.tally import Difference, Tally, compared, from_paper
from jishi.core.errors import refuse, sentence
from jishi.packs.questions import questionnaire
from jishi.store.models.consult import Asked, PaperCount
from jishi.store.transact import action, change


@dataclass(frozen=True)
class Counted:
    """What one person counted.

    Attributes:
        way: paper, phone, mail or visit.
        counts: question → choice → how many.
        version: of one's own earlier count that was seen; 0 = there was none, None = nobody looked.
    """

    way: str
    slips: int
    blank: int
    counts: Mapping[str, Mapping[str, int]]
    version: int | None = None


@dataclass(frozen=True)
class Compared:
    """What two counts of the same papers say.

    Attributes:
        counters: how many people have counted.
        differences: where they differ; empty with two counters = they agree.
    """

    counters: int
    differences: tuple[Difference, ...]

    @property
    def agreed(self) -> bool:
        """Say whether two people counted the same."""
        return self.counters >= 2 and not self.differences


def enter(by: By, asked: Electorate, counted: Counted) -> Compared:
    """Enter what one person counted; the second person's count is compared, and a difference told.

    Raises:
        Refusal: the role does not allow it, the numbers cannot be, there are not so many people, two others have
            counted already, or somebody changed it meanwhile; all that is wrong with the numbers is told.
    """
    unit = asked.unit.pk
    content = {"consultation": asked.consultation.pk, "unit": unit, "ask": asked.ask, "counted": asdict(counted)}
    with action(by.actor, COUNT, key=by.key, content=content) as event:
        if event.repeated:
            return of(Asked.objects.get(pk=event.result["asked"]), counted.way)
        wanted, row = asked.asked(), asked.row()
        refuse_deaf(by, asked.unit)
        if counted.way not in wanted.heard_by or counted.way == "slip":
            raise refuse(
                asked.called,
                sentence("“%(way)s” is no way of hearing these people.", way=counted.way[:20]),
                sentence(
                    "Choose one of: %(ways)s", ways=", ".join(each for each in wanted.heard_by if each != "slip")
                ),
            )
        form = questionnaire(asked.pack, wanted.questionnaire)
        kept = from_paper(form, Tally(counted.slips, counted.blank, counted.counts))
        others = heard_so_far(asked.consultation, unit, without=(counted.way, False))
        refuse_more(row, kept.slips, others[unit, asked.ask])
        _keep(by, row, counted, kept)
        found = of(row, counted.way)
        event.note(unit=unit, ask=asked.ask, way=counted.way, slips=kept.slips, differences=len(found.differences))
        event.result = {"asked": row.pk}
    return found


def _keep(by: By, row: Asked, counted: Counted, kept: Tally) -> None:
    content = {"slips": kept.slips, "blank": kept.blank, "counts": {q: dict(c) for q, c in kept.counts.items()}}
    own = PaperCount.objects.filter(asked=row, way=counted.way, counter=by.actor, filed=False).first()
    if own is not None:
        if counted.version not in (None, own.version):
            raise refuse(
                f"{row.unit.name} ({row.unit.code})",
                sentence("You have counted these papers since this form was loaded; that count stands."),
                sentence("Load the page again; enter them once more only if that count was wrong."),
            )
        change(own, own.version, **content)
        return
    if PaperCount.objects.filter(asked=row, way=counted.way, filed=False).count() >= 2:
        raise refuse(
            f"{row.unit.name} ({row.unit.code})",
            sentence("Two people have counted these papers already."),
            sentence("Let one of the two count again."),
        )
    PaperCount.objects.create(asked=row, way=counted.way, counter=by.actor, **content)


def tally_of(count: PaperCount) -> Tally:
    """Return what one person counted, as the core adds it up."""
    return Tally(count.slips, count.blank, count.counts)


def own_versions(row: Asked | None, counter: int | None) -> dict[str, int]:
    """Return the ways whose papers somebody has counted, with the version of that count; one query."""
    if row is None:
        return {}
    return dict(PaperCount.objects.filter(asked=row, counter=counter, filed=False).values_list("way", "version"))


def of(row: Asked, way: str) -> Compared:
    """Return how the counts of one way stand."""
    rows = PaperCount.objects.filter(asked=row, way=way, filed=False).order_by("pk")
    counts = [tally_of(each) for each in rows]
    return Compared(len(counts), compared(*counts) if len(counts) == 2 else ())


def agreed(rows: list[PaperCount]) -> tuple[Tally, ...] | None:
    """Return the tallies that count, of all counts of one electorate; None = not all agree."""
    by_way: dict[str, list[Tally]] = {}
    filed = tuple(tally_of(each) for each in rows if each.filed)
    for each in rows:
        if each.filed:
            continue
        by_way.setdefault(each.way, []).append(tally_of(each))
    if any(len(two) < 2 or compared(*two) for two in by_way.values()):
        return None
    return (*filed, *(two[0] for two in by_way.values()))
