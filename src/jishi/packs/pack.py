"""A pack, read: what pages, sheets, commands and the lowering ask it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from jishi.packs.schema.calendar import Calendar
from jishi.packs.schema.consultations import Consultation
from jishi.packs.schema.facts import Fact, FactGroup
from jishi.packs.schema.fields import Source, Texts
from jishi.packs.schema.forms import PaperForm
from jishi.packs.schema.grades import Grade, Limit
from jishi.packs.schema.grades import Grading as Grades
from jishi.packs.schema.improvement import Improvement
from jishi.packs.schema.pack import Clause, Document, Heading
from jishi.packs.schema.posts import Posts
from jishi.packs.schema.procedures import Procedure
from jishi.packs.schema.programme import Programme
from jishi.packs.schema.publications import Publication
from jishi.packs.schema.questionnaires import Questionnaire
from jishi.packs.schema.register import RegisterFigure
from jishi.packs.schema.reports import Figure
from jishi.packs.schema.retention import Retention
from jishi.packs.schema.rules import Rule
from jishi.packs.schema.standards import Indicator, Standard
from jishi.packs.schema.targets import TargetKind
from jishi.packs.schema.vocabulary import Domain, Grading, Kind, Level, Role, Vocabulary
from jishi.packs.schema.worked import Example

Named = TypeVar("Named")


@dataclass(frozen=True)
class Pack:
    """One pack with everything it inherits.

    Attributes:
        heading: id, version, names, documents.
        vocabulary: levels, kinds, domains, roles, who grades whom.
        groups: groups of facts.
        facts: all facts in the order of the files.
        standards: by file name.
        grades: grades, bands, limits, reference shares.
        programme: the year; None when the pack has none.
        posts: posts that are due, and helpers; None when the pack has none.
        questionnaires: by file name.
        consultations: who is asked what, in order.
        rules: in order.
        improvement: problems, remedies, promotion; None when the pack has none.
        procedures: by file name.
        calendar: holidays; None = Monday to Friday are worked.
        publications: what is published, and how.
        forms: official papers, by file name.
        retention: how long records of persons are kept, by type.
        figures: in order.
        register_figures: numbers that are counted in the registers, in order.
        targets: figures to be reached, in order.
        worked: worked examples of this pack; those of the pack it extends are not inherited.
        folder: where it was read.
        parent: the pack it extends, as read; None when it stands alone.
        own: (section, id) of what the pack's own files add or change; everything when it stands alone.
        digest: SHA-256 of the normalised content, inherited parts included: equal content, equal digest.
    """

    heading: Heading
    vocabulary: Vocabulary
    groups: tuple[FactGroup, ...]
    facts: tuple[Fact, ...]
    standards: tuple[Standard, ...]
    grades: Grades
    programme: Programme | None
    posts: Posts | None
    questionnaires: tuple[Questionnaire, ...]
    rules: tuple[Rule, ...]
    figures: tuple[Figure, ...]
    worked: tuple[Example, ...]
    folder: Path
    parent: "Pack | None"
    own: frozenset[tuple[str, str]]
    digest: str
    retention: tuple[Retention, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    improvement: Improvement | None = None
    procedures: tuple[Procedure, ...] = ()
    calendar: Calendar | None = None
    publications: tuple[Publication, ...] = ()
    forms: tuple[PaperForm, ...] = ()
    register_figures: tuple[RegisterFigure, ...] = ()
    targets: tuple[TargetKind, ...] = ()

    @property
    def id(self) -> str:
        """Return the name of the pack."""
        return self.heading.id

    @property
    def version(self) -> str:
        """Return the version as written."""
        return self.heading.version

    @property
    def names(self) -> Texts:
        """Return the title."""
        return self.heading.names

    @property
    def starts(self) -> date:
        """Return the day for which the pack is read when no other is asked for."""
        return self.heading.since

    @cached_property
    def fact_by_id(self) -> Mapping[str, Fact]:
        """Return facts by id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def group_by_id(self) -> Mapping[str, FactGroup]:
        """Return groups of facts by id."""
        return {group.id: group for group in self.groups}

    @cached_property
    def standard_by_id(self) -> Mapping[str, Standard]:
        """Return standards by id."""
        return {standard.id: standard for standard in self.standards}

    @cached_property
    def document_by_id(self) -> Mapping[str, Document]:
        """Return documents by id."""
        return {document.id: document for document in self.heading.documents}

    @cached_property
    def kind_by_id(self) -> Mapping[str, Kind]:
        """Return kinds of units by id."""
        return {kind.id: kind for kind in self.vocabulary.kinds}

    @cached_property
    def level_by_id(self) -> Mapping[str, Level]:
        """Return levels by id, the highest first."""
        return {level.id: level for level in self.vocabulary.levels}

    @cached_property
    def domain_by_id(self) -> Mapping[str, Domain]:
        """Return domains by id."""
        return {domain.id: domain for domain in self.vocabulary.domains}

    @cached_property
    def role_by_id(self) -> Mapping[str, Role]:
        """Return roles by id."""
        return {role.id: role for role in self.vocabulary.roles}

    @cached_property
    def limit_by_id(self) -> Mapping[str, Limit]:
        """Return limits by id."""
        return {limit.id: limit for limit in self.grades.limits}

    @cached_property
    def rule_by_id(self) -> Mapping[str, Rule]:
        """Return rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def questionnaire_by_id(self) -> Mapping[str, Questionnaire]:
        """Return questionnaires by id."""
        return {questionnaire.id: questionnaire for questionnaire in self.questionnaires}

    @cached_property
    def consultation_by_id(self) -> Mapping[str, Consultation]:
        """Return consultations by id."""
        return {consultation.id: consultation for consultation in self.consultations}

    @cached_property
    def procedure_by_id(self) -> Mapping[str, Procedure]:
        """Return procedures by id."""
        return {procedure.id: procedure for procedure in self.procedures}

    @cached_property
    def publication_by_id(self) -> Mapping[str, Publication]:
        """Return kinds of publications by id."""
        return {publication.id: publication for publication in self.publications}

    @cached_property
    def form_by_id(self) -> Mapping[str, PaperForm]:
        """Return official papers by id."""
        return {form.id: form for form in self.forms}

    @cached_property
    def figure_by_id(self) -> Mapping[str, Figure]:
        """Return figures by id."""
        return {figure.id: figure for figure in self.figures}

    @cached_property
    def rank_by_grade(self) -> Mapping[str, int]:
        """Return the rank of each grade, 1 = best."""
        return {grade.id: rank for rank, grade in enumerate(self.grades.grades, start=1)}

    def grade_at(self, rank: int) -> Grade:
        """Return the grade of a rank, 1 = best."""
        return self.grades.grades[rank - 1]

    def standard_for(self, domain: str) -> Standard | None:
        """Return the binding standard of a domain; None when units of the domain are not graded."""
        return next((s for s in self.standards if s.status == "binding" and domain in s.domains), None)

    def indicators_for(self, domain: str, on: date | None = None) -> tuple[Indicator, ...]:
        """Return the indicators that count for a domain on a day (None = the pack's first day)."""
        standard = self.standard_for(domain)
        return tuple(active(standard.indicators, on or self.starts)) if standard else ()

    def grading_for(self, kind: str, domain: str | None) -> Grading | None:
        """Return who grades units of a kind and domain: the nearest ancestor of ``by_kinds``; None = not graded."""
        fitting = (
            entry
            for entry in self.vocabulary.grading
            if kind in entry.kinds and (not entry.domains or domain in entry.domains)
        )
        return next(fitting, None)

    def clause(self, source: Source) -> tuple[Document, Clause] | None:
        """Return the document and the clause that a source cites; None for an own choice."""
        document = self.document_by_id.get(source.document or "")
        clause = next((c for c in document.clauses if c.id == source.clause), None) if document else None
        return (document, clause) if document and clause else None

    def note(self, source: Source) -> Texts | None:
        """Return the note of a source in three languages; None when it has none."""
        if source.note is None:
            return None
        shared = next((note.text for note in self.heading.notes if note.id == source.note), None)
        return shared or Texts(source.note, source.note, source.note)


def rules_on(pack: Pack, day: date) -> "Iterator[Rule]":
    """Yield the rules that are switched on and hold on a day."""
    return (rule for rule in active(pack.rules, day) if rule.on is not False)


Dated = TypeVar("Dated", Indicator, Limit, Rule)


def active(items: "tuple[Dated, ...]", on: date) -> "Iterator[Dated]":
    """Yield the indicators, limits or rules that hold on a day; both ends count."""
    for item in items:
        if (item.since is None or item.since <= on) and (item.until is None or on <= item.until):
            yield item
