"""The words of the pack that the current round is run by: kinds, domains, roles, grades, facts."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions import programme as pinned
from jishi.actions.programme import SHIPPED, read_pack
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.core.org.standing import FEWEST_FULL_MEMBERS
from jishi.packs.pack import Pack
from jishi.packs.schema.facts import Fact
from jishi.packs.schema.fields import Source
from jishi.store.home import current as current_home
from jishi.store.models.assess import Round
from jishi.web.current import current_round
from jishi.web.wording import text_of


@dataclass(frozen=True)
class GradeShown:
    """A grade as a page shows it: its word, and the tone of its colour."""

    name: str
    tone: str
    rank: int


@dataclass(frozen=True)
class SourceShown:
    """Where a rule rests: document and clause, or an own choice with its reason."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class Programme:
    """A pack in the reader's language; without a pack every word is its own id."""

    pack: Pack | None

    def kind(self, id: str) -> str:
        """Return what a kind of unit is called."""
        found = self.pack.kind_by_id.get(id) if self.pack else None
        return text_of(found.names) if found else id

    def domain(self, id: str) -> str:
        """Return what a domain is called."""
        found = self.pack.domain_by_id.get(id) if self.pack else None
        return text_of(found.names) if found else id

    def level(self, id: str) -> str:
        """Return what a level is called."""
        found = self.pack.level_by_id.get(id) if self.pack else None
        return text_of(found.names) if found else id

    @property
    def least_full_members(self) -> int:
        """So many full members found a unit."""
        return self.pack.vocabulary.least_full_members if self.pack else FEWEST_FULL_MEMBERS

    def word(self, wanted: Literal["areas", "tiers", "ownerships", "sizes", "sites"], id: str) -> str:
        """Return what a word of one of the pack's lists is called."""
        found = self.pack.vocabulary.word(wanted, id) if self.pack else None
        return text_of(found.names) if found else id

    def role(self, id: str) -> str:
        """Return what a role is called."""
        found = self.pack.role_by_id.get(id) if self.pack else None
        return text_of(found.names) if found else id

    def grade(self, rank: int | None) -> GradeShown | None:
        """Return the grade of a rank, 1 = best; None = not graded."""
        return self.grades[rank - 1] if rank and rank <= len(self.grades) else None

    @cached_property
    def grades(self) -> tuple[GradeShown, ...]:
        """Return all grades, the best first."""
        found = self.pack.grades.grades if self.pack else ()
        return tuple(GradeShown(text_of(grade.names), grade.tone, rank) for rank, grade in enumerate(found, 1))

    def fact(self, id: str) -> Fact | None:
        """Return a fact's definition."""
        return self.pack.fact_by_id.get(id) if self.pack else None

    def fact_name(self, id: str) -> str:
        """Return what a fact is called."""
        found = self.fact(id)
        return text_of(found.names) if found else id

    def source(self, source: Source) -> SourceShown:
        """Return the document and clause of a rule, or the reason of an own choice."""
        cited = self.pack.clause(source) if self.pack else None
        if cited is None:
            note = self.pack.note(source) if self.pack else None
            return SourceShown(_("Own choice: %(reason)s") % {"reason": text_of(note)})
        document, clause = cited
        title = document.number or text_of(document.names)
        return SourceShown(
            _("%(document)s, %(clause)s") % {"document": title, "clause": clause.id}
            if clause.id[:1].isdigit()
            else title,
            reverse("pack-part", args=[self.pack.id, "documents"]) + f"#{document.id}-{clause.id}"
            if self.pack
            else "",
        )


def folders() -> list[Path]:
    """Return the folders of the packs of this home, and of those that ship with the program."""
    found = {
        path.parent.name: path.parent
        for place in (SHIPPED, current_home().path / "packs")
        if place.is_dir()
        for path in sorted(place.glob("*/pack.yaml"))
    }
    return [found[name] for name in sorted(found)]


def pack_of(name: str) -> Pack | None:
    """Return a pack by its id; None = there is none, or it cannot be read."""
    folder = next((folder for folder in folders() if folder.name == name), None)
    try:
        # Checked when it was taken into use; here only its words are wanted, and fast.
        return read_pack(folder) if folder else None
    except Refusal:
        return None


def programme(scope: Scope, round: Round | None = None) -> Programme:
    """Return the words of a round's pack; of the current round where none is given."""
    chosen = round or current_round(scope)
    return Programme(_pinned(chosen) if chosen else None)


def whole_programme(round_: Round) -> Programme:
    """Return the words of a round's pack, for a page that means nothing without them.

    Raises:
        Refusal: the pack is not the one that the cycle was opened with.
    """
    return Programme(pinned.pack_of(round_.cycle))


def _pinned(round_: Round) -> Pack | None:
    try:
        return pinned.pack_of(round_.cycle)
    except Refusal:
        # A page without words still opens; whatever computes refuses, and ``jishi verify`` says what to do.
        return None


def role_name(scope: Scope, role: str) -> str:
    """Return what a role is called in the current round's pack."""
    return programme(scope).role(role)
