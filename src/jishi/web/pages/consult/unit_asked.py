"""What the page of one unit shows of each electorate: how it stands, what is kept, what was told."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.consult import board, counting, roll
from jishi.actions.consult.ground import hears
from jishi.actions.consult.occasions import occasion_of
from jishi.actions.consult.opening import Electorate, of_people, written
from jishi.actions.consult.substituting import bands_of, decides
from jishi.actions.consult.tallied import tallies
from jishi.actions.self_assessment import may_enter
from jishi.ballotbox.tables import Issued
from jishi.core.access import Scope
from jishi.core.consult.participation import Participation
from jishi.core.consult.tally import choice_name, choices
from jishi.packs.pack import Pack
from jishi.packs.questions import questionnaire
from jishi.packs.schema.consultations import Ask
from jishi.store import clock
from jishi.store.models.consult import Asked, Consultation, PaperCount
from jishi.store.models.org import Unit
from jishi.web.pages.consult.answered import told_lines
from jishi.web.wording import day, percent, text_of, whole

WAYS = ("paper", "phone", "mail", "visit")


def ways() -> dict[str, str]:
    """Return the names of the ways in which people are heard."""
    return {
        "slip": _("slip"),
        "paper": _("paper"),
        "phone": _("telephone"),
        "mail": _("mail"),
        "visit": _("visit at home"),
    }


def unit_asks(scope: Scope, found: Consultation, unit: Unit, pack: Pack) -> list[dict[str, object]]:
    """Return what is shown of every electorate of a unit."""
    issued = board.issued_of(found, unit.pk)
    asks = of_people(written(pack, found.code), unit)
    lines = told_lines(found, pack, unit, whole=False)
    shown = []
    for ask in asks:
        each = _unit_ask(Electorate(found, unit, ask.id, pack), ask, issued, scope)
        # What becomes a fact is told in sentences of its own.
        shown.append(each | {"answers": [line for line in lines.get(ask.id, []) if not line["fact"]]})
    return shown


def _unit_ask(asked: Electorate, ask: Ask, issued: list[Issued], scope: Scope) -> dict[str, object]:
    found, unit, pack = asked.consultation, asked.unit, asked.pack
    rows = Asked.objects.filter(consultation=found, unit=unit, ask=ask.id)
    kept = rows.select_related("approved_by", "roll", "pool").first()
    state = board.of_unit(found, pack, ask, unit, issued)
    people, source = _counted(kept, ask, asked)
    has_roll = roll.has_roll(found, ask)
    names = roll.outstanding(scope, asked) if has_roll else None
    form = questionnaire(pack, ask.questionnaire)
    return {
        "id": ask.id,
        "name": text_of(ask.names),
        "counted": text_of(ask.counted),
        "kept": kept,
        "people": people,
        "source": source,
        "people_on": kept.people_on.isoformat() if kept and kept.people_on else clock.today().isoformat(),
        "fewer": _fewer(kept, ask, asked),
        "standing": _standing(state),
        "met": state.met,
        "paper": f"{reverse('questionnaire-paper', args=[pack.id, ask.questionnaire, 'pdf'])}?c={found.code}",
        "has_roll": has_roll,
        "outstanding": names,
        "on_roll": _on_roll(kept, state),
        "questions": [
            {
                "id": question.id,
                "text": text_of(_texts(pack, ask, question.id)),
                "choices": [(choice, choice_name(question, choice).say(_)) for choice in choices(question)],
            }
            for question in form.questions
            if choices(question)
        ],
        "versions": counting.own_versions(kept, scope.account).items(),
        "differences": _differences(kept, asked, scope),
        "told": _told(asked, ask, scope),
        "joined": _joined(kept),
        "left_out": _left_out(kept, scope, unit),
    }


def _counted(kept: Asked | None, ask: Ask, asked: Electorate) -> tuple[int | None, str]:
    """Return how many people there are and where the number comes from; members as the register counts them.

    Of those who came to a meeting, as its minutes say it.
    """
    if kept is not None and kept.people is not None:
        return kept.people, kept.people_source
    if ask.electorate != roll.MEMBERS:
        return None, ""
    occasion = occasion_of(asked.consultation)
    if occasion is not None:
        came = occasion.minutes.members if occasion.minutes and occasion.place_id == asked.unit.pk else 0
        return (came, _("minutes of the meeting")) if came else (None, "")
    count = roll.electorate_of(asked.unit).count()
    return (count, _("register of members")) if count else (None, "")


def _fewer(kept: Asked | None, ask: Ask, asked: Electorate) -> str:
    """Say that fewer members were counted than the register has: of fewer people a quorum is soon reached."""
    if kept is None or kept.people is None or not roll.has_roll(asked.consultation, ask):
        return ""
    count = roll.electorate_of(asked.unit).count()
    if count <= kept.people:
        return ""
    return _("%(people)s people were counted here, but the register has %(count)s members: look into it.") % {
        "people": whole(kept.people),
        "count": whole(count),
    }


def _on_roll(kept: Asked | None, state: Participation) -> str:
    """Say how many were crossed off, and that more slips were used than people took one."""
    if kept is None or not hasattr(kept, "roll"):
        return ""
    count = kept.roll.count
    if state.heard.get("slip", 0) > count:
        return _("%(used)s slips were used, but only %(count)s people stand on the list: look into it.") % {
            "used": whole(state.heard["slip"]),
            "count": whole(count),
        }
    return _("%(count)s people stand on the list of those who took part.") % {"count": whole(count)}


def _standing(state: Participation) -> str:
    if state.electorate is None:
        return _("%(heard)s heard; nobody has counted the people yet") % {"heard": whole(state.total)}
    numbers = {
        "heard": whole(state.total),
        "people": whole(state.electorate),
        "needed": whole(state.needed),
        "share": percent(state.share),
    }
    if not state.needed:
        return _("%(heard)s heard of %(people)s (%(share)s)") % numbers
    return _("%(heard)s heard of %(people)s, %(needed)s needed (%(share)s)") % numbers


def _texts(pack: Pack, ask: Ask, question: str) -> object:
    form = pack.questionnaire_by_id[ask.questionnaire]
    return next(each.text for each in form.questions if each.id == question)


def _differences(kept: Asked | None, asked: Electorate, scope: Scope) -> list[str]:
    """Say to whoever counts where two counts differ; never by which numbers, so that the next count is separate."""
    # After the close there are no counts of single people any more.
    if kept is None or asked.consultation.state != Consultation.State.OPEN or not hears(scope, asked.unit):
        return []
    names, texts = ways(), _question_texts(asked)
    lines = []
    for way in sorted(set(PaperCount.objects.filter(asked=kept, filed=False).values_list("way", flat=True))):
        stand = counting.of(kept, way)
        if stand.counters < 2:
            lines.append(_("%(way)s: counted once; a second person counts now.") % {"way": names[way]})
        elif stand.differences:
            where = dict.fromkeys(
                texts.get(each.question, _("how many, or how many blank")) for each in stand.differences
            )
            lines.append(
                _("%(way)s: the two counts differ (%(where)s). Both count again, each alone.")
                % {"way": names[way], "where": _(", ").join(where)}
            )
    return lines


def _question_texts(asked: Electorate) -> dict[str, str]:
    form = asked.pack.questionnaire_by_id[asked.wanted().questionnaire]
    return {each.id: text_of(each.text) for each in form.questions}


def _told(asked: Electorate, ask: Ask, scope: Scope) -> list[dict[str, object]]:
    """Return what the close told of each share, and the bands to choose from where a minute may stand in."""
    if asked.consultation.state == Consultation.State.OPEN:
        return []
    found = tallies(asked.unit, asked.consultation.round, asked.pack, [each.fact for each in ask.becomes])
    may = decides(scope, asked.unit)
    lines = []
    for fact, told in found.items():
        if told.code == asked.consultation.code:
            pooled = told.instead is not None and bool(told.instead.joined)
            lines.append(
                {
                    "fact": fact,
                    "says": " ".join(each.say(_) for each in told.says()),
                    "tone": "plain" if told.hidden else "good",
                    "bands": [(low, f"{low // 100}–{high // 100} %") for low, high in bands_of(ask)]
                    if may and told.hidden and not pooled
                    else [],
                    "version": told.instead.version if told.instead else 0,
                }
            )
    return lines


def _left_out(kept: Asked | None, scope: Scope, unit: Unit) -> list[dict[str, object]]:
    """Return the exceptions, those that wait first, and what the reader may do with each."""
    if kept is None:
        return []
    above, own = hears(scope, unit), may_enter(scope, unit)
    return [
        {
            "id": each.pk,
            "version": each.version,
            "said": ngettext("%(people)s person: %(why)s", "%(people)s people: %(why)s", each.people)
            % {"people": whole(each.people), "why": each.why},
            "state": _("approved on %(day)s") % {"day": day(each.approved_on)} if each.approved_on else _("waits"),
            "approved": each.approved_on is not None,
            "may_approve": above and each.approved_on is None and each.asked_by_id != scope.account,
            "may_take_back": above or (own and each.approved_on is None),
        }
        for each in kept.left_out.order_by("approved_on", "pk")
    ]


def _joined(kept: Asked | None) -> str:
    """Say which units are told of together with this one."""
    if kept is None or kept.pool is None:
        return ""
    names = sorted(row.unit.name for row in kept.pool.asked.select_related("unit"))
    return _(
        "Told of together where one of them is too small: %(units)s. Fixed on %(day)s, before anybody answered."
    ) % {
        "units": _(", ").join(names),
        "day": day(kept.pool.decided_on),
    }
