"""What of the review and the board waits for a reader, and until when; what became of a unit's proposal."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.cases.ground import sits_anywhere
from jishi.core.access import Scope
from jishi.store.models.assess import Grade, Round
from jishi.store.models.cases import Opening
from jishi.store.models.org import Unit
from jishi.store.models.publish import Notice, NoticeObjection
from jishi.store.queries import cases, counts, units
from jishi.web.pages.cases.words import today_of
from jishi.web.pages.standing import called
from jishi.web.programme import programme
from jishi.web.waiting import NAMED, Outcome, Waiting
from jishi.web.wording import text_of, until_when, whole


def matters(scope: Scope, round_: Round | None) -> list[Waiting]:
    """Return what waits for the reader in the review of a round; a few queries, whatever the tree."""
    opening = Opening.objects.filter(round=round_).first() if round_ is not None else None
    if round_ is None or opening is None:
        return []
    today = today_of(round_)
    return [
        *_unanswered(scope, opening, today),
        *_returned(scope, opening, today),
        *_before_committee(scope, round_, today),
        *_to_put_up(scope, round_, today),
        *_objections(scope, today),
        *_to_decide(scope, round_, today),
    ]


def outcomes(scope: Scope, round_: Round | None) -> list[Outcome]:
    """Return what was decided about the units that the reader speaks for."""
    if round_ is None or not scope.has("enter"):
        return []
    words = programme(scope, round_)
    names = {str(grade.id): text_of(grade.names) for grade in words.pack.grades.grades} if words.pack else {}
    decided = cases.grades(scope, round_).filter(_own(scope)).exclude(grade="").order_by("-since", "pk")[:NAMED]
    return [
        Outcome(
            _("Grade of %(unit)s: %(grade)s")
            % {"unit": called(row.unit), "grade": names.get(row.grade, row.grade)},
            reverse("proposal", args=[row.unit_id]),
            _("decided and locked") if row.locked_at else _("approved, not locked yet"),
        )
        for row in decided
    ]


def _own(scope: Scope, field: str = "unit") -> Q:
    """Return the condition that a row's unit is one for which the reader acts without anybody in between."""
    if scope.everything:
        return Q()
    return Q(**{f"{field}__in": [holding.unit for holding in scope.holdings if "enter" in holding.duties]})


def _matter(told: tuple[str, str, str], until: date | None, today: date, act: tuple[str, str]) -> Waiting:
    name, detail, count = told
    said = until_when(until, today) if until else "—"
    late = until is not None and until < today
    return Waiting(name, detail, count, said, late, act[0], act[1], until or today)


def _units(count: int) -> str:
    return ngettext("%(count)s unit", "%(count)s units", count) % {"count": whole(count)}


def _names(found: QuerySet[Unit], count: int) -> str:
    first = _(", ").join(called(unit) for unit in found[:NAMED])
    return _("%(names)s and others") % {"names": first} if count > NAMED else first


def _unanswered(scope: Scope, opening: Opening, today: date) -> Iterator[Waiting]:
    if not scope.has("enter") or today > opening.answer_until:
        return
    answered = Grade.objects.filter(round=opening.round_id).values("unit")
    found = units.visible(scope).filter(_own(scope, "pk")).exclude(pk__in=answered).exclude(domain="")
    count = counts.count(scope, found)
    if count:
        act = (reverse("proposal", args=[found[0].pk]), _("See and answer"))
        name = _("Our proposed grade may be answered")
        yield _matter((name, _names(found, count), _units(count)), opening.answer_until, today, act)


def _returned(scope: Scope, opening: Opening, today: date) -> Iterator[Waiting]:
    rows = cases.grades(scope, opening.round).filter(_own(scope), state="returned") if scope.has("enter") else None
    for row in rows[:NAMED] if rows is not None else ():
        act = (reverse("proposal", args=[row.unit_id]), _("Mend"))
        yield _matter((_("The committee returned our proposal"), row.reason[:120], _units(1)), None, today, act)


def _mine(scope: Scope, field: str) -> Q | None:
    """Return the condition that a row belongs to a committee for which the reader acts; None = to none."""
    acting = sits_anywhere(scope)
    if acting is None:
        return Q()
    return Q(**{f"{field}__in": acting}) if acting else None


def _before_committee(scope: Scope, round_: Round, today: date) -> Iterator[Waiting]:
    mine = _mine(scope, "committee")
    if mine is None:
        return
    opening = Opening.objects.get(round=round_)
    answered = Grade.objects.filter(mine, round=round_, state="review").count()
    over = today > opening.answer_until
    if answered or over:
        act = (f"{reverse('review')}?step=review", _("Review"))
        detail = _("The branches' days are over") if over else _("Branches that have answered")
        said = _units(answered) if not over else ""
        yield _matter((_("Proposals before our committee"), detail, said), round_.cycle.ends_on, today, act)


def _to_put_up(scope: Scope, round_: Round, today: date) -> Iterator[Waiting]:
    mine = _publishes(scope, "committee")
    count = Grade.objects.filter(mine, round=round_, state="approved").count() if mine is not None else 0
    if count:
        act = (reverse("board"), _("Put up"))
        yield _matter((_("Approved grades wait for their notice"), "", _units(count)), None, today, act)


def _publishes(scope: Scope, field: str) -> Q | None:
    if scope.everything:
        return Q()
    own = [holding.unit for holding in scope.holdings if "publish" in holding.duties]
    return Q(**{f"{field}__in": own}) if own else None


def _objections(scope: Scope, today: date) -> Iterator[Waiting]:
    mine = _publishes(scope, "notice__committee")
    if mine is None:
        return
    found = NoticeObjection.objects.filter(mine, answered_on__isnull=True)
    due = found.aggregate(due=Min("due_on"))["due"]
    if due is not None:
        first = found.order_by("due_on", "pk").first()
        count = found.count()
        said = ngettext("%(count)s objection", "%(count)s objections", count) % {"count": whole(count)}
        act = (reverse("notice", args=[first.notice_id]), _("Answer"))
        yield _matter((_("Objections wait for an answer"), "", said), due, today, act)


def _to_decide(scope: Scope, round_: Round, today: date) -> Iterator[Waiting]:
    mine = _mine(scope, "committee")
    if mine is None:
        return
    over = Notice.objects.filter(mine, round=round_, until__lt=today, grades__grade__state="notice").distinct()
    for notice in over.order_by("until", "pk")[:NAMED]:
        act = (reverse("notice", args=[notice.pk]), _("Decide"))
        yield _matter((_("A notice is over: its grades can be locked"), notice.title, ""), notice.until, today, act)
