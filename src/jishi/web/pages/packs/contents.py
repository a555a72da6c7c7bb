"""Documents, facts, questionnaires and worked examples of a pack."""

from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.packs.schema.facts import Fact
from jishi.packs.schema.fields import Amount
from jishi.packs.schema.pack import Document
from jishi.packs.schema.questionnaires import Question, Questionnaire
from jishi.packs.schema.worked import Example
from jishi.web.pages.packs.shown import Fold, Reading, Row, Section, joined, lines
from jishi.web.wording import day, text_of


def documents(reading: Reading) -> list[Section]:
    """Return one section for each document, with the clauses that are cited."""
    return [_document(document) for document in reading.pack.heading.documents]


def _document(document: Document) -> Section:
    clauses = (
        Row(text_of(clause.text), mark=clause.id, id=f"{document.id}-{clause.id}") for clause in document.clauses
    )
    about = joined((text_of(document.publisher), day(document.issued) if document.issued else ""))
    return Section(text_of(document.names), tuple(clauses), about=about, mark=document.number or "", id=document.id)


def facts(reading: Reading) -> list[Section]:
    """Return one section for each group of facts."""
    return [
        Section(
            text_of(group.names),
            tuple(_fact(reading, fact) for fact in reading.pack.facts if fact.group == group.id),
            id=group.id,
        )
        for group in reading.pack.groups
    ]


def _fact(reading: Reading, fact: Fact) -> Row:
    said = _("said by: %(sources)s") % {"sources": joined(source_names().get(each, each) for each in fact.sources)}
    privacy = _("class %(number)s") % {"number": fact.privacy}
    return Row(
        text_of(fact.names),
        lines(text_of(fact.question), joined((type_names()[fact.type], said, privacy))),
        reading.words.source(fact.source),
        id=fact.id,
    )


def source_names() -> dict[str, str]:
    """Return what the sources of facts are called."""
    return {
        "register": _("register"),
        "self": _("self-assessment"),
        "members": _("members"),
        "public": _("the public"),
        "superior": _("superior"),
        "visit": _("visit"),
        "discipline": _("discipline inspection"),
        "resource": _("resources"),
        "activity": _("activities"),
    }


def type_names() -> dict[str, str]:
    """Return what the types of facts are called."""
    return {
        "count": _("count"),
        "share": _("share"),
        "yes-no": _("yes or no"),
        "level": _("choice"),
        "money": _("amount of money"),
        "date": _("date"),
        "area": _("area"),
        "score": _("points"),
        "months": _("months"),
    }


def questionnaires(reading: Reading) -> list[Section]:
    """Return one section for each questionnaire."""
    return [_questionnaire(reading, each) for each in reading.pack.questionnaires]


def _questionnaire(reading: Reading, asked: Questionnaire) -> Section:
    return Section(
        text_of(asked.names),
        tuple(_question(reading, number, question) for number, question in enumerate(asked.questions, 1)),
        about=text_of(asked.purpose),
        mark=_("about %(minutes)s minutes") % {"minutes": asked.minutes},
        id=asked.id,
        papers=tuple(
            (name, reverse("questionnaire-paper", args=[reading.pack.id, asked.id, kind]))
            for kind, name in (
                ("pdf", _("Print")),
                ("docx", _("Edit in Word")),
                ("xlsx", _("For phones (XLSForm)")),
            )
        ),
    )


def _question(reading: Reading, number: int, question: Question) -> Row:
    fact = reading.words.fact(question.fact or "")
    choices = question.choices or (fact.choices if fact else ())
    becomes = _("becomes the fact: %(fact)s") % {"fact": text_of(fact.names)} if fact else ""
    return Row(f"{number}. {text_of(question.text)}", lines(joined(text_of(c.names) for c in choices), becomes))


def worked(reading: Reading) -> list[Section]:
    """Return the worked examples, by domain."""
    domains = dict.fromkeys(example.domain for example in reading.pack.worked)
    return [
        Section(
            reading.words.domain(domain),
            folds=tuple(_example(reading, e) for e in reading.pack.worked if e.domain == domain),
        )
        for domain in domains
    ]


def _example(reading: Reading, example: Example) -> Fold:
    rows = [
        Row(reading.words.fact_name(name), mark=_written(reading, name, amount))
        for name, amount in example.facts.items()
    ]
    rows += [
        Row("→ " + _expected(reading, example.domain, name), mark=_result(reading, name, result))
        for name, result in example.expect.items()
    ]
    return Fold(example.name, tuple(rows))


def _written(reading: Reading, name: str, amount: Amount) -> str:
    return reading.phrases.amount(amount.text, reading.words.fact(name))


def _expected(reading: Reading, domain: str, name: str) -> str:
    fixed = {
        "score": _("Score"),
        "grade": _("Proposed grade"),
        "band": _("By the bands"),
        "limits": _("Limits"),
        "violations": _("Rules violated"),
        "scoreable": _("Points that are known"),
        "refuses": _("Facts refused"),
    }
    if name in fixed:
        return fixed[name]
    standard = reading.pack.standard_for(domain)
    rows = (*standard.indicators, *standard.dimensions) if standard else ()
    return next((text_of(row.names) for row in rows if row.id == name), name)


def _result(reading: Reading, name: str, result: Amount | tuple[str, ...]) -> str:
    if isinstance(result, tuple):
        named = {**reading.pack.limit_by_id, **reading.pack.rule_by_id}
        return ", ".join(text_of(named[each].names) if each in named else each for each in result) or _("none")
    grades = {grade.id: text_of(grade.names) for grade in reading.pack.grades.grades}
    fixed = {"not-scored": _("not scored"), "none": _("none")}
    return grades.get(result.text) or fixed.get(result.text, result.text)
