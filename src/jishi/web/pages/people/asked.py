"""What a form about a person says: its day, its version, its choice, the unit it names."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest

from jishi.actions.people.ground import By
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.sheets.dates import read_date
from jishi.sheets.unreadable import Unreadable
from jishi.store.models.org import Unit


def by_of(request: HttpRequest, scope: Scope) -> By:
    """Return who asks, and for which day.

    Raises:
        Refusal: the day cannot be read.
    """
    return By(request.user, scope, request.POST.get("key", ""), day_of(request.POST, "on"))


def day_of(form: Mapping[str, str], name: str) -> date | None:
    """Return a day in any shape that offices type; None = nothing was written.

    Raises:
        Refusal: it is no date.
    """
    text = form.get(name, "").strip()
    if not text:
        return None
    try:
        return read_date(text)
    except Unreadable as reason:
        raise refuse("—", reason.what, reason.fix) from None


def version_of(form: Mapping[str, str], name: str = "version") -> int:
    """Return the version that the reader saw; 0 = none, which is told as changed meanwhile."""
    text = form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def fen_of(form: Mapping[str, str], name: str) -> int:
    """Return a sum of yuan as fen; nothing written = 0.

    Raises:
        Refusal: it is no sum.
    """
    text = form.get(name, "").strip().replace(",", "")
    try:
        fen = Decimal(text or 0) * 100
    except InvalidOperation:
        fen = Decimal("0.5")
    if not fen.is_finite() or fen != int(fen):
        raise refuse(
            "—",
            sentence("“%(typed)s” is no sum of yuan.", typed=text[:20]),
            sentence("Write digits, for example 200."),
        )
    return int(fen)


def unit_of(form: Mapping[str, str], name: str) -> Unit | None:
    """Return the unit of a code that the form names, also outside the scope: a transfer goes anywhere.

    Raises:
        Refusal: there is no such unit.
    """
    code = form.get(name, "").strip()
    if not code:
        return None
    found = Unit.objects.filter(code=code, dissolved_on__isnull=True).first()
    if found is None:
        raise refuse(
            code, sentence("There is no unit of this code."), sentence("Look at the codes in the register.")
        )
    return found
