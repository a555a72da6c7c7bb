"""A word is found wherever it stands in what is searched, by the index where there is one."""

import pytest
from django.db import connection

from jishi.store.models.org import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.store]
NAMES = ("石桥村党支部", "石村桥梁公司", "桥", "100%股份", "10a_b", "a\\b", "")


def found(word: str) -> set[str]:
    return set(Unit.objects.filter(search__holds=word).values_list("search", flat=True))


@pytest.mark.parametrize(
    "word", ["石桥", "石桥村", "桥", "村桥", "桥石", "%", "0%", "a_", "_b", "\\b", "党支部 ", "'--", ""]
)
def test_a_word_is_found_where_it_stands_and_nowhere_else(word: str) -> None:
    for number, search in enumerate(NAMES):
        Unit.objects.create(code=f"U{number}", name="某", kind="branch", level="branch", search=search)

    assert found(word) == {name for name in NAMES if word in name}


def test_on_postgresql_two_letters_are_found_by_the_index() -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert "unit_search_pairs" in Unit.objects.filter(search__holds="石桥").explain()
    assert "unit_search_pairs" not in Unit.objects.filter(search__holds="石").explain()
