"""Do grades, bands, limits and shares make sense?"""

from collections.abc import Iterator

from jishi.core.errors import Complaint, sentence
from jishi.packs.pack import Pack
from jishi.packs.schema.grades import Bands, Limit, ReferenceShare


def check_grades(pack: Pack) -> Iterator[Complaint]:
    """Yield complaints about bands out of order, limits of no effect and shares that are none."""
    grades = pack.grades
    yield from _bands(grades.bands, pack)
    if not 0 <= grades.scoreable_at_least <= 100:
        yield grades.position.of("scoreable_at_least").complaint(
            sentence("The least number of known points is %(points)s.", points=grades.scoreable_at_least),
            sentence("Write a number from 0 to 100."),
        )
    for limit in grades.limits:
        yield from _limit(limit, pack)
    for share in grades.reference_shares:
        yield from _share(share)


def _bands(bands: Bands, pack: Pack) -> Iterator[Complaint]:
    lines = [step.at_least for step in bands.steps]
    if not lines or lines != sorted(set(lines), reverse=True) or lines[0] > 100 or lines[-1] <= 0:
        yield bands.position.of("steps").complaint(
            sentence(
                "The lines of the bands do not descend inside 100 to 0: %(lines)s.",
                lines=", ".join(map(str, lines)),
            ),
            sentence("Put the highest line first; no line twice, none above 100, none at 0."),
        )
        return
    ranks = [pack.rank_by_grade.get(name, 0) for name in (*(step.grade for step in bands.steps), bands.below)]
    if 0 not in ranks and ranks != sorted(set(ranks)):
        yield bands.position.of("steps").complaint(
            sentence("A lower score gives a better grade, or the same one twice."),
            sentence("Name the grades from the best to the worst, each once."),
        )


def _limit(limit: Limit, pack: Pack) -> Iterator[Complaint]:
    if (limit.at_most is None) == (limit.exactly is None):
        yield limit.position.spot.complaint(
            sentence('The limit "%(id)s" must say either at_most or exactly.', id=limit.id),
            sentence("Keep one of the two."),
        )
    if limit.at_most is not None and pack.rank_by_grade.get(limit.at_most) == 1:
        yield limit.position.of("at_most").complaint(
            sentence('The limit "%(id)s" allows even the best grade, so it limits nothing.', id=limit.id),
            sentence("Name a worse grade, or delete the limit."),
        )
    if limit.until is not None and limit.until < limit.since:
        yield limit.position.of("until").complaint(
            sentence('"%(id)s" ends before it begins.', id=limit.id), sentence("Correct from or until.")
        )


def _share(share: ReferenceShare) -> Iterator[Complaint]:
    if (share.grade is None) == (share.class_ is None):
        yield share.position.spot.complaint(
            sentence("A reference share is of either a grade or a class."), sentence("Keep one of the two.")
        )
    if not 0 <= share.least <= share.most <= 100:
        yield share.position.of("least").complaint(
            sentence("%(least)s to %(most)s is not a stretch of percent.", least=share.least, most=share.most),
            sentence("Write least and most from 0 to 100, the smaller first."),
        )
