"""How many people of an electorate were heard so far, and that there are not more of them than there are people."""

from collections import Counter

from django.db.models import Max, Sum

from jishi.actions.consult.board import issued_of
from jishi.core.errors import refuse, sentence
from jishi.store.models.consult import Asked, Consultation, PaperCount

_Heard = Counter[tuple[int, str]]


def heard_so_far(
    consultation: Consultation, unit: int | None = None, *, without: tuple[str, bool] | None = None
) -> _Heard:
    """Return unit and ask → used slips, papers and calls; of papers that two people count, the larger count.

    Args:
        unit: this one only.
        without: leave out a way of hearing, as counted by people (False) or as brought by phones (True).
    """
    found: _Heard = Counter()
    for each in issued_of(consultation, unit):
        found[int(each.unit), each.electorate] += each.used
    rows = PaperCount.objects.filter(asked__consultation=consultation)
    rows = rows if unit is None else rows.filter(asked__unit=unit)
    groups = rows.values_list("asked__unit", "asked__ask", "way", "filed").annotate(Max("slips"), Sum("slips"))
    for unit_, ask, way, filed, most, whole in groups.order_by():
        if (way, filed) != without:
            found[unit_, ask] += whole if filed else most
    return found


def refuse_more(row: Asked, papers: int, others: int) -> None:
    """Refuse papers with which more people would have been heard than there are; nobody counted = no bound yet.

    Args:
        papers: that are entered.
        others: heard besides.

    Raises:
        Refusal: there are not so many people.
    """
    if row.people is not None and papers + others > row.people:
        raise refuse(
            f"{row.unit.name} ({row.unit.code})",
            sentence(
                "With these %(papers)s papers %(heard)s people would have been heard, of %(people)s there are.",
                papers=papers,
                heard=papers + others,
                people=row.people,
            ),
            sentence("Count the papers again. If there are more people, count them anew first, with the source."),
        )
