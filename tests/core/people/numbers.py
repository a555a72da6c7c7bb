"""Identity numbers made at run time, so that none stands in a file."""

from jishi.core.people.identity import check_digit

NOWHERE = "990101"


def a_number(birth: str = "19560701", order: str = "002") -> str:
    """Return a faultless number of a place that does not exist."""
    first = f"{NOWHERE}{birth}{order}"
    return first + check_digit(first)


def a_wrong_number(birth: str = "19560701", order: str = "002") -> str:
    """Return a number whose check digit is wrong."""
    right = a_number(birth, order)
    return right[:17] + ("1" if right[17] != "1" else "2")
