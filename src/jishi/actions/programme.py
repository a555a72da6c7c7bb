"""Opening a year: a cycle pins its pack, and every round has its dates. Creates a few rows, whatever the size."""

import gc
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from jishi.actions.parsed import parsed
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.copies import bytes_digest, files_of
from jishi.packs.load import load
from jishi.packs.pack import Pack
from jishi.store import answering
from jishi.store.home import current
from jishi.store.models.assess import Cycle, Round
from jishi.store.models.office import Account
from jishi.store.transact import action

SHIPPED = Path(__file__).resolve().parents[3] / "packs"
PINNED = "pinned"


@dataclass(frozen=True)
class RoundDates:
    """The dates of one round.

    Attributes:
        opens_on: the first day on which facts are entered.
        cutoff: the day on which facts and tree are taken; entry closes with it.
    """

    opens_on: date
    cutoff: date


def folder_of(pack: str) -> Path:
    """Return the folder of a pack: of this home first, then of those that ship with the program.

    Raises:
        Refusal: there is none of that name.
    """
    for place in (current().path / "packs", SHIPPED):
        if (place / pack / "pack.yaml").is_file():
            return place / pack
    known = sorted(
        {path.parent.name for place in (SHIPPED, current().path / "packs") for path in place.glob("*/pack.yaml")}
    )
    raise refuse(
        pack,
        sentence("There is no pack of this name."),
        sentence("Choose one of: %(known)s; or put its folder into packs/ of the home.", known=", ".join(known)),
    )


def read_pack(folder: Path) -> Pack:
    """Read a pack without checking it again, for its words."""
    return _read(folder, _stamp(folder.parent))


@lru_cache(maxsize=8)
def _read(folder: Path, stamp: tuple[int, int]) -> Pack:
    return _lasting(load(folder, checked=False))


def _lasting(pack: Pack) -> Pack:
    """Return a pack that is kept as long as the process lives, out of the sight of the collector of garbage.

    A pack is some hundred thousand objects. With the four of the page of packs to look through, a collection held
    up whatever page was being made for 300 to 900 ms.
    """
    gc.collect()
    gc.freeze()
    return pack


def _stamp(place: Path) -> tuple[int, int]:
    """Return what changes when a file below a folder does; looked up once while a request is answered."""
    return answering.once(("stamp", place), lambda: _looked_up(place))


def _looked_up(place: Path) -> tuple[int, int]:
    """Return how many files there are, and when the newest was written."""
    written = [file.stat().st_mtime_ns for file in files_of(place)]
    return len(written), max(written, default=0)


def pin(pack: Pack) -> str:
    """Keep a copy of a pack, and of those that it extends, in the home; return the digest of their bytes.

    What ships with the program may change with the next version; a year goes on with what it began with.
    """
    folders = _folders(pack)
    digest = bytes_digest(folders)
    place = _place(digest)
    for folder in folders:
        if not (place / folder.name).exists():
            part = place / f".{folder.name}.part"
            shutil.rmtree(part, ignore_errors=True)
            shutil.copytree(folder, part, ignore=shutil.ignore_patterns(".*"))
            part.rename(place / folder.name)
    return digest


def _folders(pack: Pack) -> list[Path]:
    """Return the folders of a pack and of those that it extends."""
    return [pack.folder.resolve(), *(_folders(pack.parent) if pack.parent else ())]


def _place(digest: str) -> Path:
    return current().path / PINNED / digest[:16]


def pack_of(cycle: Cycle) -> Pack:
    """Return the pack that a cycle pins.

    Its copy is compared by the bytes of its files: what a later program reads out of them may differ.

    Raises:
        Refusal: the home's copy is gone, or is not what it was when the cycle was opened.
    """
    place = _place(cycle.pack_digest)
    if place.is_dir():
        folder = place / cycle.pack
        digest = _digest(place, _stamp(place))
    else:
        folder = folder_of(cycle.pack)
        digest = bytes_digest(_folders(read_pack(folder)))
    if digest != cycle.pack_digest:
        raise refuse(
            str(folder),
            sentence(
                "The pack was changed after the cycle %(cycle)s was opened with it (version %(version)s).",
                cycle=cycle.code,
                version=cycle.pack_version,
            ),
            sentence("Put back the files of that version; what must change belongs into a pack of another name."),
        )
    return _pinned(folder, digest)


@lru_cache(maxsize=8)
def _digest(place: Path, stamp: tuple[int, int]) -> str:
    return bytes_digest(sorted(folder for folder in place.iterdir() if not folder.name.startswith(".")))


def _pinned(folder: Path, digest: str) -> Pack:
    found = _parsed(folder, digest)
    if isinstance(found, Refusal):
        raise Refusal(found.complaints)
    return found


@lru_cache(maxsize=8)
def _parsed(folder: Path, digest: str) -> Pack | Refusal:
    """Return a pinned pack, or why it cannot be read: the same bytes would be refused at every request."""
    try:
        return _lasting(parsed(folder, digest))
    except Refusal as refusal:
        return refusal


def open_cycle(actor: Account | None, code: str, pack: Pack, rounds: tuple[RoundDates, ...]) -> Cycle:
    """Open a cycle and its rounds with a pack that passed its check.

    Args:
        actor: who opens it; None = the command line.
        code: name of the cycle, e.g. ``2012``.
        pack: the pack that it pins; the digest of its files is kept.
        rounds: dates, the first round first.

    Raises:
        Refusal: there is a cycle of that code already; rounds are missing or out of order.
    """
    _check(code, rounds)
    digest = pin(pack)
    with action(actor, "cycle.open", content={"code": code, "pack": digest}) as event:
        cycle = Cycle.objects.create(
            code=code,
            name=pack.names.zh_hans,
            pack=pack.id,
            pack_version=pack.version,
            pack_digest=digest,
            starts_on=rounds[0].opens_on,
            ends_on=rounds[-1].cutoff,
        )
        for number, dates in enumerate(rounds, start=1):
            Round.objects.create(
                cycle=cycle,
                number=number,
                opens_on=dates.opens_on,
                entry_deadline=dates.cutoff,
                closes_on=dates.cutoff,
                tree_on=dates.cutoff,
            )
        event.about(cycle, *cycle.rounds.order_by("number"))
        event.note(rounds=len(rounds), pack=pack.id, version=pack.version)
    return cycle


def _check(code: str, rounds: tuple[RoundDates, ...]) -> None:
    if Cycle.objects.filter(code=code).exists():
        raise refuse(
            code,
            sentence("There is a cycle of this code already."),
            sentence("Use it, or give the new one another code."),
        )
    days = [day for dates in rounds for day in (dates.opens_on, dates.cutoff)]
    if not rounds or days != sorted(days):
        raise refuse(
            code,
            sentence("The rounds of a cycle need dates, each round after the one before it."),
            sentence("Correct the dates."),
        )


def rounds_of(pack: Pack) -> tuple[RoundDates, ...]:
    """Return the dates of the rounds that a pack declares; one round that ends with its first year when none."""
    cutoffs = [round_.cutoff for round_ in pack.programme.rounds] if pack.programme else []
    found = []
    opens = pack.starts
    for cutoff in cutoffs or [date(pack.starts.year, 12, 31)]:
        found.append(RoundDates(opens, cutoff))
        opens = cutoff + timedelta(days=1)
    return tuple(found)


def round_of(cycle: str, number: int) -> Round:
    """Return a round by the code of its cycle and its number.

    Raises:
        Refusal: there is none; says which there are.
    """
    found = Round.objects.select_related("cycle").filter(cycle__code=cycle, number=number).first()
    if found is None:
        known = ", ".join(str(one) for one in Round.objects.select_related("cycle").order_by("opens_on", "number"))
        raise refuse(
            f"{cycle}/{number}",
            sentence("There is no such round."),
            sentence("Choose one of: %(known)s.", known=known) if known else sentence("Open a cycle first."),
        )
    return found


def round_before(round_: Round) -> Round | None:
    """Return the round that was taken last before this one, in this cycle or an earlier one."""
    earlier = Round.objects.select_related("cycle").filter(tree_on__lt=round_.tree_on)
    return earlier.order_by("-tree_on", "-number").first()
