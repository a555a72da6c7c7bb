"""The code on a monthly sheet: it leads to the sheet's page, and says when it was typed wrongly.

It hides nothing: whoever types it must be allowed to see the unit anyway.
"""

from datetime import date
from typing import Final

from jishi.core.errors import refuse, sentence
from jishi.core.text import tidy

# 31 letters and digits without those that look alike. 31 is a prime, so a weighted sum finds every single wrong
# letter and every two neighbours that changed places.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRTVWXYZ"
_BASE: Final = len(_ALPHABET)
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", "S": "5"})
_MONTHS: Final = 2400
_FROM_YEAR: Final = 2000
_LONGEST: Final = 12


def month_of(day: date) -> date:
    """Return the first day of a day's month: it stands for the month."""
    return day.replace(day=1)


def coded(unit: int, month: date) -> str:
    """Return the code of a unit's sheet of a month, between 2000 and 2199.

    Example:
        >>> coded(12, date(2012, 5, 1))
        'Z3-TR'
    """
    number = unit * _MONTHS + (month.year - _FROM_YEAR) * 12 + month.month - 1
    letters = ""
    while number:
        number, rest = divmod(number, _BASE)
        letters = _ALPHABET[rest] + letters
    whole = letters + _check(letters)
    middle = (len(whole) + 1) // 2
    return f"{whole[:middle]}-{whole[middle:]}"


def decoded(typed: str) -> tuple[int, date]:
    """Return the unit and the month of a code, as somebody typed it.

    Raises:
        Refusal: it was typed wrongly.

    Example:
        >>> decoded("z3 ｔｒ") == (12, date(2012, 5, 1))
        True
    """
    narrow = tidy(typed[: 4 * _LONGEST]).upper().replace("-", "").replace(" ", "").translate(_READ_AS)
    letters, check = narrow[:-1], narrow[-1:]
    known = letters and len(narrow) <= _LONGEST and all(letter in _ALPHABET for letter in narrow)
    if not known or _check(letters) != check:
        raise refuse(
            tidy(typed[:_LONGEST]),
            sentence("No sheet has this code."),
            sentence("Type it as it is printed at the top of the sheet; spaces and dashes do not matter."),
        )
    number = 0
    for letter in letters:
        number = number * _BASE + _ALPHABET.index(letter)
    unit, months = divmod(number, _MONTHS)
    return unit, date(_FROM_YEAR + months // 12, months % 12 + 1, 1)


def _check(letters: str) -> str:
    total = sum((place + 2) * _ALPHABET.index(letter) for place, letter in enumerate(reversed(letters)))
    return _ALPHABET[total % _BASE]
