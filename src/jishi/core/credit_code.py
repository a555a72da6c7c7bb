"""The unified social credit code of a workplace (GB 32100-2015): 18 letters, the last one a check of the others."""

from typing import Final

# Without I, O, Z, S and V, which are taken for digits.
_LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH: Final = 18


def check_letter(begin: str) -> str:
    """Return the check letter of the first 17 letters; empty = one of them is no letter of such a code.

    Example:
        >>> check_letter("00000000000000001")
        '3'
    """
    total = 0
    for place, letter in enumerate(begin):
        value = _LETTERS.find(letter)
        if value < 0:
            return ""
        total += value * pow(3, place, 31)
    return _LETTERS[(31 - total % 31) % 31]


def is_credit_code(text: str) -> bool:
    """Say whether a text is a credit code whose check letter fits."""
    return len(text) == _LENGTH and check_letter(text[:-1]) == text[-1]
