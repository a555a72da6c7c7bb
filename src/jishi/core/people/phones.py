"""Telephone numbers: mobile ones, and landlines with their area code."""

import re
import unicodedata

from jishi.core.errors import sentence
from jishi.core.people.reasons import Reason

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}\d{7,8}(?:-\d{1,5})?")
_LOCAL = re.compile(r"[2-9]\d{6,7}")
_NOISE = re.compile(r"[\s'’‘`()]")


def normal(text: str) -> str:
    """Return the number without country code, spaces, brackets and dashes; an extension keeps its dash.

    Example:
        >>> normal("（023） 6800-1234"), normal("+86 138-0000-1234")
        ('02368001234', '13800001234')
    """
    bare = _NOISE.sub("", unicodedata.normalize("NFKC", text)).removeprefix("+86").removeprefix("0086")
    digits = bare.replace("-", "")
    if any(shape.fullmatch(digits) for shape in (_MOBILE, _LANDLINE, _LOCAL)):
        return digits
    main, dash, extension = bare.rpartition("-")
    return f"{main.replace('-', '')}{dash}{extension}" if dash else bare


def fault_of(number: str) -> Reason | None:
    """Return what is wrong with a number in its normal form; None = it can be called."""
    if _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number):
        return None
    if _LOCAL.fullmatch(number):
        return Reason(
            sentence("This telephone number has no area code."),
            sentence("Put the area code before it, for example 023-."),
            "phone",
        )
    return Reason(
        sentence(
            "This is no telephone number: a mobile has 11 digits and begins with 1, a landline begins with 0."
        ),
        sentence("Compare it with the person's card or call it once."),
        "phone",
    )
