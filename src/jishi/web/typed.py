"""What people typed or pasted, before anything reads it: signs that no text has are taken out."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from jishi.core.text import without_controls


class Typed:
    """Middleware: take control characters out of addresses and forms.

    Text pasted from office programs has them now and then; PostgreSQL keeps none with a NUL in it.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Clean the address at once, the form when a page is about to read it."""
        request.GET = _cleaned(request.GET)  # type: ignore[assignment]
        return self._answer(request)

    def process_view(self, request: HttpRequest, *_of: object) -> None:
        """Clean the form; whoever may not send it was turned away before."""
        if request.method == "POST":
            request.POST = _cleaned(request.POST)  # type: ignore[assignment]


def _cleaned(typed: QueryDict) -> QueryDict:
    found = [(name, values, [without_controls(value) for value in values]) for name, values in typed.lists()]
    if all(before == after for _, before, after in found):
        return typed
    cleaned = typed.copy()
    for name, _, after in found:
        cleaned.setlist(name, after)
    return cleaned
