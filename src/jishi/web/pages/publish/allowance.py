"""How often one address may read and send on the public pages: the allowances of the ballotbox, for other things.

Kept in memory only, under a salt that ends with the process: no address is stored, logged or told to anybody. A
table would let several processes count together, but it would hold who read and wrote when; so each has its share.
"""

from collections.abc import Callable, Mapping
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jishi.ballotbox.intake.guessing import Guessing

#: A household, a school, a whole operator may stand behind one address; nobody types faster than this.
SENT = {"each": 20, "strict": 5, "together": 300, "seconds": 30.0}
#: A page of a notice has no parts to fetch but its style, which is not counted.
READ = {"each": 200, "strict": 40, "together": 6000, "seconds": 1.0}
TOO_MANY = 429

Shown = Callable[..., HttpResponse]


class Allowance:
    """What addresses have left, for sending and for reading.

    Args:
        processes: so many serve the pages; each counts its share, and together they allow what one would.
    """

    def __init__(self, processes: int = 1) -> None:
        self._processes = max(1, processes)
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._sent, self._read = self._share(SENT), self._share(READ)

    def _share(self, of: Mapping[str, float]) -> Guessing:
        each, strict, together = (max(1, int(of[n]) // self._processes) for n in ("each", "strict", "together"))
        return Guessing(each, strict, together, of["seconds"] * self._processes)

    def takes(self, request: HttpRequest) -> bool:
        """Say whether one more request of this address is answered, and count it."""
        bucket = self._sent if request.method == "POST" else self._read
        peer = address_of(request)
        if not bucket.may_try(peer):
            return False
        bucket.was_wrong(peer)
        return True


ALLOWANCE = Allowance(settings.SERVER_PROCESSES)


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from; a server of ours that stands in front names it last."""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if settings.SERVER_IN_FRONT and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def allowed(shown: Shown) -> Shown:
    """Answer a public page only as often as one address may ask; then say so, with what was typed left alone."""

    @wraps(shown)
    def answered(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
        if ALLOWANCE.takes(request):
            return shown(request, *args, **named)
        said = {
            "title": _("Too much came from where you are, in too short a time."),
            "fix": _("Wait a minute and send it again, or bring it on paper. Nothing is kept about you."),
        }
        answer = render(request, "publish/too_often.html", said, status=TOO_MANY)
        answer.headers["Retry-After"] = "60"
        return answer

    return answered
