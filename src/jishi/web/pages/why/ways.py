"""What would lift the grade: the cheapest missing points, one after the other."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jishi.actions.explained import Explained
from jishi.core.formulas import Limit
from jishi.core.lift import Mend
from jishi.web.programme import Programme
from jishi.web.wording import hundredths, short_hundredths, text_of

SHOWN = 6


@dataclass(frozen=True)
class Way:
    """One row of the standard brought to its full points."""

    advice: str
    gain: str
    effect: str


def ways(words: Programme, found: Explained) -> list[Way]:
    """Return the cheapest ways up, the cheapest first."""
    standard = found.pack.standard_for(found.explanation.domain or "")
    rules = {row.id: row for row in standard.indicators} if standard else {}
    shown = found.explanation.lift.mends[:SHOWN]
    first = [_limit(words, found, limit) for limit in found.explanation.lift.holding]
    return [*first, *(_way(words, found, mend, text_of(rules[mend.row.id].advice)) for mend in shown)]


def _limit(words: Programme, found: Explained, limit: Limit) -> Way:
    """A limit that holds comes before all points."""
    grade = words.grade(limit.grade)
    advice = _("First remove the cause of the limit: %(reason)s") % {
        "reason": text_of(found.pack.limit_by_id[limit.id].names)
    }
    effect = _("until then: at most %(grade)s") % {"grade": grade.name if grade else ""}
    return Way(advice, "", effect)


def _way(words: Programme, found: Explained, mend: Mend, advice: str) -> Way:
    gain = _("+%(points)s points") % {"points": short_hundredths(mend.points)}
    band = words.grade(mend.band)
    if mend.score is None:
        effect = _("makes it known")
    elif band and mend.band != found.explanation.band:
        effect = _("then %(score)s: “%(grade)s” by the bands") % {
            "score": hundredths(mend.score),
            "grade": band.name,
        }
    else:
        effect = _("then %(score)s") % {"score": hundredths(mend.score)}
    return Way(advice, gain, effect)


def ways_note(words: Programme, found: Explained) -> str:
    """Say where the ways lead, and what would still hold the grade down."""
    lift = found.explanation.lift
    target, reached = words.grade(lift.target), words.grade(lift.proposal)
    if target is None:
        return _("The score is in the best band already.") if not lift.holding else _holding(found)
    if lift.holding:
        return _holding(found)
    if lift.reached and reached is not None:
        return _("Together these lead to “%(grade)s”.") % {"grade": reached.name}
    return _("All of these together do not yet reach “%(grade)s”.") % {"grade": target.name}


def _holding(found: Explained) -> str:
    reasons = [text_of(found.pack.limit_by_id[limit.id].names) for limit in found.explanation.lift.holding]
    return _("Points alone do not help while this holds: %(reasons)s.") % {"reasons": _("; ").join(reasons)}
