"""Rules that a unit violates, as the pack says them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jishi.actions.results import Results
from jishi.actions.which import Row, Which
from jishi.web.programme import Programme
from jishi.web.wording import day, text_of, whole

TONES = {"block": "poor", "flag": "plain", "show": "none"}


@dataclass(frozen=True)
class ViolationShown:
    """One rule that is violated: what to do, how severe it is, who mends it."""

    id: str
    name: str
    message: str
    severity: str
    tone: str


def severity_names() -> dict[str, str]:
    """Return what the severities are called in a tag."""
    return {"block": _("must be mended first"), "flag": _("worth a look"), "show": _("for information")}


def violations(words: Programme, results: Results, unit: int) -> list[ViolationShown]:
    """Return the rules that a unit violates by a run, the severest first."""
    if words.pack is None:
        return []
    broken = [rule for rule in words.pack.rules if results.value(f"rule:{rule.id}", unit)]
    named = severity_names()
    shown = [
        ViolationShown(
            rule.id, text_of(rule.names), text_of(rule.message), named[rule.severity], TONES[rule.severity]
        )
        for rule in broken
    ]
    return sorted(shown, key=lambda violation: list(named.values()).index(violation.severity))


def which_said(found: Which | None) -> str:
    """Return the rows behind a violation in one line: what or who it is, and since when."""
    if found is None:
        return ""
    parts = [_("%(name)s (since %(day)s)") % {"name": _called(row), "day": day(row.since)} for row in found.rows]
    if found.more:
        parts.append(_("%(count)s more") % {"count": whole(found.more)})
    return _("; ").join(parts)


def _called(row: Row) -> str:
    return " ".join(part for part in (text_of(row.kind), row.name) if part) or _NAMELESS[row.subject]


_NAMELESS = {
    "workplace": gettext_lazy("a workplace"),
    "post": gettext_lazy("a post"),
    "tenure": gettext_lazy("a holder of a post"),
    "member": gettext_lazy("a member"),
    "floating": gettext_lazy("a floating member"),
    "dispatch": gettext_lazy("a helper"),
    "problem": gettext_lazy("a problem"),
    "remedy": gettext_lazy("a remedy"),
}
