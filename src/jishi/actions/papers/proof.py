"""Is every paper still what was made? Every finding names the row."""

from collections.abc import Iterator

from jishi.actions.papers.making import proves
from jishi.core.errors import Complaint, sentence
from jishi.store.digests import subject_of
from jishi.store.models.papers import Paper

_AUDIT = sentence("See what was done with: jishi audit; then restore a backup from before.")


def check_papers() -> Iterator[Complaint]:
    """Every version of a paper says what it said when it was made."""
    for paper in Paper.objects.order_by("pk").iterator():
        if not proves(paper):
            where = f"{subject_of(paper)} › unit:{paper.unit_id} › {paper.form} › {paper.number}"
            yield Complaint(where, sentence("What stands on this paper is not what was made."), _AUDIT)
