"""A table on its way into a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jishi.sheets.columns import Form, FormColumn, said
from jishi.sheets.showing import show
from jishi.sheets.values import Value
from jishi.sheets.writing import Format, Written, write_rows


@dataclass(frozen=True)
class Sheet:
    """Rows under heads.

    Attributes:
        title: name of the tab.
        heads: of the columns.
        rows: of cells.
    """

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Written]]

    def file(self, kind: Format) -> bytes:
        """Return the sheet as a file."""
        return write_rows(kind, self.title, self.heads, self.rows)


@dataclass(frozen=True)
class Style:
    """How a table is written.

    Attributes:
        format: which kind of file.
        language: of heads and choices; files for machines (Parquet, JSON) carry ids instead.
    """

    format: Format
    language: str

    @property
    def words(self) -> str:
        """Return the language of the cells; empty = ids."""
        return "" if self.format in ("parquet", "json") else self.language

    def head(self, column: FormColumn) -> str:
        """Return the head of a column."""
        return said(column.names, self.words) if self.words else column.id

    def sheet(self, form: Form, rows: Iterable[Sequence[Value]]) -> Sheet:
        """Return the rows of a form, in the order of its columns, as a sheet."""
        written = ([show(c, v, self.words) for c, v in zip(form.columns, row, strict=True)] for row in rows)
        return Sheet(said(form.names, self.language), [self.head(column) for column in form.columns], written)
