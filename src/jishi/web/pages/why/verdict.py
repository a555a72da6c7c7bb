"""The grade as a sentence from left to right: score → band → limit → proposal."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.explained import Explained
from jishi.core.explain import LimitShown
from jishi.store.models.assess import Run
from jishi.web.programme import GradeShown, Programme
from jishi.web.wording import hundredths, moment, short_hundredths, text_of

# More steps than these do not fit into one line.
SHOWN = 2


@dataclass(frozen=True)
class LimitStep:
    """A limit that applies: its reason, and what it allows."""

    reason: str
    effect: str
    grade: GradeShown


@dataclass(frozen=True)
class Verdict:
    """The steps from score to proposal.

    Attributes:
        out_of: of how many points, in words.
        limits: those that decide first, no more than fit into one line.
        more: how many further limits apply, in words.
        said: the same as one sentence.
        basis: on what it rests.
    """

    score: int | None
    out_of: str
    band: GradeShown | None
    limits: tuple[LimitStep, ...]
    more: str
    proposal: GradeShown | None
    said: str
    basis: tuple[str, ...]


def title(words: Programme, found: Explained) -> str:
    """Return the heading: the grade that is asked about."""
    grade = words.grade(found.explanation.proposal)
    return _("Why “%(grade)s”?") % {"grade": grade.name} if grade else _("Why no grade yet?")


def verdict(words: Programme, found: Explained, run: Run) -> Verdict:
    """Return the steps of one unit."""
    explanation = found.explanation
    applying = [each for each in explanation.limits if each.state == "applies"]
    applying.sort(key=lambda each: (not each.decides, each.limit.kind != "exactly", -each.limit.grade))
    limits = tuple(_step(words, found, each) for each in applying)
    more = len(limits) - SHOWN
    return Verdict(
        score=explanation.score,
        out_of=_("of 100"),
        band=words.grade(explanation.band),
        limits=limits[:SHOWN],
        more=ngettext("and %(count)s further limit", "and %(count)s further limits", more) % {"count": more}
        if more > 0
        else "",
        proposal=words.grade(explanation.proposal),
        said=_said(words, found, limits),
        basis=tuple(_basis(words, found, run)),
    )


def _step(words: Programme, found: Explained, shown: LimitShown) -> LimitStep:
    grade = words.grade(shown.limit.grade)
    assert grade is not None
    limit = found.pack.limit_by_id[shown.limit.id]
    exact = shown.limit.kind == "exactly"
    effect = _("exactly %(grade)s") if exact else _("at most %(grade)s")
    return LimitStep(text_of(limit.names), effect % {"grade": grade.name}, grade)


def _said(words: Programme, found: Explained, limits: tuple[LimitStep, ...]) -> str:
    explanation = found.explanation
    proposal, band = words.grade(explanation.proposal), words.grade(explanation.band)
    if explanation.score is None and proposal is None:
        return _("Too little is known: %(known)s of the 100 points, and at least %(needed)s are needed.") % {
            "known": short_hundredths(explanation.scoreable),
            "needed": found.pack.grades.scoreable_at_least,
        }
    places = {
        "score": hundredths(explanation.score),
        "band": band.name if band else _("no grade"),
        "proposal": proposal.name if proposal else _("no grade"),
        "reasons": _("; ").join(
            _("%(reason)s (%(effect)s)") % {"reason": limit.reason, "effect": limit.effect} for limit in limits
        ),
    }
    if not limits:
        return _("%(score)s points are “%(band)s” by the bands, and no limit applies.") % places
    if explanation.proposal == explanation.band:
        return _("%(score)s points are “%(band)s” by the bands; the limits change nothing: %(reasons)s.") % places
    return _("%(score)s points would be “%(band)s”; “%(proposal)s” because of: %(reasons)s.") % places


def _basis(words: Programme, found: Explained, run: Run) -> list[str]:
    pack = found.pack
    standard = pack.standard_for(found.explanation.domain or "")
    lines = [text_of(standard.names)] if standard else []
    lines.append(words.source(pack.grades.bands.source).name)
    lines.append(_("Known: %(points)s of 100 points") % {"points": short_hundredths(found.explanation.scoreable)})
    lines.append(_("Run %(run)s of %(moment)s") % {"run": run.number, "moment": moment(run.created_at)})
    lines.append(f"{pack.id} {run.pack_version} · {run.result_digest[:8]}…{run.result_digest[-4:]}")
    return lines
