"""What the pages of hearing share: the round and its pack, who may write, the counts a form sends."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from jishi.actions.consult.ground import hears
from jishi.actions.consult.occasions import occasion_of
from jishi.actions.consult.opening import Stands, taken, written
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.store.models.assess import Round
from jishi.store.models.consult import Consultation
from jishi.store.models.org import Unit
from jishi.store.queries import units
from jishi.web.current import current_round
from jishi.web.programme import programme
from jishi.web.wording import day, text_of


def going_on(scope: Scope) -> tuple[Round, Pack]:
    """Return the round that is going on and its pack.

    Raises:
        Http404: there is none.
    """
    round_ = current_round(scope)
    pack = programme(scope, round_).pack if round_ else None
    if round_ is None or pack is None:
        raise Http404
    return round_, pack


def heard_unit(scope: Scope, number: int) -> Unit:
    """Return a unit about which the reader may write down what was heard.

    Raises:
        Unit.DoesNotExist: it lies outside.
        PermissionDenied: the reader stands for the unit itself, or enters nothing there.
    """
    found = units.one(scope, number)
    if not hears(scope, found):
        raise PermissionDenied
    return found


def count_of(form: Mapping[str, str], name: str) -> int | None:
    """Return a number of people; nothing written = None.

    Raises:
        Refusal: it is no whole number.
    """
    text = form.get(name, "").strip().replace(",", "")
    if not text:
        return None
    if not text.isdecimal() or len(text) > 7:
        raise refuse(
            "—",
            sentence("“%(typed)s” is no number of people.", typed=text[:20]),
            sentence("Write a whole number, or leave it empty."),
        )
    return int(text)


def name_of(found: Consultation, pack: Pack) -> str:
    """Return the name of a consultation; of an occasion with what was held and its day."""
    name, occasion = text_of(written(pack, found.code).names), occasion_of(found)
    return f"{name} · {occasion.title} · {day(occasion.on)}" if occasion else name


def state_of(found: Consultation | None, stands: Stands | None = None) -> str:
    """Say how a consultation stands; ``stands``: as its box was read already."""
    if found is None:
        return _("not opened")
    match stands or taken(found):
        case "closed":
            if found.state == Consultation.State.CLOSED and not found.outcome:
                return _("ended without answers")
            return _("closed") if found.state == Consultation.State.CLOSED else _("answers were taken in")
        case "prepared":
            return _("prepared, takes no answers yet")
        case "lost":
            return _("its slips are not on this machine")
        case "older":
            return _("its slips were made by another version of the program")
        case "away":
            return _("answers are taken on a host outside")
    if found.until is None:
        return _("taking answers")
    return _("taking answers until %(day)s") % {"day": day(found.until)}
