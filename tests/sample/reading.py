"""Which rules about answers each unit breaks, found by reading the answers as a clerk would: no engine, no pack."""

from collections.abc import Callable, Mapping

Facts = Mapping[str, int]
# Codes of the streets of the county town, and of the old revolutionary bases.
TOWN = ("00101", "00102", "00103", "00104", "00105", "00106")
BASES = ("00112", "00113")
_CHANNELS = ("channel-meeting", "channel-questionnaire", "channel-visit", "channel-superior")
_CHECKED = ("survey-rules", "survey-means", "survey-role")
# Place of "none" among the forms of a venue.
NO_VENUE = 3


def _under(facts: Facts, fact: str, least: int) -> bool:
    return fact in facts and facts[fact] < least


def _no_venue(facts: Facts) -> bool:
    return facts.get("venue-area") == 0 or facts.get("venue-form") == NO_VENUE


# Rule → (code, domain, facts) → whether it is broken. Two of the five check items the registers answer themselves.
_BROKEN: Mapping[str, Callable[[str, str, Facts], bool]] = {
    "R01": lambda code, domain, facts: "surveyed-on" not in facts,
    "R02": lambda code, domain, facts: _under(facts, "members-taking-part", 100_00),
    "R03": lambda code, domain, facts: _under(facts, "public-taking-part", 10_00),
    "R04": lambda code, domain, facts: any(facts.get(each) != 1 for each in _CHANNELS),
    "R05": lambda code, domain, facts: "discipline-opinion" not in facts,
    "R06": lambda code, domain, facts: any(each not in facts for each in _CHECKED),
    "R07": lambda code, domain, facts: facts.get("decided-above") == 0,
    "R08": lambda code, domain, facts: "decided-grade" in facts and facts.get("change-reason") != 1,
    "R08-pending": lambda code, domain, facts: facts.get("case-pending") == 1,
    "R20": lambda code, domain, facts: facts.get("lasting-rule") == 0,
    "R24": lambda code, domain, facts: domain == "community" and _under(facts, "community-pay", 100_00),
    "R25": lambda code, domain, facts: 0 in (facts.get("budget-line"), facts.get("service-budget")),
    "R26": lambda code, domain, facts: domain == "village" and _under(facts, "secretary-pay", 100_00),
    "R27": lambda code, domain, facts: _no_venue(facts),
    "R32": lambda code, domain, facts: (
        facts.get("quarterly-meetings-missing", 0) > 0 or facts.get("monthly-meetings-missing", 0) > 0
    ),
    "D111-together": lambda code, domain, facts: (
        domain == "community" and code.startswith(TOWN) and _under(facts, "co-building-share", 50_00)
    ),
    "D132-venue": lambda code, domain, facts: code.startswith(BASES) and _no_venue(facts),
}


def broken(domains: Mapping[str, str], answers: Mapping[str, Facts]) -> dict[str, frozenset[str]]:
    """Return rule → codes of the units that break it by their answers.

    Args:
        domains: code → domain, of every unit that a standard judges.
        answers: code → fact → the value that counts; a unit that is missing answered nothing.
    """
    return {
        rule: frozenset(code for code, domain in domains.items() if is_broken(code, domain, answers.get(code, {})))
        for rule, is_broken in _BROKEN.items()
    }
