"""Does overdue climb upward, are there three degrees, does every class have one plan?"""

from collections.abc import Iterator

from jishi.core.consult.questionnaire import PEOPLE
from jishi.core.errors import Complaint, sentence
from jishi.packs.consultations import policy
from jishi.packs.improvement import basis_points
from jishi.packs.pack import Pack
from jishi.packs.schema.improvement import Improvement, Promotion

DEGREES = 3


def check_improvement(pack: Pack) -> Iterator[Complaint]:
    """Yield a complaint for a ladder that does not climb, degrees that are not three, and plans of no class."""
    if pack.improvement is None:
        return
    yield from _degrees(pack.improvement)
    yield from _ladder(pack, pack.improvement)
    yield from _templates(pack.improvement)
    yield from _figures(pack, pack.improvement)


def _degrees(said: Improvement) -> Iterator[Complaint]:
    for key, degrees in (("severities", said.severities), ("urgencies", said.urgencies)):
        if len(degrees) != DEGREES:
            yield said.position.of(key).complaint(
                sentence("There are %(count)s degrees, not three.", count=len(degrees)),
                sentence("Write three, the lightest first: priority is one times the other."),
            )


def _ladder(pack: Pack, said: Improvement) -> Iterator[Complaint]:
    levels = [str(level.id) for level in pack.vocabulary.levels]
    days, height = 0, len(levels)
    for rung in said.ladder:
        if rung.level not in levels:
            continue
        place = levels.index(rung.level)
        if rung.days <= days or place >= height:
            yield rung.position.spot.complaint(
                sentence("The ladder does not climb: each rung has more days and a higher level than the last."),
                sentence("Put the rungs in order, the lowest level with the fewest days first."),
            )
        days, height = rung.days, place


def _templates(said: Improvement) -> Iterator[Complaint]:
    seen: set[str] = set()
    for template in said.templates:
        spot = template.position.of("class")
        if template.class_ in seen:
            yield spot.complaint(
                sentence('The class "%(id)s" has a plan already.', id=template.class_),
                sentence("Keep one plan for each class."),
            )
        seen.add(template.class_)
        if template.days < 1:
            yield template.position.of("days").complaint(
                sentence("The plan is due before it begins."), sentence("Write at least 1 day.")
            )


def _figures(pack: Pack, said: Improvement) -> Iterator[Complaint]:
    shares = [(said.position.of("low_share"), said.low_share)]
    if said.promotion is not None:
        for key in ("satisfied_at_least", "heard_at_least"):
            shares.append((said.promotion.position.of(key), getattr(said.promotion, key)))
        if not 1 <= said.promotion.grades_at_once < len(pack.grades.grades):
            yield said.promotion.position.of("grades_at_once").complaint(
                sentence("No unit can rise %(count)s grades at once.", count=said.promotion.grades_at_once),
                sentence("Write at least 1, and fewer than there are grades."),
            )
        yield from _told(pack, said.promotion)
    for spot, share in shares:
        if not 0 <= share <= 100:
            yield spot.complaint(sentence("This is no percentage."), sentence("Write a number from 0 to 100."))
    for key in ("answer_days", "sheet_days"):
        if getattr(said, key) < 1:
            yield said.position.of(key).complaint(
                sentence("Nobody can do it in so few days."), sentence("Write at least 1 day.")
            )


def _told(pack: Pack, promotion: Promotion) -> Iterator[Complaint]:
    """What the gate asks for must be told by every ask, and be decided by its bands."""
    consultation = pack.consultation_by_id.get(promotion.consultation)
    for ask in consultation.asks if consultation else ():
        if ask.electorate not in PEOPLE:
            continue
        if not ask.becomes:
            yield promotion.position.of("consultation").complaint(
                sentence('Of "%(id)s" no share is told, so the gate never opens.', id=ask.id),
                sentence("Write under becomes which answers are favourable."),
            )
        if basis_points(promotion.satisfied_at_least) not in policy(ask).edges:
            yield promotion.position.of("satisfied_at_least").complaint(
                sentence(
                    '%(share)s %% lies inside a band of "%(id)s".', share=promotion.satisfied_at_least, id=ask.id
                ),
                sentence("Let two bands meet there, so that a band says whether it is reached."),
            )
