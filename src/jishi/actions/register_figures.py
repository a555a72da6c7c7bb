"""Figures that a pack wants counted in the registers: for the whole scope or a part of it, divided, as a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jishi.actions.exports.sheet import Sheet
from jishi.core.access import MOST_PRIVATE, Scope
from jishi.packs.derived import derivation_of
from jishi.packs.pack import Pack
from jishi.packs.schema.register import RegisterFigure
from jishi.sheets.columns import said
from jishi.store.models.org import Axis, Unit
from jishi.store.queries import units
from jishi.store.queries.register_figures import By, counted, moment_of
from jishi.store.queries.units import path_of


@dataclass(frozen=True)
class Asked:
    """For whom, of what, on which day.

    Attributes:
        scope: who looks.
        pack: whose figures.
        on: the day.
        since: the first day of the year that is going on.
        place: only at or below it; None = the whole scope.
    """

    scope: Scope
    pack: Pack
    on: date
    since: date
    place: Unit | None = None

    @property
    def figures(self) -> tuple[RegisterFigure, ...]:
        """Those that the reader may be told: what would tell of persons is told to who may read of them."""
        if self.place is not None:
            reads = self.scope.reads(Axis.MANAGEMENT, path_of(self.place))
        else:
            classes = [holding.field_class for holding in self.scope.holdings]
            reads = MOST_PRIVATE if self.scope.everything else min(classes, default=-1)
        return tuple(each for each in self.pack.register_figures if each.privacy <= reads)


def asked_of(scope: Scope, pack: Pack, on: date, place: Unit | None = None) -> Asked:
    """Return what is asked on a day; without a place, of the one unit where the scope begins, if it is one."""
    tops = [] if place else list(units.tops(scope)[:2])
    return Asked(scope, pack, on, on.replace(month=1, day=1), tops[0] if len(tops) == 1 else place)


def totals(asked: Asked) -> list[tuple[RegisterFigure, int]]:
    """Return every figure that the reader may be told, with its number."""
    figures = asked.figures
    return [(each, found.get("", 0)) for each, found in zip(figures, _counted(asked, figures), strict=True)]


def divided(asked: Asked, figure: RegisterFigure, by: By) -> list[tuple[str, str, int]]:
    """Return (key, name, number) of a figure: by domain in the order of the pack, or by the units right below.

    A unit without any is told with 0, the place itself with what is its own.
    """
    found = _counted(asked, [figure], by)[0]
    if by == "domain":
        names = {str(domain.id): domain.names.zh_hans for domain in asked.pack.vocabulary.domains}
        return [(key, names.get(key, ""), found[key]) for key in (*names, "") if key in found]
    return [(str(unit.pk), unit.name, found.get(str(unit.pk), 0)) for unit in below(asked)]


def below(asked: Asked) -> Sequence[Unit]:
    """Return the place itself, for what is its own, and the units right below it; nothing without one."""
    place = asked.place
    return [] if place is None else [place, *units.children(asked.scope, place)]


def sheet(asked: Asked, language: str) -> Sheet:
    """Return a row for each unit right below with every figure, and the sum of all in the last row."""
    figures = asked.figures
    by_figure = _counted(asked, figures, "below") if asked.place else []
    heads = [_CODE[language], _NAME[language], *(figure.names.say(language) for figure in figures)]
    rows: list[list[str | int]] = [
        [unit.code, unit.name, *(found.get(str(unit.pk), 0) for found in by_figure)] for unit in below(asked)
    ]
    rows.append(["", _ALL[language], *(number for _figure, number in totals(asked))])
    return Sheet(said(_TITLE, language), heads, rows)


def _counted(asked: Asked, figures: Sequence[RegisterFigure], by: By = "") -> list[dict[str, int]]:
    moment = moment_of(asked.on, asked.since)
    wanted = [derivation_of(figure.derivation) for figure in figures]
    return counted(asked.scope, wanted, moment, asked.place, by)


_CODE = {"zh-Hans": "组织编码", "zh-Hant": "組織編碼", "en": "Code"}
_NAME = {"zh-Hans": "组织名称", "zh-Hant": "組織名稱", "en": "Name"}
_ALL = {"zh-Hans": "合计", "zh-Hant": "合計", "en": "All together"}
_TITLE = {"zh-Hans": "登记册数据项", "zh-Hant": "登記冊數據項", "en": "Figures of the registers"}
