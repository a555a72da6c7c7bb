"""What was held, of a consultation that the pack lets be held many times: a meeting, an activity (D178).

Each occasion is a consultation of its own, with its own box, slips and close: ``activity-useful:3``. It asks about
the units that held it, so whoever stands above them opens and closes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F, Q, QuerySet

from jishi.actions.consult.ground import By, hears, leads, refuse_absent, refuse_deaf
from jishi.core.access import OPERATOR, Scope
from jishi.core.consult.questionnaire import Questionnaire
from jishi.core.errors import Sentence, refuse, sentence
from jishi.core.names import Named
from jishi.packs.consultations import asks_for
from jishi.packs.schema.consultations import Consultation as Written
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.consult import Consultation, Minutes, Occasion
from jishi.store.models.org import Unit, UnitPath
from jishi.store.queries import units

#: Between the name of the consultation in the pack and the number of the occasion.
MARK = ":"
LONGEST = 40


@dataclass(frozen=True)
class Held:
    """What was held, and until when it is asked about.

    Attributes:
        place: it asks about the units at and below this one.
        minutes: of the meeting, where they are kept; then it has their day.
        until: the last day on which answers are taken; None = until the close.
        later: answers are taken later, or on a host outside.
    """

    place: Unit
    title: str
    on: date
    minutes: Minutes | None = None
    until: date | None = None
    later: bool = False

    def plain(self) -> dict[str, object]:
        """Return it as a request says it."""
        minutes = self.minutes.pk if self.minutes else None
        return {"place": self.place.pk, "title": self.title.strip(), "on": self.on, "minutes": minutes}


def base_of(code: str) -> str:
    """Return the name of a consultation in the pack, without the number of its occasion.

    Example:
        >>> base_of("activity-useful:3"), base_of("survey")
        ('activity-useful', 'survey')
    """
    return code.partition(MARK)[0]


def occasion_of(consultation: Consultation) -> Occasion | None:
    """Return what was held; None = the consultation is held once in the round. One query at most."""
    if MARK not in consultation.code:
        return None
    kept = consultation._state.fields_cache.get("occasion")
    found: Occasion = kept or Occasion.objects.select_related("place").get(pk=consultation.pk)
    # So that nobody asks again who has the same object.
    consultation._state.fields_cache["occasion"] = found
    return found


def words(title: str, on: date) -> str:
    """Return an occasion as people read it: what was held, and its day."""
    return f"{title} · {on.isoformat()}"


def named_form(form: Questionnaire, title: str, on: date) -> Questionnaire:
    """Return a form that says at its head what it asks about."""
    texts = {
        tag: f"{name}: {title}, {on.isoformat()}"
        if tag == "en"
        else f"{name}：{title}，{on.year}年{on.month}月{on.day}日"
        for tag, name in form.names.texts.items()
    }
    return replace(form, names=Named(texts))


def form_of(consultation: Consultation, form: Questionnaire) -> Questionnaire:
    """Return a form as a consultation asks it: with its occasion, where it has one."""
    occasion = occasion_of(consultation)
    return named_form(form, occasion.title, occasion.on) if occasion else form


def phone_form_of(consultation: Consultation, form: Questionnaire) -> Questionnaire:
    """Return a form for phones as a consultation asks it: those of two occasions are two forms to a phone."""
    return replace(form_of(consultation, form), id=f"{form.id}-{consultation.code.partition(MARK)[2]}".rstrip("-"))


def check(by: By, round_: Round, said: Written, held: Held) -> None:
    """Refuse an occasion that is none, or that is not the reader's to ask about.

    Raises:
        Refusal: the consultation is held once in a round, the unit is another's or not asked, a word or the day
            will not do, or it was opened before.
    """
    if said.occasions != "many":
        raise refuse(
            said.id,
            sentence("This consultation is held once in a round, of all units."),
            sentence("Open it without an occasion."),
        )
    if not leads(by.scope):
        refuse_deaf(by, held.place)
    title = held.title.strip()
    if not 0 < len(title) <= LONGEST:
        raise refuse(
            said.id,
            sentence("Nobody says what was held, or in too many words."),
            sentence("Write in %(most)s letters or fewer what it was, without names of people.", most=LONGEST),
        )
    if not round_.cycle.starts_on <= held.on <= clock.today():
        raise refuse(
            title,
            sentence("The day %(day)s lies before the cycle, or in the future.", day=held.on.isoformat()),
            sentence("Write the day on which it was held."),
        )
    refuse_absent(round_, [held.place])
    _refuse_other(round_, said, held)


def _refuse_other(round_: Round, said: Written, held: Held) -> None:
    """Refuse where nobody is asked, another meeting's minutes, and what was opened before."""
    below = units.subtree(OPERATOR, held.place).order_by()
    kinds = below.values_list("kind", "domain").distinct()
    if not any(asks_for(said, kind, domain) for kind, domain in kinds):
        raise refuse(
            f"{held.place.name} ({held.place.code})",
            sentence("Nobody is asked about this unit, nor about one below it."),
            sentence("Name the unit that held it."),
        )
    if held.minutes and (held.minutes.unit_id, held.minutes.round_id) != (held.place.pk, round_.pk):
        raise refuse(
            f"{held.place.name} ({held.place.code})",
            sentence("These minutes are of another unit or another round."),
            sentence("Open it from the meeting itself."),
        )
    title = held.title.strip()
    same = Occasion.objects.filter(place=held.place, title=title, on=held.on, consultation__round=round_)
    if same.filter(consultation__code__startswith=f"{said.id}{MARK}").exists():
        raise refuse(
            words(title, held.on),
            sentence("This occasion was opened already; it is never opened again."),
            sentence("Go on with it; another activity of the same day needs another name."),
        )


def next_code(round_: Round, code: str) -> str:
    """Return the name of the next occasion in a round; nobody else gets it until the transaction ends."""
    Round.objects.select_for_update().get(pk=round_.pk)
    taken = Consultation.objects.filter(round=round_, code__startswith=f"{code}{MARK}")
    numbers = [int(each.partition(MARK)[2]) for each in taken.values_list("code", flat=True)]
    return f"{code}{MARK}{max(numbers, default=0) + 1}"


def keep(consultation: Consultation, held: Held) -> Occasion:
    """Write down what was held; call it inside the action that opens it."""
    return Occasion.objects.create(
        consultation=consultation, place=held.place, title=held.title.strip(), on=held.on, minutes=held.minutes
    )


def refuse_unled(by: By, consultation: Consultation, what: Sentence) -> None:
    """Refuse who may not open, begin, close or end a consultation; of an occasion whoever stands above it may.

    Raises:
        Refusal: it is so; ``what`` says it of a consultation that asks the whole tree.
    """
    if leads(by.scope):
        return
    occasion = occasion_of(consultation)
    if occasion is None:
        raise refuse(consultation.code, what, sentence("Ask the office that grades all of it."))
    refuse_deaf(by, occasion.place)


def is_led(scope: Scope, consultation: Consultation) -> bool:
    """Say whether a reader begins, closes and ends a consultation."""
    occasion = occasion_of(consultation)
    return leads(scope) or (occasion is not None and hears(scope, occasion.place))


def led_among(scope: Scope, rows: Sequence[Consultation]) -> set[int]:
    """Return the ids of the occasions that a reader begins, closes and ends; constant queries."""
    if leads(scope):
        return {each.pk for each in rows}
    places = {each.occasion.place_id for each in rows}
    heard = set()
    for unit, axis, path in UnitPath.objects.filter(unit__in=places).values_list("unit", "axis", "path"):
        above = Scope(tuple(held for held in scope.holdings if held.unit != unit))
        if any(above.may("enter", axis, path[:end]) for end in range(6, len(path) + 1, 6)):
            heard.add(unit)
    return {each.pk for each in rows if each.occasion.place_id in heard}


def about(consultation: Consultation, unit: Unit) -> bool:
    """Say whether a consultation may ask about a unit at all: of an occasion only those that held it."""
    occasion = occasion_of(consultation)
    return occasion is None or occasion.place_id in {each.pk for each in units.above(unit)}


def concerning(round_: Round, unit: Unit) -> QuerySet[Consultation]:
    """Return the consultations of a round that may ask about a unit, the latest occasions last."""
    line = [each.pk for each in units.above(unit)]
    rows = Consultation.objects.filter(Q(occasion__isnull=True) | Q(occasion__place__in=line), round=round_)
    return rows.select_related("round__cycle", "occasion__place", "occasion__minutes").order_by(
        F("occasion__on").asc(nulls_first=True), "pk"
    )


def open_to(scope: Scope, round_: Round) -> QuerySet[Consultation]:
    """Return the open consultations of a round; of occasions those of places that the reader sees."""
    rows = Consultation.objects.filter(round=round_, state=Consultation.State.OPEN)
    rows = rows.filter(Q(occasion__isnull=True) | units.inside(scope, field="occasion__place"))
    return rows.select_related("occasion__place", "round__cycle").order_by("pk")


def of_round(scope: Scope, round_: Round, code: str) -> QuerySet[Consultation]:
    """Return the occasions of a consultation of the pack that the reader sees, the latest first."""
    rows = Consultation.objects.filter(round=round_, code__startswith=f"{code}{MARK}")
    rows = rows.filter(units.inside(scope, field="occasion__place"))
    return rows.select_related("occasion__place", "round__cycle").order_by("-occasion__on", "-pk")
