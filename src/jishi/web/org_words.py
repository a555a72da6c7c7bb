"""What pages call the words of the organisation that no pack gives: steps of lineage, axes, areas, helpers."""

from django.utils.translation import gettext as _


def step_name(kind: str) -> str:
    """Return what a step of lineage is called."""
    return {
        "found": _("Founded"),
        "merge": _("Merged"),
        "split": _("Split"),
        "convert": _("Converted"),
        "move": _("Moved"),
        "recode": _("New code"),
        "dissolve": _("Dissolved"),
    }.get(kind, kind)


def axis_name(axis: str) -> str:
    """Return what an axis is called."""
    return {"management": _("Management"), "territory": _("Territory"), "industry": _("Industry")}.get(axis, axis)


def mode_name(mode: str) -> str:
    """Return how a unit is set up."""
    return {
        "alone": _("alone in one workplace"),
        "area": _("jointly in an area"),
        "industry": _("by an industry"),
    }.get(mode, mode)


def helper_name(kind: str) -> str:
    """Return what somebody is sent as."""
    return {
        "first-secretary": _("First secretary"),
        "instructor": _("Party-building instructor"),
        "liaison": _("Liaison"),
        "contact": _("Contact person"),
        "work-team": _("Work team"),
        "survey-team": _("Survey team"),
        "graduate-official": _("Graduate village official"),
        "stationed-team": _("Stationed team"),
        "office-cadre": _("Office cadre who links"),
    }.get(kind, kind)


def post_name(kind: str, said: str) -> str:
    """Return what a post is called: by the pack (``said``), else in our words."""
    if said != kind:
        return said
    return {"secretary": _("Secretary"), "deputy-secretary": _("Deputy secretary")}.get(kind, kind)
