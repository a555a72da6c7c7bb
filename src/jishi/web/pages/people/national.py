"""Our roster beside an export of the national register: what differs, and taking over what that one decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.imports.outcome import Asked
from jishi.actions.people import national
from jishi.actions.people.ground import By
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence, together
from jishi.sheets.workbook import Limits, Remark
from jishi.web.pages.people import words
from jishi.web.pages.people.roster import reader
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step
from jishi.web.speech import said
from jishi.web.wording import NOTHING, day, whole

SHOWN = 200
SKIPPED_SHOWN = 500


@dataclass(frozen=True)
class Difference:
    """One field that the two registers tell differently."""

    name: str
    field: str
    ours: str
    theirs: str
    mirrored: bool


@page("members/national", "members-national", duty="import", form=True)
def compared(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Compare an export; nothing of it is kept. What it decides is taken over only when that is asked for."""
    reader(scope)
    complaints: list[str] = []
    found: national.Outcome | None = None
    skipped: Sequence[Remark] = ()
    if request.method == "POST":
        try:
            asked = _asked(request, scope)
            if request.POST.get("do") == "mirror":
                done = national.mirror(By(request.user, scope, request.POST.get("key", "")), asked)
                told = ngettext("%(count)s member taken over.", "%(count)s members taken over.", done.taken)
                messages.success(request, told % {"count": whole(done.taken)}, extra_tags="good")
                if not done.skipped:
                    return HttpResponseRedirect(reverse("members"))
                skipped = done.skipped
            else:
                found = national.compare(asked)
        except Refusal as refusal:
            complaints = said(refusal)
    shown = {
        "trail": [Step(_("Members"), reverse("members")), Step(_("National register"))],
        "complaints": complaints + _unread(found),
        "skipped": [(each.spot.address(), together(_, each.what, each.fix)) for each in skipped[:SKIPPED_SHOWN]],
        "left_out": max(len(skipped) - SKIPPED_SHOWN, 0),
        "found": found,
        "same": whole(found.same) if found else "",
        "differences": [_shown(each) for each in found.differences[:SHOWN]] if found else [],
        "more": max(len(found.differences) - SHOWN, 0) if found else 0,
        "ours": "、".join(found.only_ours[:SHOWN]) if found else "",
        "theirs": "、".join(found.only_theirs[:SHOWN]) if found else "",
        "key": uuid4().hex,
    }
    return render(request, "people/national.html", shown, status=422 if complaints else 200)


def _asked(request: HttpRequest, scope: Scope) -> Asked:
    sent = request.FILES.get("file")
    content = sent.read(Limits().file_bytes + 1) if sent else b""
    if sent is None or not content:
        raise refuse("—", sentence("The file is empty."), sentence("Choose the file that holds the table."))
    if len(content) > Limits().file_bytes:
        raise refuse(
            sent.name,
            sentence("The file is larger than %(most)s MB.", most=Limits().file_bytes // 1_000_000),
            sentence("Split it, or bring it in at the command line: jishi members compare FILE"),
        )
    return Asked(content, sent.name, actor=request.user, scope=scope)


def _unread(found: national.Outcome | None) -> list[str]:
    return [f"{each.spot.address()} {each.what.say(_)}" for each in found.errors[:SHOWN]] if found else []


def _shown(each: national.Shown) -> Difference:
    named = {**words.fields(), **words.stage_dates(), "status": _("Status"), "unit": _("Branch")}
    return Difference(
        each.name,
        named.get(each.field, each.field),
        _value(each.field, each.ours),
        _value(each.field, each.theirs),
        each.mirrored,
    )


def _value(name: str, value: object) -> str:
    if value is None or value == "":
        return NOTHING
    if name == "status":
        return words.statuses().get(str(value), str(value))
    if name == "sex":
        return words.sexes().get(str(value), str(value))
    return day(value) if hasattr(value, "isoformat") else str(value)  # type: ignore[arg-type]
