"""Today's place of a unit as text: a subtree is one range of an index, and ancestors cost no query."""

# In the order of their bytes, so that fixed-width numbers compare like numbers.
_LETTERS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)}
STEP = 6
# Greater than every letter.
LAST = "~"


def step(unit: int) -> str:
    """Return the six letters of a unit id.

    Example:
        >>> step(0), step(65)
        ('------', '----00')
    """
    letters = []
    for _ in range(STEP):
        unit, rest = divmod(unit, 64)
        letters.append(_LETTERS[rest])
    if unit:
        raise ValueError("unit id too large for a path")
    return "".join(reversed(letters))


def ids(path: str) -> list[int]:
    """Return the unit ids of a path from the root down.

    Example:
        >>> ids(step(7) + step(4096))
        [7, 4096]
    """
    found = []
    for start in range(0, len(path), STEP):
        value = 0
        for letter in path[start : start + STEP]:
            value = value * 64 + _VALUES[letter]
        found.append(value)
    return found
