"""What the words of the register of persons are called on pages."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from jishi.actions.people.words import Which, words
from jishi.web.programme import Programme
from jishi.web.wording import text_of


def statuses() -> Mapping[str, str]:
    """Return the stages of a member."""
    return {
        "applicant": _("Applicant"),
        "activist": _("Activist"),
        "candidate": _("Candidate"),
        "probationary": _("Probationary member"),
        "full": _("Full member"),
    }


def stage_dates() -> Mapping[str, str]:
    """Return the dates of the stages."""
    return {
        "applied_on": _("Applied"),
        "activist_on": _("Activist since"),
        "candidate_on": _("Candidate since"),
        "joined_on": _("Joined"),
        "full_on": _("Full member since"),
    }


def leavings(programme: Programme) -> Mapping[str, str]:
    """Return how one leaves a branch; the pack's words, and that of a transfer."""
    return {"transferred": _("transferred")} | _said(programme, "leavings", _own_leavings())


def _said(programme: Programme, which: Which, own: Mapping[str, str]) -> Mapping[str, str]:
    """Return the pack's words of a list; our own where it has none."""
    said = words(programme.pack, which) if programme.pack else ()
    return {word.id: text_of(word.names) for word in said} or own


def _own_leavings() -> Mapping[str, str]:
    return {
        "died": _("died"),
        "withdrew": _("withdrew"),
        "expelled": _("expelled"),
        "struck-off": _("struck off"),
        "lapsed": _("entered by mistake"),
    }


def states() -> Mapping[str, tuple[str, str]]:
    """Return state of a transfer → (what it is called, tone of its tag)."""
    return {
        "asked": (_("waits for the old side"), "fair"),
        "released": (_("released; waits for the new side"), "fair"),
        "accepted": (_("accepted"), "good"),
        "refused": (_("turned down"), "poor"),
        "returned": (_("given back for correction"), "poor"),
        "lapsed": (_("letter ran out"), "poor"),
    }


def purposes() -> Mapping[str, str]:
    """Return why somebody looks at a number."""
    return {
        "letter": _("write a letter of introduction"),
        "form": _("fill in an official form"),
        "contact": _("call the person"),
        "check": _("check the number against the card"),
        "correction": _("correct the record"),
        "care": _("visit or help"),
        "search": _("search for a lost member"),
        "record": _("print the person’s own record"),
        "other": _("something else (say what)"),
    }


def losses(programme: Programme) -> Mapping[str, str]:
    """Return why a branch lost a member, as the returns count it."""
    own = {
        "away-for-work": _("went away for work"),
        "unit-closed": _("workplace changed or closed"),
        "after-graduation": _("gone after graduation"),
        "changed-job": _("changed job"),
        "abroad": _("went abroad"),
        "moved": _("moved house"),
        "other": _("other"),
    }
    return _said(programme, "losses", own)


def outcomes() -> Mapping[str, str]:
    """Return how a search stands."""
    return {
        "searching": _("being searched for"),
        "found": _("found"),
        "died": _("died"),
        "struck-off": _("struck off"),
    }


def cares(programme: Programme) -> Mapping[str, str]:
    """Return for what a member is cared for."""
    own = {
        "old": _("old age"),
        "ill": _("illness"),
        "needy": _("hardship"),
        "veteran": _("veteran"),
        "other": _("other"),
    }
    return _said(programme, "cares", own)


def funds(programme: Programme) -> Mapping[str, str]:
    """Return where money for care comes from."""
    own = {
        "party-fees": _("Party fees"),
        "budget": _("budget"),
        "donations": _("donations"),
        "other": _("other"),
    }
    return _said(programme, "funds", own)


def fields() -> Mapping[str, str]:
    """Return what the fields of a person are called."""
    return {
        "name": _("Name"),
        "sex": _("Sex"),
        "ethnicity": _("Ethnicity"),
        "born_on": _("Born"),
        "education": _("Education"),
        "identity": _("Identity number"),
        "phone": _("Telephone"),
        "care": _("Care"),
        "lost": _("Lost contact"),
    }


def sexes() -> Mapping[str, str]:
    """Return the sexes."""
    return {"female": _("female"), "male": _("male")}


def lists() -> Mapping[str, str]:
    """Return the lists beside the roster."""
    return {
        "transfers": _("Transfers"),
        "floating": _("Members elsewhere"),
        "lost": _("Lost contact"),
        "care": _("Care"),
        "care-due": _("Care overdue"),
        "doubles": _("Doubles"),
    }
