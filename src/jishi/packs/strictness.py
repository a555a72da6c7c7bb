"""Which way a change of one field goes: stricter, looser, or neither."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal, cast, get_args

from jishi.core.formulas import Expression
from jishi.packs.build import Builder
from jishi.packs.expressions import ExpressionReader
from jishi.packs.implication import implies
from jishi.packs.pack import Pack
from jishi.packs.schema.fields import Tightening, Written
from jishi.packs.schema.rules import Severity

Direction = Literal["tightens", "loosens", "changes"]

_SEVERITIES = get_args(Severity)


class Judge:
    """Judges changes from one pack to another."""

    def __init__(self, old: Pack, new: Pack) -> None:
        self._ranks = new.rank_by_grade
        self._readers = tuple(ExpressionReader(p.fact_by_id, p.rank_by_grade, Builder()) for p in (old, new))

    def direction(self, spec: "dataclasses.Field[Any]", old: Any, new: Any) -> Direction:
        """Return which way a change goes, by the direction that the field of the schema declares.

        Args:
            spec: the field.
            old: its value before; different from ``new``.
            new: its value after.
        """
        declared = cast(Tightening | None, spec.metadata.get("tightens"))
        return "changes" if declared is None else self._JUDGES[declared](self, old, new)

    def _greater(self, old: Any, new: Any) -> Direction:
        return "tightens" if new > old else "loosens"

    def _fewer(self, old: int, new: int) -> Direction:
        return "tightens" if new < old else "loosens"

    def _later(self, old: date | None, new: date | None) -> Direction:
        return "tightens" if new is None or (old is not None and new > old) else "loosens"

    def _earlier(self, old: date | None, new: date | None) -> Direction:
        return "tightens" if new is None or (old is not None and new < old) else "loosens"

    def _wider(self, old: tuple[str, ...], new: tuple[str, ...]) -> Direction:
        return "tightens" if not new or (old and set(old) <= set(new)) else "loosens"

    def _worse_grade(self, old: str | None, new: str | None) -> Direction:
        if old is None or new is None:
            return "loosens"
        return "tightens" if self._ranks.get(new, 0) > self._ranks.get(old, 0) else "loosens"

    def _severity(self, old: Severity, new: Severity) -> Direction:
        return "tightens" if _SEVERITIES.index(new) > _SEVERITIES.index(old) else "loosens"

    def _switched(self, old: bool | None, new: bool | None) -> Direction:
        # Not said = on.
        if (old is not False) == (new is not False):
            return "changes"
        return "loosens" if new is False else "tightens"

    def _condition(self, old: Written, new: Written) -> Direction:
        before, after = (
            reader.condition(written) for reader, written in zip(self._readers, (old, new), strict=True)
        )
        return "tightens" if before and after and implies(before, after) else "loosens"

    def same_condition(self, old: Written, new: Written) -> bool:
        """Say whether two conditions mean the same although they are written differently."""
        read: list[Expression | None] = [
            reader.condition(written) for reader, written in zip(self._readers, (old, new), strict=True)
        ]
        return read[0] is not None and read[0] == read[1]

    _JUDGES: Mapping[Tightening, Callable[["Judge", Any, Any], Direction]] = {
        "greater": _greater,
        "fewer": _fewer,
        "later": _later,
        "earlier": _earlier,
        "wider": _wider,
        "worse-grade": _worse_grade,
        "stricter-severity": _severity,
        "stricter-condition": _condition,
        "switched-on": _switched,
    }
