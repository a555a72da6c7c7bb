"""The versions of a paper as its page tells them: how each stands, what came back edited, what differs."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.papers import reading
from jishi.actions.papers.ground import Telling, makes
from jishi.actions.papers.making import proves
from jishi.core.access import Scope
from jishi.core.edited import figures_changed
from jishi.store.models.papers import Paper
from jishi.store.queries import privacy
from jishi.web.pages.standing import called
from jishi.web.wording import day

TOLD, TOLD_OF_EDITED = 20, 60


def version(paper: Paper, scope: Scope) -> dict[str, object]:
    """Return a version as its page shows it."""
    answer = getattr(paper, "answer", None)
    state, tone = _("made"), "plain"
    if paper.original_id:
        state, tone = _("stamped"), "fair"
    if paper.handed_on:
        state, tone = _("handed up"), "good"
    if answer is not None:
        state, tone = (_("in order"), "good") if answer.taken else (_("sent back"), "poor")
    return {
        "id": paper.pk,
        "number": paper.number,
        "version": paper.version,
        "state": state,
        "tone": tone,
        "made": day(paper.made_on),
        "by": str(paper.made_by) if paper.made_by else _("command line"),
        "why": paper.why,
        "digest": paper.digest[:16],
        "true": proves(paper),
        "original": reverse("paper-original", args=[paper.pk]) if paper.original_id else "",
        "original_day": day(paper.original_on),
        "original_number": paper.original_number,
        "original_by": paper.original_by if privacy.reads(scope, paper.unit) else "",
        "scan": paper.original.digest[:16] if paper.original else "",
        **_edited(paper, scope),
        "handed": day(paper.handed_on) if paper.handed_on else "",
        "above": called(paper.above) if paper.above else "",
        "goes": paper.above_id is not None,
        "answer": answer.words if answer else "",
        "answered": day(answer.on) if answer else "",
        "may_answer": bool(paper.handed_on and answer is None and paper.above and makes(scope, paper.above)),
    }


def _edited(paper: Paper, scope: Scope) -> dict[str, object]:
    """Return what came back from Word or Excel, and what it says otherwise; names only to who reads them there."""
    rows = paper.departures
    named = privacy.reads(scope, paper.unit)
    return {
        "edited": reverse("paper-edited", args=[paper.pk]) if paper.edited_id and named else "",
        "edited_name": paper.edited.name if paper.edited else "",
        "edited_day": day(paper.edited_on) if paper.edited_on else "",
        "departures": [
            {**row, "kind": _departures()[row["kind"]], "hidden": row["personal"] and not named}
            for row in rows[:TOLD_OF_EDITED]
        ],
        "departures_more": max(0, len(rows) - TOLD_OF_EDITED),
        "figures_differ": figures_changed(rows),
        "differs_why": paper.differs_why,
    }


def _departures() -> dict[str, str]:
    return {
        "figure": _("Figure"),
        "words": _("Words"),
        "added": _("Line that came in"),
        "left-out": _("Line left out"),
    }


def differs(
    scope: Scope, versions: list[Paper], paper: Paper | None, telling: Callable[[str], Telling]
) -> dict[str, object] | None:
    """Return what a version says otherwise than the one before, or what has changed since the newest one."""
    if paper is None:
        return None
    before = next((row for row in versions if row.number == paper.number - 1), None)
    rows = reading.corrected(before, paper) if before is not None else ()
    since = reading.changed(scope, paper, telling(paper.language)) if paper.pk == versions[0].pk else ()
    return {
        "before": before.number if before else 0,
        "rows": rows[:TOLD],
        "more": max(0, len(rows) - TOLD),
        "since": since[:TOLD],
        "since_more": max(0, len(since) - TOLD),
        "named": privacy.reads(scope, paper.unit),
    }
