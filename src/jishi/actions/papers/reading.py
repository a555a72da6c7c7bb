"""A paper to be looked at or printed: as it would be made now, or as one of its versions was made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jishi.actions.papers.filling import filled
from jishi.actions.papers.ground import Ground, Telling, ground
from jishi.actions.papers.layout import Version, laid_out
from jishi.actions.papers.making import form_of
from jishi.actions.results import of_run
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.core.forms import Difference, Figure, differences, kept
from jishi.documents.document import Document
from jishi.documents.excel import excel
from jishi.documents.pdf import pdf
from jishi.documents.word.file import word
from jishi.packs.schema.forms import PaperForm
from jishi.store import events
from jishi.store.home import current
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit
from jishi.store.models.papers import Paper

KINDS = ("pdf", "docx", "xlsx")


@dataclass(frozen=True, eq=False)
class Read:
    """A paper with its figures.

    Attributes:
        paper: the version; None = as it would be made now.
    """

    ground: Ground
    figures: Sequence[Figure]
    words: Mapping[str, str]
    paper: Paper | None = None

    def figure(self, key: str) -> Figure | None:
        """Return the figure of a place; None = there is none."""
        return next((figure for figure in self.figures if figure.key == key), None)

    def document(self, *, named: bool, marked: bool = False) -> Document:
        """Return the paper as a document.

        Args:
            named: whether the reader reads names of persons there.
            marked: in place of each figure stands its key.
        """
        paper = self.paper
        version = Version(paper.number, paper.digest, head=_head()) if paper else Version()
        return laid_out(self.ground, self.figures, self.words, replace(version, named=named, marked=marked))

    def file(self, kind: str, *, named: bool) -> bytes:
        """Return the paper as a file: ``pdf``, ``docx`` or ``xlsx``.

        Raises:
            Refusal: there is no such kind, or the machine has no font with Chinese letters.
        """
        if kind not in KINDS:
            raise refuse(
                kind,
                sentence("A paper is no such file."),
                sentence("Choose one of: %(known)s.", known=", ".join(KINDS)),
            )
        return written(self.document(named=named), kind)


def written(made: Document, kind: str) -> bytes:
    """Return a document as a file of one of :data:`KINDS`."""
    if kind == "xlsx":
        return excel(made)
    return word(made) if kind == "docx" else pdf(made, fonts=current().fonts)


def _head() -> str:
    last = events.head()
    return f"{last['number']} {last['hash'][:16]}"


def live(scope: Scope, round_: Round, form: PaperForm, place: Unit, telling: Telling) -> Read:
    """Return a paper as it would be made now, with the words of its newest version.

    Raises:
        Refusal: nothing was computed, or the paper is none of this unit.
    """
    found = ground(scope, round_, form, place, telling)
    last = Paper.objects.filter(round=round_, unit=place, form=form.id).order_by("-number").first()
    words = last.words if last is not None and last.language == telling.language else {}
    return Read(found, filled(found, words), words)


def stored(scope: Scope, paper: Paper, telling: Telling) -> Read:
    """Return a version as it was made; what it says is read from its record, not counted again.

    Args:
        telling: in the language of the version.

    Raises:
        Refusal: its pack or the files of its run are gone.
    """
    found = ground(scope, paper.round, form_of(paper), paper.unit, telling)
    of_its_run = replace(found, results=of_run(scope, paper.run), maker=paper.maker)
    return Read(of_its_run, kept(paper.content), paper.words, paper)


def changed(scope: Scope, paper: Paper, telling: Telling) -> tuple[Difference, ...]:
    """Return what would be said otherwise if a version were made now."""
    now = live(scope, paper.round, form_of(paper), paper.unit, telling)
    return differences(_lasting(kept(paper.content)), _lasting(now.figures))


def corrected(before: Paper, after: Paper) -> tuple[Difference, ...]:
    """Return what a version says otherwise than the one before."""
    return differences(_lasting(kept(before.content)), _lasting(kept(after.content)))


def _lasting(figures: Sequence[Figure]) -> list[Figure]:
    """Leave out what differs on every day: the day of printing, the number of the version."""
    return [figure for figure in figures if figure.name not in ("today", "number")]
