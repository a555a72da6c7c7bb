"""Many QR codes at once are the codes that are drawn one by one."""

import secrets

import numpy as np
import pytest

from jishi.documents.codes import matrix, squares

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def some(count: int, length: int) -> list[str]:
    return ["".join(secrets.choice(LETTERS) for _ in range(length)) for _ in range(count)]


@pytest.mark.parametrize(
    "head", ["HTTPS://ASK.EXAMPLE.ORG/S/", "HTTP://192.0.2.7:8001/S/", "http://[2001:db8::7]/s/"]
)
@pytest.mark.parametrize("length", [23, 24])
def test_each_module_of_many_codes_is_as_it_is_drawn_alone(head: str, length: int) -> None:
    contents = [head + end for end in some(250, length)]

    found = squares(contents, mask=3)

    assert all(
        np.array_equal(modules, np.array(matrix(content, mask=3)) & 1)
        for content, modules in zip(contents, found, strict=True)
    )


def test_codes_of_several_lengths_or_of_digits_alone_are_drawn_too() -> None:
    for contents in (["A/1", "A/22"] * 150, [f"{number:08d}" for number in range(300)]):
        found = squares(contents, mask=3)

        assert np.array_equal(found[-1], np.array(matrix(contents[-1], mask=3)) & 1)
