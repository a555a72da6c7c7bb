"""The board inside a scope: notices, objections, words from the box; what is public at all."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet

from jishi.core.access import Scope
from jishi.store.models.awards import Candidate
from jishi.store.models.publish import Feedback, Notice, NoticedGrade, NoticedUnit, NoticeObjection, Switch
from jishi.store.queries import units

_PUBLIC_PAGES = "public-pages"


def notices(scope: Scope) -> QuerySet[Notice]:
    """Return the papers that the reader may see: of committees inside the scope, and of those that stand above."""
    rows = Notice.objects.select_related("committee", "round__cycle").order_by("-opens_on", "-pk")
    if scope.everything:
        return rows
    noticed = NoticedGrade.objects.filter(units.inside(scope, field="grade__unit"))
    listed = NoticedUnit.objects.filter(units.inside(scope))
    standing = Candidate.objects.filter(units.inside(scope), notice__isnull=False)
    return rows.filter(
        units.inside(scope, field="committee")
        | Q(pk__in=noticed.order_by().values("notice"))
        | Q(pk__in=listed.order_by().values("notice"))
        | Q(pk__in=standing.order_by().values("notice"))
    )


def hanging(rows: QuerySet[Notice], today: date) -> QuerySet[Notice]:
    """Return those of some papers that hang on a day."""
    return rows.filter(withdrawn_on__isnull=True, opens_on__lte=today, until__gte=today)


def notice(scope: Scope, number: int) -> Notice:
    """Return one paper.

    Raises:
        Notice.DoesNotExist: there is none, or it lies outside.
    """
    return notices(scope).get(pk=number)


def objections(of: Notice) -> QuerySet[NoticeObjection]:
    """Return the objections to a notice, those that wait first."""
    rows = NoticeObjection.objects.filter(notice=of).select_related("unit", "notice")
    return rows.order_by("answered_on", "due_on", "pk")


def objections_waiting(scope: Scope, among: Sequence[int]) -> Mapping[int, int]:
    """Return notice → how many objections wait for an answer, for some notices that were found through a scope."""
    rows = NoticeObjection.objects.filter(notice__in=among, answered_on__isnull=True).order_by()
    return dict(rows.values("notice").annotate(count=Count("pk")).values_list("notice", "count"))


def feedback(scope: Scope) -> QuerySet[Feedback]:
    """Return the words for units for which the reader enters, those unread first."""
    rows = Feedback.objects.select_related("unit").order_by("read_on", "-on", "-pk")
    if scope.everything:
        return rows
    inside = Q()
    for holding in scope.holdings:
        if "enter" in holding.duties and holding.path:
            inside |= units.within(holding.path, "unit__paths__path") & Q(unit__paths__axis=holding.axis)
    return rows.filter(inside).distinct() if inside else rows.none()


def may_be_public(of: Notice) -> bool:
    """Say whether a paper was meant for the public pages, and the office has switched them on."""
    return of.internet and Switch.objects.filter(name=_PUBLIC_PAGES, on=True).exists()


def is_public(of: Notice, today: date) -> bool:
    """Say whether a paper stands on the public pages today; it is withdrawn with its term."""
    hangs = of.withdrawn_on is None and of.opens_on <= today <= of.until
    return hangs and may_be_public(of)
