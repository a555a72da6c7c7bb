"""What was asked of an import, and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from jishi.core.access import OPERATOR, Scope
from jishi.core.errors import Refusal, Sentence
from jishi.sheets.columns import Form
from jishi.sheets.reading import content_of, read
from jishi.sheets.staging import Progress, Staged, silent, stage
from jishi.sheets.workbook import Limits, Remark, Workbook
from jishi.store.models.office import Account

Mode = Literal["all", "rows"]


@dataclass(frozen=True)
class Asked:
    """An import as it was asked for.

    Attributes:
        content: the file.
        name: its name.
        mode: ``all`` = one error refuses everything; ``rows`` = good rows are taken.
        confirmed: what the file would empty may be emptied.
        actor: who asks; None = the command line.
        scope: where they may import.
        limits: how much the file may hold.
        progress: is told (done, total) rows.
    """

    content: bytes
    name: str
    mode: Mode = "all"
    confirmed: bool = False
    actor: Account | None = None
    scope: Scope = OPERATOR
    limits: Limits = field(default_factory=Limits)
    progress: Progress = silent

    @classmethod
    def of_file(cls, path: Path, **more: object) -> "Asked":
        """Return the request for a file on this machine; the path is read at once."""
        return cls(content_of(path, Limits()), path.name, **more)  # type: ignore[arg-type]

    def workbook(self) -> Workbook:
        """Return the file, read."""
        return read(self.content, self.limits, self.name)

    def staged(self, form: Form) -> "Sheets":
        """Return the file, read as a form.

        Raises:
            Refusal: the file is none of the form, or holds no row.
        """
        workbook = self.workbook()
        return Sheets(workbook, stage(workbook, form, self.progress))


@dataclass(frozen=True)
class Sheets:
    """A file that was read, and its rows as their form reads them."""

    workbook: Workbook
    staged: Staged


class Planned(Protocol):
    """What an import would do: how many rows or values are added, changed, known already, and what is wrong."""

    added: list[Any]
    changed: list[Any]
    same: int
    errors: list[Remark]


@dataclass(frozen=True)
class Outcome:
    """What an import came to, or would come to.

    Attributes:
        kind: ``units`` or ``facts``.
        workbook: the file, read.
        content: the file as it came.
        counts: added, changed, same (rows of the register, or values), refused (rows of the sheet).
        errors: every reason why rows were refused.
        notes: what should be known, and hindered nothing.
        written: whether anything was changed.
        record: id of the Import row; None when nothing was recorded.
    """

    kind: str
    workbook: Workbook
    content: bytes
    counts: Mapping[str, int]
    errors: Sequence[Remark] = ()
    notes: Sequence[Remark] = ()
    written: bool = False
    record: int | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the file says nothing that is not known already."""
        return not self.errors and not self.counts["added"] and not self.counts["changed"]

    @classmethod
    def of(cls, kind: str, asked: Asked, sheets: Sheets, plan: Planned, record: int | None = None) -> "Outcome":
        """Return what a plan comes to; with the id of the Import row once it is written."""
        refused = {(error.spot.sheet, error.spot.row) for error in plan.errors}
        stops = bool(refused) and asked.mode == "all"
        counts = {
            "added": len(plan.added),
            "changed": len(plan.changed),
            "same": plan.same,
            "refused": len(sheets.staged.rows) if stops else len(refused),
        }
        return cls(
            kind=kind,
            workbook=sheets.workbook,
            content=asked.content,
            counts=counts,
            errors=tuple(plan.errors),
            notes=tuple(sheets.staged.notes),
            written=record is not None,
            record=record,
        )

    def report(self, say: Callable[[Sentence], str]) -> bytes:
        """Return the user's own workbook with the errors beside their cells, or an error workbook."""
        # Read late: the writer of workbooks takes longer to load than a page may take to come.
        from jishi.sheets.marking import mark

        return mark(self.content, self.workbook, in_order(self.errors), say)

    def refusal(self) -> Refusal:
        """Return the errors as a refusal, in the order of the file."""
        return Refusal(error.complaint(self.workbook.name) for error in in_order(self.errors))


def in_order(remarks: Sequence[Remark]) -> list[Remark]:
    """Return remarks as they stand in the file, each once."""
    once = dict.fromkeys((r.spot, str(r.what), str(r.fix)) for r in remarks)
    first = {(r.spot, str(r.what), str(r.fix)): r for r in reversed(remarks)}
    return sorted((first[key] for key in once), key=lambda r: (r.spot.sheet, r.spot.row, r.spot.column))
