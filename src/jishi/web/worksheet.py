"""Which rows of a run the filters of the worksheet leave, and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from jishi.actions.results import Results
from jishi.core.access import Scope
from jishi.store.queries import counts, units
from jishi.web.pages.standing import called
from jishi.web.programme import Programme
from jishi.web.wording import text_of

Rows = NDArray[np.int64]
LIMITED, FLAGGED = "limited", "flagged"


@dataclass(frozen=True)
class Option:
    """One choice of a filter."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """One drop-down."""

    key: str
    name: str
    options: tuple[Option, ...]


class Worksheet:
    """The judged units of a run that a reader sees, cut by what the address asks."""

    def __init__(self, scope: Scope, words: Programme, results: Results, asked: Mapping[str, str]) -> None:
        self.scope = scope
        self.words = words
        self.results = results
        self.asked = asked
        self.query = asked.get("q", "").strip()

    def rows(self) -> Rows:
        """Return the rows that pass every filter, in the order asked for."""
        rows = self.results.judged_rows
        if self.query:
            rows = rows[np.isin(self.results.snapshot.tree.id[rows], self._found())]
        for cut in (self._of_domain, self._of_place, self._of_grade, self._of_flag):
            rows = cut(rows)
        return self._ordered(rows)

    def _found(self) -> Rows:
        """Return the ids of the units that the words find; a province is searched once in some minutes."""
        found = units.search(self.scope, self.query).order_by().values_list("pk", flat=True)
        return counts.kept(self.scope, "found", found, lambda: np.fromiter(found.iterator(), dtype=np.int64))

    def filters(self) -> list[Filter]:
        """Return the drop-downs with what they offer."""
        snapshot = self.results.snapshot
        present = np.unique(snapshot.domain[self.results.judged_rows]).tolist()
        domains = [(snapshot.domains[number], self.words.domain(snapshot.domains[number])) for number in present]
        grades = [(str(grade.rank), grade.name) for grade in self.words.grades]
        return [
            self._filter("domain", _("Domain"), domains),
            self._filter("place", _("Place"), [(str(unit.pk), called(unit)) for unit in self._places]),
            self._filter("grade", _("Proposed grade"), [*grades, ("0", _("Not graded"))]),
            self._filter("flag", _("Worth a look"), self._flags()),
            self._filter(
                "order", _("Order"), [("low", _("lowest score first")), ("high", _("highest score first"))]
            ),
        ]

    def _filter(self, key: str, name: str, options: list[tuple[str, str]]) -> Filter:
        chosen = self.asked.get(key, "")
        first = ("", _("by place")) if key == "order" else ("", _("all"))
        return Filter(key, name, tuple(Option(value, said, value == chosen) for value, said in [first, *options]))

    def _flags(self) -> list[tuple[str, str]]:
        rules = self.words.pack.rules if self.words.pack else ()
        named = [(rule.id, f"{rule.id} {text_of(rule.names)}") for rule in rules if rule.severity != "show"]
        return [(LIMITED, _("held by a limit")), (FLAGGED, _("some rule violated")), *named]

    @cached_property
    def _places(self) -> list:
        tops = list(units.tops(self.scope)[:2])
        return list(units.children(self.scope, tops[0])) if len(tops) == 1 else tops

    def _of_domain(self, rows: Rows) -> Rows:
        wanted, snapshot = self.asked.get("domain", ""), self.results.snapshot
        if wanted not in snapshot.domains:
            return rows
        return rows[snapshot.domain[rows] == snapshot.domains.index(wanted)]

    def _of_place(self, rows: Rows) -> Rows:
        wanted = self.asked.get("place", "")
        row = self.results.row_of.get(int(wanted)) if wanted.isdecimal() else None
        if row is None:
            return rows
        return rows[(rows >= row) & (rows < int(self.results.snapshot.tree.end[row]))]

    def _of_grade(self, rows: Rows) -> Rows:
        wanted = self.asked.get("grade", "")
        if not wanted.isdecimal():
            return rows
        proposal = self.results.column("proposal")
        return rows[np.where(proposal.valid[rows], proposal.values[rows], 0) == int(wanted)]

    def _of_flag(self, rows: Rows) -> Rows:
        wanted = self.asked.get("flag", "")
        known = {rule.id for rule in self.words.pack.rules} if self.words.pack else set()
        if wanted == LIMITED:
            band, proposal = self.results.column("band"), self.results.column("proposal")
            return rows[proposal.valid[rows] & (band.values[rows] != proposal.values[rows])]
        chosen = {wanted} & known if wanted != FLAGGED else {value for value, _name in self._flags()} & known
        if not chosen:
            return rows
        broken = np.zeros(len(rows), dtype=np.bool_)
        for rule in chosen:
            broken |= self.results.column(f"rule:{rule}").values[rows] == 1
        return rows[broken]

    def _ordered(self, rows: Rows) -> Rows:
        order = self.asked.get("order", "")
        if order not in ("low", "high"):
            return rows
        score = self.results.column("score")
        # What has no score comes last either way.
        last = np.iinfo(np.int64).max
        keyed = np.where(score.valid[rows], score.values[rows] if order == "low" else -score.values[rows], last)
        return rows[np.argsort(keyed, kind="stable")]
