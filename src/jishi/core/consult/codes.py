"""The code of a slip: short to type, hard to guess, and told when it was typed wrongly.

Sixteen letters carry 80 bits of chance; the seventeenth checks them. The alphabet has 32 letters and digits without
those that look alike (I, L, O and U are left out). The check finds every single wrong letter, and every two that
changed places: letters are read as numbers of the field of 32 elements, each place has a weight of its own in it,
and the weighted sum of a right code is 0.
"""

from typing import Final

from jishi.core.errors import refuse, sentence
from jishi.core.text import tidy

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BYTES: Final = 10
LETTERS: Final = 16
_GROUPS: Final = (4, 4, 4, 5)
_LETTERS: Final = frozenset(ALPHABET)
# Longer texts than any code with its spaces and dashes are not looked at.
_LONGEST: Final = 100
# What people write for a letter of the alphabet, in Latin, Greek, Cyrillic and Chinese.
_READ_AS: Final = str.maketrans(
    {
        **dict.fromkeys("OoОоΟο〇○◯", "0"),
        **dict.fromkeys("IiLlІіΙι|丨", "1"),
        **dict.fromkeys("АаΑ", "A"),
        **dict.fromkeys("ВвΒ", "B"),
        **dict.fromkeys("СсϹ", "C"),
        **dict.fromkeys("ЕеΕ", "E"),
        **dict.fromkeys("НнΗ", "H"),
        **dict.fromkeys("КкΚκ", "K"),
        **dict.fromkeys("МмΜ", "M"),
        **dict.fromkeys("Ν", "N"),
        **dict.fromkeys("РрΡρ", "P"),
        **dict.fromkeys("ТтΤτ", "T"),
        **dict.fromkeys("ХхΧχ", "X"),
        **dict.fromkeys("УΥ", "Y"),
        **dict.fromkeys("Uuυ", "V"),
        **dict.fromkeys("Ζ", "Z"),
    }
)
_PASSED_OVER: Final = str.maketrans(dict.fromkeys(" -‐‑‒–—―−－_.·。、,，/"))


def coded(chance: bytes) -> str:
    """Return the code of ten random bytes, in groups: ``XXXX-XXXX-XXXX-XXXXC``.

    Args:
        chance: ten bytes from the machine's source of chance; the caller draws them.

    Raises:
        ValueError: not ten bytes.

    Example:
        >>> coded(bytes(10)), coded(bytes([255] * 10))
        ('0000-0000-0000-00000', 'ZZZZ-ZZZZ-ZZZZ-ZZZZM')
    """
    if len(chance) != BYTES:
        raise ValueError(f"a code is made of {BYTES} bytes, not {len(chance)}")
    number = int.from_bytes(chance, "big")
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (LETTERS - 1), -1, -5))
    return grouped(letters + ALPHABET[_times_two(_sum(letters))])


def grouped(code: str) -> str:
    """Return the plain letters of a code in groups to be read aloud."""
    ends = [sum(_GROUPS[: place + 1]) for place in range(len(_GROUPS))]
    return "-".join(code[end - size : end] for end, size in zip(ends, _GROUPS, strict=True))


def read(typed: str) -> str:
    """Return the plain letters of a code as somebody typed it: this is what is hashed and looked up.

    Small letters, full-width letters, spaces and dashes of any kind, and letters that look alike are read.

    Raises:
        Refusal: too many or too few letters, a sign that no code has, or letters that do not fit together: the
            code was typed wrongly. A code that is read may still be unknown.

    Example:
        >>> read("oooo－ｏｏｏｏ oooo 0000o")
        '00000000000000000'
    """
    narrow = typed.replace("-", "")
    if len(narrow) != LETTERS + 1 or not _LETTERS.issuperset(narrow):
        narrow = tidy(typed[:_LONGEST]).translate(_PASSED_OVER).translate(_READ_AS).upper()
    if len(typed) > _LONGEST or len(narrow) != LETTERS + 1:
        raise refuse(
            "code",
            sentence("A code has %(letters)s letters and digits.", letters=LETTERS + 1),
            sentence("Type it as it is printed below the square; spaces and dashes do not matter."),
        )
    if not _LETTERS.issuperset(narrow):
        raise refuse(
            "code",
            sentence("This code has a sign that no code has."),
            sentence("Type it as it is printed: digits, and letters from A to Z without I, L, O and U."),
        )
    if _sum(narrow):
        raise refuse(
            "code",
            sentence("One letter or digit of this code is wrong, or two have changed places."),
            sentence("Compare it with the slip group by group."),
        )
    return narrow


def _sum(letters: str) -> int:
    total = 0
    for weighed, letter in zip(_WEIGHED[-len(letters) :], letters, strict=True):
        total ^= weighed[letter]
    return total


def _times_two(number: int) -> int:
    # The field of x^5 + x^2 + 1, in which the powers of two are all 31 numbers but 0.
    return number << 1 if number < 16 else number << 1 ^ 0b100101


def _weighed(doublings: int) -> dict[str, int]:
    values = list(range(len(ALPHABET)))
    for _ in range(doublings):
        values = [_times_two(value) for value in values]
    return dict(zip(ALPHABET, values, strict=True))


#: Of each place of a code: letter → what it adds to the sum.
_WEIGHED: Final = tuple(_weighed(LETTERS - place) for place in range(LETTERS + 1))
