"""Slips that were printed: fetched once by whoever asked for them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions.consult import printed
from jishi.core.access import Scope
from jishi.store.models.consult import Consultation
from jishi.store.models.office import Account, Job
from jishi.store.queries import jobs, units
from jishi.web.pages.jobs import jobs_trail
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called
from jishi.web.wording import day, whole


@page("slips/printed/<int:job>", "slips-printed", about="job", form=True)
def fetched(request: HttpRequest, scope: Scope, job: int) -> HttpResponse:
    """Show that a file of slips is ready, or give it; only to whoever asked for it, and once."""
    found = jobs.one(scope, job)
    if found.kind != printed.KIND or found.asked_by_id != request.user.pk:
        raise Job.DoesNotExist
    unit = units.one(scope, found.parameters["unit"])
    if request.method == "POST":
        content = printed.fetch(request.user, found)
        kind, name = ("pdf", "pdf") if content.startswith(b"%PDF") else ("zip", "zip")
        response = HttpResponse(content, content_type=f"application/{kind}")
        response.headers["Content-Disposition"] = content_disposition_header(True, f"slips-{unit.code}.{name}")
        return response
    code = Consultation.objects.values_list("code", flat=True).get(pk=found.parameters["consultation"])
    back = f"{reverse('asked-in', args=[unit.pk])}?c={code}"
    shown = {
        "trail": jobs_trail(found),
        "unit": called(unit),
        "count": _("%(count)s slips") % {"count": whole(found.parameters["count"])},
        "waits": printed.waits(found),
        "until": day(printed.last_day(found)),
        "back": back,
    }
    return render(request, "consult/printed.html", shown)


def waiting(account: Account, consultation: Consultation | None, unit: int) -> list[dict[str, str]]:
    """Return the files of slips of a unit that the reader has not fetched yet."""
    if consultation is None:
        return []
    return [
        {
            "address": reverse("slips-printed", args=[each.pk]),
            "said": _("%(count)s slips are ready; the file waits until %(day)s.")
            % {"count": whole(each.parameters["count"]), "day": day(printed.last_day(each))},
        }
        for each in printed.of_unit(account, consultation.pk, unit)
    ]
