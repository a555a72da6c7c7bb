"""The form of a draft: what stands in its fields, and what a posted one says."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, QueryDict

from jishi.actions.publish.circulars import Asked, Draft
from jishi.store.models.circulars import Circular, Clause
from jishi.web.pages.cases.words import paper_of
from jishi.web.pages.people.asked import day_of
from jishi.web.programme import Programme

CLAUSES = 6
_FIELDS = ("title", "text", "number", "receipt_due")
Typed = Mapping[str, object]


def words_of(request: HttpRequest) -> Draft:
    """Return what a posted draft says.

    Raises:
        Refusal: a day that is none, or a file that is too large.
    """
    form = request.POST
    clauses = tuple(
        Asked(form.get(f"text-{place}", ""), form.get(f"who-{place}", ""), day_of(form, f"due-{place}"))
        for place in range(1, _most(form) + 1)
        if any(form.get(f"{name}-{place}", "").strip() for name in ("text", "who", "due"))
    )
    return Draft(
        form.get("title", ""),
        form.get("text", ""),
        form.get("number", ""),
        tuple(form.getlist("kind")),
        clauses,
        day_of(form, "receipt_due"),
        paper_of(request),
    )


def _most(form: QueryDict) -> int:
    """Return the last place of a clause that a form carries; a long draft has more of them than an empty form."""
    places = [int(tail) for key in form if (tail := key.removeprefix("text-")) != key and tail.isdecimal()]
    return min(max([CLAUSES, *places]), 99)


def typed(form: QueryDict) -> Typed:
    """Return what a form carried, to stand in its fields again."""
    clauses = [
        {"place": place, **{key: form.get(f"{key}-{place}", "") for key in ("text", "who", "due")}}
        for place in range(1, _most(form) + 1)
    ]
    return {**{key: form.get(key, "") for key in _FIELDS}, "kinds": form.getlist("kind"), "clauses": clauses}


def written(found: Circular, asked: Sequence[Clause]) -> Typed:
    """Return what a draft says, to be changed in its fields."""
    clauses: list[dict[str, object]] = [
        {
            "place": clause.place,
            "text": clause.text,
            "who": clause.who,
            "due": clause.due_on.isoformat() if clause.due_on else "",
        }
        for clause in asked
    ]
    # Two empty ones at the end: a clause may come in.
    last = max(CLAUSES, len(clauses) + 2)
    clauses += [{"place": place, "text": "", "who": "", "due": ""} for place in range(len(clauses) + 1, last + 1)]
    due = found.receipt_due_on.isoformat() if found.receipt_due_on else ""
    words = {"title": found.title, "text": found.text, "number": found.number, "receipt_due": due}
    return {**words, "kinds": found.kinds.split(), "clauses": clauses}


def fields_of(words: Programme, said: Typed) -> dict[str, object]:
    """Return what the fields of the form show."""
    kinds = words.pack.vocabulary.kinds if words.pack else ()
    named = [(str(kind.id), words.kind(str(kind.id))) for kind in kinds]
    return {"typed": said, "kinds": named}
