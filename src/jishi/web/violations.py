"""Rules that a unit violates, as the pack says them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jishi.actions.results import Results
from jishi.web.programme import Programme
from jishi.web.wording import text_of

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
