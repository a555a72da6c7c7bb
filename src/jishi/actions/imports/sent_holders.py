"""Secretaries in a list of posts who were sent from elsewhere although no search was recorded (D137).

The list tells what is; so it is a note beside the cell, while an appointment on the page is refused.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from jishi.actions.secretaries.searching import domains_of
from jishi.core.errors import sentence
from jishi.packs.pack import Pack
from jishi.packs.posts import requirements
from jishi.sheets.staging import StagedRow
from jishi.sheets.workbook import Remark
from jishi.store.models.org import Unit
from jishi.store.models.secretaries import CandidateSearch


class Coming(Protocol):
    """What a row says of a new holder."""

    @property
    def unit(self) -> str:
        """Return the code of the unit."""

    @property
    def kind(self) -> str:
        """Return the kind of the post."""

    @property
    def number(self) -> int:
        """Return which of the unit's posts of the kind."""

    @property
    def since(self) -> date | None:
        """Return the first day."""

    @property
    def channel(self) -> str:
        """Return where the holder was found."""


def sent_without_record(pack: Pack, rows: Sequence[tuple[StagedRow, Coming]]) -> Iterator[Remark]:
    """Yield a note for each new secretary who was sent without what the pack asks for; two queries."""
    firsts = {requirement.first for requirement in requirements(pack)} - {""}
    said = pack.posts
    sent = [
        (row, coming)
        for row, coming in rows
        if said and coming.number == 1 and coming.kind in firsts and domains_of(said, coming.channel)
    ]
    if said is None or not sent:
        return
    domains = dict(Unit.objects.exclude(domain="").values_list("code", "domain"))
    searched: dict[tuple[str, str], list[date]] = {}
    for unit, kind, on in CandidateSearch.objects.values_list("post__unit__code", "post__kind", "on"):
        searched.setdefault((unit, kind), []).append(on)
    for row, coming in sent:
        domain, since = domains.get(coming.unit, ""), coming.since
        held = since and any(
            0 <= (since - on).days <= said.search_holds_days for on in searched.get((coming.unit, coming.kind), ())
        )
        if domain and not (held and domain in domains_of(said, coming.channel)):
            yield Remark(
                row.spot("channel"),
                sentence("Sent from elsewhere, and nobody recorded that the unit itself has nobody suitable."),
                sentence("Bring the record in with the sheet of searches, or correct where the person is from."),
            )
