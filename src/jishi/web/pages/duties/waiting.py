"""What of tasks and reminders waits for a reader: what the own units are to do, and what they are to answer."""

from django.db.models import CharField, F, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.core.access import Scope
from jishi.store import clock
from jishi.store.models.duties import Supervision, Task
from jishi.web.waiting import Waiting
from jishi.web.wording import until_when

#: Whoever enters for many units sees their tasks on the page of tasks.
OWN, SHOWN = 5, 10
_TASK, _ANSWER = "task", "answer"


def matters(scope: Scope) -> list[Waiting]:
    """Return what waits for the units for which the reader enters, the earliest day first; one query for both."""
    own = [holding.unit for holding in scope.holdings if "enter" in holding.duties][:OWN]
    if not own:
        return []
    tasks = Task.objects.filter(unit__in=own, state=Task.State.OPEN)
    words = Supervision.objects.filter(unit__in=own, answered_on__isnull=True, answer_by__isnull=False)
    fields = ("which", "pk", "until", "text", "unit__short_name", "unit__name")
    kinds = (Value(_TASK, CharField()), Value(_ANSWER, CharField()))
    rows = tasks.annotate(which=kinds[0], until=F("due_on")).values_list(*fields)
    others = words.annotate(which=kinds[1], until=F("answer_by")).values_list(*fields)
    return [_matter(*row) for row in rows.union(others, all=True).order_by("until", "pk")[:SHOWN]]


def _matter(*row) -> Waiting:  # type: ignore[no-untyped-def]  # the columns of the query, in its order
    which, pk, until, text, short, name = row
    now = clock.today()
    term = until_when(until, now)
    if which == _TASK:
        title, address, act = _("A task is to be done"), reverse("task", args=[pk]), _("See the task")
    else:
        title, act = _("A reminder waits for our answer"), _("Answer it")
        address = f"{reverse('supervision')}?show=open"
    return Waiting(title, text, short or name, term, until < now, address, act, until)
