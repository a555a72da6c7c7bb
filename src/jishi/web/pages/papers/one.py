"""The papers of one unit: as each would stand now, its versions, the rows behind each figure, what is done."""

from collections.abc import Callable, Mapping
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from jishi.actions.papers import edited, making, reading
from jishi.actions.papers.ground import Telling, maker_of, makes
from jishi.actions.people.ground import By
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.packs.schema.forms import PaperForm
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit
from jishi.store.models.papers import Paper
from jishi.store.queries import papers, privacy, units
from jishi.web.pages.cases.words import number, paper_of, today_of
from jishi.web.pages.papers.behind import behind
from jishi.web.pages.papers.rounds import asked, of_year
from jishi.web.pages.papers.shown import Showing
from jishi.web.pages.papers.versions import differs, version
from jishi.web.pages.people.asked import day_of, version_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, trail
from jishi.web.programme import Programme, programme
from jishi.web.speech import said
from jishi.web.wording import PACK_LANGUAGES, day, page_language, text_of

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@page("units/<int:unit>/papers", "papers-of", about="unit", form=True)
def papers_of(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show a paper of a unit, or do with it what the form asks."""
    place = units.one(scope, unit)
    round_, words, form = _asked(request, scope, place)
    base, complaints = asked(scope, request.GET)[1], list[str]()
    if request.method == "POST" and round_ is not None and form is not None:
        try:
            done = _DO[request.POST.get("do", "")](request, scope, round_, form, place)
            return HttpResponseRedirect(f"{request.path}?{base}form={form.id}&number={done}")
        except KeyError:
            raise Http404 from None
        except Refusal as refusal:
            complaints = said(refusal)
    shown: dict[str, object] = {"unit": place, "name": called(place), "trail": trail(scope, place)}
    shown |= {"forms": _tabs(words, place, form), "complaints": complaints, "typed": request.POST, "base": base}
    shown |= {"rounds": [(each.name, each.value, each.chosen) for each in of_year(scope, round_)]}
    if round_ is not None and form is not None:
        try:
            shown |= _shown(request, scope, round_, form, place)
        except Refusal as refusal:
            shown["complaints"] = [*complaints, *said(refusal)]
    return render(request, "papers/one.html", shown, status=422 if complaints else 200)


def _asked(request: HttpRequest, scope: Scope, place: Unit) -> tuple[Round | None, Programme, PaperForm | None]:
    """Return the round, its words and the form that the address asks for; else the first one that fits."""
    round_, _base = asked(scope, request.GET)
    words = programme(scope, round_)
    fitting = _fitting(words, place)
    wanted = request.GET.get("form", "")
    found = next((form for form in fitting if form.id == wanted), None)
    if wanted and found is None:
        raise Unit.DoesNotExist
    return round_, words, found or (fitting[0] if fitting else None)


def _fitting(words: Programme, place: Unit) -> list[PaperForm]:
    return [form for form in words.pack.forms if maker_of(words.pack, form, place)] if words.pack else []


def _tabs(words: Programme, place: Unit, now: PaperForm | None) -> list[tuple[str, str, bool]]:
    return [(str(form.id), text_of(form.names), form == now) for form in _fitting(words, place)]


def telling(language: str = "") -> Telling:
    """Return how a paper speaks; in the page's language where none is given."""
    wanted = language or page_language()
    code = next((code for code, tag in PACK_LANGUAGES.items() if tag == wanted), get_language())

    def say(text: str) -> str:
        with override(code):
            return _(text)

    return Telling(wanted, say)  # type: ignore[arg-type]


def _read(request: HttpRequest, scope: Scope, what: tuple[Round, PaperForm, Unit]) -> reading.Read:
    """Return the version that the address asks for; 0 or none = as it would be made now."""
    round_, form, place = what
    wanted = number(request.GET.get("number", ""))
    if not wanted:
        return reading.live(scope, round_, form, place, telling())
    rows = papers.of_unit(round_, place, str(form.id))
    paper = next((row for row in rows if row.number == wanted), None)
    if paper is None:
        raise Paper.DoesNotExist
    return reading.stored(scope, paper, telling(paper.language))


def _shown(request: HttpRequest, scope: Scope, round_: Round, form: PaperForm, place: Unit) -> dict[str, object]:
    versions = papers.of_unit(round_, place, str(form.id))
    read = _read(request, scope, (round_, form, place))
    paper, wanted = read.paper, request.GET.get("figure", "")
    figure = read.figure(wanted) if wanted else None
    named = privacy.reads(scope, place)
    acts = makes(scope, read.ground.maker)
    file = reverse("papers-file", args=[place.pk])
    base = asked(scope, request.GET)[1]
    parts = Showing(read, wanted, base, named=named).parts()
    query = f"?{base}form={form.id}&number={paper.number if paper else 0}&kind="
    return {
        "form": text_of(form.names),
        "form_id": form.id,
        "number": form.number,
        "copies": form.copies,
        "maker": called(read.ground.maker),
        "above": called(read.ground.above) if form.up and read.ground.above else "",
        "due": day(making.due_on(read.ground.pack, round_, form)) if form.up else "",
        "parts": parts,
        "writes": any(part.own for part in parts),
        "files": [
            (kind, f"{file}{query}{code}") for code, kind in (("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel"))
        ],
        "versions": [version(row, scope) for row in versions],
        "now": paper.number if paper else 0,
        "one": version(paper, scope) if paper else None,
        "behind": behind(request, scope, programme(scope, round_), read, figure) if figure else None,
        "differs": differs(scope, versions, paper, telling),
        "acts": acts,
        "corrects": bool(versions) and (versions[0].handed_on is not None or versions[0].number > 1),
        "key": uuid4().hex,
    }


Doing = Callable[[HttpRequest, Scope, Round, PaperForm, Unit], int]


def _by(request: HttpRequest, scope: Scope, round_: Round) -> By:
    return By(request.user, scope, request.POST.get("key", ""), today_of(round_))  # type: ignore[arg-type]


def _make(request: HttpRequest, scope: Scope, round_: Round, form: PaperForm, place: Unit) -> int:
    read = reading.live(scope, round_, form, place, telling())
    made = making.Made(_own_words(request.POST, form), request.POST.get("why", ""))
    paper = making.make(_by(request, scope, round_), read.ground, made)
    messages.success(request, _("Version %(number)s is made: print it now.") % {"number": paper.number}, "good")
    return paper.number


def _own_words(posted: QueryDict, form: PaperForm) -> Mapping[str, str]:
    """Return what the office wrote itself; what it left as the pack has it is none of its words."""
    found = {}
    for place, block in enumerate(form.blocks):
        text = posted.get(f"words-{place}", "").strip()
        given = block.text.say(page_language()) if block.text else ""
        if block.write and text and text.split() != given.split():
            found[str(place)] = text
    return found


def _chosen(request: HttpRequest, round_: Round, form: PaperForm, place: Unit) -> Paper:
    rows = papers.of_unit(round_, place, str(form.id))
    wanted = number(request.POST.get("paper", ""))
    found = next((row for row in rows if row.pk == wanted), None)
    if found is None:
        raise Paper.DoesNotExist
    return found


def _register(request: HttpRequest, scope: Scope, round_: Round, form: PaperForm, place: Unit) -> int:
    paper, posted = _chosen(request, round_, form, place), request.POST
    original = making.Original(
        paper_of(request), day_of(posted, "on"), posted.get("kept_as", ""), posted.get("brought_by", "")
    )
    making.register(_by(request, scope, round_), paper, version_of(posted), original)
    messages.success(request, _("The original is registered."), "good")
    return paper.number


def _hand_up(request: HttpRequest, scope: Scope, round_: Round, form: PaperForm, place: Unit) -> int:
    paper = _chosen(request, round_, form, place)
    making.hand_up(
        _by(request, scope, round_), paper, version_of(request.POST), request.POST.get("differs_why", "")
    )
    messages.success(request, _("Handed up."), "good")
    return paper.number


def _take_back(request: HttpRequest, scope: Scope, round_: Round, form: PaperForm, place: Unit) -> int:
    paper = _chosen(request, round_, form, place)
    read = reading.stored(scope, paper, telling(paper.language))
    named = privacy.reads(scope, place)
    edited.take_back(_by(request, scope, round_), read, version_of(request.POST), paper_of(request), named=named)
    messages.success(request, _("The edited text is kept beside the record."), "good")
    return paper.number


def _answer(request: HttpRequest, scope: Scope, round_: Round, form: PaperForm, place: Unit) -> int:
    paper, posted = _chosen(request, round_, form, place), request.POST
    taken = posted.get("taken") == "1"
    making.answer(_by(request, scope, round_), paper, posted.get("words", ""), taken=taken)
    messages.success(request, _("Taken as in order.") if taken else _("Sent back."), "good")
    return paper.number


_DO: Mapping[str, Doing] = {
    "make": _make,
    "register": _register,
    "take-back": _take_back,
    "hand-up": _hand_up,
    "answer": _answer,
}


@page("units/<int:unit>/papers/file", "papers-file", about="unit")
def file(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Give a paper as PDF, Word or Excel."""
    place = units.one(scope, unit)
    round_, _words, form = _asked(request, scope, place)
    if round_ is None or form is None:
        raise Http404
    kind = request.GET.get("kind", "pdf")
    if kind not in MEDIA:
        raise Http404
    read = _read(request, scope, (round_, form, place))
    content = read.file(kind, named=privacy.reads(scope, place))
    counted = f"-{read.paper.number}" if read.paper else ""
    name = f"{place.code}-{form.id}{counted}.{kind}"
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=MEDIA[kind], headers=headers)
