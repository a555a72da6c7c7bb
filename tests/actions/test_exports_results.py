"""Grades, scores and figures of a run as files."""

from dataclasses import replace

import numpy as np
import pytest

from jishi.actions.assess import Order, assess
from jishi.actions.exports.results import figures
from jishi.actions.exports.sheet import Style
from jishi.actions.overview import newest_results
from jishi.actions.programme import pack_of
from jishi.core.result import Column2D
from tests.actions.association import open_year, settle

pytestmark = pytest.mark.django_db


def _upper(table: Column2D, rows: np.ndarray) -> Column2D:
    return Column2D(table.values[rows], table.valid[rows], rows)


def test_figures_stay_with_their_units_where_a_run_keeps_only_units_with_others_below() -> None:
    first, _ = open_year()
    settle(first)
    assess(Order(first))
    results, pack, style = newest_results(), pack_of(first.cycle), Style("csv", "en")
    tree = results.snapshot.tree
    rows = np.flatnonzero(tree.end > np.arange(len(tree)) + 1)
    rows = rows[rows > 0]
    upper = {name: _upper(table, rows) for name, table in results.result.figures.items()}

    whole = [tuple(row) for row in figures(results, pack, style).rows]
    kept = figures(replace(results, result=replace(results.result, figures=upper)), pack, style).rows

    codes = {row[0] for row in whole}
    assert "A1" in codes
    assert [tuple(row) for row in kept] == [row for row in whole if row[0] == "A1"]
