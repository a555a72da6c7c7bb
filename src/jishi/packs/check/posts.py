"""Do the posts that are due exist, and can every requirement be met?"""

from collections.abc import Iterator

from jishi.core.dispatch import FEWEST_JUDGING
from jishi.core.errors import Complaint, sentence
from jishi.packs.check.references import unknown
from jishi.packs.pack import Pack
from jishi.packs.schema.posts import Posts, Required


def check_posts(pack: Pack) -> Iterator[Complaint]:
    """Yield a complaint for every post that is not declared, and for requirements that no unit can meet."""
    if pack.posts is None:
        return
    known = [str(kind.id) for kind in pack.posts.kinds]
    for required in pack.posts.required:
        for due in required.posts:
            if due.id not in known:
                yield unknown(due.position.of("id"), due.id, "posts", known)
        yield from _possible(required)
    yield from _sizes(pack.posts)


def _sizes(posts: Posts) -> Iterator[Complaint]:
    if posts.fewest_judging < FEWEST_JUDGING:
        yield posts.position.of("fewest_judging").complaint(
            sentence(
                "Of %(count)s people what each of them said could be told; the least is %(least)s.",
                count=posts.fewest_judging,
                least=FEWEST_JUDGING,
            ),
            sentence("Write %(least)s or more.", least=FEWEST_JUDGING),
        )
    if posts.units_of_a_team < 1:
        yield posts.position.of("units_of_a_team").complaint(
            sentence("A team would look at no unit."),
            sentence("Write how many units one team takes, for example 12."),
        )


def _possible(required: Required) -> Iterator[Complaint]:
    spot = required.position
    if required.first is not None and required.first not in [str(due.id) for due in required.posts]:
        yield spot.of("first").complaint(
            sentence('The first responsible post "%(id)s" is not among the posts that are due.', id=required.first),
            sentence("Add it under posts:, or name one of them."),
        )
    for due in required.posts:
        if due.count < 1 or (due.id == required.first and due.count > 1):
            yield due.position.spot.complaint(
                sentence('"%(id)s" is due %(count)s times.', id=due.id, count=due.count),
                sentence("Write at least 1; of the first responsible post exactly 1."),
            )
    least, below = required.members_from, required.members_below
    if least is not None and below is not None and below <= least:
        yield spot.of("members_below").complaint(
            sentence("No unit has %(least)s members or more and fewer than %(below)s.", least=least, below=below),
            sentence("Correct one of the two numbers."),
        )
