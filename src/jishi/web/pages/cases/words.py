"""What marks, states and causes are called, and on which day the pages of the review act."""

from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jishi.actions.cases.ground import Docket
from jishi.actions.people.ground import By
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.core.names import Named
from jishi.packs.schema.grades import Grade as PackGrade
from jishi.store import clock, evidence
from jishi.store.models.assess import Round
from jishi.store.models.cases import Opening
from jishi.store.models.office import Evidence
from jishi.web.current import day_of
from jishi.web.programme import GradeShown
from jishi.web.wording import page_language, text_of

#: A paper of evidence is a scan or a picture, not an archive.
LARGEST = 10 * 1024 * 1024
TONES = {
    "proposal": "none",
    "review": "plain",
    "returned": "poor",
    "approved": "fair",
    "notice": "fair",
    "decided": "good",
}


def mark_names() -> dict[str, tuple[str, str]]:
    """Return mark → what it is called, and its tone."""
    return {
        "stopped": (_("stopped by a rule"), "poor"),
        "no-proposal": (_("no proposal"), "poor"),
        "gated": (_("may not rise yet"), "poor"),
        "lowest": (_("lowest grade"), "poor"),
        "limited": (_("held by a limit"), "poor"),
        "disagrees": (_("branch disagrees"), "plain"),
        "changed": (_("changed since"), "plain"),
        "returned": (_("sent again"), "plain"),
        "recused": (_("somebody leaves"), "plain"),
        "flagged": (_("rule worth a look"), "none"),
    }


def cause_names() -> dict[str, str]:
    """Return why somebody leaves a meeting."""
    return {
        "paired": _("paired with this unit"),
        "helper": _("sent to help this unit"),
        "secretary": _("led this unit in the last three years"),
        "own": _("asked to leave"),
    }


def today_of(round_: Round) -> date:
    """Return the day on which the pages act: today; in a demo a day of its own year, after the branches' days."""
    now = clock.today()
    if not settings.JISHI_DEMO or now.year <= round_.cycle.ends_on.year:
        return now
    opening = Opening.objects.filter(round=round_).first()
    if opening is None:
        return day_of(round_)
    same_day = date(round_.cycle.starts_on.year, now.month, min(now.day, 28))
    return max(same_day, opening.answer_until + timedelta(days=10))


def by_of(request: HttpRequest, scope: Scope, round_: Round) -> By:
    """Return who acts, with the key of the form."""
    return By(request.user, scope, request.POST.get("key", ""), today_of(round_))


def step_name(docket: Docket, step: str) -> str:
    """Return what a step of the procedure is called."""
    found = {each.id: each.names for each in docket.procedure.steps}.get(step)
    return said(found) if found else step


def said(names: Named) -> str:
    """Return a name of the pack in the reader's language."""
    return names.texts.get(page_language()) or next(iter(names.texts.values()), "")


def grade_shown(docket: Docket, id: str) -> GradeShown | None:
    """Return a grade of the pack with its tone; None = there is none."""
    grades: tuple[PackGrade, ...] = docket.pack.grades.grades
    for rank, grade in enumerate(grades, 1):
        if grade.id == id:
            return GradeShown(text_of(grade.names), grade.tone, rank)
    return None


def paper_of(request: HttpRequest) -> Evidence | None:
    """Keep the paper that the form carries; None = it carries none.

    Raises:
        Refusal: it is too large.
    """
    sent = request.FILES.get("evidence")
    if sent is None or not sent.size:
        return None
    if sent.size > LARGEST:
        raise refuse(
            sent.name,
            sentence("This file is larger than %(most)s MB.", most=LARGEST // (1024 * 1024)),
            sentence("Attach a scan in black and white, or the pages that matter."),
        )
    return evidence.keep(sent.read(), sent.name, sent.content_type or "application/octet-stream")


def number(text: str) -> int:
    """Return a whole number that a form carries; 0 = none."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0
