"""Print slips: fresh codes on paper at once, in an order that says nothing; the box keeps their digests only."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import translation

from jishi.actions.consult import printed
from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.ground import By, refuse_deaf
from jishi.actions.consult.occasions import occasion_of, words
from jishi.actions.consult.opening import Electorate, of_people, slips, written
from jishi.actions.jobs import Progress, ask, job
from jishi.actions.programme import pack_of
from jishi.ballotbox.boxes import address_of
from jishi.core.access import OPERATOR
from jishi.core.errors import refuse, sentence
from jishi.core.names import Translate
from jishi.documents.slips import About, Group, Slip, slip_sheets
from jishi.packs.consultations import quorum
from jishi.packs.pack import Pack
from jishi.packs.questions import named
from jishi.store import access, clock
from jishi.store.home import current
from jishi.store.models.consult import Asked, Consultation
from jishi.store.models.office import Account, Job
from jishi.store.models.org import Unit
from jishi.store.queries import units

KIND = printed.KIND
#: Slips of one job; more of them in one folder would not be cut on one evening.
MOST = 10_000


@dataclass(frozen=True)
class Wanted:
    """How many slips are printed.

    Attributes:
        until: the last day, as the paper says it; empty = not said.
        told: told after each file: slips done, and in all.
    """

    count: int
    until: str = ""
    told: Callable[[int, int], None] | None = None


def reached() -> tuple[str, bool]:
    """Return the address that slips show, empty = there is none yet; and whether only this machine reaches it."""
    address = boxes().address or ""
    host = urlsplit(address).hostname or ""
    try:
        return address, host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return address, False


def sheets(by: By, asked: Electorate, wanted: Wanted, say: Translate) -> Iterator[bytes]:
    """Yield PDF files of fresh slips, a thousand in each.

    Raises:
        Refusal: the role does not allow it, the consultation is closed, or nobody has said where phones reach it.
    """
    # Before codes are made: a slip that leads nowhere would be a slip lost.
    address_of(boxes(), "")
    groups = laid_out([(asked, slips(by, asked, wanted.count))], wanted.until, say)
    yield from slip_sheets(groups, say, fonts=current().fonts, progress=wanted.told)


def laid_out(made: Sequence[tuple[Electorate, Sequence[str]]], until: str, say: Translate) -> list[Group]:
    """Return codes that were just made as slips for the press, those of each electorate together.

    Raises:
        Refusal: nobody has said where phones reach the intake.
    """
    kept = boxes()
    site = address_of(kept, "").removesuffix("/")
    return [
        Group(
            _about(asked, site, until, say),
            [Slip(code, f"{site}/{code}".upper()) for code in fresh],
        )
        for asked, fresh in made
    ]


def _about(asked: Electorate, site: str, until: str, say: Translate) -> About:
    ask_, occasion = asked.wanted(), occasion_of(asked.consultation)
    return About(
        unit=asked.unit.name,
        round=words(occasion.title, occasion.on) if occasion else str(asked.consultation.round),
        electorate=named(ask_.names).say(say),
        minutes=asked.pack.questionnaire_by_id[ask_.questionnaire].minutes,
        until=until,
        site=site,
    )


def send(by: By, asked: Electorate, wanted: Wanted, language: str) -> Job:
    """Ask for the job that prints slips in a language; what would refuse it later refuses it now.

    Raises:
        Refusal: the role does not allow it, the number is out of bounds, the consultation is closed, or nobody has
            said where phones reach it.
    """
    refuse_deaf(by, asked.unit)
    asked.asked()
    address_of(boxes(), "")
    if not 1 <= wanted.count <= MOST:
        raise refuse(
            asked.called,
            sentence("%(count)s slips cannot be made at once.", count=wanted.count),
            sentence("Enter a number from 1 to %(most)s.", most=MOST),
        )
    parameters = {
        "consultation": asked.consultation.pk,
        "unit": asked.unit.pk,
        "ask": asked.ask,
        "count": wanted.count,
        "until": wanted.until,
        "language": language,
        "name": asked.unit.name,
        "account": by.actor.pk if by.actor else None,
    }
    return ask(KIND, parameters, by.actor, key=by.key)


@job(KIND, undo=printed.void)
def work(progress: Progress) -> dict[str, Any]:
    """Print the slips that somebody asked for, and keep the file until they fetch it."""
    printed.sweep()
    said = progress.parameters
    asker = Account.objects.get(pk=said["account"])
    consultation = Consultation.objects.select_related("round__cycle").get(pk=said["consultation"])
    asked = Electorate(
        consultation, Unit.objects.get(pk=said["unit"]), said["ask"], pack_of(consultation.round.cycle)
    )
    doing = sentence("Printing slips")
    progress.begin(said["count"], doing)
    wanted = Wanted(said["count"], said["until"], lambda done, _total: progress.step(done, doing))
    # Looked up again: a grant may have ended while the job waited.
    by = By(asker, access.scope_of(asker, clock.today()))
    # Before codes are made: a slip that leads nowhere would be a slip lost.
    address_of(boxes(), "")
    with transaction.atomic():
        fresh = slips(by, asked, wanted.count)
        # Whoever finds this job without an end knows that these were made, and were given to nobody.
        Job.objects.filter(pk=progress.job.pk).update(result={printed.MADE: len(fresh)})
    with translation.override(said["language"]):
        groups = laid_out([(asked, fresh)], wanted.until, translation.gettext)
        files = list(slip_sheets(groups, translation.gettext, fonts=current().fonts, progress=wanted.told))
    content = files[0] if len(files) == 1 else _together(files, asked.unit.code)
    printed.keep(progress.job, content)
    return {"slips": said["count"], "files": len(files)}


def _together(files: list[bytes], code: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        for number, content in enumerate(files, 1):
            made.writestr(f"slips-{code}-{number}.pdf", content)
    return whole.getvalue()


def counted_below(consultation: Consultation, pack: Pack, place: Unit) -> list[tuple[Electorate, int]]:
    """Return the counted electorates of a place and below, each with the slips that it still lacks.

    Where everybody must be heard there is one for each; otherwise as many as must be heard and a fifth more.
    """
    asks = {ask.id: quorum(ask) for ask in of_people(written(pack, consultation.code))}
    below = units.subtree(OPERATOR, place)
    rows = Asked.objects.filter(consultation=consultation, unit__in=below, ask__in=asks, people__isnull=False)
    found = []
    for row in rows.select_related("unit").order_by("unit__code", "ask"):
        people = (row.people or 0) - (row.excepted if row.approved_by_id else 0)
        wanted = asks[row.ask]
        needed = min(wanted.needed(people) * 6 // 5, people) if wanted else people
        lacking = needed - (row.printed - row.spoiled)
        if lacking > 0:
            found.append((Electorate(consultation, row.unit, row.ask, pack), lacking))
    return found
