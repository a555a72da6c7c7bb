"""Sensitive facts of a unit on its why page: opened for a purpose, and everybody there sees who did."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jishi.actions.explained import Explained, Looking, whole_class
from jishi.actions.people.reading import Purpose
from jishi.actions.private_facts import private_among, readings
from jishi.core.access import MOST_PRIVATE, Scope
from jishi.web.pages.people import words
from jishi.web.pages.people.roster import options
from jishi.web.programme import Programme
from jishi.web.wording import moment

# Of the purposes of reading, those that fit a unit.
FITTING = ("form", "correction", "other")


def looking(request: HttpRequest) -> Looking | None:
    """Return what for the reader asks for sensitive facts; None = they did not."""
    if request.method != "POST":
        return None
    return Looking(request.user, Purpose(request.POST.get("purpose", ""), request.POST.get("words", "")))


def private(scope: Scope, programme: Programme, found: Explained) -> dict[str, object]:
    """Return what the page says of sensitive facts: how they are opened, and who read them why."""
    closed = private_among(found.pack, found.hidden)
    may = bool(closed) and whole_class(scope, found.unit) >= MOST_PRIVATE
    return {
        "purposes": options(words.purposes(), FITTING) if may else [],
        "reads": [
            {
                "at": moment(row.at),
                "by": row.by or _("the command line"),
                "what": _(", ").join(programme.fact_name(fact) for fact in row.what),
                "why": " · ".join(part for part in (words.purposes().get(row.purpose, ""), row.words) if part),
            }
            for row in readings(found.unit)
        ],
    }
