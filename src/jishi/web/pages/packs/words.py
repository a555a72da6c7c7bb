"""What the words of the schema of procedures, publications and papers are called."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def days(number: int, count: str) -> str:
    """Return so many days, of the calendar or working ones."""
    if count == "working":
        return ngettext("%(count)s working day", "%(count)s working days", number) % {"count": number}
    return ngettext("%(count)s day", "%(count)s days", number) % {"count": number}


def movers() -> Mapping[str, str]:
    """Return who makes a move."""
    return {
        "unit": _("the unit itself"),
        "committee": _("the committee that decides on it"),
        "above": _("the committee one level up"),
        "office": _("the office"),
        "time": _("by itself, on the day after the term"),
    }


def places() -> Mapping[str, str]:
    """Return where a paper is put up."""
    return {
        "board": _("posted on the board"),
        "meeting": _("read out in a meeting"),
        "internet": _("on internet pages"),
    }


def fields() -> Mapping[str, str]:
    """Return what a paper on the board says of every unit."""
    return {
        "unit": _("Unit"),
        "domain": _("Domain"),
        "grade": _("Grade"),
        "members": _("Members"),
        "public": _("The public"),
        "problem": _("Problem"),
        "remedy": _("Remedy"),
        "due": _("Due"),
        "responsible": _("Responsible"),
    }


def readers() -> Mapping[str, str]:
    """Return for whom a paper on the board is."""
    return {"members": _("for members"), "public": _("for the public")}


def kinds() -> Mapping[str, str]:
    """Return what a paper on the board is for."""
    return {"notice": _("published first, objections invited"), "disclosure": _("published to inform")}


def contents() -> Mapping[str, str]:
    """Return what a paper on the board is about."""
    return {
        "grades": _("the grades that were approved"),
        "satisfaction": _("what members and public say of the effect"),
        "award": _("the units that are commended"),
        "plan": _("what a unit does about its problems"),
        "text": _("words only"),
    }


def gates() -> Mapping[str, str]:
    """Return what a gate asks for."""
    return {
        "given": _("something is there"),
        "share": _("enough of a whole"),
        "term-over": _("its time is over"),
        "none-open": _("none is left"),
        "apart": _("enough time since a step"),
    }


def matters() -> Mapping[str, str]:
    """Return the matters and wholes that the program itself knows; a pack may have others."""
    return {
        "deciding": _("those present who decide"),
        "entitled": _("Members of the committee"),
        "in-favour": _("those in favour"),
        "members": _("Members"),
        "minutes": _("Minutes"),
        "objections": _("Objections"),
        "over-quota": _("commended beyond the share"),
        "present": _("Present"),
        "representatives": _("the representatives"),
        "sponsors": _("those who propose it"),
        "sponsors-due": _("as many as must propose it"),
        "voting": _("those who vote"),
    }


def keys() -> Mapping[str, str]:
    """Return what the fields are called in which a local pack may depart."""
    return {
        "among": _("of which whole"),
        "answer": _("time for an answer"),
        "at_least": _("at least"),
        "award": _("commendation"),
        "by": _("made by"),
        "days": _("days in between"),
        "due": _("due"),
        "evidence": _("evidence"),
        "fields": _("what it says of every unit"),
        "final": _("the end"),
        "from": _("from which steps"),
        "grades": _("grades"),
        "kind": _("kind"),
        "least": _("at least so many"),
        "months": _("months in between"),
        "more_than": _("more than"),
        "notice": _("the notice before it"),
        "of": _("what is asked for"),
        "published": _("how it is published"),
        "reason": _("a reason"),
        "share": _("share"),
        "stamped": _("stamped original"),
        "step": _("since which step"),
        "term": _("time"),
        "to": _("where it leads, or for whom"),
        "up": _("handed up"),
        "what": _("what it is about"),
        "where": _("where it is put up"),
    }
