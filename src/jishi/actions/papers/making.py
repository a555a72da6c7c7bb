"""Make a version of a paper, register its stamped original, hand it up, and say above what becomes of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jishi.actions.papers.filling import filled
from jishi.actions.papers.ground import Ground, makes, refuse_others
from jishi.actions.people.ground import By
from jishi.actions.programme import pack_of
from jishi.actions.publish.notices import end_of
from jishi.core.edited import figures_changed
from jishi.core.errors import Refusal, refuse, sentence
from jishi.core.forms import plain
from jishi.packs.pack import Pack
from jishi.packs.procedures import calendar_of
from jishi.packs.schema.forms import PaperForm
from jishi.store import evidence
from jishi.store.digests import canonical
from jishi.store.models.assess import Round
from jishi.store.models.office import Evidence
from jishi.store.models.papers import Paper, PaperAnswer
from jishi.store.transact import action, change

LONGEST = 4000


@dataclass(frozen=True)
class Made:
    """What is said of a version that is made.

    Attributes:
        words: place of a paragraph → the office's own words.
        why: what a correction is for; the first version needs none.
    """

    words: Mapping[str, str]
    why: str = ""


@dataclass(frozen=True)
class Original:
    """The stamped paper, as it is registered.

    Attributes:
        scan: its picture.
        on: the day on it.
        number: the number under which the office keeps it.
        brought_by: who brought it.
    """

    scan: Evidence | None
    on: date | None
    number: str
    brought_by: str


def make(by: By, ground: Ground, made: Made) -> Paper:
    """Keep the figures of today as a version; one that was not handed up yet is made anew under its number.

    Raises:
        Refusal: somebody else's paper, a correction without a reason, or words that name no figure.
    """
    words = {key: text.strip()[:LONGEST] for key, text in made.words.items() if text.strip()}
    content = {"form": ground.form.id, "unit": ground.place.pk, "words": words, "why": made.why}
    with action(by.actor, "paper.make", key=by.key, content=content) as event:
        if event.repeated:
            return Paper.objects.get(pk=event.result["paper"])
        refuse_others(by, ground.maker)
        rows = Paper.objects.filter(round=ground.round, unit=ground.place, form=ground.form.id)
        last = rows.order_by("-number").first()
        _refuse_silence(ground, last, made.why)
        open_ = last if last is not None and last.handed_on is None else None
        number = open_.number if open_ else (last.number + 1 if last else 1)
        fields = _fields(by, ground, words, number) | {"why": made.why.strip()[:LONGEST] if number > 1 else ""}
        if open_ is not None:
            # The stamp stood under other figures.
            unstamped = {"original": None, "original_on": None, "original_number": "", "original_by": ""}
            unedited = {"edited": None, "edited_on": None, "departures": []}
            change(open_, open_.version, **fields, **unstamped, **unedited)
            paper = open_
        else:
            kept = {"round": ground.round, "unit": ground.place, "form": ground.form.id, "number": number}
            paper = Paper.objects.create(**kept, **fields)
        event.about(paper)
        event.note(form=paper.form, unit=paper.unit_id, number=number, digest=paper.digest)
        event.result = {"paper": paper.pk}
    return paper


def _refuse_silence(ground: Ground, last: Paper | None, why: str) -> None:
    """Let nobody correct a paper that was handed up without saying what for."""
    corrects = last is not None and (last.handed_on is not None or last.number > 1)
    if corrects and not why.strip():
        raise refuse(
            ground.place.name,
            sentence("A paper that was handed up is corrected by a new number, and that needs a reason."),
            sentence("Say in a few words what is corrected."),
        )


def _fields(by: By, ground: Ground, words: Mapping[str, str], number: int) -> dict[str, object]:
    figures = plain(filled(ground, words, number))
    return {
        "maker": ground.maker,
        "language": ground.telling.language,
        "run": ground.results.run,
        "words": words,
        "content": figures,
        "digest": digest_of(ground.form.id, number, words, figures),
        "made_on": by.day,
        "made_by": by.actor,
        "above": ground.above if ground.form.up else None,
        "due_on": due_on(ground.pack, ground.round, ground.form),
    }


def digest_of(form: str, number: int, words: Mapping[str, str], figures: object) -> str:
    """Return the digest of everything that stands on a version."""
    return hashlib.sha256(canonical({"form": form, "no": number, "words": words, "figures": figures})).hexdigest()


def proves(paper: Paper) -> bool:
    """Say whether what is recorded is what was made."""
    return digest_of(paper.form, paper.number, paper.words, paper.content) == paper.digest


def due_on(pack: Pack, round_: Round, form: PaperForm) -> date | None:
    """Return the last day on which a paper is handed up in time; None = there is none."""
    if not form.up or form.due is None:
        return None
    return end_of(form.due, round_.closes_on, calendar_of(pack))


def register(by: By, paper: Paper, version: int, original: Original) -> Paper:
    """Keep the stamped original of a version: scan, day, number, who brought it.

    Raises:
        Refusal: somebody else's, nothing is attached, a day is missing or to come, it was handed up already, or
            somebody changed it meanwhile.
    """
    digest = original.scan.digest if original.scan else ""
    content = {"paper": paper.pk, "scan": digest, "on": original.on, "number": original.number}
    with action(by.actor, "paper.register", key=by.key, content=content) as event:
        if event.repeated:
            return paper
        refuse_others(by, paper.maker)
        refuse_handed(paper)
        _sound(by, paper, original)
        change(
            paper,
            version,
            original=original.scan,
            original_on=original.on,
            original_number=original.number.strip()[:60],
            original_by=original.brought_by.strip()[:100],
        )
        event.about(paper)
        event.note(form=paper.form, unit=paper.unit_id, number=paper.number, scan=digest)
    return paper


def _sound(by: By, paper: Paper, original: Original) -> None:
    where = paper.unit.name
    if original.scan is None:
        raise refuse(where, sentence("There is no evidence."), sentence("Attach the scan of the stamped paper."))
    if evidence.is_broken(original.scan.digest):
        raise refuse(
            where,
            sentence("This file is gone or was changed after it was kept."),
            sentence("Attach the scan of the stamped paper."),
        )
    if original.on is None or not original.number.strip() or not original.brought_by.strip():
        raise refuse(
            where,
            sentence("The day, the number or the bringer of the original is missing."),
            sentence("Copy day and number from the stamped paper, and write who brought it."),
        )
    if original.on > by.day:
        raise refuse(
            where,
            sentence("%(on)s lies in the future.", on=original.on.isoformat()),
            sentence("Copy the day that stands on the paper."),
        )
    if original.on < paper.made_on:
        raise refuse(
            where,
            sentence("The paper was stamped before this version was made."),
            sentence("Print this version, have it stamped, and register that one."),
        )


def refuse_handed(paper: Paper) -> None:
    if paper.handed_on is not None:
        raise refuse(
            paper.unit.name,
            sentence("This version was handed up; nothing of it changes any more."),
            sentence("Make a correction: it gets the next number."),
        )


def hand_up(by: By, paper: Paper, version: int, why: str = "") -> Paper:
    """Hand a version to the level above; from now on it never changes.

    Args:
        why: what the level above is told where the edited file says figures otherwise than the record.

    Raises:
        Refusal: somebody else's, it goes nowhere, its stamped original is not registered, figures of the edited
            file are others and nobody says why, it was handed up already, or somebody changed it meanwhile.
    """
    content = {"paper": paper.pk, "version": version, "why": why}
    with action(by.actor, "paper.hand-up", key=by.key, content=content) as event:
        if event.repeated:
            return paper
        refuse_others(by, paper.maker)
        refuse_handed(paper)
        form = form_of(paper)
        if paper.above is None:
            raise refuse(
                paper.unit.name,
                sentence("This paper is kept where it was made; it is handed to nobody."),
                sentence("Print it and put it into the file."),
            )
        if form.stamped and paper.original is None:
            raise refuse(
                paper.unit.name,
                sentence("The stamped original is not registered yet."),
                sentence("Print this version, have it stamped, and register the scan."),
            )
        differing = figures_changed(paper.departures)
        if differing and not why.strip():
            raise _unexplained(paper, differing)
        change(paper, version, handed_on=by.day, differs_why=why.strip()[:LONGEST] if differing else "")
        event.about(paper)
        event.note(form=paper.form, unit=paper.unit_id, number=paper.number, digest=paper.digest)
        event.note(to=paper.above_id, differing=differing)
    return paper


def _unexplained(paper: Paper, differing: int) -> Refusal:
    return refuse(
        paper.unit.name,
        sentence("Figures of the edited text that are others than the record's: %(count)s.", count=differing),
        sentence(
            "Mend what they were counted from and make the version anew, or say why it is handed up like this."
        ),
    )


def answer(by: By, paper: Paper, words: str, *, taken: bool) -> PaperAnswer:
    """Say above that a paper is in order, or send it back to be corrected by a new number.

    Raises:
        Refusal: not one's to answer, it was not handed up, it was answered already, or it goes back without a word.
    """
    content = {"paper": paper.pk, "taken": taken, "words": words}
    with action(by.actor, "paper.answer", key=by.key, content=content) as event:
        if event.repeated:
            return PaperAnswer.objects.get(paper=paper)
        if paper.handed_on is None or paper.above is None:
            raise refuse(
                paper.unit.name, sentence("This version was not handed up."), sentence("Wait until it comes.")
            )
        if not makes(by.scope, paper.above):
            raise _not_yours(paper)
        if PaperAnswer.objects.filter(paper=paper).exists():
            raise refuse(
                paper.unit.name,
                sentence("Somebody has answered to this version already."),
                sentence("Load the page again to see the answer."),
            )
        if not taken and not words.strip():
            raise refuse(paper.unit.name, sentence("No reason is given."), sentence("Say what must be corrected."))
        found = PaperAnswer.objects.create(
            paper=paper, taken=taken, words=words.strip()[:LONGEST], on=by.day, by=by.actor
        )
        event.about(found)
        event.note(form=paper.form, unit=paper.unit_id, number=paper.number, taken=taken)
    return found


def _not_yours(paper: Paper) -> Refusal:
    return refuse(
        paper.unit.name,
        sentence("Your role does not receive papers for the committee above."),
        sentence("Leave it to the committee that it was handed to."),
    )


def form_of(paper: Paper) -> PaperForm:
    """Return the form of a paper, from the pack that its cycle pins.

    Raises:
        Refusal: the pack is gone, or has no such form any more.
    """
    return form_named(pack_of(paper.round.cycle), paper.form)


def form_named(pack: Pack, name: str) -> PaperForm:
    """Return a form of a pack by its id.

    Raises:
        Refusal: there is none.
    """
    found = pack.form_by_id.get(name)
    if found is None:
        known = ", ".join(pack.form_by_id) or "-"
        raise refuse(
            name, sentence("The pack has no such paper."), sentence("Choose one of: %(known)s.", known=known)
        )
    return found
