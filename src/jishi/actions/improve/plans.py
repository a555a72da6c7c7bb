"""The plan of a unit: begun from the pack's template for its class, with goal and contact leader."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from jishi.actions.improve.ground import called, digest_of, improvement, pack_now, round_now, tidy
from jishi.actions.improve.standing import standing
from jishi.actions.posts.holding import By, refuse_outside
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.packs.improvement import template_for
from jishi.packs.pack import Pack
from jishi.packs.schema.fields import Texts
from jishi.packs.schema.improvement import PlanTemplate
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.improve import Plan, Remedy
from jishi.store.models.org import Unit
from jishi.store.transact import action, change


@dataclass(frozen=True)
class Aim:
    """What a plan says at its head.

    Attributes:
        goal: what is to be reached.
        contact: the leader above who answers for the unit.
    """

    goal: str
    contact: str = ""


def plan_of(round_: Round, unit: Unit) -> Plan | None:
    """Return the plan of a unit in a round."""
    return Plan.objects.filter(round=round_, unit=unit).first()


def offered(scope: Scope, pack: Pack, round_: Round, unit: Unit) -> PlanTemplate | None:
    """Return the template for the unit's grade; None = it has none, or the pack offers none."""
    graded = standing(scope, round_)
    if graded is None:
        return None
    rank = graded.of(np.array([unit.pk], dtype=np.int64))[0].tolist()[0]
    return template_for(pack, rank)


def begin(by: By, unit: Unit, template: str, language: str) -> Plan:
    """Begin the plan of a unit from a template: its goal, and its remedies as drafts that answer no problem yet.

    Args:
        language: in which the template's words are written into the plan.

    Raises:
        Refusal: the role does not allow it, there is no such template, or the unit has a plan in this round.
    """
    with action(by.actor, "plan.begin", key=by.key, content={"unit": unit.pk, "template": template}) as event:
        if event.repeated:
            return Plan.objects.get(pk=event.result["plan"])
        refuse_outside(by, unit)
        round_ = round_now()
        wanted = next((one for one in improvement(pack_now()).templates if one.id == template), None)
        if wanted is None:
            raise refuse(
                called(unit), sentence("The pack has no such plan."), sentence("Choose one from the list.")
            )
        if plan_of(round_, unit) is not None:
            raise refuse(
                called(unit),
                sentence("This unit has a plan in this round already."),
                sentence("Load the page again to see it."),
            )
        plan = Plan.objects.create(unit=unit, round=round_, template=str(wanted.id), goal=wanted.goal.say(language))
        due = clock.today() + timedelta(days=wanted.days)
        drafts = [_draft(unit, text, language, due) for text in wanted.remedies]
        event.about(plan, *Remedy.objects.bulk_create(drafts))
        event.note(unit=unit.pk, template=str(wanted.id))
        event.result = {"plan": plan.pk}
    return plan


def _draft(unit: Unit, text: Texts, language: str, due: object) -> Remedy:
    return Remedy(unit=unit, text=text.say(language), since=clock.today(), due_on=due)


def aim(by: By, unit: Unit, version: int, said: Aim) -> Plan:
    """Set the goal and the contact leader of a unit's plan; where there is none, begin an empty one.

    Args:
        version: of the plan that was seen; 0 = none was there.

    Raises:
        Refusal: the role does not allow it, no goal is given, or somebody changed it meanwhile.
    """
    content = {"unit": unit.pk, "goal": said.goal, "contact": said.contact}
    with action(by.actor, "plan.aim", key=by.key, content=content) as event:
        if event.repeated:
            return Plan.objects.get(pk=event.result["plan"])
        refuse_outside(by, unit)
        goal = tidy(called(unit), said.goal)
        if not goal:
            raise refuse(
                called(unit), sentence("The goal is missing."), sentence("Write what the unit wants to reach.")
            )
        values = {"goal": goal, "contact": said.contact.strip()[:200], "digest": digest_of(goal, unit)}
        round_ = round_now()
        plan = plan_of(round_, unit)
        if plan is None:
            plan = Plan.objects.create(unit=unit, round=round_, **values)
        else:
            change(plan, version, **values)
        event.about(plan)
        event.note(unit=unit.pk)
        event.result = {"plan": plan.pk}
    return plan
