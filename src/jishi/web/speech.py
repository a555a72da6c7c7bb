"""Sentences of the core in the reader's language."""

from django.utils.translation import gettext

from jishi.core.errors import Complaint, Refusal


def said(refusal: Refusal) -> list[str]:
    """Return every reason of a refusal as one line: what is wrong, and what to do."""
    return [line(complaint) for complaint in refusal.complaints]


def line(complaint: Complaint) -> str:
    """Return what is wrong and what to do about it."""
    return complaint.say(gettext)
