"""Which file of a pack holds what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from jishi.packs.schema.calendar import Calendar
from jishi.packs.schema.consultations import Consultation
from jishi.packs.schema.facts import FactFile
from jishi.packs.schema.forms import PaperForm
from jishi.packs.schema.grades import Grading
from jishi.packs.schema.improvement import Improvement
from jishi.packs.schema.pack import Heading
from jishi.packs.schema.posts import Posts
from jishi.packs.schema.procedures import Procedure
from jishi.packs.schema.programme import Programme
from jishi.packs.schema.publications import Publication
from jishi.packs.schema.questionnaires import Questionnaire
from jishi.packs.schema.register import RegisterFigure
from jishi.packs.schema.reports import FigureFile
from jishi.packs.schema.retention import Retention
from jishi.packs.schema.rules import Rule
from jishi.packs.schema.standards import Standard
from jishi.packs.schema.targets import TargetKind
from jishi.packs.schema.vocabulary import Vocabulary
from jishi.packs.schema.worked import Example

Section = Literal[
    "pack",
    "programme",
    "vocabulary",
    "facts",
    "standards",
    "grades",
    "questionnaires",
    "consultations",
    "posts",
    "improvement",
    "rules",
    "procedures",
    "calendar",
    "publications",
    "forms",
    "retention",
    "reports",
    "register",
    "targets",
    "worked",
]


@dataclass(frozen=True)
class Place:
    """Where a section is written.

    Attributes:
        pattern: path inside the pack; ``*`` = any name.
        content: the class of the file's content.
        listed: the file is a list of that class.
        required: a pack that extends nothing must have it.
    """

    pattern: str
    content: type
    listed: bool = False
    required: bool = False


PLACES: Mapping[Section, Place] = {
    "pack": Place("pack.yaml", Heading, required=True),
    "programme": Place("programme.yaml", Programme),
    "vocabulary": Place("vocabulary.yaml", Vocabulary, required=True),
    "facts": Place("facts/*.yaml", FactFile, required=True),
    "standards": Place("standards/*.yaml", Standard, required=True),
    "grades": Place("grades.yaml", Grading, required=True),
    "questionnaires": Place("questionnaires/*.yaml", Questionnaire),
    "consultations": Place("consultations.yaml", Consultation, listed=True),
    "posts": Place("posts.yaml", Posts),
    "improvement": Place("improvement.yaml", Improvement),
    "rules": Place("rules.yaml", Rule, listed=True),
    "procedures": Place("procedures/*.yaml", Procedure),
    "calendar": Place("calendar.yaml", Calendar),
    "publications": Place("publications.yaml", Publication, listed=True),
    "forms": Place("forms/*.yaml", PaperForm),
    "retention": Place("retention.yaml", Retention, listed=True),
    "reports": Place("reports/figures.yaml", FigureFile),
    "register": Place("reports/register.yaml", RegisterFigure, listed=True),
    "targets": Place("targets.yaml", TargetKind, listed=True),
    "worked": Place("worked/*.yaml", Example, listed=True),
}
