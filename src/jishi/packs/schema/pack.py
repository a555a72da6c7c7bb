"""pack.yaml: who the pack is, and the documents it cites."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from datetime import date

from jishi.packs.schema.fields import Id, Position, Texts, described, position


@dataclass(frozen=True)
class Clause:
    """One clause of a document."""

    id: str = described('Number of the clause as printed, in quotes: "4.3".')
    text: Texts = described("What the clause asks, in one or two sentences.")
    position: Position = position()


@dataclass(frozen=True)
class Document:
    """A document that rules are taken from."""

    id: Id = described("Name used by `source: {document: …}`.")
    names: Texts = described("Title.")
    publisher: Texts = described("Who issued it.")
    issued: date | None = described("Day of issue.", default=None)
    number: str | None = described("Number of the document as printed.", default=None)
    clauses: tuple[Clause, ...] = described("The clauses that the pack cites.", default=())
    position: Position = position()


@dataclass(frozen=True)
class Note:
    """A reason that several own choices share."""

    id: Id = described("Name used by `source: {own: true, note: …}`.")
    text: Texts = described("The reason, as readers see it.")
    position: Position = position()


@dataclass(frozen=True)
class Approval:
    """Who approved a local pack, one level up."""

    name: Texts = described("The committee that approved it.")
    decided: date = described("Day of the decision.")
    minute: str = described("Number of the minute.")
    position: Position = position()


@dataclass(frozen=True)
class Heading:
    """The head of a pack."""

    id: Id = described("Name of the pack; the same as its folder.")
    version: str = described('Version, in quotes: "1.0".')
    names: Texts = described("Title of the pack.")
    since: date = described(
        "First day on which the pack applies; the day for which it is read by default.", key="from"
    )
    summary: Texts | None = described("What the pack is, in a sentence or two.", default=None)
    extends: Id | None = described("The pack this one changes; it lies beside this one.", default=None)
    approved_by: Approval | None = described("For a pack that extends another: who approved it.", default=None)
    documents: tuple[Document, ...] = described("Documents cited.", default=())
    notes: tuple[Note, ...] = described("Reasons of own choices.", default=())
    position: Position = position()
