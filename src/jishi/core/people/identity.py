"""Identity numbers: 18 digits with a check digit, or 15 of the old kind (GB 11643).

No message ever repeats a number: messages end up in logs, in the margins of a sheet and on the desk of a neighbour.
"""

import re
import unicodedata
from datetime import date

from jishi.core.errors import sentence
from jishi.core.people.reasons import Reason

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_SHAPE = re.compile(r"\d{17}[\dX]|\d{15}")
_NOISE = re.compile(r"[\s'’‘`\-]")
_HIDDEN = "•"


def normal(text: str) -> str:
    """Return the number without what offices type around it: full-width digits, spaces, an apostrophe, a small x.

    Example:
        >>> normal(" '１１０ １０１ x")
        '110101X'
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_digit(first: str) -> str:
    """Return the check digit of the first 17 digits.

    Example:
        >>> check_digit("0" * 17)
        '1'
    """
    return _CHECK[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first, strict=True)) % 11]


def long_form(number: str) -> str:
    """Return the 18 digits of a number of either kind; whoever had 15 was born in the 20th century."""
    if len(number) != 15:
        return number
    first = f"{number[:6]}19{number[6:]}"
    return first + check_digit(first)


def fault_of(number: str) -> Reason | None:
    """Return what is wrong with a number in its normal form; None = nothing that can be seen."""
    if not _SHAPE.fullmatch(number):
        return Reason(
            sentence("An identity number has 18 digits (the last may be X), or 15; this has %(n)s.", n=len(number)),
            sentence("Compare it with the card and type it as text."),
            "identity",
        )
    if len(number) == 18 and check_digit(number[:17]) != number[17]:
        if looks_ruined(number):
            return ruined()
        return Reason(
            sentence("The check digit of the identity number is wrong: one digit or more was mistyped."),
            sentence("Compare it with the card, digit by digit."),
            "identity",
        )
    if _birth(number) is None:
        return Reason(
            sentence("The identity number holds a date of birth that does not exist."),
            sentence("Compare it with the card, digit by digit."),
            "identity",
        )
    return None


def looks_ruined(number: str) -> bool:
    """Say whether the last digits may be the zeros that a sheet puts after the 15 digits it can keep."""
    return len(number) == 18 and number.endswith("000")


def ruined() -> Reason:
    """Return the reason for a number that a sheet took for a quantity."""
    return Reason(
        sentence(
            "The identity number was ruined by the sheet: it keeps 15 digits of a number and puts zeros after them."
        ),
        sentence("Set the column to text, then type the number again from the card; it cannot be recovered."),
        "identity",
    )


def _birth(number: str) -> date | None:
    long = long_form(number)
    try:
        return date(int(long[6:10]), int(long[10:12]), int(long[12:14]))
    except ValueError:
        return None


def born_on(number: str) -> date:
    """Return the date of birth that a faultless number holds."""
    found = _birth(number)
    if found is None:
        raise ValueError("a number with a fault was asked for its date of birth")
    return found


def sex_of(number: str) -> str:
    """Return ``male`` or ``female`` as a faultless number says."""
    return "male" if int(long_form(number)[16]) % 2 else "female"


def masked(number: str) -> str:
    """Return a number with all but its last four letters hidden; a short one is hidden whole.

    Example:
        >>> masked("13800001234")
        '•••••••1234'
    """
    shown = number[-4:] if len(number) > 7 else ""
    return _HIDDEN * (len(number) - len(shown)) + shown
